import { type Listing, openListing } from '../listing.ts';
import type { Step } from '../program.ts';
import { constantBytes, type RunTime } from './constants.rules.ts';
import { readPlan } from './control.rules.ts';
import { displayKeywords, displayRows, fieldOf } from './icetool-display.ts';
import type { SortKey } from './keys.rules.ts';
import { isPacked, numberIn, type SortField, bytesOf } from './numbers.rules.ts';
import { processed, selected } from './run-plan.rules.ts';
import { inputOf, type SortInput, writeTo } from './sort-files.ts';
import { runSort } from './sort-run.ts';
import { type ControlStatement, readStatements } from './statements.rules.ts';
import { chosen, criteria, groupsOf, spliced, subset } from './tool-groups.rules.ts';
import { checkKeywords, quoted, type ToolStatement, toolError } from './tool-statements.rules.ts';
import { ebcdic } from '../../codepages/code-page.ts';

export interface ToolRun {
  step: Step;
  /** TOOLMSG. */
  listing: Listing;
  timeZone: string;
  now: RunTime;
  /** DFSORT calls so far. */
  calls: { count: number };
}

const signed = (value: bigint) =>
  `${value < 0n ? '-' : '+'}${(value < 0n ? -value : value).toString().padStart(15, '0')}`;
const counted = (count: number) => String(count).padStart(15, '0');
const first = (statement: ToolStatement, key: string): string => statement.keywords.get(key)?.[0] ?? '';
const everywhere = ['FROM', 'VSAMTYPE', 'LOCALE', 'UZERO'];

/** Runs one operator. @returns its return code @throws {SortError} 12 for statements in error */
export function operate(run: ToolRun, statement: ToolStatement): number {
  const operators: Record<string, (run: ToolRun, statement: ToolStatement) => number> = {
    ...{ COPY: sortOperator, SORT: sortOperator, MERGE: sortOperator, COUNT: count, DISPLAY: display, OCCUR: occur },
    ...{ SELECT: select, SPLICE: splice, STATS: stats, UNIQUE: unique, RANGE: range, VERIFY: verify },
    ...{ SUBSET: subsetOperator, RESIZE: resize, DATASORT: dataSort },
  };
  const work = operators[statement.operator];
  if (work === undefined) throw toolError('ICE605A 0 STATEMENT DOES NOT HAVE A VALID OPERATOR');
  return work(run, statement);
}

/** Records of FROM as the statements of USING's data set leave them. */
function recordsOf(
  run: ToolRun,
  statement: ToolStatement,
  way = 'COPY',
): { input: SortInput; records: Buffer[]; read: number; outfils: ControlStatement[] } {
  const input = inputOf(run.step, first(statement, 'FROM').split(',')[0] ?? '');
  const all = input.records();
  const control = controlOf(run, statement);
  const plan = readPlan([{ verb: 'OPTION', operands: 'COPY' }, ...control.filter(({ verb }) => verb !== 'OUTFIL')], {
    ...{ now: run.now, variable: input.variable, input: '', output: '' },
  });
  run.calls.count += 1;
  const call = String(run.calls.count).padStart(4, '0');
  run.listing.line(
    `ICE627I 0 DFSORT CALL ${call} FOR ${way} FROM ${first(statement, 'FROM').padEnd(8)} TO E35 EXIT COMPLETED`,
  );
  const records = processed(selected(all, plan), plan).records;
  return { input, records, read: all.length, outfils: control.filter(({ verb }) => verb === 'OUTFIL') };
}

function controlOf({ step }: ToolRun, statement: ToolStatement): ControlStatement[] {
  if (!statement.keywords.has('USING')) return [];
  const ddname = `${first(statement, 'USING')}CNTL`;
  const dd = step.dd(ddname);
  if (dd === undefined) throw toolError(`ICE056A 0 ${ddname.padEnd(8)} NOT DEFINED`);
  return readStatements(dd.lines());
}

const keysOn = (statement: ToolStatement): SortKey[] =>
  (statement.keywords.get('ON') ?? [])
    .filter((value) => value !== 'VALCNT')
    .map((value) => ({ ...fieldOf(value), descending: false }));

const fieldsOn = (statement: ToolStatement): SortField[] =>
  (statement.keywords.get('ON') ?? []).map((value) =>
    value === 'VLEN' ? { position: 1, length: 2, format: 'BI' } : fieldOf(value),
  );

const centuryStart = (run: ToolRun): number => run.now.year - 80;

function sortOperator(run: ToolRun, statement: ToolStatement): number {
  const { operator } = statement;
  checkKeywords(statement, ['FROM'], ['TO', 'USING', 'VSAMTYPE', 'LOCALE', 'SERIAL', 'JKFROM', 'ROUTE']);
  if (operator !== 'COPY' && !statement.keywords.has('USING'))
    throw toolError('ICE613A 0 REQUIRED KEYWORD MISSING: USING');
  const messages = openListing(run.step, 'DFSMSG') ?? run.listing;
  const using = statement.keywords.has('USING') ? `${first(statement, 'USING')}CNTL` : undefined;
  const dd = using === undefined ? undefined : run.step.dd(using);
  if (using !== undefined && dd === undefined) throw toolError(`ICE056A 0 ${using.padEnd(8)} NOT DEFINED`);
  const [output = '', ...alsoTo] = first(statement, 'TO').split(',');
  const lines = dd?.lines() ?? [];
  const extra = operator === 'COPY' ? [{ verb: 'OPTION', operands: 'COPY' }] : [];
  const outfil = /^\s+OUTFIL\s/m.test(lines.join('\n'));
  if (output === '' && !outfil) throw toolError('ICE613A 0 REQUIRED KEYWORD MISSING: TO');
  const inputs = first(statement, 'FROM').split(',');
  const merged = operator === 'MERGE' ? mergedLists(run, inputs, lines) : undefined;
  const done = runSort(run.step, messages, {
    timeZone: run.timeZone,
    lines,
    extra,
    input: inputs[0] ?? '',
    output,
    alsoTo,
    ...(merged === undefined ? {} : { from: merged }),
  });
  run.calls.count += 1;
  const call = String(run.calls.count).padStart(4, '0');
  const ended = done.code >= 16 ? 'TERMINATED' : 'COMPLETED';
  run.listing.line(
    `ICE606I 0 DFSORT CALL ${call} FOR ${operator} FROM ${(inputs[0] ?? '').padEnd(8)} TO ${(output === '' ? 'OUTFIL' : output).padEnd(8)} USING ${using ?? 'NONE'} ${ended}`,
  );
  return done.code;
}

/** Files of MERGE, one after the other: sorting them stably gives what merging gives. */
function mergedLists(run: ToolRun, names: readonly string[], lines: readonly string[]): SortInput {
  const files = names.map((name) => inputOf(run.step, name));
  const [head] = files;
  if (head === undefined || !lines.some((line) => /^\s+MERGE\s/.test(line)))
    throw toolError('ICE613A 0 REQUIRED KEYWORD MISSING: FROM');
  return { ...head, records: () => files.flatMap((file) => file.records()) };
}

function count(run: ToolRun, statement: ToolStatement): number {
  const { keywords } = statement;
  checkKeywords(
    statement,
    ['FROM'],
    [
      ...everywhere,
      'USING',
      'EMPTY',
      'NOTEMPTY',
      'HIGHER',
      'LOWER',
      'EQUAL',
      'NOTEQUAL',
      'RC4',
      'RC8',
      'RC12',
      'WRITE',
      'TEXT',
      'DIGITS',
      'EDCOUNT',
      'WIDTH',
      'SUB',
      'ADD',
    ],
  );
  const { records } = recordsOf(run, statement);
  const found = Math.max(
    0,
    records.length - Number(first(statement, 'SUB') || '0') + Number(first(statement, 'ADD') || '0'),
  );
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(found)}`);
  if (keywords.has('WRITE')) writeCount(run, statement, found);
  const of = (key: string) => (keywords.has(key) ? Number(first(statement, key)) : Number.NaN);
  const met =
    (keywords.has('EMPTY') && found === 0) ||
    (keywords.has('NOTEMPTY') && found > 0) ||
    found === of('EQUAL') ||
    (keywords.has('NOTEQUAL') && found !== of('NOTEQUAL')) ||
    found > of('HIGHER') ||
    found < of('LOWER');
  if (!met) return 0;
  return keywords.has('RC4') ? 4 : keywords.has('RC8') ? 8 : 12;
}

function writeCount(run: ToolRun, statement: ToolStatement, found: number): void {
  const digits = Number(first(statement, 'DIGITS') || '15');
  const text = `${quoted(first(statement, 'TEXT'))}${String(found).padStart(digits, '0').slice(-digits)}`;
  const width = Number(first(statement, 'WIDTH') || String(text.length));
  const record = ebcdic.encode(text.padEnd(width));
  writeTo(run.step, {
    ddname: first(statement, 'WRITE'),
    records: [record],
    variable: false,
    lrecl: width,
    recfm: 'FB',
  });
}

function display(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'LIST', 'ON'], [...everywhere, 'USING', ...displayKeywords]);
  const { records } = recordsOf(run, statement);
  displayRows(
    run.step,
    statement,
    records.map((record) => ({ record, count: 1 })),
    run.now,
  );
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  return 0;
}

function occur(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(
    statement,
    ['FROM', 'LIST', 'ON'],
    [...everywhere, 'USING', 'ALLDUPS', 'NODUPS', 'HIGHER', 'LOWER', 'EQUAL', ...displayKeywords],
  );
  const { records } = recordsOf(run, statement, 'SORT');
  const criterion = ['ALLDUPS', 'NODUPS', 'HIGHER', 'LOWER', 'EQUAL'].find((key) => statement.keywords.has(key));
  const groups = groupsOf(records, keysOn(statement), centuryStart(run)).filter(
    (group) => criterion === undefined || chosen(group, criterion, first(statement, criterion)).length > 0,
  );
  displayRows(
    run.step,
    statement,
    groups.flatMap(([record, ...rest]) => (record === undefined ? [] : [{ record, count: rest.length + 1 }])),
    run.now,
  );
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  run.listing.line(`ICE638I 0 NUMBER OF RECORDS RESULTING FROM CRITERIA:  ${counted(groups.length)}`);
  return 0;
}

function writeLists(
  run: ToolRun,
  input: SortInput,
  lists: readonly { to: string; records: readonly Buffer[] }[],
): void {
  for (const { to, records } of lists)
    for (const ddname of to.split(',').filter((name) => name !== ''))
      writeTo(run.step, { ddname, records, variable: input.variable, lrecl: input.lrecl, recfm: input.recfm });
}

/** Writes a result to TO, or through the OUTFIL statements of USING's data set. */
function deliver(
  run: ToolRun,
  statement: ToolStatement,
  from: { input: SortInput; outfils: readonly ControlStatement[] },
  records: readonly Buffer[],
): number {
  const to = first(statement, 'TO');
  if (from.outfils.length === 0) {
    const lrecl = from.input.variable
      ? from.input.lrecl
      : records.reduce((most, one) => Math.max(most, one.length), 0) || from.input.lrecl;
    writeLists(run, { ...from.input, lrecl }, [{ to, records }]);
    return 0;
  }
  const messages = openListing(run.step, 'DFSMSG') ?? run.listing;
  const lrecl = records[0]?.length ?? from.input.lrecl;
  const [output = '', ...alsoTo] = to.split(',');
  return runSort(run.step, messages, {
    ...{ timeZone: run.timeZone, lines: [], input: '', output, alsoTo },
    extra: [{ verb: 'OPTION', operands: 'COPY' }, ...from.outfils],
    from: { ...from.input, lrecl, records: () => records },
  }).code;
}

function select(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'ON'], [...everywhere, 'TO', 'USING', 'DISCARD', ...criteria]);
  const criterion = criteria.find((key) => statement.keywords.has(key));
  if (criterion === undefined) throw toolError('ICE613A 0 REQUIRED KEYWORD MISSING: FIRST');
  const from = recordsOf(run, statement, 'SORT');
  const groups = groupsOf(from.records, keysOn(statement), centuryStart(run));
  const value = first(statement, criterion);
  const wanted = new Set(groups.flatMap((group) => chosen(group, criterion, value)));
  const sorted = groups.flat();
  const code = deliver(
    run,
    statement,
    from,
    sorted.filter((record) => wanted.has(record)),
  );
  const rest = sorted.filter((record) => !wanted.has(record));
  writeLists(run, from.input, [{ to: first(statement, 'DISCARD'), records: rest }]);
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(from.records.length)}`);
  run.listing.line(`ICE638I 0 NUMBER OF RECORDS RESULTING FROM CRITERIA:  ${counted(wanted.size)}`);
  return code;
}

function splice(run: ToolRun, statement: ToolStatement): number {
  const { keywords } = statement;
  checkKeywords(
    statement,
    ['FROM', 'TO', 'ON', 'WITH'],
    [...everywhere, 'USING', 'WITHALL', 'WITHEACH', 'WITHANY', 'KEEPNODUPS', 'KEEPBASE'],
  );
  const from = recordsOf(run, statement, 'SORT');
  const withFields = (keywords.get('WITH') ?? []).map((value) => fieldOf(`${value},CH`));
  const mode = keywords.has('WITHALL')
    ? 'WITHALL'
    : keywords.has('WITHEACH')
      ? 'WITHEACH'
      : keywords.has('WITHANY')
        ? 'WITHANY'
        : 'WITHLAST';
  const how = { withFields, mode, keepNoDups: keywords.has('KEEPNODUPS'), keepBase: keywords.has('KEEPBASE') } as const;
  const results = groupsOf(from.records, keysOn(statement), centuryStart(run)).flatMap((group) => spliced(group, how));
  const code = deliver(run, statement, from, results);
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(from.records.length)}`);
  run.listing.line(`ICE638I 0 NUMBER OF RECORDS RESULTING FROM CRITERIA:  ${counted(results.length)}`);
  return code;
}

function stats(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'ON'], [...everywhere, 'USING', 'NOSIGN']);
  const { records } = recordsOf(run, statement);
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  for (const value of statement.keywords.get('ON') ?? []) {
    const field = value === 'VLEN' ? undefined : fieldOf(value);
    const numbers = records.map((record) => (field === undefined ? BigInt(record.length) : numberIn(record, field)));
    const total = numbers.reduce((sum, one) => sum + one, 0n);
    const least = numbers.reduce((best, one) => (one < best ? one : best), numbers[0] ?? 0n);
    const most = numbers.reduce((best, one) => (one > best ? one : best), numbers[0] ?? 0n);
    run.listing.line(`ICE607I 0 STATISTICS FOR (${value.padEnd(8)}):`);
    run.listing.line(`ICE608I 0   MINIMUM: ${signed(least)}, MAXIMUM: ${signed(most)}`);
    run.listing.line(
      `ICE609I 0   AVERAGE: ${signed(numbers.length === 0 ? 0n : total / BigInt(numbers.length))}, TOTAL  : ${signed(total)}`,
    );
  }
  return 0;
}

function unique(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'ON'], everywhere);
  const { records } = recordsOf(run, statement, 'SORT');
  const groups = groupsOf(records, keysOn(statement), centuryStart(run));
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  run.listing.line(`ICE629I 0 NUMBER OF UNIQUE VALUES FOR (${first(statement, 'ON')}):  ${counted(groups.length)}`);
  return 0;
}

function range(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'ON'], [...everywhere, 'USING', 'HIGHER', 'LOWER', 'EQUAL', 'NOTEQUAL']);
  const { records } = recordsOf(run, statement);
  const [field] = fieldsOn(statement);
  const bound = (key: string) => (statement.keywords.has(key) ? BigInt(first(statement, key)) : undefined);
  const [higher, lower, equal, notEqual] = [bound('HIGHER'), bound('LOWER'), bound('EQUAL'), bound('NOTEQUAL')];
  const inside = records.filter((record) => {
    const value = field === undefined ? 0n : numberIn(record, field);
    if (equal !== undefined) return value === equal;
    if (notEqual !== undefined) return value !== notEqual;
    return (higher === undefined || value > higher) && (lower === undefined || value < lower);
  });
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  run.listing.line(`ICE631I 0 NUMBER OF VALUES IN RANGE FOR (${first(statement, 'ON')}):  ${counted(inside.length)}`);
  return 0;
}

/** Digits and signs of ZD and PD fields; 200 errors (LIMIT) end it with 12. */
function verify(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'ON'], [...everywhere, 'USING', 'NOSIGN', 'LIMIT']);
  const { records } = recordsOf(run, statement);
  const limit = Number(first(statement, 'LIMIT') || '200');
  let errors = 0;
  for (const field of fieldsOn(statement))
    records.forEach((record, at) => {
      const bytes = bytesOf(record, field);
      if (isValid(bytes, field) || errors >= limit) return;
      errors += 1;
      run.listing.line(
        `ICE618A 0 INVALID (${String(field.position)},${String(field.length)},${field.format}) VALUE - RECORD: ${counted(at + 1)}, HEX VALUE: ${bytes.toString('hex').toUpperCase()}`,
      );
    });
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  return errors > 0 ? 12 : 0;
}

function isValid(bytes: Buffer, field: SortField): boolean {
  if (field.format === 'PD') return isPacked(bytes);
  const last = bytes.at(-1) ?? 0;
  return (
    bytes.every((byte) => (byte & 0x0f) <= 9) &&
    bytes.subarray(0, -1).every((byte) => byte >> 4 === 0xf) &&
    last >> 4 >= 0xa
  );
}

function subsetOperator(run: ToolRun, statement: ToolStatement): number {
  const { keywords } = statement;
  checkKeywords(
    statement,
    ['FROM'],
    [
      ...everywhere,
      'TO',
      'USING',
      'DISCARD',
      'INPUT',
      'OUTPUT',
      'KEEP',
      'REMOVE',
      'HEADER',
      'FIRST',
      'TRAILER',
      'LAST',
      'RRN',
    ],
  );
  const from = recordsOf(run, statement);
  const size = (...keys: string[]) => {
    const key = keys.find((one) => keywords.has(one));
    return key === undefined ? 0 : Number(first(statement, key) || '1');
  };
  const numbers = (keywords.get('RRN') ?? []).map((value) => {
    const [start, end = start] = value.split(',');
    return { from: Number(start), to: end === '*' ? Infinity : Number(end) };
  });
  const { inside, outside } = subset(from.records, {
    head: size('HEADER', 'FIRST'),
    tail: size('TRAILER', 'LAST'),
    numbers,
  });
  const [kept, dropped] = keywords.has('REMOVE') ? [outside, inside] : [inside, outside];
  writeLists(run, from.input, [
    { to: first(statement, 'TO'), records: kept },
    { to: first(statement, 'DISCARD'), records: dropped },
  ]);
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(from.records.length)}`);
  return 0;
}

function resize(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'TO', 'TOLEN'], [...everywhere, 'USING']);
  const from = recordsOf(run, statement);
  const length = Number(first(statement, 'TOLEN'));
  const all = Buffer.concat(from.records);
  const records: Buffer[] = [];
  for (let at = 0; at < all.length; at += length) {
    const area = Buffer.alloc(length, constantBytes('X') ?? 0x40);
    all.copy(area, 0, at, at + length);
    records.push(area);
  }
  writeLists(run, { ...from.input, lrecl: length }, [{ to: first(statement, 'TO'), records }]);
  return 0;
}

/** Sorts what stands between header and trailer records. */
function dataSort(run: ToolRun, statement: ToolStatement): number {
  const { keywords } = statement;
  checkKeywords(statement, ['FROM', 'TO', 'USING'], [...everywhere, 'HEADER', 'FIRST', 'TRAILER', 'LAST']);
  const input = inputOf(run.step, first(statement, 'FROM'));
  const records = input.records();
  const head =
    keywords.has('HEADER') || keywords.has('FIRST')
      ? Number(first(statement, 'HEADER') || first(statement, 'FIRST') || '1')
      : 0;
  const tail =
    keywords.has('TRAILER') || keywords.has('LAST')
      ? Number(first(statement, 'TRAILER') || first(statement, 'LAST') || '1')
      : 0;
  const plan = readPlan(controlOf(run, statement), { now: run.now, variable: input.variable, input: '', output: '' });
  const body = processed(selected(records.slice(head, records.length - tail), plan), plan).records;
  const whole = [...records.slice(0, head), ...body, ...(tail === 0 ? [] : records.slice(-tail))];
  writeLists(run, input, [{ to: first(statement, 'TO'), records: whole }]);
  return 0;
}
