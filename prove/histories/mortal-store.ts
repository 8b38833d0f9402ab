import type { AppendOutcome, PageWrite, Store } from '../../src/store/ports.ts';
import type { Seeded } from '../processes/seeded.ts';

/** What became of the appends of one instance. */
export type AppendFault = 'lost-answer' | 'lost-request' | 'late' | 'refused' | 'lie';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
const unknown: AppendOutcome = { outcome: 'unknown', cause: new Error('no answer') };

/** A store as one instance meets it: slow by turns, at times faulty, and silent once the instance was killed. */
export interface MortalStore extends Store {
  /** No call is answered any more; an append under way lands, or does not, or lands later. */
  kill(): void;
}

/**
 * @param onFault told of each fault before it strikes
 * @param later runs work after a while: an append that lands when nobody waits for it
 * @param lies at times it says done of what it does not keep: no ledger can stand that, and the checker must see it
 */
export function mortalStore(
  store: Store,
  random: Seeded,
  {
    onFault,
    later,
    lies,
  }: {
    onFault: (fault: AppendFault) => void;
    later: (work: () => Promise<unknown>) => void;
    lies: boolean;
  },
): MortalStore {
  let dead = false;
  const isDead = (): boolean => dead;
  const answered = async <T>(effect: () => Promise<T>): Promise<T> => {
    for (let turns = random.below(4); turns > 0; turns -= 1) await turn();
    if (isDead()) return never();
    const answer = await effect();
    for (let turns = random.below(3); turns > 0; turns -= 1) await turn();
    return isDead() ? never() : answer;
  };

  async function append(writes: readonly PageWrite[], generation: number): Promise<AppendOutcome> {
    const land = () => store.pages.append(writes, generation);
    const fault = lies && random.below(20) === 0 ? 'lie' : faults[random.below(100)];
    for (let turns = random.below(12); turns > 0; turns -= 1) await turn();
    if (isDead()) {
      if (random.below(2) === 0) later(land);
      return never();
    }
    if (fault !== undefined) onFault(fault);
    if (fault === 'refused') return { outcome: 'rejected', cause: new Error('no space left') };
    if (fault === 'late') later(land);
    if (fault === 'late' || fault === 'lost-request') return unknown;
    if (fault === 'lie') return { outcome: 'done', folded: true };
    const outcome = await land();
    for (let turns = random.below(6); turns > 0; turns -= 1) await turn();
    if (isDead()) return never();
    return fault === 'lost-answer' ? unknown : outcome;
  }

  return {
    kind: store.kind,
    pages: { ...wrapped(store.pages, answered), append },
    views: wrapped(store.views, answered),
    blobs: wrapped(store.blobs, answered),
    cell: wrapped(store.cell, answered),
    close: () => Promise.resolve(),
    kill: () => (dead = true),
  };
}

/** The fault of an append by a number below 100; most have none. */
const faults: readonly (AppendFault | undefined)[] = [
  ...Array.from({ length: 4 }, () => 'lost-answer' as const),
  ...Array.from({ length: 3 }, () => 'lost-request' as const),
  ...Array.from({ length: 3 }, () => 'late' as const),
  ...Array.from({ length: 3 }, () => 'refused' as const),
];

type Call = (...args: never[]) => unknown;

/** The same port; what gives a promise is answered as the instance is, what gives rows is not touched. */
function wrapped<P extends object>(port: P, answered: <T>(effect: () => Promise<T>) => Promise<T>): P {
  const rows = new Set(['pages', 'pagesOf', 'documents']);
  const methods = Object.entries(port).map(([name, value]) => {
    const call = value as Call;
    if (rows.has(name)) return [name, call];
    return [name, (...args: never[]) => answered(() => Promise.resolve(call(...args)))];
  });
  return Object.fromEntries(methods) as P;
}
