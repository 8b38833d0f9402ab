import type { DateTime } from 'luxon';
import { type Listing, localTime } from '../listing.ts';
import type { Step } from '../program.ts';
import type { RunTime } from './constants.rules.ts';
import { SortError } from './control-error.rules.ts';
import { readPlan, type SortPlan } from './control.rules.ts';
import { type FileName, joined, type JoinPlan, readJoin } from './join.rules.ts';
import { checkKeys, distributed, type Distributed, processed, selected } from './run-plan.rules.ts';
import { inputOf, type Opened, type SortInput, writeTo } from './sort-files.ts';
import { outOfSequence } from './sort-records.rules.ts';
import { type ControlStatement, readStatements } from './statements.rules.ts';
import { readSymbols, resolved, type Symbols } from './symbols.rules.ts';

export interface SortRequest {
  timeZone: string;
  /** Records of SYSIN or of ICETOOL's control data set. */
  lines: readonly string[];
  input: string;
  output: string;
  /** Statements that ICETOOL adds, and options of PARM and DFSPARM; they count before `lines`. */
  extra?: readonly ControlStatement[];
  /** More DDs that get what the output gets (ICETOOL). */
  alsoTo?: readonly string[];
  /** Names of the input records come from elsewhere: a list in place of a DD. */
  from?: SortInput;
}

export interface SortOutcome {
  code: number;
  read: number;
  written: number;
  /** Number of the message that ended the run, for an abend in its name. */
  failed: number | undefined;
  abend: boolean;
}

/** One DFSORT run with its messages. Errors end it with ICE052I 3 and their code. */
export function runSort(step: Step, listing: Pick<Listing, 'line'>, request: SortRequest): SortOutcome {
  const now = runTime(localTime(step, request.timeZone));
  const say = (text: string) => listing.line(text);
  heading(step, listing, request);
  const ready = attempt(() => prepared(step, request, now));
  echo(listing, request.lines, ready instanceof SortError ? ready : undefined);
  const done = ready instanceof SortError ? ready : attempt(() => sortAll(step, say, { ...ready, request, now }));
  return done instanceof SortError ? failed(done, say, asksAbend(request)) : finished(done, say);
}

/** Errors of control statements as results; others are thrown on. */
function attempt<T>(work: () => T): T | SortError {
  try {
    return work();
  } catch (error) {
    if (error instanceof SortError) return error;
    throw error;
  }
}

function failed(error: SortError, say: (text: string) => void, abend: boolean): SortOutcome {
  say(error.message);
  say('ICE751I 0 C5-I79518 C6-I90068 C7-I76949 C8-I75151 EE-I76949 E9-I77769 C9-NONE   E5-I92416 E7-I76949');
  say('ICE052I 3 END OF DFSORT');
  return { code: error.code, read: 0, written: 0, failed: Number(error.message.slice(3, 6)), abend };
}

const asksAbend = ({ lines, extra = [] }: SortRequest): boolean =>
  lines.some((line) => /^\s+DEBUG\s+(\S*,)?ABEND\b/.test(line)) ||
  extra.some(({ operands }) => operands.split(',').includes('ABEND'));

interface Prepared {
  plan: SortPlan;
  join: JoinPlan | undefined;
  input: SortInput | undefined;
}

function prepared(step: Step, request: SortRequest, now: RunTime): Prepared {
  const symbols = readSymbols(step.dd('SYMNAMES')?.lines() ?? []);
  const statements = withSymbols(readStatements(request.lines), symbols);
  const all = overridden(statements, withSymbols(request.extra ?? [], symbols));
  const join = readJoin(all, now);
  const setting = { now, input: request.input, output: request.output };
  if (join !== undefined) {
    const variable = join.reformat === undefined && inputOf(step, join.files[join.unpaired[0] ?? 'F1'].ddname).variable;
    return { plan: readPlan(all, { ...setting, variable }), join, input: undefined };
  }
  const first = readPlan(all, {
    ...setting,
    variable: step.dd(request.input)?.attributes.recfm?.startsWith('V') ?? false,
  });
  const input =
    request.from ?? inputOf(step, first.mode === 'MERGE' ? (mergeInputs(step, first)[0] ?? 'SORTIN01') : first.input);
  const limit = input.variable || first.mode === 'MERGE' ? undefined : input.lrecl;
  return { plan: readPlan(all, { ...setting, variable: input.variable, limit }), join, input };
}

const withSymbols = (statements: readonly ControlStatement[], symbols: Symbols): ControlStatement[] =>
  statements.map(({ verb, operands }) => ({ verb, operands: resolved(verb, operands, symbols) }));

/** DFSPARM's statements take the place of SYSIN's of the same kind; options add up. */
function overridden(statements: readonly ControlStatement[], extra: readonly ControlStatement[]): ControlStatement[] {
  const replaced = new Set(extra.map(({ verb }) => verb).filter((verb) => verb !== 'OPTION' && verb !== 'OUTFIL'));
  const order = replaced.has('SORT') || replaced.has('MERGE') ? ['SORT', 'MERGE'] : [];
  return [...statements.filter(({ verb }) => !replaced.has(verb) && !order.includes(verb)), ...extra];
}

const mergeInputs = (step: Step, { input }: SortPlan): string[] =>
  step.dds.map(({ name }) => name).filter((name) => name.startsWith(input) && /^\d\d$/.test(name.slice(input.length)));

interface Work extends Prepared {
  request: SortRequest;
  now: RunTime;
}

interface Done {
  code: number;
  read: number;
  written: number;
}

function sortAll(step: Step, say: (text: string) => void, work: Work): Done {
  const { plan } = work;
  const source = work.join === undefined ? readInput(step, work) : joinInput(step, say, work.join, work.now);
  const { variable } = source;
  say(
    `ICE201I ${variable ? 'V' : 'F'} RECORD TYPE IS ${variable ? 'V' : 'F'} - DATA STARTS IN POSITION ${variable ? '5' : '1'}`,
  );
  say(
    `ICE088I 1 ${step.jobname.padEnd(8)}.${step.stepName.padEnd(8)}.${(step.procStepName ?? '').padEnd(8)}, INPUT LRECL = ${String(source.lrecl)}, BLKSIZE = ${String(source.blksize)}, TYPE = ${source.recfm}`,
  );
  checkFields(plan, source);
  const chosen = selected(source.records, plan);
  if (variable && plan.mode !== 'COPY') checkKeys(chosen, plan);
  const result = processed(chosen, plan);
  const overflow = result.overflowed > 0 ? plan.overflow : 0;
  if (result.overflowed > 0) say(`ICE152I 0 OVERFLOW DURING RECORD SUMMATION PROCESSING - RC=${String(overflow)}`);
  if (overflow === 16) throw new SortError('ICE152A 0 OVERFLOW DURING RECORD SUMMATION PROCESSING - RC=16');
  const code = writeAll(step, say, result.records, { ...work, variable, source });
  say(`ICE055I 0 INSERT 0, DELETE ${String(Math.max(0, source.records.length - result.records.length))}`);
  say(`ICE054I 0 RECORDS - IN: ${String(source.records.length)}, OUT: ${String(result.records.length)}`);
  return { code: Math.max(code, overflow), read: source.records.length, written: result.records.length };
}

interface Source {
  records: readonly Buffer[];
  recfm: SortInput['recfm'];
  lrecl: number;
  blksize: number;
  variable: boolean;
}

function readInput(step: Step, { plan, input }: Work): Source {
  if (plan.mode !== 'MERGE' && input !== undefined) return { ...input, records: input.records() };
  const files = mergeInputs(step, plan).map((name) => ({ name, file: inputOf(step, name) }));
  const [first] = files;
  if (first === undefined) throw new SortError(`ICE056A 0 ${`${plan.input}01`.padEnd(8)} NOT DEFINED`);
  const records = files.flatMap(({ name, file }) => {
    const own = file.records();
    if (outOfSequence(own, plan.keys, plan.centuryStart) !== undefined)
      throw new SortError(`ICE068A 0 OUT OF SEQUENCE ${name}`);
    return own;
  });
  return { ...first.file, records };
}

function joinInput(step: Step, say: (text: string) => void, join: JoinPlan, now: RunTime): Source {
  say('ICE411I 0 THIS IS THE JOINKEYS MAIN TASK FOR JOINING F1 AND F2');
  const side = (name: FileName) => {
    const file = join.files[name];
    const input = inputOf(step, file.ddname);
    say(`ICE416I 0 JOINKEYS IS USING THE ${name} SUBTASK FOR ${file.ddname.padEnd(8)} - SEE JN${name}JMSG MESSAGES`);
    const control = readStatements(step.dd(`JN${name}CNTL`)?.lines() ?? []);
    const plan = readPlan([{ verb: 'OPTION', operands: 'COPY' }, ...control], {
      now,
      variable: input.variable,
      input: file.ddname,
      output: '',
    });
    const records = selected(input.records(), plan).filter((record) => file.filter?.(record) !== false);
    return { input, records: records.slice(0, file.stopAfter) };
  };
  const [one, two] = [side('F1'), side('F2')];
  const records = joined(join, { F1: one.records, F2: two.records }, now.year - 80);
  const own = join.unpaired[0] === 'F2' ? two.input : one.input;
  const lrecl = join.reformat === undefined ? own.lrecl : (records[0]?.length ?? lengthOf(join));
  say(
    `ICE419I 0 JOINED RECORDS: TYPE=${join.reformat === undefined && own.variable ? 'V' : 'F'}, LENGTH=${String(lrecl)}`,
  );
  say(`ICE421I 0 JOINED RECORDS: COUNT=${String(records.length).padStart(20, '0')}`);
  return {
    records,
    lrecl,
    blksize: 0,
    recfm: join.reformat === undefined ? own.recfm : 'FB',
    variable: join.reformat === undefined && own.variable,
  };
}

const lengthOf = ({ reformat = [] }: JoinPlan): number =>
  reformat.reduce((sum, piece) => sum + ('field' in piece ? piece.field.length : 1), 0);

/** @throws {SortError} ICE027A when a control field ends behind the longest record */
function checkFields(plan: SortPlan, { lrecl, records }: Source): void {
  const length = plan.inrec === undefined || records[0] === undefined ? lrecl : undefined;
  const end = Math.max(0, ...plan.keys.map((key) => key.position + key.length - 1));
  if (plan.inrec === undefined && length !== undefined && end > length)
    throw new SortError('ICE027A 0 END OF FIELD BEYOND MAXIMUM RECORD LENGTH');
}

interface Writing extends Work {
  variable: boolean;
  source: Source;
}

function writeAll(step: Step, say: (text: string) => void, records: readonly Buffer[], writing: Writing): number {
  const { plan, request, source, variable } = writing;
  const named = plan.outfils.flatMap(({ ddnames }) => ddnames);
  const outputs = [plan.output, ...(request.alsoTo ?? [])];
  const plain = outputs.filter((name) => !named.includes(name) && (named.length === 0 || step.dd(name) !== undefined));
  let code = 0;
  for (const ddname of plain) code = Math.max(code, writePlain(step, say, ddname, records, writing));
  for (const part of distributed(records, plan.outfils)) {
    const outfil = plan.outfils.find(({ ddnames }) => ddnames.includes(part.ddname));
    const isVariable = outfil?.convert === 'FTOV' || (variable && outfil?.convert !== 'VTOF' && !part.report);
    const lrecl = longest(part.records) ?? source.lrecl;
    const recfm =
      part.report && outfil?.removeControl !== true ? 'FBA' : isVariable ? 'VB' : source.variable ? 'FB' : source.recfm;
    const opened = writeTo(step, { ddname: part.ddname, records: part.records, variable: isVariable, lrecl, recfm });
    if (
      opened.different !== undefined &&
      step.dd(part.ddname)?.kind === 'data-set' &&
      part.records.length > 0 &&
      opened.different === 'shorter'
    )
      throw new SortError(
        `ICE222A 0 ${String(lrecl)} BYTE FIXED RECORD LENGTH IS NOT EQUAL TO ${String(opened.lrecl)} BYTE LRECL FOR ${part.ddname}`,
      );
    sayOutfil(say, part, opened, records.length);
    if (part.data === 0) {
      say(`ICE174I 0 NO DATA RECORDS FOR AN OUTFIL DATA SET - RC=${String(outfil?.nullReturn ?? 0)}`);
      code = Math.max(code, outfil?.nullReturn ?? 0);
    }
  }
  return code;
}

const longest = (records: readonly Buffer[]): number | undefined =>
  records.length === 0 ? undefined : records.reduce((most, record) => Math.max(most, record.length), 0);

function sayOutfil(say: (text: string) => void, part: Distributed, opened: Opened, all: number): void {
  say(
    `ICE224I 0 OUTFIL PROCESSING FOR ${part.ddname.padEnd(8)}: LRECL = ${String(opened.lrecl)}, BLKSIZE = ${String(opened.blksize ?? 0)}, TYPE = ${opened.recfm}`,
  );
  say(
    `ICE227I 0 ${part.ddname.padEnd(8)}: DELETED = ${String(part.deleted)}, REPORT = ${String(part.lines)}, DATA = ${String(part.data)}`,
  );
  say(`ICE228I 0 ${part.ddname.padEnd(8)}: TOTAL IN = ${String(all)}, TOTAL OUT = ${String(part.records.length)}`);
}

function writePlain(
  step: Step,
  say: (text: string) => void,
  ddname: string,
  records: readonly Buffer[],
  writing: Writing,
): number {
  const { plan, source, variable } = writing;
  const reformatted = plan.inrec !== undefined || plan.outrec !== undefined;
  const lrecl = reformatted && !variable ? (longest(records) ?? source.lrecl) : source.lrecl;
  const opened = writeTo(step, { ddname, records, variable, lrecl, recfm: source.recfm });
  let code = 0;
  if (opened.different !== undefined) {
    code = opened.different === 'longer' ? plan.pad : plan.truncate;
    say(
      `ICE171I 0 ${ddname} LRECL OF ${String(opened.lrecl)} IS DIFFERENT FROM SORTIN(NN) LRECL OF ${String(lrecl)} - RC=${String(code)}`,
    );
  }
  say(
    `ICE090I 0 OUTPUT LRECL = ${String(opened.lrecl)}, BLKSIZE = ${String(opened.blksize ?? 0)}, TYPE = ${opened.recfm}`,
  );
  if (records.length === 0) {
    say(`ICE173I 0 NO RECORDS FOR THE SORTOUT DATA SET - RC=${String(plan.nullReturn)}`);
    code = Math.max(code, plan.nullReturn);
  }
  return code;
}

function finished(done: Done, say: (text: string) => void): SortOutcome {
  say(`ICE052I ${done.code >= 16 ? '3' : '0'} END OF DFSORT`);
  return { ...done, failed: undefined, abend: false };
}

function heading(step: Step, listing: Pick<Listing, 'line'>, { timeZone, lines, extra = [] }: SortRequest): void {
  const time = localTime(step, timeZone).toFormat("HH:mm 'ON' ccc LLL dd, yyyy").toUpperCase();
  const text = [...lines, ...extra.map(({ verb, operands }) => ` ${verb} ${operands}`)].join('\n');
  const copy = /^\s+(OPTION\s+(\S*,)?COPY|(SORT|MERGE)\s+FIELDS=\(?COPY)/m.test(text);
  const mode = copy ? 'COPY ' : /^\s+MERGE\s/m.test(text) ? 'MERGE' : 'SORT ';
  listing.line(`ICE143I 0 BLOCKSET     ${mode} TECHNIQUE SELECTED`, '1');
  listing.line('ICE250I 0 VISIT http://www.ibm.com/storage/dfsort FOR DFSORT PAPERS, EXAMPLES AND MORE');
  listing.line(`ICE000I 0 - CONTROL STATEMENTS FOR 5650-ZOS, Z/OS DFSORT V2R4  - ${time} -`);
}

/** Prints the statements, with a `*` under what a message is about. */
function echo(listing: Pick<Listing, 'line'>, lines: readonly string[], error: SortError | undefined): void {
  lines.forEach((line, at) => {
    listing.line(`          ${line.slice(0, 100).trimEnd()}`, at === 0 ? '0' : ' ');
    const place = error === undefined || error.at === '' ? -1 : line.indexOf(error.at);
    if (place >= 0) listing.line(`          ${' '.repeat(place)}*`);
  });
}

/** A moment as constants of control statements see it. */
export function runTime(at: DateTime): RunTime {
  return {
    ...{ year: at.year, month: at.month, day: at.day, dayOfYear: at.ordinal },
    ...{ hour: at.hour, minute: at.minute, second: at.second },
    plusDays: (days) => runTime(at.plus({ days })),
    plusMonths: (months) => runTime(at.plus({ months })),
  };
}
