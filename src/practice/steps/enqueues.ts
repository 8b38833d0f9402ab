/** Data set names that running jobs hold (SYSDSN): shared or exclusive, all of a job's names or none. */

export type Level = 'shared' | 'exclusive';

/** One request for a name, as D GRS shows it. */
export interface Held {
  readonly dsname: string;
  readonly owner: string;
  readonly level: Level;
  readonly waits: boolean;
}

interface Waiting {
  /** Order of arrival. */
  readonly turn: number;
  readonly owner: string;
  readonly needs: ReadonlyMap<string, Level>;
  readonly ready: () => void;
}

export class Enqueues {
  private readonly held = new Map<string, Map<string, Level>>();
  private readonly namesOf = new Map<string, Set<string>>();
  private readonly waiting = new Set<Waiting>();
  private readonly waitingFor = new Map<string, Set<Waiting>>();
  private arrivals = 0;

  /** Names that keep the owner from getting all it needs: others hold them, or waited for them first. */
  conflicts(owner: string, needs: ReadonlyMap<string, Level>, turn = Infinity): string[] {
    return [...needs].filter(([dsname, level]) => !this.free(owner, dsname, level, turn)).map(([dsname]) => dsname);
  }

  private free(owner: string, dsname: string, level: Level, turn: number): boolean {
    if (this.holder(owner, dsname, level) !== undefined) return false;
    if (this.held.get(dsname)?.has(owner) === true) return true;
    for (const other of this.waitingFor.get(dsname) ?? []) {
      if (other.turn >= turn) break;
      if (other.owner !== owner && (level === 'exclusive' || other.needs.get(dsname) === 'exclusive')) return false;
    }
    return true;
  }

  /** Another owner that keeps this one from a name. */
  holder(owner: string, dsname: string, level: Level): string | undefined {
    for (const [other, has] of this.held.get(dsname) ?? [])
      if (other !== owner && (level === 'exclusive' || has === 'exclusive')) return other;
    return undefined;
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
        this.leave(entry);
        this.wake([...needs.keys()]);
        reject(new Error('cancelled while waiting for data sets'));
      };
      const ready = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.arrivals += 1;
      const entry: Waiting = { turn: this.arrivals, owner, needs, ready };
      this.wait(entry);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  private take(owner: string, needs: ReadonlyMap<string, Level>): void {
    const names = this.namesOf.get(owner) ?? new Set<string>();
    this.namesOf.set(owner, names);
    for (const [dsname, level] of needs) {
      const holders = this.held.get(dsname) ?? new Map<string, Level>();
      holders.set(owner, level);
      this.held.set(dsname, holders);
      names.add(dsname);
    }
  }

  /** Takes one more name for an owner that runs; one it holds is kept at the stronger level. */
  add(owner: string, dsname: string, level: Level): void {
    const held = this.held.get(dsname)?.get(owner);
    this.take(owner, new Map([[dsname, held === 'exclusive' ? 'exclusive' : level]]));
  }

  /** Makes an exclusive name shared; jobs that can go on now do. */
  downgrade(owner: string, dsname: string): void {
    if (this.held.get(dsname)?.get(owner) !== 'exclusive') return;
    this.take(owner, new Map([[dsname, 'shared']]));
    this.wake([dsname]);
  }

  private wait(entry: Waiting): void {
    this.waiting.add(entry);
    for (const dsname of entry.needs.keys()) {
      const queue = this.waitingFor.get(dsname) ?? new Set<Waiting>();
      queue.add(entry);
      this.waitingFor.set(dsname, queue);
    }
  }

  private leave(entry: Waiting): void {
    this.waiting.delete(entry);
    for (const dsname of entry.needs.keys()) {
      const queue = this.waitingFor.get(dsname);
      queue?.delete(entry);
      if (queue?.size === 0) this.waitingFor.delete(dsname);
    }
  }

  /** Gives back one name, or all names of the owner; jobs that can go on now do. */
  release(owner: string, dsname?: string): void {
    const names = dsname === undefined ? [...(this.namesOf.get(owner) ?? [])] : [dsname];
    for (const name of names) this.giveBack(owner, name);
    if (this.namesOf.get(owner)?.size === 0) this.namesOf.delete(owner);
    this.wake(names);
  }

  private wake(names: readonly string[]): void {
    for (const waiter of this.concerned(names)) {
      if (this.conflicts(waiter.owner, waiter.needs, waiter.turn).length > 0) continue;
      this.leave(waiter);
      this.take(waiter.owner, waiter.needs);
      waiter.ready();
    }
  }

  private giveBack(owner: string, name: string): void {
    const holders = this.held.get(name);
    holders?.delete(owner);
    if (holders?.size === 0) this.held.delete(name);
    this.namesOf.get(owner)?.delete(name);
  }

  /** Jobs that wait for one of the names, in order of arrival. */
  private concerned(names: readonly string[]): readonly Waiting[] {
    const queues = names.flatMap((name) => this.waitingFor.get(name) ?? []);
    if (queues.length < 2) return [...(queues[0] ?? [])];
    const some = new Set(queues.flatMap((queue) => [...queue]));
    return [...this.waiting].filter((entry) => some.has(entry));
  }

  /** How a name is held now, by any job. */
  levelOf(dsname: string): Level | undefined {
    const levels = [...(this.held.get(dsname)?.values() ?? [])];
    return levels.includes('exclusive') ? 'exclusive' : levels[0];
  }

  /** Holders of each name, then those who wait for it. */
  all(): readonly Held[] {
    const names = new Set([...this.held.keys(), ...this.waitingFor.keys()]);
    return Array.from(names).flatMap((dsname) => [
      ...Array.from(this.held.get(dsname) ?? [], ([owner, level]) => ({ dsname, owner, level, waits: false })),
      ...Array.from(this.waitingFor.get(dsname) ?? [], ({ owner, needs }) => ({
        ...{ dsname, owner, level: needs.get(dsname) ?? 'shared', waits: true },
      })),
    ]);
  }
}
