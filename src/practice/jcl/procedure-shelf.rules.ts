/** Where the texts of procedures and INCLUDE groups come from: the job's own, JCLLIB, the system's PROCLIB. */

import { findMember } from './lookups.rules.ts';
import type { FoundText, Lookups } from './lookups.rules.ts';
import { readStatements } from './records.rules.ts';
import type { Statement } from './records.rules.ts';

export interface Procedure {
  readonly body: readonly Statement[];
  /** How IEFC001I names the place that it came from. */
  readonly source: string;
}

/** Procedures of one job: in-stream ones by name, and the libraries that are searched after them. */
export class ProcedureShelf {
  private readonly inStream = new Map<string, Procedure>();
  private readonly read = new Map<string, Procedure | undefined>();
  private libraries: readonly string[] = [];
  private system: readonly string[];

  constructor(private readonly lookups: Lookups) {
    this.system = lookups.procedureLibraries;
  }

  /** Keeps an in-stream procedure without its PEND. */
  keep(name: string, body: readonly Statement[]): void {
    this.inStream.set(name, { body, source: 'INSTREAM PROCEDURE DEFINITION' });
  }

  /** JCLLIB ORDER=. @returns libraries that do not exist */
  order(libraries: readonly string[]): string[] {
    this.libraries = libraries;
    this.read.clear();
    return libraries.filter((dsname) => !this.lookups.libraryExists(dsname));
  }

  /** The concatenation that takes the place of the system's, by JOBPARM PROCLIB=. */
  searchSystem(libraries: readonly string[]): void {
    this.system = libraries;
    this.read.clear();
  }

  /** A procedure by the name it is called by: an in-stream one, else the member of that name. */
  procedure(name: string): Procedure | undefined {
    const own = this.inStream.get(name);
    if (own !== undefined) return own;
    if (!this.read.has(name)) {
      const found = this.member(name);
      const body = found === undefined ? undefined : readStatements(found.lines, 'library');
      this.read.set(name, found === undefined || body === undefined ? undefined : { body, source: found.source });
    }
    return this.read.get(name);
  }

  /** The member of an INCLUDE group. */
  member(name: string): FoundText | undefined {
    return findMember(name, this.libraries, { ...this.lookups, procedureLibraries: this.system });
  }
}
