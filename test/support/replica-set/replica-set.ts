import { Cursors } from './cursors.ts';
import { Door, setName } from './door.ts';
import { type Fault, Faults } from './faults.ts';
import type { Member } from './member.ts';
import { MemberSet, type Timing } from './member-set.ts';

/** A member by its number, or the primary of the moment. */
export type Which = number | 'primary';

/** A way of clients to the members that can be cut by itself: the network of one side of a partition. */
export interface Side {
  /** Address of the set for a database as clients of this side see it. */
  url(database?: string): string;
  cut(which: number): Promise<void>;
  mend(which: number): Promise<void>;
}

export interface ReplicaSetOptions extends Partial<Timing> {
  readonly members?: number;
  /** True: one member that says it is no replica set, and has no sessions. */
  readonly standalone?: boolean;
}

/**
 * A small replica set that speaks MongoDB's wire protocol on ports of 127.0.0.1, all in this process and in memory: an
 * oplog a member, a commit point, elections, rollback, retryable writes. For tests of what no healthy server shows.
 */
export class ReplicaSet implements AsyncDisposable, Side {
  readonly faults = new Faults();
  readonly #set: MemberSet;
  readonly #sides: Door[][] = [];
  readonly #cursors: Cursors[] = [];

  private constructor(private readonly options: ReplicaSetOptions) {
    const {
      standalone = false,
      members = standalone ? 1 : 3,
      electionMs = 200,
      heartbeatMs = 20,
      noticeMs = electionMs,
    } = options;
    const addresses = Array.from({ length: members }, (_, number) => `member-${number}`);
    this.#set = new MemberSet(addresses, { electionMs, heartbeatMs, noticeMs });
  }

  static async start(options: ReplicaSetOptions = {}): Promise<ReplicaSet> {
    const started = new ReplicaSet(options);
    await started.side();
    return started;
  }

  /** Opens one more way to all members, with ports of its own. */
  async side(): Promise<Side> {
    const doors: Door[] = [];
    const names = () => doors.map(({ name }) => name);
    for (const [number, member] of this.#set.members.entries()) {
      const cursors = (this.#cursors[number] ??= new Cursors());
      const door = new Door(
        member,
        this.#set,
        this.faults,
        cursors,
        this.options.standalone === true ? undefined : names,
      );
      doors.push(door);
      if (member.alive) await door.open();
    }
    this.#sides.push(doors);
    return {
      url: (database = '') => `mongodb://${names().join(',')}/${database}?replicaSet=${setName}`,
      cut: async (which) => doors[which]?.close(),
      mend: async (which) => doors[which]?.open(),
    };
  }

  get members(): readonly Member[] {
    return this.#set.members;
  }

  url(database = ''): string {
    const names = (this.#sides[0] ?? []).map(({ name }) => name);
    return `mongodb://${names.join(',')}/${database}?replicaSet=${setName}`;
  }

  /** Address of one member alone, whoever is primary. */
  directUrl(which: number, database = ''): string {
    return `mongodb://${this.#sides[0]?.[which]?.name ?? ''}/${database}?directConnection=true`;
  }

  async cut(which: number): Promise<void> {
    await this.#sides[0]?.[which]?.close();
  }

  async mend(which: number): Promise<void> {
    await this.#sides[0]?.[which]?.open();
  }

  /** Number of the primary that a majority follows; undefined between two. */
  primary(): number | undefined {
    const primary = this.#set.primary();
    return primary === undefined ? undefined : this.members.indexOf(primary);
  }

  /** Resolves with the number of the primary, once there is one. */
  async elected(): Promise<number> {
    return this.members.indexOf(await this.#set.elected());
  }

  #numberOf(which: Which): number {
    const number = which === 'primary' ? this.primary() : which;
    if (number === undefined || this.members[number] === undefined) throw new Error(`there is no member ${which}`);
    return number;
  }

  stepDown(): void {
    this.#set.stepDown();
  }

  /** Kills a member, all its connections with it; its log stays on its disk. @returns its number */
  async kill(which: Which): Promise<number> {
    const number = this.#numberOf(which);
    this.#set.kill(this.members[number]!);
    for (const doors of this.#sides) await doors[number]?.close();
    return number;
  }

  /** @param checkpoint entries that it knows to be on a majority when it starts; by default what it knew */
  async restart(number: number, checkpoint = Infinity): Promise<void> {
    this.members[number]!.recover(checkpoint);
    this.#set.restart(this.members[number]!);
    for (const doors of this.#sides) await doors[number]?.open();
  }

  /** Cuts a member off from the others; it goes on for its clients, as primary until it notices. @returns its number */
  partition(which: Which): number {
    const number = this.#numberOf(which);
    this.#set.isolate(this.members[number]!);
    return number;
  }

  /** Stops a member in mid-work, as SIGSTOP does. @returns its number */
  freeze(which: Which): number {
    const number = this.#numberOf(which);
    this.#set.freeze(this.members[number]!);
    return number;
  }

  /** Ends every partition and every stop. */
  heal(): void {
    this.#set.heal();
  }

  /** Delays every exchange between members. */
  delayReplication(ms: number): void {
    this.#set.replicationMs = ms;
  }

  /** Lets so many entries more reach other members, and then none until released. */
  holdReplication(entries = 0): void {
    this.#set.hold(entries);
  }

  releaseReplication(): void {
    this.#set.release();
  }

  /** What happens to commands to come. */
  plan(fault: Fault): void {
    this.faults.plan(fault);
  }

  /** Closes the connections of all clients, or those to one member. */
  resetConnections(which?: Which): void {
    const number = which === undefined ? undefined : this.#numberOf(which);
    for (const doors of this.#sides)
      for (const [at, door] of doors.entries()) if (number === undefined || number === at) door.reset();
  }

  /** Resolves once every member that can be reached has the whole log of the primary. */
  async caughtUp(): Promise<void> {
    const primary = this.members[await this.elected()]!;
    const isBehind = () =>
      this.members.some(
        (member) =>
          member.alive &&
          !member.isolated &&
          !member.frozen &&
          (member.log.at(-1) !== primary.log.at(-1) || member.commit !== primary.log.length),
      );
    while (isBehind()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#set.close();
    for (const doors of this.#sides) for (const door of doors) await door.close();
  }
}
