import type { Committed, Ledger } from './ledger.schema.ts';
import type { View } from './view.schema.ts';

/**
 * The record that a command left: as it stands now, or, for a command that was recorded before under the same
 * Idempotency-Key, as it stood then: the first answer again.
 */
export function recordAfter<D extends object>(
  ledger: Pick<Ledger, 'get' | 'asOf'>,
  view: View<D>,
  { key, stream }: { readonly key: string; readonly stream: string },
  { page, replayed }: Pick<Committed, 'page' | 'replayed'>,
): Promise<D | undefined> {
  return replayed ? ledger.asOf(view, key, [stream], page) : ledger.get(view, key);
}
