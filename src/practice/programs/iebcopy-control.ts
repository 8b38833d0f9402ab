/** Control statements of IEBCOPY (DFSMSdfp Utilities, IEBCOPY Utility Control Statements). */

export interface Selection {
  from: string;
  to: string;
  replace: boolean;
}

export interface CopyOperation {
  verb: 'COPY' | 'COPYGRP' | 'COPYMOD';
  output: string;
  inputs: readonly { ddname: string; replace: boolean }[];
  select: readonly Selection[] | undefined;
  exclude: readonly string[] | undefined;
}

export interface CopyControl {
  operations: readonly CopyOperation[];
  /** Statement at which reading stopped. */
  error: string | undefined;
}

type Value = string | readonly Value[];

const verbs = new Map<string, CopyOperation['verb']>([
  ['COPY', 'COPY'],
  ['C', 'COPY'],
  ['COPYGRP', 'COPYGRP'],
  ['CG', 'COPYGRP'],
  ['COPYMOD', 'COPYMOD'],
  ['CM', 'COPYMOD'],
]);

/** Reads SYSIN; a trailing comma or a mark in column 72 continues a statement. */
export function readCopyControl(lines: readonly string[]): CopyControl {
  const operations: CopyOperation[] = [];
  for (const statement of statementsOf(lines)) {
    const parts = /^(\S+)\s*(\S*)/.exec(statement);
    const verb = parts?.[1] ?? '';
    const operands = operandsOf(parts?.[2] ?? '');
    const last = operations.at(-1);
    if (operands === undefined) return { operations, error: statement };
    const copyVerb = verbs.get(verb);
    const extended =
      copyVerb === undefined
        ? last === undefined
          ? undefined
          : narrowed(last, verb, operands)
        : begun(copyVerb, operands);
    if (extended === undefined) return { operations, error: statement };
    if (copyVerb === undefined) operations.pop();
    operations.push(extended);
  }
  return { operations, error: undefined };
}

function statementsOf(lines: readonly string[]): string[] {
  const statements: string[] = [];
  let open = false;
  for (const line of lines) {
    const text = line.slice(0, 71);
    const body = open ? text.trim() : text.replace(/^\S+(?=\s+[A-Z]+\s)/, '').trim();
    if (body === '') continue;
    const code = withoutComment(body, open);
    if (open) statements.push(`${statements.pop() ?? ''}${code}`);
    else statements.push(code);
    open = code.endsWith(',') || line.charAt(71).trim() !== '';
  }
  return statements;
}

function withoutComment(body: string, continued: boolean): string {
  const words = body.split(/\s+/);
  return continued ? (words[0] ?? '') : words.slice(0, 2).join(' ');
}

function begun(verb: CopyOperation['verb'], operands: ReadonlyMap<string, Value>): CopyOperation | undefined {
  const output = operands.get('OUTDD') ?? operands.get('O');
  const input = operands.get('INDD') ?? operands.get('I');
  if (typeof output !== 'string' || input === undefined) return undefined;
  const inputs = (typeof input === 'string' ? [input] : input).map((one) => {
    const [ddname, replace] = typeof one === 'string' ? [one, undefined] : one;
    return { ddname: typeof ddname === 'string' ? ddname : '', replace: replace === 'R' };
  });
  return { verb, output, inputs, select: undefined, exclude: undefined };
}

function narrowed(
  operation: CopyOperation,
  verb: string,
  operands: ReadonlyMap<string, Value>,
): CopyOperation | undefined {
  const members = operands.get('MEMBER') ?? operands.get('M');
  if (members === undefined) return undefined;
  const list = typeof members === 'string' ? [members] : members;
  if (verb === 'SELECT' || verb === 'S')
    return { ...operation, select: [...(operation.select ?? []), ...list.map((one) => selectionOf(one))] };
  if (verb === 'EXCLUDE' || verb === 'E')
    return { ...operation, exclude: [...(operation.exclude ?? []), ...list.filter((one) => typeof one === 'string')] };
  return undefined;
}

function selectionOf(value: Value): Selection {
  if (typeof value === 'string') return { from: value, to: value, replace: false };
  const [from = '', to = '', replace = ''] = value.map((part) => (typeof part === 'string' ? part : ''));
  return { from, to: to === '' ? from : to, replace: replace === 'R' };
}

function operandsOf(text: string): Map<string, Value> | undefined {
  const operands = new Map<string, Value>();
  for (const part of splitOutside(text)) {
    if (part === '') continue;
    const at = part.indexOf('=');
    if (at < 1) return undefined;
    const value = valueOf(part.slice(at + 1));
    if (value === undefined) return undefined;
    operands.set(part.slice(0, at), value);
  }
  return operands;
}

function valueOf(text: string): Value | undefined {
  if (!text.startsWith('(')) return /[()]/.test(text) ? undefined : text;
  if (!text.endsWith(')')) return undefined;
  const parts = splitOutside(text.slice(1, -1)).map(valueOf);
  return parts.some((part) => part === undefined) ? undefined : parts.filter((part) => part !== undefined);
}

function splitOutside(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts;
}
