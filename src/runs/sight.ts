import { type Beat, beatOf } from './beat.schema.ts';

/**
 * What a watching instance has seen of the cell. Time without a new beat is counted by the watcher's own monotonic
 * clock and only while the watcher itself was awake: a pause of both says nothing about the other.
 */
export class Sight {
  #last: { readonly text: string | undefined; readonly at: number } | undefined;
  #silentMs = 0;

  /**
   * @param mostMs longest stretch between two looks that counts, in milliseconds
   */
  constructor(private readonly mostMs: number) {}

  /** The beat of the last look. */
  get beat(): Beat | undefined {
    return beatOf(this.#last?.text);
  }

  /** Milliseconds for which the cell has not changed. */
  get silentMs(): number {
    return this.#silentMs;
  }

  /**
   * @param before monotonic time before the cell was read, and `after` it, in milliseconds
   */
  note(text: string | undefined, { before, after }: { readonly before: number; readonly after: number }): void {
    const last = this.#last;
    this.#silentMs =
      last === undefined || last.text !== text ? 0 : this.#silentMs + Math.min(this.mostMs, before - last.at);
    this.#last = { text, at: after };
  }
}
