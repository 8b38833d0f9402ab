/** What a DFSORT run is asked to do, and what it has read of it. */

import type { RunTime } from './constants.rules.ts';
import type { SortPlan } from './sort-plan.rules.ts';
import type { JoinPlan } from './join.rules.ts';
import type { SortInput } from './sort-files.ts';
import type { ControlStatement } from './statements.rules.ts';

/** What a step or ICETOOL asks of DFSORT. */
export interface SortRequest {
  timeZone: string;
  /** Records of SYSIN or of ICETOOL's control data set. */
  lines: readonly string[];
  input: string;
  output: string;
  /** Statements that ICETOOL adds, and options of PARM and DFSPARM; they count before `lines`. */
  extra?: readonly ControlStatement[];
  /** More DDs that get what the output gets (ICETOOL). */
  alsoTo?: readonly string[];
  /** Names of the input records come from elsewhere: a list in place of a DD. */
  from?: SortInput;
}

/** The statements as a plan, with the file they are about. */
export interface Prepared {
  plan: SortPlan;
  join: JoinPlan | undefined;
  input: SortInput | undefined;
}

/** A run that is ready for its records. */
export interface Work extends Prepared {
  request: SortRequest;
  now: RunTime;
}
