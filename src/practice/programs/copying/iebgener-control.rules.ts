import { fieldOf } from '../control/fields.rules.ts';
import type { EditedField } from '../control/fields.rules.ts';
import {
  literalBytes,
  numberIn,
  operand,
  readStatements,
  textOf,
  wordsIn,
} from '../control/utility-statements.rules.ts';
import type { OperandValue, UtilityStatement } from '../control/utility-statements.rules.ts';

/** Records edited alike: up to and with the record that the identification finds; without one to the end. */
export interface RecordGroup {
  until: { at: number; bytes: Buffer } | undefined;
  /** Empty: records are taken as they are. */
  fields: readonly EditedField[];
}

/** One output: a member with its aliases, or the sequential output when it has no names. */
export interface GeneratedMember {
  names: readonly string[];
  groups: readonly RecordGroup[];
}

export type GenerateControl =
  { kind: 'copy' } | { kind: 'generate'; members: readonly GeneratedMember[] } | { kind: 'refused'; message: string };

/**
 * Texts of refusals. The numbers are IEBGENER's; the wordings could not be compared with z/OS MVS System Messages
 * Vol 7 (IEB3xxI) and are not to be relied on.
 */
export const unverified = {
  operation: 'IEB342I INVALID OPERATION OR STATEMENT OUT OF ORDER',
  keyword: 'IEB325I KEYWORD OR PARAMETER INVALID OR MISSING',
  exits: 'IEB329I USER EXITS AND USER LABELS ARE NOT AVAILABLE',
  limit: 'IEB349I NUMBER OF NAMES, FIELDS, GROUPS OR LITERALS EXCEEDS GENERATE STATEMENT',
} as const;

const limits = ['MAXNAME', 'MAXFLDS', 'MAXGPS', 'MAXLITS'] as const;
const refused = (message: string): GenerateControl => ({ kind: 'refused', message });

/** @see z/OS DFSMSdfp Utilities, IEBGENER Utility Control Statements */
export function readGenerateControl(lines: readonly string[]): GenerateControl {
  const statements = readStatements(lines);
  const [first, ...rest] = statements;
  if (first === undefined) return { kind: 'copy' };
  if (statements.some(({ damaged }) => damaged)) return refused(unverified.keyword);
  if (statements.some(({ verb }) => verb === 'EXITS')) return refused(unverified.exits);
  if (first.verb !== 'GENERATE') return refused(unverified.operation);
  const most = limitsOf(first);
  if (most === undefined) return refused(unverified.keyword);
  const members = membersOf(rest.filter((statement) => !isHarmlessLabels(statement)));
  if (typeof members === 'string') return refused(members);
  return exceeds(members, most) ? refused(unverified.limit) : { kind: 'generate', members };
}

/** LABELS DATA=NO asks for what happens anyway: user labels are not written. */
const isHarmlessLabels = (statement: UtilityStatement) =>
  statement.verb === 'LABELS' && ['NO', undefined].includes(textOf(operand(statement, 'DATA')));

function limitsOf(statement: UtilityStatement): Map<string, number> | undefined {
  const most = new Map<string, number>();
  for (const { key, value } of statement.operands) {
    if (key === 'DBCS' && textOf(value) === 'NO') continue;
    const number = numberIn(value);
    if (!limits.some((name) => name === key) || number === undefined || number > 4095) return undefined;
    most.set(key, number);
  }
  return most;
}

interface Draft {
  names: readonly string[];
  groups: RecordGroup[];
}

function membersOf(statements: readonly UtilityStatement[]): Draft[] | string {
  const members: Draft[] = [];
  for (const statement of statements) {
    if (statement.verb === 'MEMBER') {
      const names = wordsIn(operand(statement, 'NAME'));
      if (names.length === 0 || names.some((name) => !/^[A-Z$#@][A-Z0-9$#@]{0,7}$/.test(name)))
        return unverified.keyword;
      members.push({ names, groups: [] });
    } else if (statement.verb === 'RECORD') {
      const group = groupOf(statement);
      if (group === undefined) return unverified.keyword;
      if (members.length === 0) members.push({ names: [], groups: [] });
      members.at(-1)?.groups.push(group);
    } else return statement.verb === 'LABELS' ? unverified.exits : unverified.operation;
  }
  return members;
}

function groupOf(statement: UtilityStatement): RecordGroup | undefined {
  const fields: EditedField[] = [];
  let until: RecordGroup['until'];
  for (const { key, value } of statement.operands) {
    if (key === 'FIELD') {
      const field = fieldOf(value);
      if (field === undefined) return undefined;
      fields.push(field);
    } else if (key === 'IDENT') {
      until = identOf(value);
      if (until === undefined) return undefined;
    } else return undefined;
  }
  return { until, fields };
}

/** `IDENT=(length,'name',input-location)`. */
function identOf(value: OperandValue): RecordGroup['until'] {
  if (value.kind !== 'list' || value.items.length !== 3) return undefined;
  const [length, name, at] = value.items;
  const bytes = name?.kind === 'literal' ? literalBytes(name) : undefined;
  const size = numberIn(length);
  const column = numberIn(at);
  if (bytes === undefined || size !== bytes.length || size > 8 || column === undefined || column < 1) return undefined;
  return { at: column - 1, bytes };
}

function exceeds(members: readonly Draft[], most: ReadonlyMap<string, number>): boolean {
  const groups = members.flatMap((member) => member.groups);
  const literals = groups.flatMap(({ fields, until }) => [
    ...fields.map(({ from }) => (typeof from === 'number' ? 0 : from.length)),
    until?.bytes.length ?? 0,
  ]);
  const counts = {
    MAXNAME: members.flatMap(({ names }) => names).length,
    MAXFLDS: groups.flatMap(({ fields }) => fields).length,
    MAXGPS: groups.filter(({ until }) => until !== undefined).length,
    MAXLITS: literals.reduce((sum, length) => sum + length, 0),
  };
  return limits.some((name) => counts[name] > (most.get(name) ?? 0));
}
