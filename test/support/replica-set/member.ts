import { BSON } from 'mongodb';
import { ServerError } from './server-error.ts';
import { type Change, type Entry, State, type Statement } from './state.ts';

interface Waiter {
  readonly isMet: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: ServerError) => void;
  /** False for a wait that outlives the loss of the role: a read. */
  readonly endsWithRole: boolean;
}

/** What a member asks of the set that it belongs to. */
export interface Surroundings {
  readonly majority: number;
  /** The next time of an entry: it grows for the set as a whole. */
  tick(): number;
  /** Told of every entry that this member wrote as primary. */
  appended(member: Member): void;
}

/**
 * One member: its oplog, the state that the whole of it makes, and the state as far as a majority is known to have it.
 * Entries are shared objects: two logs agree as far as they hold the same ones.
 */
export class Member {
  readonly log: Entry[] = [];
  local = new State();
  committed = new State();
  /** Entries known to be on a majority. */
  commit = 0;
  term = 0;
  role: 'primary' | 'secondary' = 'secondary';
  alive = true;
  /** Cut off from the other members; clients may reach it all the same. */
  isolated = false;
  /** Stopped in mid-work: it neither answers nor closes its connections. */
  frozen = false;
  /** Address of the primary that this member knows. */
  primary: string | undefined;
  /** Entries that were taken back because they were not on a majority. */
  readonly rolledBack: Entry[] = [];
  readonly processId = new BSON.ObjectId();
  changes = 0;
  /** Positions of the others' logs, as far as they have told this primary. */
  readonly #positions = new Map<Member, number>();
  readonly #waiters = new Set<Waiter>();
  readonly #watchers = new Set<() => void>();

  constructor(
    readonly address: string,
    private readonly surroundings: Surroundings,
  ) {}

  get lastTime(): number {
    return this.log.at(-1)?.time ?? 0;
  }

  get commitTime(): number {
    return this.log[this.commit - 1]?.time ?? 0;
  }

  /** Writes one entry as primary. @returns its position, counted from 1 */
  append(change: Change, statement?: Statement): number {
    const time = this.surroundings.tick();
    const entry: Entry = { term: this.term, time, change, ...(statement === undefined ? {} : { statement }) };
    this.log.push(entry);
    this.local.apply(entry);
    this.#advance();
    this.surroundings.appended(this);
    return this.log.length;
  }

  becomePrimary(term: number): void {
    this.term = term;
    this.#positions.clear();
    this.role = 'primary';
    this.setPrimary(this.address);
    this.append({ kind: 'nothing' });
  }

  /** Ends its time as primary: what waits for a majority is told so. */
  stepDown(code: 189 | 11600 = 189): void {
    if (this.role !== 'primary') return;
    this.role = 'secondary';
    this.primary = undefined;
    this.noteChange();
    this.#interrupt(new ServerError(code, 'the primary stepped down while waiting for replication'), code === 11600);
  }

  /** Ends everything that waits here. */
  end(): void {
    this.#interrupt(new ServerError(11600, 'the server shuts down'), true);
  }

  #interrupt(error: ServerError, all: boolean): void {
    for (const waiter of [...this.#waiters])
      if (all || waiter.endsWithRole) {
        this.#waiters.delete(waiter);
        waiter.reject(error);
      }
  }

  setPrimary(address: string | undefined): void {
    if (this.primary === address) return;
    this.primary = address;
    this.noteChange();
  }

  noteChange(): void {
    this.changes += 1;
    for (const watch of [...this.#watchers]) watch();
  }

  /** Calls back at the next change of role or primary. @returns how to stop watching */
  onChange(watch: () => void): () => void {
    this.#watchers.add(watch);
    return () => this.#watchers.delete(watch);
  }

  /** Takes over the log of the primary up to a position, after taking back what that one does not have. */
  follow(source: Member, upTo: number, knownCommit: number): void {
    let common = Math.min(this.log.length, source.log.length);
    while (common > 0 && this.log[common - 1] !== source.log[common - 1]) common -= 1;
    if (common < this.log.length) this.#rollBackTo(common);
    for (const entry of source.log.slice(common, Math.max(common, upTo))) {
      this.log.push(entry);
      this.local.apply(entry);
    }
    this.term = source.term;
    this.setPrimary(source.address);
    this.#commitTo(Math.min(knownCommit, this.log.length));
    source.#noted(this);
  }

  /** Starts again with no more of the commit point than its last checkpoint had: the log itself is whole. */
  recover(commit: number): void {
    this.commit = Math.min(commit, this.commit);
    this.committed = new State();
    for (const entry of this.log.slice(0, this.commit)) this.committed.apply(entry);
  }

  #rollBackTo(position: number): void {
    if (position < this.commit) throw new Error(`${this.address} would take back what a majority has`);
    this.rolledBack.push(...this.log.splice(position));
    this.local = new State(this.committed);
    for (const entry of this.log.slice(this.commit)) this.local.apply(entry);
    this.noteChange();
  }

  /** A follower has told its position: the commit point moves to what a majority has, in this primary's own term. */
  #noted(follower: Member): void {
    this.#positions.set(follower, follower.log.length);
    this.#advance();
  }

  #advance(): void {
    const positions = [this.log.length, ...this.#positions.values()].sort((a, b) => b - a);
    const point = positions[this.surroundings.majority - 1] ?? 0;
    if (this.role === 'primary' && point > this.commit && this.log[point - 1]?.term === this.term)
      this.#commitTo(point);
    this.#wake();
  }

  #commitTo(position: number): void {
    for (; this.commit < position; this.commit += 1) this.committed.apply(this.log[this.commit]!);
    this.#wake();
  }

  #wake(): void {
    for (const waiter of [...this.#waiters])
      if (waiter.isMet()) {
        this.#waiters.delete(waiter);
        waiter.resolve();
      }
  }

  /** How many members have the log up to a position, this one included. */
  holders(position: number): number {
    return 1 + [...this.#positions.values()].filter((each) => each >= position).length;
  }

  /** Resolves once a condition on log and commit point holds; rejects when the role is lost first. */
  until(isMet: () => boolean, { endsWithRole }: { endsWithRole: boolean }): Promise<void> {
    if (isMet()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.add({ isMet, resolve, reject, endsWithRole });
    });
  }
}
