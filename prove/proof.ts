/** One part of `npm run prove`: cases of one kind, made until its time is over or all are done. */
export interface Proof {
  prove(box: TimeBox): Promise<Proven>;
}

/** What a part may use up. */
export interface TimeBox {
  /** Everything random in a part follows from it: the same seed gives the same cases. */
  readonly seed: number;
  /** Milliseconds that are left; 0 when the part must end. */
  left(): number;
  /** One line of progress. */
  say(line: string): void;
}

export interface Proven {
  /** Cases that ran; a part that ran none has failed. */
  readonly cases: number;
  /** What was covered, with its bounds: one line of the table. */
  readonly covered: string;
  /** What did not hold, each with all that is needed to see it again. */
  readonly failures: readonly string[];
  /** What could not be run here, and why. It is named in the table, and is not counted as passed. */
  readonly notRun?: readonly string[];
  /** A table of its own, printed under the name of the part. */
  readonly detail?: string;
}

/** A time box of so many seconds from now. */
export function timeBox(seconds: number, seed: number, say: (line: string) => void): TimeBox {
  const ends = performance.now() + seconds * 1000;
  return { seed, say, left: () => Math.max(0, ends - performance.now()) };
}
