import type { Proof } from './proof.ts';

/** A part of the proof: its name, the longest that it may take, and the door to its code. */
export interface Part {
  readonly name: string;
  /** What it shows, as a row of the table says it. */
  readonly shows: string;
  /** Its time box, in seconds. */
  readonly seconds: number;
  /** True when it measures time, and nothing else may run beside it. */
  readonly alone?: boolean;
  readonly load: () => Promise<{ readonly proof: Proof }>;
}

export const parts: readonly Part[] = [];
