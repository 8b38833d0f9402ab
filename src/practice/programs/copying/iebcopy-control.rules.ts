import { operandsOf, readStatements, textOf } from '../control/utility-statements.rules.ts';
import type { Operand, OperandValue, UtilityStatement } from '../control/utility-statements.rules.ts';

export interface Selection {
  from: string;
  to: string;
  replace: boolean;
}

export interface CopyInput {
  ddname: string;
  replace: boolean;
}

/** Inputs of one copy step with the members that are taken from them. */
export interface CopyGroup {
  readonly inputs: readonly CopyInput[];
  select: readonly Selection[] | undefined;
  exclude: readonly string[] | undefined;
}

export type CopyVerb = 'COPY' | 'COPYGRP' | 'COPYMOD' | 'ALTERMOD';

export interface CopyOperation {
  verb: CopyVerb;
  output: string;
  /** Names of copied members are listed. */
  list: boolean;
  groups: CopyGroup[];
}

export interface CopyControl {
  operations: readonly CopyOperation[];
  /** Message of the statement at which reading stopped; `record` counts from 0. */
  error: { message: string; record: number } | undefined;
}

/** Messages of wrong statements (z/OS MVS System Messages Vol 7). Wordings other than IEB104I's are not verified. */
const wrong = {
  operation: 'IEB104I INVALID COMMAND OPERATION ATTEMPTED',
  keyword: 'IEB105I UNKNOWN KEYWORD OR INVALID OPERAND FOUND',
  output: 'IEB116I INVALID REQUEST - OUTDD MAY BE MISSING',
  input: 'IEB115I INVALID REQUEST - INDD(S) MAY BE MISSING',
  mixed: 'IEB114I INVALID REQUEST - EXCLUSIVE COPY FOLLOWS SELECTIVE COPY',
  member: 'IEB123I INVALID SYNTAX - MEMBER NAME EXPECTED',
  replace: 'IEB124I INVALID REPLACE SYNTAX',
} as const;

const verbs: Readonly<Record<string, CopyVerb | 'SELECT' | 'EXCLUDE'>> = {
  ...{ COPY: 'COPY', C: 'COPY', COPYGRP: 'COPYGRP', COPYGROUP: 'COPYGRP', CG: 'COPYGRP' },
  ...{ COPYMOD: 'COPYMOD', CM: 'COPYMOD', ALTERMOD: 'ALTERMOD', AM: 'ALTERMOD' },
  ...{ SELECT: 'SELECT', S: 'SELECT', EXCLUDE: 'EXCLUDE', E: 'EXCLUDE' },
};

const keys: Readonly<Record<string, string>> = {
  ...{ OUTDD: 'OUTDD', O: 'OUTDD', INDD: 'INDD', I: 'INDD', LIST: 'LIST', L: 'LIST', MEMBER: 'MEMBER', M: 'MEMBER' },
  ...{ MAXBLK: 'MAXBLK', MINBLK: 'MINBLK' },
};

/**
 * Reads SYSIN.
 *
 * @see z/OS DFSMSdfp Utilities, IEBCOPY Utility Control Statements
 * @param list what LIST= is without an operand of its own (PARM)
 */
export function readCopyControl(lines: readonly string[], list = true): CopyControl {
  const operations: CopyOperation[] = [];
  for (const statement of readStatements(lines)) {
    const message = take(operations, statement, list);
    if (message !== undefined) return { operations, error: { message, record: statement.record } };
  }
  const open = operations.find(
    ({ groups, verb }) => verb !== 'ALTERMOD' && !groups.some((one) => one.inputs.length > 0),
  );
  return { operations, error: open === undefined ? undefined : { message: wrong.input, record: 0 } };
}

function take(operations: CopyOperation[], statement: UtilityStatement, list: boolean): string | undefined {
  if (statement.damaged) return wrong.keyword;
  const standing = /^(?:INDD|I)=(.*)$/.exec(statement.verb);
  if (standing !== null) return further(operations.at(-1), `${standing[1] ?? ''}${statement.text}`);
  const verb = verbs[statement.verb];
  if (verb === undefined) return wrong.operation;
  if (statement.operands.some(({ key }) => keys[key] === undefined)) return wrong.keyword;
  if (verb === 'SELECT' || verb === 'EXCLUDE') return narrow(operations.at(-1), verb, statement);
  const output = textOf(valueOf(statement, 'OUTDD'));
  if (output === undefined) return wrong.output;
  const given = valueOf(statement, 'INDD');
  const inputs = given === undefined ? [] : inputsOf(given);
  if (inputs === undefined) return wrong.replace;
  const listed = textOf(valueOf(statement, 'LIST'));
  const groups = inputs.length === 0 ? [] : [{ inputs, select: undefined, exclude: undefined }];
  operations.push({ verb, output, list: listed === undefined ? list : listed !== 'NO', groups });
  return undefined;
}

const valueOf = (statement: { operands: readonly Operand[] }, name: string): OperandValue | undefined =>
  statement.operands.find(({ key }) => keys[key] === name)?.value;

/** `INDD=` as a statement of its own begins a further copy step to the same output. */
function further(operation: CopyOperation | undefined, text: string): string | undefined {
  if (operation === undefined) return wrong.output;
  const value = operandsOf(`INDD=${text}`)?.[0]?.value;
  const inputs = value === undefined ? undefined : inputsOf(value);
  if (inputs === undefined) return wrong.replace;
  operation.groups.push({ inputs, select: undefined, exclude: undefined });
  return undefined;
}

/** `A`, `(A,B)`, `((A,R),B)`; `(A,R)` with a DD that is named R would be ambiguous and means two DDs. */
function inputsOf(value: OperandValue): CopyInput[] | undefined {
  const items = value.kind === 'list' ? value.items : [value];
  const inputs: CopyInput[] = [];
  for (const item of items) {
    if (item.kind === 'literal') return undefined;
    if (item.kind === 'word') inputs.push({ ddname: item.text, replace: false });
    else {
      const [name, replace] = item.items.map(textOf);
      if (name === undefined || name === '' || replace !== 'R' || item.items.length > 2) return undefined;
      inputs.push({ ddname: name, replace: true });
    }
  }
  const [only, flag] = inputs;
  if (inputs.length === 2 && flag?.ddname === 'R' && only !== undefined) return [{ ...only, replace: true }];
  return inputs;
}

function narrow(
  operation: CopyOperation | undefined,
  verb: 'SELECT' | 'EXCLUDE',
  statement: UtilityStatement,
): string | undefined {
  if (operation === undefined) return wrong.operation;
  if (operation.groups.length === 0 && operation.verb === 'ALTERMOD')
    operation.groups.push({ inputs: [], select: undefined, exclude: undefined });
  const group = operation.groups.at(-1);
  const members = valueOf(statement, 'MEMBER');
  if (group === undefined) return wrong.input;
  if (members === undefined) return wrong.member;
  if (verb === 'SELECT' ? group.exclude !== undefined : group.select !== undefined) return wrong.mixed;
  const generic = operation.verb === 'COPYGRP';
  const items = members.kind === 'list' ? members.items : [members];
  const selections = items.map((item) => selectionOf(item, generic));
  if (selections.some((one) => one === undefined)) return wrong.member;
  const found = selections.filter((one) => one !== undefined);
  if (verb === 'EXCLUDE' && found.some(({ from, to, replace }) => from !== to || replace)) return wrong.member;
  group.select = verb === 'SELECT' ? [...(group.select ?? []), ...found] : group.select;
  group.exclude = verb === 'EXCLUDE' ? [...(group.exclude ?? []), ...found.map(({ from }) => from)] : group.exclude;
  return undefined;
}

const plain = /^[A-Z0-9$#@{]{1,8}$/;
const mask = /^[A-Z0-9$#@{*%]{1,8}$/;

/** `A`, `(A,B)`, `(A,,R)`, `(A,B,R)`. */
function selectionOf(value: OperandValue, generic: boolean): Selection | undefined {
  const [from = '', to = '', replace = ''] =
    value.kind === 'list' ? value.items.map((one) => textOf(one) ?? '?') : [textOf(value) ?? '?'];
  if (value.kind === 'list' && value.items.length > 3) return undefined;
  if (!(generic ? mask : plain).test(from) || (to !== '' && !plain.test(to)) || !['', 'R'].includes(replace))
    return undefined;
  return { from, to: to === '' ? from : to, replace: replace === 'R' };
}
