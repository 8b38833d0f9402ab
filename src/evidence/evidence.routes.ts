import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';
import { ReleaseId } from '../releases/release.schema.ts';
import type { EvidenceService } from './evidence.service.ts';

export const evidenceOperations = (evidence: EvidenceService): Operation[] => [
  operation({
    id: 'exportEvidence',
    method: 'get',
    path: '/releases/{release}/evidence',
    summary: 'Export the evidence of a release',
    description:
      'One file in canonical JSON that `lockstep verify` checks without service or network: a signed in-toto ' +
      'statement, the pages of the ledger that it is derived from, their proofs, and a signed checkpoint.',
    tags: ['evidence'],
    params: z.strictObject({ release: ReleaseId }),
    status: 200,
    media: 'application/json',
    problems: ['request.not-found', 'ledger.damaged'],
    run: async ({ params }) => {
      const { text, page } = await evidence.exportBundle(params.release);
      return { content: text, filename: `${params.release}.evidence.json`, page };
    },
  }),
];
