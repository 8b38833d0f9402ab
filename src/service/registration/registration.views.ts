import type { View } from '../../ledger/view.schema.ts';
import { systemStream } from '../system-entries.schema.ts';
import type { Registration, RegistrationResult } from './registration.schema.ts';

const prefix = systemStream('');

/** The last registration of each system. */
export const registrations: View<Registration> = {
  name: 'registrations',
  version: 1,
  indexes: {},
  keys: ({ stream }) => (stream.startsWith(prefix) ? [stream.slice(prefix.length)] : []),
  evolve(before, entry, { at }) {
    if (entry.type !== 'system.registered/1' || entry.erased === true) return before;
    const result = entry.data as RegistrationResult;
    return { system: entry.stream.slice(prefix.length), at, recordVersion: entry.seq, ...result };
  },
};
