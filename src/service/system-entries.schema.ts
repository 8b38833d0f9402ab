import { z } from 'zod';
import type { EntryTypes } from '../ledger/entry.schema.ts';

/** Stream of what people did about the connection to a system. */
export const systemStream = (system: string): string => `system:${system}`;

/** A person says that the credential for a system was corrected: work for it may start again. */
export const CredentialReset = z.strictObject({ user: z.string(), because: z.string() });

export const systemEntryTypes = { 'credential.reset/1': CredentialReset } as const satisfies EntryTypes;
