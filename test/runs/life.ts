import type { Clock } from '../../src/shared/clock.ts';

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

type Death = 'before' | 'after' | 'late' | 'stalled';

type Call = (...args: never[]) => unknown;

/**
 * An engine's life as its ports see it: at the n-th call it is killed before the effect, after it without the answer,
 * or so that the effect lands when a successor has begun; `stalled` only sleeps there, and goes on. The dead never
 * hear an answer.
 */
export class Life {
  calls = 0;
  dead = false;
  /** True once the n-th call was made. */
  struck = false;

  constructor(
    private readonly killAt: number,
    private readonly how: Death,
    private readonly time: Clock | undefined,
  ) {}

  isDead = (): boolean => this.dead;

  /** @param late what becomes of an effect that is late: an append finds its page number taken */
  async call<T>(effect: () => Promise<T>, late: 'lands' | 'lost' = 'lands'): Promise<T> {
    if (this.dead) return never();
    this.calls += 1;
    if (this.calls === this.killAt) {
      this.struck = true;
      if (this.how === 'stalled') await this.time?.sleep(lateMs);
      else {
        this.dead = true;
        if (this.how === 'after') await effect();
        if (this.how === 'late' && late === 'lands') void this.time?.sleep(lateMs).then(effect, () => undefined);
        return never();
      }
    }
    const answer = await effect();
    return this.isDead() ? never() : answer;
  }

  of<F extends (...args: never[]) => Promise<unknown>>(work: F): F {
    return ((...args: Parameters<F>) => this.call(() => work(...args))) as F;
  }

  /** The same object, its calls under this life; those in `counted` are where it can be killed. */
  over<T extends object>(
    target: T,
    counted: readonly string[] | 'all',
    instead: Partial<T>,
    late: 'lands' | 'lost' = 'lands',
  ): T {
    return new Proxy(target, {
      get: (_, name) => {
        if (name in instead) return instead[name as keyof T];
        const value = Reflect.get(target, name, target) as unknown;
        if (typeof value !== 'function') return value;
        const call = (...args: never[]): unknown => (value as Call).apply(target, args);
        if (counted === 'all' || counted.includes(String(name)))
          return (...args: never[]) => this.call(() => Promise.resolve(call(...args)), late);
        return (...args: never[]) => {
          const answer = call(...args);
          return answer instanceof Promise ? answer.then((value: unknown) => (this.dead ? never() : value)) : answer;
        };
      },
    });
  }

  clock(time: Clock): Clock {
    return {
      now: () => time.now(),
      sleep: (ms, signal) => time.sleep(ms, signal).then(() => (this.dead ? never() : undefined)),
    };
  }
}

const lateMs = 45_000;

export const immortal = new Life(Infinity, 'before', undefined);
