import type { ReadyCondition, ReadyState } from '../http/health.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Standing } from '../runs/index.ts';
import type { LockstepError } from '../shared/errors.ts';
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

export interface ReadyNeeds {
  /**
   * Writes something small: an instance that is sent no requests would else never learn that a store which refused takes
   * pages again.
   */
  readonly tryStore: () => Promise<void>;
  /** Why nothing is decided here at present. */
  readonly refusal: () => LockstepError | undefined;
  /** Whether the machine's time fits. */
  readonly clocks: readonly ReadyCondition[];
  /** Who drives the engine. */
  readonly standing: () => Standing;
}

/** What must hold before this instance may be sent requests. */
export function conditionsOf(
  systems: readonly ConnectedSystem[],
  appends: AppendWatch,
  { tryStore, refusal, standing, clocks }: ReadyNeeds,
): ReadyCondition[] {
  return [
    { name: 'book', look: () => bookState(refusal()) },
    ...clocks,
    { name: 'ledger', look: () => ledgerState(appends, tryStore) },
    {
      name: 'engine',
      look: () => ({ ready: true, drives: standing().drives, detail: whoDrives(standing()) }),
    },
    ...systems.map(({ declared, zosmf }) => ({
      name: `zosmf ${declared.id}`,
      look: () => ({
        ready: !zosmf.latch.refused,
        detail: zosmf.latch.refused ? 'the credential was refused: all work for it has stopped' : 'in use',
      }),
    })),
  ];
}

/** Which instance drives the engine, as this one knows it. */
export function whoDrives({ drives, instance, driver }: Standing): string {
  if (drives) return `this instance drives: ${instance}`;
  return driver === undefined ? 'this instance watches; nobody drives' : `this instance watches; ${driver} drives`;
}

function bookState(refusal: LockstepError | undefined): ReadyState {
  return { ready: refusal === undefined, detail: refusal?.message ?? 'commands are decided here' };
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
