import { Member, type Surroundings } from './member.ts';

export interface Timing {
  /** From the loss of a primary to the election of the next. */
  readonly electionMs: number;
  /** Between two exchanges of members that have nothing else to say. */
  readonly heartbeatMs: number;
  /** After which a primary without a majority notices that it is none any more. */
  readonly noticeMs: number;
}

/** Elections and replication between members: terms, a commit point, and rollback of what was not on a majority. */
export class MemberSet implements Surroundings {
  readonly members: readonly Member[];
  readonly majority: number;
  /** Delay of every exchange between members, in milliseconds. */
  replicationMs = 0;
  /** Entries that may still be replicated before replication is held; undefined where it is not held. */
  #quota: number | undefined;
  #time = 0;
  #term = 0;
  #over = false;
  #barred: Member | undefined;
  readonly #scheduled = new Set<Member>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #elected = new Set<() => void>();

  constructor(
    addresses: readonly string[],
    readonly timing: Timing,
  ) {
    this.members = addresses.map((address) => new Member(address, this));
    this.majority = Math.floor(addresses.length / 2) + 1;
    this.#elect();
    this.#beat();
  }

  get time(): number {
    return this.#time;
  }

  tick(): number {
    return (this.#time += 1);
  }

  /** Later by so many milliseconds, unless the set is over by then. @returns how to call it off */
  after(ms: number, work: () => void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#over) work();
    }, ms);
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  /** The primary that a majority of members follow. */
  primary(): Member | undefined {
    const primaries = this.#together().filter(({ role }) => role === 'primary');
    return primaries.sort((a, b) => b.term - a.term)[0];
  }

  /** Resolves when a majority has a primary. */
  elected(): Promise<Member> {
    const primary = this.primary();
    if (primary !== undefined) return Promise.resolve(primary);
    return new Promise((resolve) => {
      const look = () => {
        const found = this.primary();
        if (found === undefined) return;
        this.#elected.delete(look);
        resolve(found);
      };
      this.#elected.add(look);
    });
  }

  /** Members that can speak with each other. */
  #together(): Member[] {
    return this.members.filter(({ alive, isolated, frozen }) => alive && !isolated && !frozen);
  }

  stepDown(): void {
    const primary = this.primary();
    if (primary === undefined) return;
    this.#barred = primary;
    primary.stepDown();
    this.electSoon();
  }

  kill(member: Member): void {
    member.alive = false;
    member.stepDown(11600);
    this.electSoon();
  }

  restart(member: Member): void {
    member.alive = true;
    member.primary = undefined;
    this.electSoon();
  }

  isolate(member: Member): void {
    member.isolated = true;
    this.electSoon();
    this.after(this.timing.noticeMs, () => {
      if (member.isolated) member.stepDown();
    });
  }

  freeze(member: Member): void {
    member.frozen = true;
    this.electSoon();
  }

  /** Brings every member that was cut off or stopped back; an old primary learns of the new one a beat later. */
  heal(): void {
    for (const member of this.members) {
      member.isolated = false;
      member.frozen = false;
      member.noteChange();
    }
    this.electSoon();
  }

  /** Lets what is there, and so many entries more, reach other members, and then none until released. */
  hold(entries: number): void {
    const primary = this.primary();
    this.#quota = entries + (primary === undefined ? 0 : primary.log.length - this.#farthest(primary));
  }

  /** The longest log beside the primary's, of those that it speaks with. */
  #farthest(primary: Member): number {
    return Math.max(0, ...this.#together().flatMap((each) => (each === primary ? [] : [each.log.length])));
  }

  release(): void {
    this.#quota = undefined;
    for (const member of this.members) this.#schedule(member);
  }

  electSoon(): void {
    const primary = this.primary();
    if (primary === undefined) for (const each of this.#together()) each.setPrimary(undefined);
    this.after(this.timing.electionMs, () => this.#elect());
  }

  /** The one with the longest log wins; one that stepped down a moment ago only where nobody else can. */
  #elect(): void {
    const voters = this.#together();
    if (voters.length < this.majority || voters.some(({ role }) => role === 'primary')) return;
    const others = voters.filter((each) => each !== this.#barred);
    const candidates = others.length >= this.majority ? others : voters;
    const [winner] = [...candidates]
      .sort((a, b) => b.log.length - a.log.length)
      .sort((a, b) => lastTerm(b) - lastTerm(a));
    this.#barred = undefined;
    this.#term += 1;
    winner?.becomePrimary(this.#term);
    for (const look of [...this.#elected]) look();
  }

  appended(source: Member): void {
    for (const member of this.members) if (member !== source) this.#schedule(member);
  }

  #schedule(follower: Member): void {
    if (this.#scheduled.has(follower)) return;
    this.#scheduled.add(follower);
    const exchange = () => {
      this.#scheduled.delete(follower);
      if (!this.#over) this.#exchange(follower);
    };
    if (this.replicationMs === 0) setImmediate(exchange);
    else this.after(this.replicationMs, exchange);
  }

  /** A follower learns the commit point as it was before it told its own position: it lags, as a real one does. */
  #exchange(follower: Member): void {
    const source = this.primary();
    if (source === undefined || source === follower || !this.#together().includes(follower)) return;
    if (follower.role === 'primary') follower.stepDown();
    follower.follow(source, this.#allowed(source), source.commit);
  }

  #allowed(source: Member): number {
    if (this.#quota === undefined) return source.log.length;
    const most = this.#farthest(source);
    const allowed = Math.min(source.log.length, most + this.#quota);
    this.#quota -= Math.max(0, allowed - most);
    return allowed;
  }

  #beat(): void {
    for (const member of this.members) this.#schedule(member);
    this.after(this.timing.heartbeatMs, () => this.#beat());
  }

  close(): void {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const member of this.members) member.end();
  }
}

const lastTerm = ({ log }: Member): number => log.at(-1)?.term ?? 0;
