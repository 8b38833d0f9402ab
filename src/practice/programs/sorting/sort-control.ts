/** Control statements of DFSORT (z/OS DFSORT Application Programming Guide) as far as the practice system has them. */

export type SortFormat = 'CH' | 'ZD' | 'PD' | 'BI' | 'FI';

export interface SortField {
  /** From 1. */
  position: number;
  length: number;
  format: SortFormat;
}

export type Constant =
  { kind: 'text'; value: string } | { kind: 'number'; value: bigint } | { kind: 'field'; value: SortField };

export type Condition =
  | { kind: 'test'; left: SortField; operator: 'EQ' | 'NE' | 'GT' | 'GE' | 'LT' | 'LE'; right: Constant }
  | { kind: 'and' | 'or'; left: Condition; right: Condition };

export interface SortControl {
  copy: boolean;
  keys: readonly (SortField & { descending: boolean })[];
  include: Condition | undefined;
  omit: Condition | undefined;
  dropDuplicates: boolean;
  /** First statement that cannot be done, with its message. */
  error: string | undefined;
}

/** Joins statements: a trailing comma continues, `*` in column 1 is a comment. */
export function sortStatements(lines: readonly string[]): string[] {
  const statements: string[] = [];
  let open = false;
  for (const line of lines) {
    if (line.startsWith('*')) continue;
    const body = line.slice(0, 71).trim();
    if (body === '') continue;
    if (open) statements.push(`${statements.pop() ?? ''}${body.split(/\s+/)[0] ?? ''}`);
    else statements.push(body);
    open = /,(\s|$)/.test(body.split(/\s+/)[open ? 0 : 1]?.slice(-1) ?? '');
  }
  return statements;
}

export function readSortControl(lines: readonly string[]): SortControl {
  const control: SortControl = {
    copy: false,
    keys: [],
    include: undefined,
    omit: undefined,
    dropDuplicates: false,
    error: undefined,
  };
  for (const statement of sortStatements(lines)) {
    const [verb = '', operands = ''] = statement.split(/\s+/);
    const error = apply(control, verb, operands);
    if (error !== undefined) return { ...control, error };
  }
  if (!control.copy && control.keys.length === 0)
    return { ...control, error: 'ICE010A 0 NO SORT OR MERGE CONTROL STATEMENT' };
  return control;
}

function apply(control: SortControl, verb: string, operands: string): string | undefined {
  switch (verb) {
    case 'END':
      return undefined;
    case 'OPTION':
      if (/(^|,)COPY(,|$)/.test(operands)) control.copy = true;
      return undefined;
    case 'SORT':
      return applySort(control, operands);
    case 'INCLUDE':
    case 'OMIT': {
      const condition = readCondition(/^COND=\((.*)\)$/.exec(operands)?.[1] ?? '');
      if (condition === undefined) return 'ICE007A 0 SYNTAX ERROR';
      if (verb === 'INCLUDE') control.include = condition;
      else control.omit = condition;
      return undefined;
    }
    case 'SUM':
      control.dropDuplicates = operands === 'FIELDS=NONE';
      return control.dropDuplicates ? undefined : 'ICE005A 0 ONLY SUM FIELDS=NONE IS IMITATED BY THE PRACTICE SYSTEM';
    default:
      return `ICE005A 0 STATEMENT DEFINER ERROR: ${verb} IS NOT IMITATED BY THE PRACTICE SYSTEM`;
  }
}

function applySort(control: SortControl, operands: string): string | undefined {
  if (/^FIELDS=\(?COPY\)?/.test(operands)) {
    control.copy = true;
    return undefined;
  }
  const list = /^FIELDS=\(([^)]*)\)(?:,FORMAT=([A-Z]{2}))?/.exec(operands);
  const parts = (list?.[1] ?? '').split(',');
  const width = list?.[2] === undefined ? 4 : 3;
  const keys: (SortField & { descending: boolean })[] = [];
  for (let at = 0; at + width <= parts.length; at += width) {
    const field = fieldOf([parts[at], parts[at + 1], list?.[2] ?? parts[at + 2]]);
    const order = parts[at + width - 1];
    if (field === undefined || (order !== 'A' && order !== 'D')) return 'ICE018A 0 INVALID OR MISSING FIELD FORMAT';
    keys.push({ ...field, descending: order === 'D' });
  }
  if (keys.length === 0 || parts.length % width !== 0) return 'ICE007A 0 SYNTAX ERROR';
  control.keys = keys;
  return undefined;
}

export function fieldOf([position, length, format]: readonly (string | undefined)[]): SortField | undefined {
  if (format !== 'CH' && format !== 'ZD' && format !== 'PD' && format !== 'BI' && format !== 'FI') return undefined;
  const field = { position: Number(position), length: Number(length), format } satisfies SortField;
  return Number.isInteger(field.position) && field.position > 0 && Number.isInteger(field.length) && field.length > 0
    ? field
    : undefined;
}

/** `p,l,f,op,constant[,AND|OR,…]`, no nested parentheses. */
function readCondition(text: string): Condition | undefined {
  const parts = text.match(/[CX]'[^']*'|[^,]+/g) ?? [];
  let condition: Condition | undefined;
  for (let at = 0; at < parts.length;) {
    const joint = condition === undefined ? undefined : parts[at++];
    const left = fieldOf(parts.slice(at, at + 3));
    const operator = parts[at + 3];
    const field = fieldOf(parts.slice(at + 4, at + 7));
    const right: Constant | undefined =
      field === undefined ? constantOf(parts[at + 4] ?? '') : { kind: 'field', value: field };
    if (left === undefined || right === undefined || !isOperator(operator)) return undefined;
    const test: Condition = { kind: 'test', left, operator, right };
    if (condition === undefined) condition = test;
    else if (joint === 'AND' || joint === '&') condition = { kind: 'and', left: condition, right: test };
    else if (joint === 'OR' || joint === '|') condition = { kind: 'or', left: condition, right: test };
    else return undefined;
    at += field === undefined ? 5 : 7;
  }
  return condition;
}

type Operator = (Condition & { kind: 'test' })['operator'];
const operators: readonly string[] = ['EQ', 'NE', 'GT', 'GE', 'LT', 'LE'];
const isOperator = (text: string | undefined): text is Operator => text !== undefined && operators.includes(text);

function constantOf(text: string): Constant | undefined {
  const quoted = /^C'(.*)'$/.exec(text);
  if (quoted !== null) return { kind: 'text', value: quoted[1] ?? '' };
  return /^[+-]?\d+$/.test(text) ? { kind: 'number', value: BigInt(text) } : undefined;
}
