import type { Condition } from './conditions.rules.ts';
import type { RunTime } from './constants.rules.ts';
import type { SortKey } from './keys.rules.ts';
import type { SortField } from './numbers.rules.ts';
import type { Outfil } from './outfil.rules.ts';
import type { Reformat } from './reformat.rules.ts';

/** The control statements of a run, read. */
export interface SortPlan {
  mode: 'SORT' | 'MERGE' | 'COPY';
  keys: readonly SortKey[];
  skip: number;
  stopAfter: number;
  include: Condition | undefined;
  inrec: Reformat | undefined;
  outrec: Reformat | undefined;
  /** Fields to add up; an empty list drops duplicates. */
  sum: readonly SortField[] | undefined;
  outfils: readonly Outfil[];
  /** First year of the century window. */
  centuryStart: number;
  nullReturn: number;
  /** Return codes of OVFLO, PAD and TRUNC. */
  overflow: number;
  pad: number;
  truncate: number;
  input: string;
  output: string;
  abend: boolean;
  list: boolean;
}

/** What the reading of a plan must know of the run. */
export interface PlanSetting {
  now: RunTime;
  /** LRECL of F input. */
  limit?: number | undefined;
  variable: boolean;
  input: string;
  output: string;
}
