/** Data set names that running jobs hold (SYSDSN): shared or exclusive, all of a job's names or none. */

export type Level = 'shared' | 'exclusive';

interface Waiting {
  readonly owner: string;
  readonly needs: ReadonlyMap<string, Level>;
  readonly ready: () => void;
}

export class Enqueues {
  private readonly held = new Map<string, Map<string, Level>>();
  private waiting: Waiting[] = [];

  /** Names that keep the owner from getting all it needs. */
  conflicts(owner: string, needs: ReadonlyMap<string, Level>): string[] {
    return [...needs].filter(([dsname, level]) => !this.free(owner, dsname, level)).map(([dsname]) => dsname);
  }

  private free(owner: string, dsname: string, level: Level): boolean {
    for (const [other, has] of this.held.get(dsname) ?? [])
      if (other !== owner && (level === 'exclusive' || has === 'exclusive')) return false;
    return true;
  }

  /** Takes all names at once; waits in order of arrival. Rejects when the signal aborts. */
  async acquire(owner: string, needs: ReadonlyMap<string, Level>, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.conflicts(owner, needs).length === 0) {
      this.take(owner, needs);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.waiting = this.waiting.filter((waiter) => waiter !== entry);
        reject(new Error('cancelled while waiting for data sets'));
      };
      const ready = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const entry: Waiting = { owner, needs, ready };
      this.waiting.push(entry);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  private take(owner: string, needs: ReadonlyMap<string, Level>): void {
    for (const [dsname, level] of needs) {
      const holders = this.held.get(dsname) ?? new Map<string, Level>();
      holders.set(owner, level);
      this.held.set(dsname, holders);
    }
  }

  /** Gives back one name, or all names of the owner; jobs that can go on now do. */
  release(owner: string, dsname?: string): void {
    for (const [name, holders] of this.held) {
      if (dsname !== undefined && name !== dsname) continue;
      holders.delete(owner);
      if (holders.size === 0) this.held.delete(name);
    }
    for (const waiter of [...this.waiting]) {
      if (this.conflicts(waiter.owner, waiter.needs).length > 0) continue;
      this.waiting = this.waiting.filter((other) => other !== waiter);
      this.take(waiter.owner, waiter.needs);
      waiter.ready();
    }
  }

  /** How a name is held now, by any job. */
  levelOf(dsname: string): Level | undefined {
    const levels = [...(this.held.get(dsname)?.values() ?? [])];
    return levels.includes('exclusive') ? 'exclusive' : levels[0];
  }
}
