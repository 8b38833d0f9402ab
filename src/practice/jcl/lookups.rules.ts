/** What conversion asks of the world outside the JCL text. */

import type { Statement } from './records.rules.ts';

export interface Lookups {
  /** Text of a member, or undefined. */
  member(dsname: string, member: string): readonly string[] | undefined;
  libraryExists(dsname: string): boolean;
  /** System procedure libraries, searched after JCLLIB. */
  readonly procedureLibraries: readonly string[];
  /** Libraries of another procedure library DD of JES2, such as PROC01; undefined where there is none. */
  procedureConcatenation?(ddname: string): readonly string[] | undefined;
  /** SYSUID, SYSNAME and the like, without the ampersand. */
  readonly systemSymbols: ReadonlyMap<string, string>;
  /** Job classes of the site; undefined accepts any. */
  readonly jobClasses?: ReadonlySet<string>;
}

export interface FoundText {
  readonly lines: readonly string[];
  /** `PRIVATE LIBRARY x` or `SYSTEM LIBRARY x`, as IEFC001I says it. */
  readonly source: string;
}

/** Finds a procedure or INCLUDE group: JCLLIB libraries in order, then the system's. */
export function findMember(name: string, order: readonly string[], lookups: Lookups): FoundText | undefined {
  for (const dsname of order) {
    const lines = lookups.member(dsname, name);
    if (lines !== undefined) return { lines, source: `PRIVATE LIBRARY ${dsname}` };
  }
  for (const dsname of lookups.procedureLibraries) {
    const lines = lookups.member(dsname, name);
    if (lines !== undefined) return { lines, source: `SYSTEM LIBRARY ${dsname}` };
  }
  return undefined;
}

/** The index of the first statement that is no comment, or -1. */
export const firstStatement = (statements: readonly Statement[]): number =>
  statements.findIndex((statement) => statement.kind === 'jcl');
