import { LockstepError } from '../shared/errors.ts';
import type { Command, Committed } from './ledger.schema.ts';

/** A command that waits for its page. */
export interface Pending {
  readonly command: Command;
  readonly id: string;
  resolve(committed: Committed): void;
  reject(error: unknown): void;
}

/** Most commands that go to the store as one group. */
export const largestGroup = 64;

/** Most commands that wait while the store does not answer; a further one is refused at once. */
export const longestQueue = 10_000;

/** Commands in order of arrival; whatever arrives while a group is under way goes together as the next one. */
export class CommitQueue {
  readonly #waiting: Pending[] = [];
  #running = false;

  constructor(private readonly commit: (group: readonly Pending[]) => Promise<void>) {}

  add(command: Command, id: string): Promise<Committed> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= longestQueue) {
        reject(new LockstepError('ledger.unavailable', 'too many commands wait already; nothing was recorded'));
        return;
      }
      this.#waiting.push({ command, id, resolve, reject });
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        const group = this.#waiting.splice(0, largestGroup);
        if (group.length === 0) return;
        await this.commit(group).catch((error: unknown) => {
          for (const pending of group) pending.reject(error);
        });
      }
    } finally {
      this.#running = false;
    }
  }
}
