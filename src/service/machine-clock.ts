import type { ReadyCondition, ReadyState } from '../http/health.ts';
import type { BookLedger } from '../ledger/book-ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';

/** Most that the machine's clock may be behind the last page, and apart from the database's, in milliseconds. */
const mostBehindMs = 2000;
const mostApartMs = 5000;
/** Machine milliseconds between two looks at the database's clock. */
const lookEveryMs = 5000;

export interface DatabaseClockNeeds {
  /** Wall time of the database's machine, in milliseconds since 1970. */
  readonly read: () => Promise<number | undefined>;
  readonly machine: Clock;
}

/** The database's clock beside this machine's: two that disagree date pages differently. */
export class DatabaseClock {
  #apartMs = 0;

  constructor(private readonly needs: DatabaseClockNeeds) {}

  /** Looks once. What the way there and back may explain does not count. */
  async look(): Promise<number> {
    const { read, machine } = this.needs;
    const before = machine.now();
    const theirs = await read();
    const after = machine.now();
    if (theirs === undefined) return this.#apartMs;
    const apart = theirs - (before + after) / 2;
    this.#apartMs = Math.sign(apart) * Math.max(0, Math.abs(apart) - Math.abs(after - before) / 2);
    return this.#apartMs;
  }

  /** Looks every few seconds until aborted; a database that does not answer leaves what was seen last. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look().catch(() => undefined);
      await this.needs.machine.sleep(lookEveryMs, signal).catch(() => undefined);
    }
  }

  /** @throws {LockstepError} `clock.apart` where the clocks were apart when they were last seen */
  check(): void {
    const apart = this.apart();
    if (apart !== undefined) throw new LockstepError('clock.apart', `${apart}; nothing is recorded`);
  }

  /** In words, where the clocks were apart when they were last seen. */
  apart(): string | undefined {
    if (Math.abs(this.#apartMs) <= mostApartMs) return undefined;
    const seconds = Math.round(Math.abs(this.#apartMs) / 1000);
    const where = this.#apartMs > 0 ? 'behind' : 'ahead of';
    return `this machine's clock is ${seconds} s ${where} the database's, and at most ${mostApartMs / 1000} s are borne`;
  }
}

export interface ClockConditionNeeds {
  readonly ledger: Pick<BookLedger, 'kind' | 'lastAt'>;
  readonly machine: Clock;
  /** Throws while this machine's clock is not where it was plus what has passed since the start. */
  readonly wall?: () => void;
  readonly database?: DatabaseClock | undefined;
}

/** Whether this machine's time fits the book's and the database's; a rehearsal book keeps a time of its own. */
export function clockConditions({ ledger, machine, wall, database }: ClockConditionNeeds): ReadyCondition[] {
  if (ledger.kind !== 'real') return [];
  const look = async () => moved(wall) ?? behindLastPage(ledger, machine) ?? (await apartFromDatabase(database));
  return [{ name: 'clock', look }];
}

function moved(wall: () => void = () => undefined): ReadyState | undefined {
  try {
    wall();
    return undefined;
  } catch (error) {
    const detail = error instanceof LockstepError ? error.message : "this machine's clock could not be read";
    return {
      ready: false,
      detail: `${detail}. It goes on when the clock is put right; where it is right now, restart`,
    };
  }
}

function behindLastPage(ledger: ClockConditionNeeds['ledger'], machine: Clock): ReadyState | undefined {
  const at = ledger.lastAt();
  const behind = at === undefined ? 0 : Date.parse(at) - machine.now();
  if (behind <= mostBehindMs) return undefined;
  const detail =
    `this machine's clock is ${Math.round(behind / 1000)} s behind the last page of the book (${at ?? ''}): one of both is ` +
    'wrong. It goes on when time has caught up; where the page is wrong, an administrator corrects it: lockstep book correct-clock';
  return { ready: false, detail };
}

async function apartFromDatabase(database: DatabaseClock | undefined): Promise<ReadyState> {
  await database?.look();
  const detail = database?.apart();
  return { ready: detail === undefined, detail: detail ?? "this machine's time fits the book's" };
}
