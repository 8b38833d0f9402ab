import type { Dd } from '../../programs/program.ts';

/** Attribute lists and files that ALLOCATE and ATTRIB made in a session. */
export interface Allocations {
  readonly files: Map<string, Dd & { flush(): void; release(): void }>;
  readonly attributes: Map<string, ReadonlyMap<string, string>>;
  /** Libraries that ALTLIB put before SYSEXEC. */
  readonly execLibraries: string[];
  /** Where EXECIO stands in each file that it reads. */
  readonly reading: Map<string, { records: readonly string[]; next: number }>;
  /** Counts names such as SYS00001. */
  named: number;
}

export const noAllocations = (): Allocations => ({
  files: new Map(),
  attributes: new Map(),
  execLibraries: [],
  reading: new Map(),
  named: 0,
});
