import { operandsOf, textOf } from '../control/utility-statements.rules.ts';
import type { CopyVerb } from './iebcopy-control.rules.ts';

export interface CopyParm {
  verb: CopyVerb | undefined;
  compress: boolean;
  replace: boolean;
  /** Whether names of copied members are listed. */
  list: boolean;
  /** A member that is not replaced makes the code 4. */
  warnNotReplaced: boolean;
}

const functions: Readonly<Record<string, CopyVerb>> = {
  COPY: 'COPY',
  COPYGRP: 'COPYGRP',
  COPYGROUP: 'COPYGRP',
  COPYMOD: 'COPYMOD',
  ALTERMOD: 'ALTERMOD',
};
const sizes = ['SIZE', 'WORK', 'CMWA', 'COMPAT', 'LC', 'LPSZ', 'TRACE', 'SPCLCMOD'];

/**
 * PARM of IEBCOPY. Values that only tune storage change nothing.
 *
 * @see z/OS DFSMSdfp Utilities, IEBCOPY: EXEC Statement, Avoiding the Need to Supply Control Statements
 * @returns the first value that cannot be read
 */
export function readCopyParm(parm: string): CopyParm | string {
  const result: CopyParm = { verb: undefined, compress: false, replace: false, list: true, warnNotReplaced: false };
  const operands = operandsOf(parm.replaceAll("'", ''));
  if (operands === undefined) return parm;
  for (const { key, value } of operands) {
    const text = textOf(value) ?? '';
    const word = key === '' ? text : key;
    const verb = functions[word];
    if (verb !== undefined) result.verb = verb;
    else if (word === 'COMPRESS') result.compress = true;
    else if (word === 'REPLACE') result.replace = true;
    else if (word === 'RC4NOREP') result.warnNotReplaced = true;
    else if (word === 'LIST' && ['YES', 'NO'].includes(text)) result.list = text === 'YES';
    else if (!sizes.includes(word)) return word;
  }
  return result;
}
