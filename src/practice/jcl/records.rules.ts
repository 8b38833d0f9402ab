/** JCL records to logical statements (z/OS MVS JCL Reference: Job control statements, Continuing JCL statements). */

import { texts } from './messages.rules.ts';

/** Where the text of a statement came from; decides its prefix in the listing. */
export type Origin = 'job' | 'in-stream' | 'library';

export interface Statement {
  readonly kind: 'jcl' | 'comment' | 'null' | 'jecl';
  readonly origin: Origin;
  /** Index of its first record in the text it was read from. */
  readonly line: number;
  readonly name: string;
  readonly operation: string;
  /** Operand field with continuations joined and comments left out; symbols not resolved. */
  readonly operands: string;
  /** The records as typed, comment records between continued ones included. */
  readonly records: readonly string[];
  /** Records of in-stream data, all 80 columns. */
  readonly data?: readonly string[];
  /** Message text about the form of the statement. */
  readonly fault?: string;
}

const lastColumn = 71;
const longestCondition = 8_192;

/** Statements of JES2 that end in-stream data, as `/*` alone does; any other text after `/*` is only the delimiter. */
const jecl =
  /^\/\*(JOBPARM|MESSAGE|NETACCT|NOTIFY|OUTPUT|PRIORITY|ROUTE|SETUP|SIGNON|SIGNOFF|XEQ|XMIT|EOF|DEL|PURGE|SCAN)(\s|$)/;

const withoutOperands = new Set(['PEND', 'ELSE', 'ENDIF', 'ENDCNTL', 'ENDSET', 'ENDGROUP']);

/** Reads records into statements. Never throws: what cannot be read carries a fault. */
export function readStatements(lines: readonly string[], origin: Origin = 'job'): Statement[] {
  const statements: Statement[] = [];
  const text = lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1);
  let at = 0;
  while (at < text.length) {
    const taken = readOne(text, at, origin);
    if (taken.statement !== undefined) statements.push(taken.statement);
    at = taken.next;
  }
  return statements;
}

interface Taken {
  statement: Statement | undefined;
  next: number;
}

function readOne(lines: readonly string[], at: number, origin: Origin): Taken {
  const line = lines[at] ?? '';
  const plain = { origin, line: at, name: '', operation: '', operands: '', records: [line] };
  if (line.startsWith('//*')) return { statement: { ...plain, kind: 'comment' }, next: at + 1 };
  if (line.startsWith('//')) {
    if (line.slice(2, lastColumn).trim() === '') return { statement: { ...plain, kind: 'null' }, next: at + 1 };
    return readJcl(lines, at, origin);
  }
  if (line.startsWith('/*')) {
    if (line.slice(2, 3).trim() === '') return { statement: undefined, next: at + 1 };
    const operation = /^\/\*\S*/.exec(line)?.[0] ?? '/*';
    const operands = line.slice(operation.length, lastColumn).trim();
    return { statement: { ...plain, kind: 'jecl', operation, operands }, next: at + 1 };
  }
  return readGenerated(lines, at, origin);
}

function readGenerated(lines: readonly string[], at: number, origin: Origin): Taken {
  const records = ['//SYSIN    DD *         GENERATED STATEMENT'];
  const { data, next } = takeData(lines, at, (line) => (line.startsWith('/') && /^\/[/*]/.test(line) ? 'keep' : 'no'));
  return {
    statement: { kind: 'jcl', origin, line: at, name: 'SYSIN', operation: 'DD', operands: '*', records, data },
    next,
  };
}

function readJcl(lines: readonly string[], at: number, origin: Origin): Taken {
  const line = lines[at] ?? '';
  const area = line.slice(0, lastColumn);
  const head = /^\/\/([^ ]*) +([^ ]+) */.exec(area);
  const name = head?.[1] ?? area.slice(2).trim();
  const operation = head?.[2] ?? '';
  const start = head?.[0].length ?? lastColumn;
  const base = { kind: 'jcl' as const, origin, line: at, name, operation };
  if (withoutOperands.has(operation) || (operation === 'PROC' && !/^[A-Z0-9@#$]+=/.test(area.slice(start))))
    return { statement: { ...base, operands: '', records: [line] }, next: at + 1 };
  const field = operation === 'IF' ? joinCondition(lines, at, start) : joinOperands(lines, at, start);
  const records = lines.slice(at, field.next);
  const fault = field.fault === undefined ? {} : { fault: field.fault };
  const read = { ...base, operands: field.text, records, ...fault };
  if (operation !== 'DD' && operation !== 'XMIT') return { statement: read, next: field.next };
  const ends = dataEnd(operation === 'XMIT' ? `DATA,${field.text}` : field.text);
  if (ends === undefined) return { statement: read, next: field.next };
  const { data, next } = takeData(lines, field.next, ends);
  return { statement: { ...read, data }, next };
}

interface Field {
  text: string;
  next: number;
  fault?: string;
}

const isContinuation = (line: string | undefined): line is string =>
  line !== undefined && line.startsWith('// ') && line.slice(2, lastColumn).trim() !== '';

function joinOperands(lines: readonly string[], at: number, start: number): Field {
  const scan = { text: '', quoted: false };
  let line = lines[at] ?? '';
  let next = at + 1;
  let end = scanField(line.padEnd(lastColumn).slice(start, lastColumn), scan);
  while (end !== 'complete') {
    while (lines[next]?.startsWith('//*') === true && end === 'comma') next += 1;
    const following = lines[next];
    if (!isContinuation(following)) return { text: scan.text, next, fault: texts.continuation };
    next += 1;
    line = following;
    const area = line.padEnd(lastColumn).slice(0, lastColumn);
    const resume = end === 'literal' ? 15 : area.slice(2).search(/[^ ]/) + 2;
    if (resume > 15 || (end === 'literal' && area.slice(2, 15).trim() !== ''))
      return { text: scan.text, next, fault: texts.continuation };
    end = scanField(area.slice(resume), scan);
  }
  while (line.slice(lastColumn, 72).trim() !== '' && isContinuation(lines[next])) {
    line = lines[next] ?? '';
    next += 1;
  }
  return { text: scan.text, next };
}

function scanField(field: string, scan: { text: string; quoted: boolean }): 'complete' | 'comma' | 'literal' {
  for (const character of field) {
    if (character === ' ' && !scan.quoted) break;
    if (character === "'") scan.quoted = !scan.quoted;
    scan.text += character;
  }
  if (scan.quoted) return 'literal';
  return scan.text.endsWith(',') ? 'comma' : 'complete';
}

function joinCondition(lines: readonly string[], at: number, start: number): Field {
  let text = (lines[at] ?? '').slice(start, lastColumn).trim();
  let next = at + 1;
  while (!/(^|[\s)])THEN(\s|$)/.test(text)) {
    const following = lines[next];
    if (!isContinuation(following)) return { text, next, fault: texts.continuation };
    if (text.length > longestCondition) return { text, next, fault: texts.length('IF') };
    text += ` ${following.slice(2, lastColumn).trim()}`;
    next += 1;
  }
  return { text: text.replace(/THEN(\s.*)?$/, '').trim(), next };
}

type DataEnd = (line: string) => 'no' | 'keep' | 'drop';

function dataEnd(operands: string): DataEnd | undefined {
  const form = /^(\*|DATA)(?=,|$)/.exec(operands)?.[1];
  if (form === undefined) return undefined;
  const coded = /,DLM=('(?:''|[^'])+'|[^,]+)/.exec(operands)?.[1];
  if (coded !== undefined) {
    const delimiter = coded.startsWith("'") ? coded.slice(1, -1).replaceAll("''", "'") : coded;
    return (line) => (line.startsWith(delimiter) ? 'drop' : 'no');
  }
  if (form === 'DATA') return (line) => (line.startsWith('/*') ? 'drop' : 'no');
  return (line) => (line.startsWith('//') || jecl.test(line) ? 'keep' : line.startsWith('/*') ? 'drop' : 'no');
}

function takeData(lines: readonly string[], from: number, ends: DataEnd): { data: string[]; next: number } {
  const data: string[] = [];
  let next = from;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const end = ends(line);
    if (end === 'keep') break;
    if (end === 'drop') return { data, next: next + 1 };
    data.push(line);
  }
  return { data, next };
}

/** Splits an input stream at its JOB statements; records before the first one belong to the first job. */
export function splitJobs(lines: readonly string[]): string[][] {
  const starts = readStatements(lines)
    .filter((statement) => statement.kind === 'jcl' && statement.operation === 'JOB')
    .map((statement) => statement.line)
    .slice(1);
  return [0, ...starts].map((start, index) => lines.slice(start, starts[index]));
}
