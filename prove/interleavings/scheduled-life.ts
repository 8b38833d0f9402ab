import type { Clock } from '../../src/shared/clock.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { Life } from '../ports/life.ts';
import { reads } from '../ports/outcomes.ts';
import type { Turns } from './turns.ts';

type Method = (...args: never[]) => unknown;

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
const isIterating = (method: unknown): boolean =>
  Object.prototype.toString.call(method) === '[object AsyncGeneratorFunction]';

/**
 * An instance whose calls wait for their turn, and whose answers wait for theirs. After its crash a request that was
 * under way has its effect all the same when its turn comes, unless it was lost.
 */
export class ScheduledLife extends Life {
  #losesRequests = false;
  #still: Promise<void> | undefined;

  constructor(
    private readonly name: string,
    private readonly turns: Turns,
    clock: Clock,
  ) {
    super({ clock, slowMs: 0, late: () => undefined, reads });
  }

  crash(losesRequests: boolean): void {
    this.#losesRequests = losesRequests;
    this.end();
  }

  /** It does nothing, and hears nothing, for a while. */
  standStill(): void {
    this.#still = this.turns.aWhile().finally(() => (this.#still = undefined));
  }

  override round<T extends object>(port: string, target: T): T {
    const wrapped = new Map<PropertyKey, unknown>();
    return new Proxy(target, {
      get: (_, name) => {
        const known = wrapped.get(name);
        if (known !== undefined) return known;
        const value = Reflect.get(target, name, target) as unknown;
        if (typeof value !== 'function') return value;
        const kind = port === '' ? String(name) : `${port}.${String(name)}`;
        const method = (...args: never[]): unknown => (value as Method).apply(target, args);
        const scheduled = isIterating(value)
          ? (...args: never[]) => this.#iterate(kind, () => method(...args) as AsyncIterable<unknown>)
          : (...args: never[]) => this.#scheduled(kind, () => method(...args));
        wrapped.set(name, scheduled);
        return scheduled;
      },
    });
  }

  override roundClock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      sleep: async (ms, signal) => {
        await clock.sleep(ms, signal);
        await this.#still;
        if (!this.alive) await never();
      },
    };
  }

  async #scheduled(kind: string, effect: () => unknown): Promise<unknown> {
    await this.#still;
    if (this.#isDead()) return never();
    await this.turns.next(`${this.name} ${kind}`);
    if (this.#isDead() && this.#losesRequests) return never();
    const outcome = this.#landed(kind, effect).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    const answer = await outcome;
    if (!this.#isDead() && !reads(kind)) await this.turns.next(`${this.name} ${kind}, answer`);
    await this.#still;
    if (this.#isDead()) return never();
    if ('error' in answer) throw answer.error;
    return answer.value;
  }

  #isDead(): boolean {
    return !this.alive;
  }

  async #landed(kind: string, effect: () => unknown): Promise<unknown> {
    const fault = reads(kind) ? undefined : this.turns.takeFault();
    if (fault === 'request late')
      void this.turns
        .aWhile()
        .then(effect)
        .catch(() => undefined);
    if (fault === 'request lost' || fault === 'request late') return noAnswer(kind);
    const value = await effect();
    if (fault === 'answer lost') return noAnswer(kind);
    // A command has no correlator: nothing can prevent that something in between sends it again.
    return fault === 'request sent twice' && kind !== 'zosmf.command' ? effect() : value;
  }

  async *#iterate(kind: string, begin: () => AsyncIterable<unknown>): AsyncIterable<unknown> {
    await this.#scheduled(kind, () => undefined);
    for await (const each of begin()) {
      if (!this.alive) await never();
      yield each;
    }
  }
}

/** What a port says that does not know whether a call had its effect. */
function noAnswer(kind: string): unknown {
  if (kind === 'pages.append') return { outcome: 'unknown', cause: new Error('no answer') };
  throw new LockstepError(kind.startsWith('zosmf.') ? 'zosmf.in-doubt' : 'ledger.unavailable', 'no answer');
}
