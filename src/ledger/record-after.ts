import type { Committed, Ledger } from './ledger.schema.ts';
import type { View } from './view.schema.ts';

/**
 * The record as a command left it. A later change does not show, even where it came before the answer: the same request
 * under the same Idempotency-Key then has the same answer.
 */
export function recordAfter<D extends object>(
  ledger: Pick<Ledger, 'asOf'>,
  view: View<D>,
  { key, stream }: { readonly key: string; readonly stream: string },
  { page }: Pick<Committed, 'page'>,
): Promise<D | undefined> {
  return ledger.asOf(view, key, [stream], page);
}
