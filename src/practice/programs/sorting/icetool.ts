import { operandsOf } from '../idcams-control.ts';
import { displayRecords } from './icetool-display.ts';
import { type Listing, openListing } from '../listing.ts';
import { ended, type Program, type Step } from '../program.ts';
import { runSort } from './sort.ts';
import { fieldOf, readSortControl, type SortField } from './sort-control.ts';
import { numberIn, sorted } from './sort-fields.ts';

/**
 * ICETOOL: COPY, SORT, COUNT, STATS, DISPLAY, MODE. Other operators end 12.
 *
 * @see z/OS DFSORT Application Programming Guide, Using ICETOOL; message texts ICE6xxI
 */
export function icetool(timeZone: string): Program {
  return {
    names: ['ICETOOL'],
    run(step) {
      const listing = openListing(step, 'TOOLMSG');
      if (listing === undefined) return Promise.resolve(ended(24));
      listing.line('ICE600I 0 DFSORT ICETOOL UTILITY RUN STARTED', '1');
      listing.line('ICE632I 0 SOURCE FOR ICETOOL STATEMENTS:  TOOLIN');
      listing.line('ICE630I 0 MODE IN EFFECT:  STOP');
      const code = runTools(step, listing, timeZone);
      listing.line(`ICE601I 0 DFSORT ICETOOL UTILITY RUN ENDED - RETURN CODE:  ${twoDigits(code)}`);
      return Promise.resolve(ended(code));
    },
  };
}

const twoDigits = (code: number) => String(code).padStart(2, '0');
const fifteenDigits = (count: bigint | number) => String(count).padStart(15, '0');

function runTools(step: Step, listing: Listing, timeZone: string): number {
  const input = step.dd('TOOLIN');
  if (input === undefined) {
    listing.line('ICE610I 0 NO ICETOOL STATEMENTS FOUND');
    return 12;
  }
  let highest = 0;
  let stopping = true;
  for (const statement of statementsOf(input.lines())) {
    listing.line('');
    listing.line(`          ${statement}`);
    const mode = /^MODE (STOP|CONTINUE)$/.exec(statement);
    if (mode !== null) {
      stopping = mode[1] === 'STOP';
      continue;
    }
    if (stopping && highest >= 12) {
      listing.line('ICE620I 0 OPERATION NOT PERFORMED');
      continue;
    }
    const code = operate(step, listing, statement, timeZone);
    listing.line(`ICE602I 0 OPERATION RETURN CODE:  ${twoDigits(code)}`);
    highest = Math.max(highest, code);
  }
  return highest;
}

function statementsOf(lines: readonly string[]): string[] {
  const statements: string[] = [];
  let open = false;
  for (const line of lines) {
    if (line.startsWith('*')) continue;
    const body = line.slice(0, 72).trim();
    if (body === '') continue;
    const code = body.replace(/-$/, '').trim();
    if (open) statements.push(`${statements.pop() ?? ''} ${code}`);
    else statements.push(code);
    open = body.endsWith('-');
  }
  return statements.map((one) => one.toUpperCase().replaceAll(/\s+/g, ' '));
}

function operate(step: Step, listing: Listing, statement: string, timeZone: string): number {
  const [operator = ''] = statement.split(' ');
  const { keywords } = operandsOf(statement.slice(operator.length));
  const from = keywords.get('FROM') ?? '';
  if (operator === 'COPY' || operator === 'SORT') return sortOperator(step, listing, operator, keywords, timeZone);
  if (operator !== 'COUNT' && operator !== 'STATS' && operator !== 'DISPLAY') {
    listing.line(`ICE614A 0 OPERATOR ${operator} IS NOT IMITATED BY THE PRACTICE SYSTEM`);
    return 12;
  }
  const records = recordsOf(step, listing, from, keywords.get('USING'));
  if (records === undefined) return 12;
  listing.line(`ICE627I 0 DFSORT CALL 0001 FOR COPY FROM ${from.padEnd(8)} TO E35 EXIT COMPLETED`);
  if (operator === 'DISPLAY') return displayRecords(step, listing, statement, records);
  if (operator === 'COUNT') return count(listing, records.length, statement, keywords);
  const field = fieldOf((keywords.get('ON') ?? '').split(','));
  return field === undefined ? badOperand(listing, 'ON') : statistics(listing, records, field);
}

function badOperand(listing: Listing, keyword: string): number {
  listing.line(`ICE613A 0 REQUIRED OR VALID ${keyword} OPERAND NOT FOUND`);
  return 12;
}

function recordsOf(
  step: Step,
  listing: Listing,
  from: string,
  using: string | undefined,
): readonly Buffer[] | undefined {
  const dd = step.dd(from);
  if (dd === undefined) {
    listing.line(`ICE056A 0 ${from.padEnd(8)} NOT DEFINED`);
    return undefined;
  }
  const records = dd.kind === 'dummy' ? [] : dd.records();
  if (using === undefined) return records;
  const control = step.dd(`${using}CNTL`);
  if (control === undefined) {
    listing.line(`ICE056A 0 ${using}CNTL NOT DEFINED`);
    return undefined;
  }
  return sorted(records, { ...readSortControl(control.lines()), copy: true });
}

function count(
  listing: Listing,
  found: number,
  statement: string,
  keywords: ReadonlyMap<string, string | undefined>,
): number {
  listing.line(`ICE628I 0 RECORD COUNT:  ${fifteenDigits(found)}`);
  const of = (keyword: string) => (keywords.has(keyword) ? Number(keywords.get(keyword)) : undefined);
  const equal = of('EQUAL');
  const notEqual = of('NOTEQUAL');
  const higher = of('HIGHER');
  const lower = of('LOWER');
  const met =
    (/\bEMPTY\b/.test(statement) && found === 0) ||
    (/\bNOTEMPTY\b/.test(statement) && found > 0) ||
    (equal !== undefined && found === equal) ||
    (notEqual !== undefined && found !== notEqual) ||
    (higher !== undefined && found > higher) ||
    (lower !== undefined && found < lower);
  if (!met) return 0;
  return /\bRC4\b/.test(statement) ? 4 : /\bRC8\b/.test(statement) ? 8 : 12;
}

function statistics(listing: Listing, records: readonly Buffer[], field: SortField): number {
  const values = records.map((record) => numberIn(record, field));
  const total = values.reduce((sum, value) => sum + value, 0n);
  const signed = (value: bigint) => `${value < 0n ? '-' : '+'}${fifteenDigits(value < 0n ? -value : value)}`;
  const extreme = (pick: (a: bigint, b: bigint) => boolean) =>
    values.reduce((best, value) => (pick(value, best) ? value : best), values[0] ?? 0n);
  listing.line(`ICE607I 0 STATISTICS FOR (${String(field.position)},${String(field.length)},${field.format}):`);
  listing.line(
    `ICE608I 0   MINIMUM: ${signed(extreme((a, b) => a < b))}, MAXIMUM: ${signed(extreme((a, b) => a > b))}`,
  );
  listing.line(
    `ICE609I 0   AVERAGE: ${signed(values.length === 0 ? 0n : total / BigInt(values.length))}, TOTAL  : ${signed(total)}`,
  );
  return 0;
}

function sortOperator(
  step: Step,
  listing: Listing,
  operator: 'COPY' | 'SORT',
  keywords: ReadonlyMap<string, string | undefined>,
  timeZone: string,
): number {
  const using = keywords.get('USING');
  const lines = using === undefined ? [] : (step.dd(`${using}CNTL`)?.lines() ?? []);
  const statements = operator === 'COPY' ? [' OPTION COPY', ...lines] : lines;
  const messages = openListing(step, 'DFSMSG');
  if (messages === undefined) return 16;
  const outputs = (keywords.get('TO') ?? '').split(',');
  const codes = outputs.map((output) => {
    const done = runSort(step, messages, statements, { timeZone, input: keywords.get('FROM') ?? '', output });
    return done.kind === 'rc' ? done.code : 16;
  });
  listing.line(
    `ICE606I 0 DFSORT CALL 0001 FOR ${operator} FROM ${(keywords.get('FROM') ?? '').padEnd(8)} TO ${(outputs[0] ?? '').padEnd(8)} USING ${using ?? 'NONE'} COMPLETED`,
  );
  return Math.max(...codes);
}
