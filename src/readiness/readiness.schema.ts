import { z } from 'zod';
import { Instant } from '../ledger/entry.schema.ts';

/** The answer to one question: unknown never counts as pass. */
export const Verdict = z.enum(['pass', 'fail', 'unknown', 'not-applicable']);
export type Verdict = z.infer<typeof Verdict>;

export const CheckResult = z
  .strictObject({
    id: z.string().meta({ description: 'Stable id, such as staged-content:SVINTCLC.load' }),
    kind: z.enum(['governance', 'system']),
    question: z.string(),
    verdict: Verdict,
    /** What was found, in one sentence. */
    found: z.string(),
    /** For fail and unknown: what to do next, and whose it is. */
    nextAction: z.strictObject({ what: z.string(), whose: z.string() }).optional(),
  })
  .meta({ id: 'CheckResult' });
export type CheckResult = z.infer<typeof CheckResult>;

/** One pass over all checks. `because` says in one line why the release is not ready. */
export const ReadinessReport = z
  .strictObject({
    release: z.string(),
    at: Instant,
    verdict: z.enum(['ready', 'not-ready']),
    because: z.string(),
    plan: z.string().optional(),
    results: z.array(CheckResult),
  })
  .meta({ id: 'ReadinessReport' });
export type ReadinessReport = z.infer<typeof ReadinessReport>;
