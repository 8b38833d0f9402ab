import type { ReadyCondition, ReadyState } from '../http/health.ts';
import type { Metrics } from '../http/metrics.ts';
import type { ConnectedSystem } from './systems.ts';

/** Counts appends by outcome, and remembers the last one: a store that refuses makes the instance not ready. */
export interface AppendWatch {
  readonly note: (outcome: string, pages: number) => void;
  readonly lastOutcome: () => string;
}

export function appendWatch(metrics: Metrics): AppendWatch {
  let last = 'done';
  const pages = metrics.counter('lockstep_ledger_pages_total', 'Pages that this instance appended');
  const failures = metrics.counter('lockstep_ledger_append_failures_total', 'Appends that were refused or unknown');
  return {
    note: (outcome, count) => {
      last = outcome;
      if (outcome === 'done') pages(count);
      else failures();
    },
    lastOutcome: () => last,
  };
}

/**
 * What must hold before this instance may be sent requests.
 *
 * @param tryStore writes something small: an instance that is sent no requests would else never learn that a store which
 *   refused takes pages again
 */
export function conditionsOf(
  systems: readonly ConnectedSystem[],
  appends: AppendWatch,
  tryStore: () => Promise<void>,
): ReadyCondition[] {
  return [
    { name: 'ledger', look: () => ledgerState(appends, tryStore) },
    ...systems.map(({ declared, zosmf }) => ({
      name: `zosmf ${declared.id}`,
      look: () => ({
        ready: !zosmf.latch.refused,
        detail: zosmf.latch.refused ? 'the credential was refused: all work for it has stopped' : 'in use',
      }),
    })),
  ];
}

async function ledgerState({ note, lastOutcome }: AppendWatch, tryStore: () => Promise<void>): Promise<ReadyState> {
  if (lastOutcome() === 'rejected')
    await tryStore().then(
      () => note('done', 0),
      () => undefined,
    );
  const last = lastOutcome();
  return { ready: last === 'done' || last === 'taken', detail: `last append: ${last}` };
}
