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

/** Commands in order of arrival; whatever arrives while a group is under way goes together as the next one. */
export class CommitQueue {
  readonly #waiting: Pending[] = [];
  #running = false;

  constructor(private readonly commit: (group: readonly Pending[]) => Promise<void>) {}

  add(command: Command, id: string): Promise<Committed> {
    return new Promise((resolve, reject) => {
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
