import type { Clock } from '../../src/shared/clock.ts';
import { LockstepError } from '../../src/shared/errors.ts';

/**
 * What happens to an instance at a call of a port. `before`: killed before the effect; `after`: killed after it, without
 * the answer; `late`: killed, and the effect lands when a successor has looked; `stalled`: the whole instance stands
 * still there until a successor has finished, and then goes on; `paused`: only until one has taken over. `slow`: this call alone takes longer than callers wait;
 * `unanswered`: it has its effect, and the instance, alive, is told that nobody knows; `lost`: the same without effect.
 */
export type Mode = 'before' | 'after' | 'late' | 'stalled' | 'paused' | 'slow' | 'unanswered' | 'lost';

/** The four ways of the protocol, part 6.1, and the one in which two are at work at the same time. */
export const modes = ['before', 'after', 'late', 'stalled', 'paused'] as const satisfies readonly Mode[];

/** Nobody dies: answers are late or never come. */
export const doubts = ['slow', 'unanswered', 'lost'] as const satisfies readonly Mode[];

/** Strikes an instance at its n-th call, counted from 1. */
export interface Strike {
  readonly at: number;
  readonly mode: Mode;
  /** True where calls that only read are not counted. */
  readonly amongActs?: boolean;
}

/** One call of a port: `<port>.<method>`, and the time of the book at which it was made. */
export interface Call {
  readonly kind: string;
  readonly time: number;
}

type Method = (...args: never[]) => unknown;

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
/** A method that throws at once fails like one that throws later. */
const promised = (work: () => unknown): Promise<unknown> =>
  new Promise((resolve) => {
    resolve(work());
  });
const isIterating = (method: unknown): boolean =>
  Object.prototype.toString.call(method) === '[object AsyncGeneratorFunction]';

interface LifeFacts {
  readonly clock: Clock;
  /** How long a slow call takes, in milliseconds of that clock. */
  readonly slowMs: number;
  /** Takes an effect that lands when a successor has looked. */
  readonly late: (effect: () => Promise<unknown>) => void;
  readonly strike?: Strike | undefined;
  /** True for a kind of call that changes nothing outside. */
  readonly reads: (kind: string) => boolean;
}

/** One instance as all of its ports and clocks see it. Whole port objects are wrapped: a new method is a new case. */
export class Life {
  readonly calls: Call[] = [];
  /** The call at which it was struck. */
  struck: (Strike & Call) | undefined;
  #acts = 0;
  #spared = false;
  #state: 'alive' | 'dead' | 'frozen' = 'alive';
  #thawed: Promise<void> | undefined;
  #thaw: () => void = () => undefined;

  constructor(private readonly facts: LifeFacts) {}

  get alive(): boolean {
    return this.#state === 'alive';
  }

  /** Nothing strikes it any more. */
  spare(): void {
    this.#spared = true;
  }

  /** Its process is over. */
  end(): void {
    this.#state = 'dead';
  }

  /** A stalled instance goes on. */
  thaw(): void {
    if (this.#state !== 'frozen') return;
    this.#state = 'alive';
    this.#thaw();
  }

  /** The same object, its calls under this life. */
  round<T extends object>(port: string, target: T): T {
    const wrapped = new Map<PropertyKey, unknown>();
    return new Proxy(target, {
      get: (_, name) => {
        const known = wrapped.get(name);
        if (known !== undefined) return known;
        const value = Reflect.get(target, name, target) as unknown;
        if (typeof value !== 'function') return value;
        const kind = port === '' ? String(name) : `${port}.${String(name)}`;
        const method = (...args: never[]): unknown => (value as Method).apply(target, args);
        const under = isIterating(value)
          ? (...args: never[]) => this.#iterate(kind, () => method(...args) as AsyncIterable<unknown>)
          : (...args: never[]) => this.#call(kind, () => promised(() => method(...args)));
        wrapped.set(name, under);
        return under;
      },
    });
  }

  roundClock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      sleep: async (ms, signal) => {
        await clock.sleep(ms, signal);
        if (!this.alive) await this.#going();
      },
    };
  }

  async #call<T>(kind: string, effect: () => Promise<T>): Promise<T> {
    if (!this.alive) await this.#going();
    const call = { kind, time: this.facts.clock.now() };
    const strike = this.#spared ? undefined : this.#count(call);
    try {
      if (strike === undefined) return await effect();
      this.struck = { ...strike, ...call };
      return await this.#fall(this.struck, effect);
    } finally {
      if (!this.alive) await this.#going();
    }
  }

  /** @returns what strikes at this call, if anything */
  #count(call: Call): Strike | undefined {
    const { strike, reads } = this.facts;
    this.calls.push(call);
    const acts = !reads(call.kind);
    if (acts) this.#acts += 1;
    if (strike === undefined || this.struck !== undefined || (strike.amongActs === true && !acts)) return undefined;
    return (strike.amongActs === true ? this.#acts : this.calls.length) === strike.at ? strike : undefined;
  }

  async #fall<T>({ mode, kind }: Strike & Call, effect: () => Promise<T>): Promise<T> {
    if (mode === 'slow') await this.facts.clock.sleep(this.facts.slowMs);
    if (mode === 'unanswered') await effect();
    if (mode === 'unanswered' || mode === 'lost') return noAnswer(kind) as T;
    const stands = mode === 'stalled' || mode === 'paused';
    if (stands) {
      this.#state = 'frozen';
      this.#thawed = new Promise((resolve) => (this.#thaw = resolve));
      await this.#going();
    }
    if (mode === 'slow' || stands) return effect();
    this.#state = 'dead';
    if (mode === 'after') void effect().catch(() => undefined);
    if (mode === 'late') this.facts.late(() => effect().catch(() => undefined));
    return never();
  }

  async *#iterate(kind: string, begin: () => AsyncIterable<unknown>): AsyncIterable<unknown> {
    await this.#call(kind, () => Promise.resolve());
    for await (const each of begin()) {
      if (!this.alive) await this.#going();
      yield each;
    }
  }

  /** The dead never hear an answer; who stands still hears it when it goes on. */
  #going(): Promise<void> {
    return this.#state === 'frozen' ? (this.#thawed ?? never()) : this.#state === 'dead' ? never() : Promise.resolve();
  }
}

/** What a port says when it does not know whether a call had its effect. */
function noAnswer(kind: string): unknown {
  if (kind === 'pages.append') return { outcome: 'unknown', cause: new Error('no answer') };
  const code = kind.startsWith('zosmf.') ? 'zosmf.in-doubt' : 'ledger.unavailable';
  throw new LockstepError(code, 'no answer');
}
