import { z } from 'zod';
import { Sha256 } from '../jcl/names.schema.ts';
import { Instant } from '../ledger/entry.schema.ts';

/** One pass over the readiness checks of a release. */
export const ReadinessPass = z.strictObject({
  at: Instant,
  page: z.int(),
  verdict: z.enum(['ready', 'not-ready']),
  because: z.string(),
  /** Blob of the report. */
  report: Sha256.optional(),
});
export type ReadinessPass = z.infer<typeof ReadinessPass>;

/** All passes of a release, oldest first. */
export interface ReadinessPasses {
  readonly release: string;
  readonly passes: readonly ReadinessPass[];
}
