/** What conversion takes and gives. */

import type { JobDefaults } from './job-card.rules.ts';
import type { JobModel } from './job-model.rules.ts';
import type { Lookups } from './lookups.rules.ts';
import type { Message } from './messages.rules.ts';

export interface Conversion {
  readonly job: JobModel;
  /** True when a message is an error: the job will not run. */
  readonly failed: boolean;
  readonly messages: readonly Message[];
  /** JESJCL, as MSGLEVEL lets it be printed. */
  readonly listing: readonly string[];
  /** Index of the record where each statement of the job's own text begins, by its number. */
  readonly places: ReadonlyMap<number, number>;
  /** Operator commands of COMMAND statements. */
  readonly commands: readonly string[];
}

export interface ConversionRequest {
  readonly jobid: string;
  readonly defaults: JobDefaults;
  readonly lookups: Lookups;
  /** JES symbols of the submission, seen by data with SYMBOLS= under EXPORT SYMLIST=*. */
  readonly jesSymbols?: ReadonlyMap<string, string>;
}
