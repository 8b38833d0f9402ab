import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';
import { ReleaseId } from '../releases/release.schema.ts';
import { ReadinessReport } from './readiness.schema.ts';
import type { ReadinessService } from './readiness.service.ts';

const OfRelease = z.strictObject({ release: ReleaseId });

export function readinessOperations(readiness: ReadinessService): readonly Operation[] {
  return [
    operation({
      id: 'checkReadiness',
      method: 'post',
      path: '/releases/{release}/readiness',
      summary: 'Ask every readiness question now, and record the answers',
      tags: ['readiness'],
      roles: ['release-manager', 'implementer', 'operator', 'change-manager'],
      params: OfRelease,
      status: 200,
      answer: ReadinessReport,
      problems: ['release.not-found'],
      run: async ({ params, caller }) => {
        const { report, page } = await readiness.check(params.release, caller);
        return { body: report, page };
      },
    }),
    operation({
      id: 'viewReadiness',
      method: 'get',
      path: '/releases/{release}/readiness',
      summary: 'The last readiness report, as it was recorded',
      tags: ['readiness'],
      params: OfRelease,
      status: 200,
      answer: ReadinessReport,
      problems: ['release.not-found'],
      run: async ({ params }) => ({ body: await readiness.last(params.release) }),
    }),
  ];
}
