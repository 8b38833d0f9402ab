import { fieldOf } from '../control/fields.rules.ts';
import type { EditedField } from '../control/fields.rules.ts';
import { literalBytes, numberIn, operand, readStatements, textOf } from '../control/utility-statements.rules.ts';
import type { OperandValue, UtilityStatement } from '../control/utility-statements.rules.ts';

export interface PrintControl {
  punch: boolean;
  partitioned: boolean;
  /** Control characters stand in the records already. */
  preformed: boolean;
  /** Converts whole records to hexadecimal or unpacked decimal. */
  total: 'XE' | 'PZ' | undefined;
  start: number;
  stop: number;
  skip: number;
  titles: readonly { text: Buffer; at: number }[];
  /** Members in their order; empty for all. */
  members: readonly string[];
  fields: readonly EditedField[];
  /** Lines of a page. */
  pageLines: number;
  /** Control character of a line: single, double or triple space. */
  spacing: ' ' | '0' | '-';
  /** Numbers in columns 73 to 80 of what is punched. */
  sequence: { first: number; step: number } | undefined;
}

const counts = ['STRTAFT', 'STOPAFT', 'SKIP', 'MAXNAME', 'MAXFLDS', 'MAXGPS', 'MAXLITS', 'MAXLINE', 'CNTRL'];
const sequence = ['CDSEQ', 'CDINCR'];

/**
 * Statements of IEBPTPCH.
 *
 * @see z/OS DFSMSdfp Utilities, IEBPTPCH Utility Control Statements
 * @returns undefined for statements that cannot be read, more of them than MAXFLDS, MAXNAME and MAXGPS allow, exits,
 *   labels, identifications and INITPG
 */
export function readPrintControl(lines: readonly string[]): PrintControl | undefined {
  const [first, ...rest] = readStatements(lines);
  if (first === undefined || first.damaged || rest.some(({ damaged }) => damaged)) return undefined;
  const base = baseOf(first);
  if (base === undefined) return undefined;
  const titles: { text: Buffer; at: number }[] = [];
  const members: string[] = [];
  const fields: EditedField[] = [];
  for (const statement of rest) {
    const read =
      statement.verb === 'TITLE'
        ? titleOf(statement, titles)
        : statement.verb === 'MEMBER'
          ? memberOf(statement, members)
          : statement.verb === 'RECORD' && fieldsOf(statement, fields);
    if (!read) return undefined;
  }
  const groups = rest.filter(({ verb }) => verb === 'RECORD').length;
  const within = (key: string, count: number) => count <= (numberIn(operand(first, key)) ?? 0);
  if (!within('MAXFLDS', fields.length) || !within('MAXNAME', members.length)) return undefined;
  if (groups > 1 && !within('MAXGPS', groups)) return undefined;
  return { ...base, titles, members, fields };
}

function baseOf(statement: UtilityStatement): Omit<PrintControl, 'titles' | 'members' | 'fields'> | undefined {
  const { verb, operands } = statement;
  if (verb !== 'PRINT' && verb !== 'PUNCH') return undefined;
  const allowed = [...counts, ...sequence, 'PREFORM', 'TYPORG', 'TOTCONV', 'DBCS'];
  if (
    operands.some(({ key, value }) => !allowed.includes(key) || (counts.includes(key) && numberIn(value) === undefined))
  )
    return undefined;
  const text = (key: string) => textOf(operand(statement, key));
  const organisation = text('TYPORG') ?? 'PS';
  const total = text('TOTCONV');
  if (!['PS', 'PO'].includes(organisation) || text('DBCS') === 'YES') return undefined;
  const first = numberIn(operand(statement, 'CDSEQ'));
  if (total !== undefined && total !== 'XE' && total !== 'PZ') return undefined;
  return {
    ...{ punch: verb === 'PUNCH', partitioned: organisation === 'PO', preformed: text('PREFORM') !== undefined, total },
    start: numberIn(operand(statement, 'STRTAFT')) ?? 0,
    stop: numberIn(operand(statement, 'STOPAFT')) ?? Infinity,
    skip: Math.max(1, numberIn(operand(statement, 'SKIP')) ?? 1),
    pageLines: Math.max(1, numberIn(operand(statement, 'MAXLINE')) ?? 60),
    spacing: ([' ', '0', '-'] as const)[(numberIn(operand(statement, 'CNTRL')) ?? 1) - 1] ?? ' ',
    sequence: first === undefined ? undefined : { first, step: numberIn(operand(statement, 'CDINCR')) ?? 10 },
  };
}

function titleOf(statement: UtilityStatement, titles: { text: Buffer; at: number }[]): boolean {
  for (const { key, value } of statement.operands) {
    if (key !== 'ITEM') return false;
    const items: readonly OperandValue[] = value.kind === 'list' ? value.items : [value];
    const [title, at] = items;
    if (title?.kind !== 'literal') return false;
    titles.push({ text: literalBytes(title), at: (numberIn(at) ?? 1) - 1 });
  }
  return true;
}

function memberOf(statement: UtilityStatement, members: string[]): boolean {
  const name = textOf(operand(statement, 'NAME'));
  if (name !== undefined) members.push(name);
  return name !== undefined;
}

function fieldsOf(statement: UtilityStatement, fields: EditedField[]): boolean {
  for (const { key, value } of statement.operands) {
    const field = key === 'FIELD' ? fieldOf(value) : undefined;
    if (field === undefined) return false;
    fields.push(field);
  }
  return true;
}
