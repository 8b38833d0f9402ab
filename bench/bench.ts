import type { Row } from './table.ts';

export interface BenchOptions {
  /** Smaller figures, for a look in passing: the ratios are rougher. */
  readonly quick: boolean;
  /** Progress, one line at a time. */
  readonly say: (line: string) => void;
}

/** One part of the benchmark. Its rows are compared only with each other. */
export interface Bench {
  readonly name: string;
  readonly run: (options: BenchOptions) => Promise<readonly Row[]>;
}
