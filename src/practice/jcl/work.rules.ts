/** What one conversion works on; the rules of each statement share it. */

import { Branches } from './branches.rules.ts';
import type { Call } from './calls.rules.ts';
import type { ConversionRequest } from './conversion.rules.ts';
import { DataSymbols } from './data-symbols.rules.ts';
import type { DdGroup, StepBuilder, StepDraft } from './drafts.rules.ts';
import type { JobCard } from './job-model.rules.ts';
import type { Message } from './messages.rules.ts';
import { NumberedListing } from './numbered-listing.rules.ts';
import { ProcedureShelf } from './procedure-shelf.rules.ts';
import type { StatementQueue } from './statement-queue.rules.ts';
import type { SymbolScope } from './symbols.rules.ts';

/** The job's own text, or the text of a procedure that is being called. */
export interface Level {
  readonly queue: StatementQueue;
  readonly scope: SymbolScope;
  readonly depth: number;
  readonly call: Call | undefined;
  /** The step that DD statements belong to now. */
  open: StepBuilder | undefined;
}

export class Work {
  readonly listing: NumberedListing;
  readonly branches = new Branches();
  readonly shelf: ProcedureShelf;
  readonly symbols: DataSymbols;
  readonly commands: string[] = [];
  readonly drafts: StepDraft[] = [];
  readonly joblib: DdGroup = { name: 'JOBLIB', parts: [] };
  /** Classes of the job's OUTPUT statements, by name; empty when none is coded. */
  readonly outputs = new Map<string, string>();
  card: JobCard | undefined;
  hasJcllib = false;
  /** Procedure calls so far. */
  calls = 0;
  /** EXEC statements so far, those of procedures included. */
  execs = 0;
  includes = 0;

  constructor(
    readonly request: ConversionRequest,
    /** Converts the text of a level to its end. */
    readonly run: (level: Level) => void,
  ) {
    this.listing = new NumberedListing(request.jobid);
    this.shelf = new ProcedureShelf(request.lookups);
    this.symbols = new DataSymbols(request.jesSymbols);
  }

  fault(statement: number, text: string): void {
    this.listing.fault(statement, text);
  }

  inform(statement: number, text: string, severity: Message['severity'] = 'information'): void {
    if (severity === 'error') this.listing.fault(statement, text);
    else this.listing.inform(statement, text);
  }

  /** Ends the step that DD statements of the level belong to. */
  close(level: Level): void {
    level.open?.close();
    level.open = undefined;
  }
}
