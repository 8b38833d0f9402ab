import { z } from 'zod';
import type { EntryTypes } from '../ledger/entry.schema.ts';
import { RegistrationResult } from './registration/registration.schema.ts';

/** Stream of what happened to the connection to a system, and of what people did about it. */
export const systemStream = (system: string): string => `system:${system}`;

/** A person says that the credential for a system was corrected: work for it may start again. */
export const CredentialReset = z.strictObject({ user: z.string(), because: z.string() });

/** A trial job is about to be submitted; `correlator` is the user part. */
const RegistrationIntended = z.strictObject({ user: z.string(), jobname: z.string(), correlator: z.string() });

export const systemEntryTypes = {
  'credential.reset/1': CredentialReset,
  'registration.intended/1': RegistrationIntended,
  'system.registered/1': RegistrationResult,
} as const satisfies EntryTypes;
