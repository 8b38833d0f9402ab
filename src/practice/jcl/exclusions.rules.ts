/** Keywords that exclude each other (z/OS MVS JCL Reference: Relationship to other parameters, of each parameter). */

import { texts } from './messages.rules.ts';

const pathWords = ['PATH', 'PATHDISP', 'PATHMODE', 'PATHOPTS'];

const ddPairs: readonly (readonly [string, readonly string[]])[] = [
  ['SYSOUT', ['DISP', 'DDNAME', 'AMP', 'CHKPT', 'LABEL', 'PROTECT', 'SUBSYS', 'VOL', 'LIKE', 'RECORG', ...pathWords]],
  ['*', ['SYSOUT', 'DISP', 'DDNAME', 'SUBSYS', 'LABEL', 'COPIES', 'AMP', ...pathWords]],
  ['DATA', ['SYSOUT', 'DISP', 'DDNAME', 'SUBSYS', 'LABEL', 'COPIES', 'AMP', ...pathWords]],
  ['DDNAME', ['DSN', 'DISP', 'SPACE', 'VOL', 'LABEL', 'SUBSYS', ...pathWords]],
  ['PATH', ['DSN', 'DISP', 'SPACE', 'VOL', 'UNIT', 'LIKE', 'LABEL', 'SUBSYS', 'STORCLAS', 'MGMTCLAS']],
  ['EXPDT', ['RETPD']],
  ['LIKE', ['REFDD']],
];

const execPairs: readonly (readonly [string, readonly string[]])[] = [
  ['PARM', ['PARMDD']],
  ['REGION', ['REGIONX']],
];

/** IEFC009I for each pair of keywords that a statement must not have together. */
export function exclusionFaults(statement: 'EXEC' | 'DD', coded: ReadonlySet<string>): string[] {
  return (statement === 'DD' ? ddPairs : execPairs).flatMap(([first, others]) =>
    coded.has(first)
      ? others.filter((other) => coded.has(other)).map((other) => texts.exclusive(first, other, statement))
      : [],
  );
}
