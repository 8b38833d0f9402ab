import { ApiClient } from '../../src/lab/api-client.ts';
import type { LedgerPage } from '../../src/ledger/ledger.schema.ts';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import type { Instance } from './instance.ts';
import type { Recording } from './recording.ts';

export type SeenPage = Pick<LedgerPage, 'page' | 'at' | 'entries'>;

export const isOfAStep = ({ stream }: SeenPage['entries'][number]): boolean => stream.startsWith('step:');

/**
 * Reads the event streams of instances, each from page 1: what was ever shown there is acknowledged, and must stand in
 * the book for good, whichever instance is asked, and however often one was killed in between.
 */
export class Witness {
  readonly pages = new Map<number, SeenPage>();
  readonly failures: string[] = [];
  readonly #texts = new Map<number, string>();
  readonly #following = new Map<Instance, AbortController>();
  readonly #waiting = new Set<() => void>();
  #connections = 0;

  constructor(
    private readonly token: string,
    private readonly recording: Recording,
  ) {}

  /** The highest page that was shown. */
  get head(): number {
    return this.#texts.size;
  }

  /** Pages with entries of a run's steps: how far the night has come. */
  get progress(): number {
    return [...this.pages.values()].filter(({ entries }) => entries.some(isOfAStep)).length;
  }

  textOf(page: number): string | undefined {
    return this.#texts.get(page);
  }

  /** Follows an instance that has just started, from page 1 on. */
  follow(instance: Instance): void {
    this.leave(instance);
    const over = new AbortController();
    this.#following.set(instance, over);
    void this.#read(instance, over.signal);
  }

  /** Follows every instance, and waits until the start of the run was shown. */
  async followAll(instances: readonly Instance[]): Promise<void> {
    for (const instance of instances) this.follow(instance);
    await this.until(() => this.progress > 0, 10_000);
  }

  leave(instance: Instance): void {
    this.#following.get(instance)?.abort();
    this.#following.delete(instance);
  }

  stop(): void {
    for (const instance of this.#following.keys()) this.leave(instance);
  }

  /** @returns false when `holds` did not come to hold in time */
  async until(holds: () => boolean, withinMs: number): Promise<boolean> {
    const ends = performance.now() + withinMs;
    while (!holds()) {
      const left = ends - performance.now();
      if (left <= 0) return false;
      await this.#next(Math.min(left, 50));
    }
    return true;
  }

  async #read(instance: Instance, signal: AbortSignal): Promise<void> {
    const client = new ApiClient(() => instance.url, this.token);
    this.#connections += 1;
    const session = `events of ${instance.name}, ${this.#connections}`;
    let expected = 1;
    for await (const page of client.follow([], 0, signal)) {
      if (page.page !== expected) this.failures.push(`${instance.name} showed page ${page.page} after ${expected - 1}`);
      expected = page.page + 1;
      this.recording.shown(session, page.page);
      this.#note(page, instance);
    }
  }

  #note(page: SeenPage, { name }: Instance): void {
    const text = canonicalJson(page);
    const before = this.#texts.get(page.page);
    if (before !== undefined && before !== text)
      this.failures.push(`${name} shows another page ${page.page} than was shown before`);
    this.#texts.set(page.page, before ?? text);
    this.pages.set(page.page, page);
    for (const wake of this.#waiting) wake();
  }

  #next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#waiting.add(wake);
    });
  }
}
