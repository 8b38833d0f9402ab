import { ebcdic } from '../../codepages/code-page.ts';
import { type Listing, openListing } from '../listing.ts';
import type { Step } from '../program.ts';
import { dateForm, type RunTime } from './constants.rules.ts';
import { edited, maskOf } from './edit.rules.ts';
import { bytesOf, digitsOf, isNumeric, numberIn, type SortField } from './numbers.rules.ts';
import { quoted, type ToolStatement, toolError } from './tool-statements.rules.ts';

/** One column of a list: a field, how often its values occur, or text. */
interface Column {
  heading: string;
  width: number;
  numeric: boolean;
  show: (row: Row) => string;
  /** The number that totals add up. */
  value?: (row: Row) => bigint;
}

export interface Row {
  record: Buffer;
  /** How many records have its key (OCCUR). */
  count: number;
}

export const displayKeywords = [
  'TITLE',
  'DATE',
  'TIME',
  'PAGE',
  'HEADER',
  'BLANK',
  'PLUS',
  'NOCC',
  'NOHEADER',
  'TOTAL',
  'MINIMUM',
  'MAXIMUM',
  'AVERAGE',
  'COUNT',
  'LINES',
  'WIDTH',
  'INDENT',
  'BETWEEN',
];

/**
 * Lists records in columns, as DISPLAY and OCCUR do: title, headings, rows, then the statistics asked for.
 *
 * @throws {SortError} ICE604A for BREAK, BTITLE and other operands that are not imitated
 */
export function displayRows(step: Step, statement: ToolStatement, rows: readonly Row[], now: RunTime): void {
  const list = openListing(step, statement.keywords.get('LIST')?.[0] ?? '');
  if (list === undefined)
    throw toolError(`ICE056A 0 ${(statement.keywords.get('LIST')?.[0] ?? '').padEnd(8)} NOT DEFINED`);
  const columns = columnsOf(statement);
  const between = ' '.repeat(Number(statement.keywords.get('BETWEEN')?.[0] ?? '3'));
  const write = (cells: readonly string[]) => list.line(cells.join(between).trimEnd());
  title(list, statement, now);
  if (!statement.keywords.has('NOHEADER') && columns.some(({ heading }) => heading !== '')) {
    write(columns.map((column) => aligned(column.heading, column)));
    write(columns.map(({ width }) => '-'.repeat(width)));
  }
  for (const row of rows) write(columns.map((column) => aligned(column.show(row), column)));
  for (const key of ['TOTAL', 'MINIMUM', 'MAXIMUM', 'AVERAGE', 'COUNT'])
    if (statement.keywords.has(key)) statistics(list, key, statement, columns, rows, between);
}

function title(list: Listing, { order }: ToolStatement, now: RunTime): void {
  const parts = order.flatMap(({ key, value }) => {
    if (key === 'TITLE') return [quoted(value)];
    if (key === 'DATE') return [dateForm('DATE', value === '' ? 'MDY/' : value, now) ?? ''];
    if (key === 'TIME') return [dateForm('TIME', value === '' ? '24:' : value, now) ?? ''];
    return key === 'PAGE' ? ['- 1 -'] : [];
  });
  if (parts.length === 0) return;
  list.line(parts.join('   '), '1');
  list.line('');
}

function columnsOf(statement: ToolStatement): Column[] {
  const headings = statement.keywords.get('HEADER');
  const used = statement.order.filter(({ key }) => key === 'ON');
  if (used.length === 0) throw toolError('ICE613A 0 REQUIRED KEYWORD MISSING: ON');
  return used.map(({ value }, at) => {
    const given = headings?.[at];
    const heading = given === undefined ? `(${value})` : given === 'NONE' ? '' : quoted(given);
    return columnOf(value, heading, statement);
  });
}

function columnOf(value: string, heading: string, { keywords }: ToolStatement): Column {
  const blank = keywords.has('BLANK');
  if (value.startsWith("'")) {
    const text = quoted(value);
    return { heading, width: Math.max(heading.length, text.length), numeric: false, show: () => text };
  }
  if (value === 'VALCNT' || value === 'VLEN' || value === 'NUM') {
    let number = 0;
    const of = (row: Row) =>
      BigInt(value === 'VALCNT' ? row.count : value === 'VLEN' ? row.record.length : (number += 1));
    const show = (row: Row) => (blank ? String(of(row)) : String(of(row)).padStart(15, '0'));
    return { heading, width: Math.max(heading.length, 15), numeric: true, show, value: of };
  }
  const [place, ...forms] = splitForm(value);
  const field = fieldOf(place ?? '');
  if (!isNumeric(field.format)) {
    const show = ({ record }: Row) => shownText(record, field);
    const width = field.format === 'HEX' ? field.length * 2 : field.length;
    return { heading, width: Math.max(heading.length, width), numeric: false, show };
  }
  const of = ({ record }: Row) => numberIn(record, field);
  const mask = forms.find((form) => /^[A-G]\d{0,2}$|^M\d{1,2}$/.test(form));
  const show = numberForm(field, mask, blank);
  const sample = show(0n).length;
  return { heading, width: Math.max(heading.length, sample), numeric: true, show: (row) => show(of(row)), value: of };
}

const splitForm = (value: string): string[] => {
  const parts = value.split(',');
  return [parts.slice(0, 3).join(','), ...parts.slice(3)];
};

/** Reads `p,m,f` of ON. @throws {SortError} ICE604A */
export function fieldOf(value: string): SortField {
  const parts = /^(\d{1,5}),(\d{1,5}),([A-Z0-9]{2,3})$/.exec(value);
  if (parts === null || Number(parts[1]) < 1 || Number(parts[2]) < 1)
    throw toolError('ICE604A 0 ERROR IN KEYWORD, PARAMETER, OR DELIMITER');
  const format = parts[3] ?? '';
  if (!isNumeric(format) && format !== 'CH' && format !== 'HEX')
    throw toolError('ICE604A 0 ERROR IN KEYWORD, PARAMETER, OR DELIMITER');
  return { position: Number(parts[1]), length: Number(parts[2]), format };
}

function shownText(record: Buffer, field: SortField): string {
  const bytes = bytesOf(record, field);
  return field.format === 'HEX' ? bytes.toString('hex').toUpperCase() : ebcdic.decode(bytes);
}

/** Without a mask: a sign and fifteen digits, with BLANK only what is significant. */
function numberForm(field: SortField, mask: string | undefined, blank: boolean): (value: bigint) => string {
  if (mask?.startsWith('M') === true) {
    const form = maskOf(mask, digitsOf(field));
    return (value) => edited(value, form);
  }
  if (mask !== undefined) {
    const grouped = maskOf('M12', Math.max(digitsOf(field), 15));
    return (value) => edited(value, grouped);
  }
  const places = Math.max(15, digitsOf(field));
  return (value) => {
    const digits = (value < 0n ? -value : value).toString();
    return blank
      ? `${value < 0n ? '-' : ''}${digits}`.padStart(places + 1)
      : `${value < 0n ? '-' : '+'}${digits.padStart(places, '0')}`;
  };
}

const aligned = (text: string, { width, numeric }: Column): string =>
  numeric ? text.padStart(width) : text.padEnd(width);

function statistics(
  list: Listing,
  key: string,
  statement: ToolStatement,
  columns: readonly Column[],
  rows: readonly Row[],
  between: string,
): void {
  const label = quoted(statement.keywords.get(key)?.[0] ?? key);
  list.line('');
  if (key === 'COUNT') {
    list.line(`${label} ${String(rows.length)}`);
    return;
  }
  const cells = columns.map((column, at) => {
    if (column.value === undefined) return aligned(at === 0 ? label.slice(0, column.width) : '', column);
    return aligned(String(statisticOf(key, rows.map(column.value))), column);
  });
  if (columns[0]?.value !== undefined) list.line(label);
  list.line(cells.join(between).trimEnd());
}

function statisticOf(key: string, values: readonly bigint[]): bigint {
  const total = values.reduce((sum, value) => sum + value, 0n);
  if (key === 'TOTAL') return total;
  if (key === 'AVERAGE') return values.length === 0 ? 0n : total / BigInt(values.length);
  return values.reduce((best, value) => ((key === 'MINIMUM') === value < best ? value : best), values[0] ?? 0n);
}
