import type { Command } from '../ledger/ledger.schema.ts';
import type { Caller } from './caller.schema.ts';

/** What every command takes from its caller: who acts, the Idempotency-Key, and the version read of a record's stream. */
export function commandOf(caller: Caller, stream?: string): Pick<Command, 'actor' | 'key' | 'expects'> {
  return {
    actor: caller.actor,
    ...(caller.key === undefined ? {} : { key: caller.key }),
    ...(stream === undefined || caller.ifMatch === undefined ? {} : { expects: { stream, version: caller.ifMatch } }),
  };
}
