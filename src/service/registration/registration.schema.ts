import { z } from 'zod';
import { Instant } from '../../ledger/entry.schema.ts';

/** One thing that strict mode needs of a system, and what was found about it. */
export const RegistrationFinding = z.strictObject({
  question: z.string(),
  verdict: z.enum(['pass', 'fail', 'unknown']),
  found: z.string(),
});
export type RegistrationFinding = z.infer<typeof RegistrationFinding>;

/** What one round trip of a held job through a system has shown. */
export const RegistrationResult = z.strictObject({
  /** z/OS user that submitted it, and for whom alone this was found out. */
  user: z.string(),
  jobname: z.string(),
  jobid: z.string().optional(),
  correlator: z.string().optional(),
  verdict: RegistrationFinding.shape.verdict,
  findings: z.array(RegistrationFinding),
});
export type RegistrationResult = z.infer<typeof RegistrationResult>;

/** The last registration of a system, as it is read. */
export const Registration = z
  .strictObject({ system: z.string(), at: Instant, recordVersion: z.int(), ...RegistrationResult.shape })
  .meta({ id: 'Registration' });
export type Registration = z.infer<typeof Registration>;
