/** DD statements before they are understood, and the override of a procedure's DD by the caller's. */

import { canonicalKey } from './keywords.rules.ts';
import { subparameters, toOperand } from './operands.rules.ts';
import type { Operand } from './operands.rules.ts';

export interface CodedDd {
  readonly name: string;
  readonly statement: number;
  readonly operands: readonly Operand[];
  readonly data?: readonly string[];
}

const opposites: ReadonlyMap<string, readonly string[]> = new Map([
  ['SYSOUT', ['DSN', 'DISP', 'DDNAME', 'VOL', 'LABEL', 'PATH', '*', 'DATA', 'DUMMY', 'SUBSYS']],
  ['DSN', ['SYSOUT', 'DDNAME', 'PATH', '*', 'DATA', 'DUMMY']],
  ['DDNAME', ['SYSOUT', 'DSN', 'DISP', 'SPACE', 'PATH', '*', 'DATA', 'DUMMY']],
  ['PATH', ['SYSOUT', 'DSN', 'DISP', 'DDNAME', '*', 'DATA', 'DUMMY']],
  ['*', ['SYSOUT', 'DSN', 'DISP', 'DDNAME', 'PATH', 'DUMMY', 'SPACE', 'VOL', 'UNIT', 'DCB']],
  ['DATA', ['SYSOUT', 'DSN', 'DISP', 'DDNAME', 'PATH', 'DUMMY', 'SPACE', 'VOL', 'UNIT', 'DCB']],
  ['DUMMY', []],
]);

const identity = (operand: Operand): string => (operand.key === '' ? operand.raw : canonicalKey(operand.key));

/**
 * Merges an overriding DD into a procedure's keyword by keyword; DCB subparameters one by one. An overriding DD with an
 * empty parameter field leaves the original as it is (z/OS MVS JCL Reference: Modifying OUTPUT JCL and DD statements).
 */
export function overrideDd(base: CodedDd, over: CodedDd): CodedDd {
  if (over.operands.length === 0) return base;
  let operands = [...base.operands];
  for (const operand of over.operands) {
    const name = identity(operand);
    const removed = new Set(opposites.get(name) ?? []);
    const old = operands.find((candidate) => identity(candidate) === name);
    operands = operands.filter((candidate) => identity(candidate) !== name && !removed.has(identity(candidate)));
    if (operand.key === '') operands.unshift(operand);
    else if (operand.raw !== '') operands.push(name === 'DCB' ? mergeDcb(old, operand) : operand);
  }
  const data = over.data ?? (operands.some(({ key, raw }) => key === '' && raw !== 'DUMMY') ? base.data : undefined);
  const merged = { name: base.name, statement: base.statement, operands };
  return data === undefined ? merged : { ...merged, data };
}

function mergeDcb(old: Operand | undefined, over: Operand): Operand {
  if (old === undefined) return over;
  const parts = subparameters(over.raw);
  const replaced = new Set(parts.map((part) => toOperand(part).key));
  const kept = subparameters(old.raw).filter((part) => !replaced.has(toOperand(part).key));
  return { key: 'DCB', raw: `(${[...kept, ...parts].join(',')})` };
}
