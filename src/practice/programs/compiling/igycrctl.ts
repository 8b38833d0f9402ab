import { sha256Hex } from '../../../shared/digest.ts';
import { objectRecords, type ObjectModule } from '../binding/object-module.ts';
import { ddMissing, localTime } from '../listing.ts';
import { ended, type Program, type Step } from '../program.ts';
import { checked, type CheckedProgram } from './cobol-check.rules.ts';
import { batches, type CobolOptions, compileLimit, isOn, optionsOf } from './cobol-options.rules.ts';
import { type CompilerMessage, expanded, type ExpandedSource, type Severity } from './cobol-source.rules.ts';
import { compilerListing } from './compiler-listing.ts';
import { sqlOf, writeDbrm } from './sql-output.ts';

const codes: Readonly<Record<Severity, number>> = { I: 0, W: 4, E: 8, S: 12, U: 16 };
/** Return code of a message by the letter that its code ends with. */
export const severityOf = ({ code }: CompilerMessage): number => codes[(code.at(-1) ?? 'I') as Severity];

/**
 * Enterprise COBOL: takes copybooks from SYSLIB, judges what can be judged without generating code, and writes an object
 * whose bytes follow from the source, its copybooks and the options. Return code by the worst message; an object up to
 * severity E unless NOCOMPILE says otherwise. With SQL a DBRM goes to DBRMLIB and its token, new at every compile, into
 * the object too. CICS needs no translator.
 *
 * @see Enterprise COBOL for z/OS Programming Guide, Compiling under z/OS; Compiler return codes; Compiler options
 */
export function igycrctl(timeZone: string): Program {
  return {
    names: ['IGYCRCTL'],
    run(step) {
      const [input, print] = [step.dd('SYSIN'), step.dd('SYSPRINT')];
      for (const name of ['SYSIN', 'SYSPRINT']) if (step.dd(name) === undefined) ddMissing(step, name);
      if (input === undefined || print === undefined) return Promise.resolve(ended(16));
      const listing = compilerListing(print, localTime(step, timeZone));
      const lines = input.kind === 'dummy' ? [] : input.lines();
      const programs = batches(lines);
      const results = (programs.length === 0 ? [{ options: [], source: [] }] : programs).map((one, index) =>
        compileOne(step, { timeZone, listing, index: index + 1, ...one }),
      );
      const code = Math.max(...results);
      listing.end(code);
      return Promise.resolve(ended(code));
    },
  };
}

interface Compilation {
  timeZone: string;
  listing: ReturnType<typeof compilerListing>;
  index: number;
  options: readonly string[];
  source: readonly string[];
}

function compileOne(step: Step, work: Compilation): number {
  const options = optionsOf([step.parm, ...work.options]);
  const text = expanded(work.source, libraryOf(step), { sql: isOn(options, 'SQL') });
  const program = checked(text.lines, { complete: text.messages.length === 0 });
  const messages = [
    ...optionMessages(options),
    ...text.messages,
    ...program.messages,
    ...needed(step, options, program),
  ].sort((a, b) => a.line - b.line);
  let severity = Math.max(0, ...messages.map(severityOf));
  const name = (program.name ?? 'PROGRAM').toUpperCase();
  const object = isOn(options, 'OBJECT') || isOn(options, 'DECK');
  if (object && severity < compileLimit(options) && severity < 16)
    severity = Math.max(
      severity,
      produce(step, work, { options, text, program, name: name.slice(0, 8).replaceAll('-', '0') }),
    );
  work.listing.program({ name, options, lines: text.lines, messages, severity, index: work.index });
  return severity;
}

const optionMessages = ({ invalid }: CobolOptions): CompilerMessage[] =>
  invalid.map((option) => ({
    line: 0,
    code: 'IGYOS4003-E',
    text: `Invalid option "${option}" was found and discarded.`,
  }));

/** EXEC statements without the option that reads them. */
function needed(step: Step, options: CobolOptions, program: CheckedProgram): CompilerMessage[] {
  const messages: CompilerMessage[] = [];
  const missing = (verb: string) =>
    messages.push({
      line: 1,
      code: 'IGYPS2023-S',
      text: `"EXEC ${verb}" statements were found, but option "${verb}" was not in effect. The statements were discarded.`,
    });
  if (program.usesSql && !isOn(options, 'SQL')) missing('SQL');
  if (program.usesCics && !isOn(options, 'CICS')) missing('CICS');
  if (program.usesSql && isOn(options, 'SQL') && step.dd('DBRMLIB') === undefined)
    messages.push({
      line: 1,
      code: 'IGYOS4042-U',
      text: 'DBRMLIB could not be opened. The compilation was terminated.',
    });
  return messages;
}

/** Copy libraries by DD, first member found. */
export function libraryOf(step: Step) {
  return (name: string, ddname: string): readonly string[] | undefined => {
    const dd = step.dd(ddname);
    const found = (dd?.concatenation ?? []).find(
      ({ dsname }) =>
        step.dataSets.find(dsname)?.attributes.dsorg === 'PO' && step.dataSets.member(dsname, name) !== undefined,
    );
    return found === undefined ? undefined : textOf(step, found.dsname, name);
  };
}

function textOf(step: Step, dsname: string, member: string): readonly string[] {
  const dd = step.scratchDd('COPY');
  for (const record of step.dataSets.read(dsname, member)) dd.write(record);
  return dd.lines().map((line) => line.trimEnd());
}

interface Product {
  options: CobolOptions;
  text: ExpandedSource;
  program: CheckedProgram;
  name: string;
}

function produce(step: Step, { timeZone }: Compilation, { options, text, program, name }: Product): number {
  const today = localTime(step, timeZone);
  const source = text.lines.map((line) => line.text.slice(0, 72).trimEnd()).join('\n');
  const relevant = [...options.inEffect.values()].filter(
    (one) => !/^(NO)?(XREF|MAP|LIST|SOURCE|LINECOUNT|OFFSET|VBREF|TERM)/.test(one),
  );
  const digest = sha256Hex('COBOL', '\0', relevant.join(','), '\0', source);
  const sql = program.usesSql
    ? sqlOf(text.lines, { digest, now: step.now(), options: options.inEffect.get('SQL') ?? '' })
    : sqlOf(text.lines, undefined);
  const references = [
    ...(isOn(options, 'DYNAM') ? [] : program.calls),
    ...(program.usesCics ? ['DFHEI1'] : []),
    ...(program.usesSql ? ['DSNHLI'] : []),
  ].filter((one, at, all) => all.indexOf(one) === at && one !== name);
  const object: ObjectModule = {
    ...{ name, digest, references, contoken: sql.contoken, version: sql.version, copybooks: text.copybooks },
    ...{ translator: '5655-EC6', level: '0603', compiled: today.toFormat('yyyyooo') },
    length: 256 + Buffer.byteLength(source),
    programObject: true,
  };
  if (program.usesSql && !writeDbrm(step, name, sql)) return 12;
  if (isOn(options, 'DECK')) punch(step, object);
  return writeObject(step, object, isOn(options, 'NAME') ? ` NAME ${name}(R)` : undefined);
}

/** DECK writes the object to SYSPUNCH too. */
function punch(step: Step, object: ObjectModule): void {
  const dd = step.dd('SYSPUNCH');
  if (dd === undefined) {
    ddMissing(step, 'SYSPUNCH');
    return;
  }
  dd.open({ recfm: 'FB', lrecl: 80, blksize: 3200 });
  for (const record of objectRecords(object)) dd.write(record);
}

/** Writes to SYSLIN. @returns 16 when there is no SYSLIN */
export function writeObject(step: Step, object: ObjectModule, card?: string): number {
  const dd = step.dd('SYSLIN');
  if (dd === undefined) {
    ddMissing(step, 'SYSLIN');
    return 16;
  }
  dd.open({ recfm: 'FB', lrecl: 80, blksize: 3200 });
  for (const record of objectRecords(object)) dd.write(record);
  if (card !== undefined) dd.writeLine(card);
  return 0;
}
