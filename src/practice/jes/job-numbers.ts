/** Job numbers go round within a range and pass over those that jobs still have (JES2 initialization statement JOBDEF, RANGE). */

/** Time stamps of correlators differ after this long. */
const stampMs = 1049;

export const highestJobNumber = 999_999;

export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export class JobNumbers {
  private next: number;
  private lastInRange = 0;
  private readonly stamps = new Map<number, number>();

  constructor(
    private readonly first: number,
    private readonly taken: (number: number) => boolean,
    private readonly range: () => NumberRange | undefined,
  ) {
    this.next = first;
  }

  /** The next number that no job has; beyond a set range when all of it is taken. */
  take(): number {
    const range = this.range();
    const number = range === undefined ? this.upwards() : (this.within(range) ?? Math.max(this.next, range.to + 1));
    this.use(number);
    return number;
  }

  /** A number that a job already has, as after a restart. */
  use(number: number): void {
    this.next = Math.max(this.next, number + 1);
  }

  private upwards(): number {
    for (let turn = 0; turn < highestJobNumber; turn += 1) {
      if (this.next > highestJobNumber) this.next = Math.min(this.first, 1);
      if (!this.taken(this.next)) return this.next;
      this.next += 1;
    }
    return highestJobNumber + 1;
  }

  private within(range: NumberRange): number | undefined {
    for (let turn = range.from; turn <= range.to; turn += 1) {
      const outside = this.lastInRange < range.from || this.lastInRange >= range.to;
      this.lastInRange = outside ? range.from : this.lastInRange + 1;
      if (!this.taken(this.lastInRange)) return this.lastInRange;
    }
    return undefined;
  }

  /** A number that comes again at once gets a later time stamp: no two jobs have one correlator. */
  stampOf(number: number, at: number): number {
    const stamp = Math.max(at, (this.stamps.get(number) ?? -Infinity) + stampMs);
    this.stamps.set(number, stamp);
    return stamp;
  }
}
