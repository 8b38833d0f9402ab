import type { Clock } from '../shared/clock.ts';
import type { Ledger } from './ledger.schema.ts';
import { bookStream } from './own-entries.schema.ts';
import { requestRows, timeMarks } from './own.views.ts';

const hourMs = 3600_000;
/** Machine time that a row of an Idempotency-Key is kept, in milliseconds. */
const keptMs = 7 * 24 * hourMs;

export interface TimekeeperNeeds {
  readonly ledger: Pick<Ledger, 'commit' | 'refusal'>;
  /** The machine's clock: a rehearsal's jump ages nothing. */
  readonly machine: Clock;
}

/**
 * Marks the machine's time in the book, and lets the rows of Idempotency-Keys go that are older than 7 days by it: one
 * entry, at most once an hour, and none where there is no row.
 */
export async function ageKeys({ ledger, machine }: TimekeeperNeeds): Promise<void> {
  await ledger.commit({
    actor: { kind: 'service', id: 'lockstep' },
    async decide(reading) {
      const now = machine.now();
      const instant = (ms: number) => new Date(ms).toISOString();
      const { rows: kept } = await reading.query(requestRows, { index: 'page', limit: 1 });
      const newest = { index: 'machine', order: 'desc', limit: 1 } as const;
      const { rows: last } = await reading.query(timeMarks, newest);
      if (kept[0] === undefined || (last[0] !== undefined && Date.parse(last[0].machine) + hourMs > now)) return [];
      const { rows: old } = await reading.query(timeMarks, { ...newest, range: { lte: instant(now - keptMs) } });
      const data = { machine: instant(now), upTo: old[0]?.page ?? 0 };
      return [{ stream: bookStream, type: 'keys.aged/1', data }];
    },
  });
}

export interface KeepTimeOptions extends TimekeeperNeeds {
  readonly signal: AbortSignal;
  readonly onTrouble: (error: unknown) => void;
}

/** Machine milliseconds after the start until the first look, and between two. */
const lookEveryMs = { first: 60_000, later: hourMs / 4 };

/** Ages keys as time passes, until aborted. */
export async function keepTime({ signal, onTrouble, ...needs }: KeepTimeOptions): Promise<void> {
  for (let pause = lookEveryMs.first; ; pause = lookEveryMs.later) {
    await needs.machine.sleep(pause, signal).catch(() => undefined);
    if (signal.aborted) return;
    if (needs.ledger.refusal() === undefined) await ageKeys(needs).catch(onTrouble);
  }
}
