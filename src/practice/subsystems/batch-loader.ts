import { wordsOf } from '../programs/control/words.rules.ts';
import { readRule } from './run-rules.ts';
import type { SchedulerApplication, SchedulerOperation } from './subsystems.ts';

/** Batch-loader input as read (IBM Z Workload Scheduler, Managing the Workload, Batch-loader control statements). */
export interface LoaderInput {
  action: 'ADD' | 'REPLACE' | 'SCAN';
  subsystem: string | undefined;
  applications: readonly SchedulerApplication[];
  /** First statement that cannot be read. */
  error: string | undefined;
  /** Every application with a statement that cannot be read: it is left out, the others count. */
  rejected: readonly { adid: string; error: string }[];
  /** Operator instructions by application and operation. */
  instructions: readonly { adid: string; operation: string; text: readonly string[] }[];
  /** An OPTIONS statement stood after an ADSTART: everything is only scanned. */
  optionsMisplaced: boolean;
}

interface Statement {
  verb: string;
  keywords: ReadonlyMap<string, string>;
  lines: string[];
}

const kept = [
  'ADSR',
  'ADOPEXTN',
  'ADUSF',
  'ADOPEXT',
  'ADOPSAI',
  'ADVDD',
  'ADAPD',
  'ADCNC',
  'ADCNS',
  'ADCIV',
  'ADRE',
  'ADXIV',
  'ADEXTN',
];
const verbs = ['OPTIONS', 'ADSTART', 'ADRUN', 'ADRULE', 'ADOP', 'ADDEP', 'OISTART', 'OIT', ...kept];

/**
 * Reads OPTIONS, ADSTART, ADRUN, ADRULE, ADOP, ADDEP, OISTART and OIT; ADSR and the other parts of an application are
 * kept and not looked at.
 */
export function readLoaderInput(lines: readonly string[]): LoaderInput {
  const work: Reading = {
    applications: [],
    rejected: [],
    instructions: [],
    action: 'ADD',
    subsystem: undefined,
    optionsMisplaced: false,
  };
  for (const statement of statementsOf(lines)) {
    if (statement.verb === 'OPTIONS') takeOptions(work, statement);
    else if (statement.verb === 'OISTART' || statement.verb === 'OIT') takeInstruction(work, statement);
    else takePart(work, statement);
  }
  close(work);
  const { rejected, applications, instructions, action, subsystem, optionsMisplaced } = work;
  return { rejected, applications, instructions, action, subsystem, optionsMisplaced, error: rejected[0]?.error };
}

interface Reading {
  applications: SchedulerApplication[];
  rejected: { adid: string; error: string }[];
  instructions: { adid: string; operation: string; text: string[] }[];
  action: LoaderInput['action'];
  subsystem: string | undefined;
  optionsMisplaced: boolean;
  /** The application that statements add to; none after an error, until the next ADSTART. */
  current?: SchedulerApplication | undefined;
  passing?: boolean;
}

function takeOptions(work: Reading, { keywords }: Statement): void {
  if (work.current !== undefined || work.applications.length > 0) work.optionsMisplaced = true;
  const action = keywords.get('ACTION');
  if (action === 'REPLACE' || action === 'SCAN' || action === 'ADD') work.action = action;
  work.subsystem = keywords.get('SUBSYS') ?? work.subsystem;
}

function takeInstruction(work: Reading, { verb, keywords, lines }: Statement): void {
  close(work);
  if (verb === 'OISTART')
    work.instructions.push({ adid: keywords.get('ADID') ?? '', operation: keywords.get('OPNO') ?? '', text: [] });
  else
    work.instructions.at(-1)?.text.push(
      lines
        .join(' ')
        .trim()
        .replace(/^OIT\s*/, ''),
    );
}

function takePart(work: Reading, statement: Statement): void {
  if (statement.verb === 'ADSTART') close(work);
  else if (work.passing === true) return;
  const next = takeStatement(work.current, statement);
  if (typeof next !== 'string') {
    work.current = next;
    work.passing = false;
    return;
  }
  work.rejected.push({ adid: work.current?.adid ?? '', error: next });
  work.current = undefined;
  work.passing = true;
}

function close(work: Reading): void {
  if (work.current !== undefined) work.applications.push(work.current);
  work.current = undefined;
}

function statementsOf(lines: readonly string[]): Statement[] {
  const statements: { verb: string; text: string; lines: string[] }[] = [];
  for (const line of lines) {
    const code = line
      .slice(0, 72)
      .replaceAll(/\/\*.*?(\*\/|$)/g, ' ')
      .trimEnd();
    if (code.trim() === '' || line.startsWith('*')) continue;
    const verb = /^\s*([A-Z]+)(?=\s|$)/.exec(code)?.[1] ?? '';
    if (verbs.includes(verb) || /^(AD|OI)[A-Z]{2,}$/.test(verb))
      statements.push({ verb, text: code.trim().slice(verb.length), lines: [code] });
    else {
      const last = statements.at(-1) ?? { verb: '', text: '', lines: [] };
      if (statements.length === 0) statements.push(last);
      last.text += ` ${code.trim()}`;
      last.lines.push(code);
    }
  }
  return statements.map((one) => ({ verb: one.verb, keywords: keywordsOf(one.text), lines: one.lines }));
}

function keywordsOf(text: string): Map<string, string> {
  const keywords = new Map<string, string>();
  for (const word of wordsOf(text)) {
    const at = word.indexOf('(');
    if (at < 0) keywords.set(word, '');
    else
      keywords.set(
        word.slice(0, at),
        word
          .slice(at + 1, -1)
          .trim()
          .replaceAll("'", ''),
      );
  }
  return keywords;
}

function takeStatement(current: SchedulerApplication | undefined, statement: Statement): SchedulerApplication | string {
  const { verb, keywords, lines } = statement;
  if (verb === 'ADSTART') {
    const adid = keywords.get('ADID');
    if (adid === undefined || adid === '') return `ADSTART: ADID IS MISSING`;
    return { adid, owner: keywords.get('OWNER') ?? '', statements: lines, operations: [], rules: [] };
  }
  if (current === undefined) return `${verb === '' ? (lines[0] ?? '') : verb}: NO ADSTART BEFORE IT`;
  const next = { ...current, statements: [...current.statements, ...lines] };
  switch (verb) {
    case 'ADRUN':
      return { ...next, rules: [...current.rules, `IATIME(${keywords.get('IATIME') ?? '0000'})`] };
    case 'ADRULE':
      return withRule(next, lines);
    case 'ADOP': {
      const operation = operationOf(keywords);
      return typeof operation === 'string' ? operation : { ...next, operations: [...current.operations, operation] };
    }
    case 'ADDEP':
      return withPredecessor(next, keywords);
    default:
      return kept.includes(verb) ? next : `${verb}: UNKNOWN STATEMENT`;
  }
}

/** A run cycle is kept as one text: its rule and its input arrival time. */
function withRule(application: SchedulerApplication, lines: readonly string[]): SchedulerApplication | string {
  const arrival = application.rules.at(-1) ?? 'IATIME(0000)';
  const text = `${lines
    .join(' ')
    .trim()
    .replace(/^ADRULE\s+/, '')
    .replaceAll(/\s+/g, ' ')} ${arrival}`;
  if (readRule(text) === undefined) return `ADRULE: ${text}`;
  return { ...application, rules: [...application.rules.slice(0, -1), text] };
}

function operationOf(keywords: ReadonlyMap<string, string>): SchedulerOperation | string {
  const number = Number(keywords.get('OPNO'));
  const jobname = keywords.get('JOBN') ?? keywords.get('JOBNAME') ?? '';
  if (!Number.isInteger(number) || number < 1 || number > 255) return 'ADOP: OPNO IS MISSING OR NOT 1 TO 255';
  if (!/^[A-Z#@$][A-Z0-9#@$]{0,7}$/.test(jobname)) return 'ADOP: JOBN IS MISSING OR NO JOB NAME';
  const startTime = keywords.get('STARTTIME') ?? keywords.get('STTIME');
  const internal = keywords.get('PREOPNO') ?? keywords.get('PREOP');
  return {
    number,
    workstation: keywords.get('WSID') ?? '',
    jobname,
    ...(startTime === undefined || startTime === '' ? {} : { startTime }),
    ...(internal === undefined ? {} : { predecessors: [{ number: Number(internal) }] }),
  };
}

function withPredecessor(
  application: SchedulerApplication,
  keywords: ReadonlyMap<string, string>,
): SchedulerApplication | string {
  const last = application.operations.at(-1);
  if (last === undefined) return 'ADDEP: NO ADOP BEFORE IT';
  const adid = keywords.get('PREADID');
  const predecessor = { number: Number(keywords.get('PREOPNO')), ...(adid === undefined ? {} : { adid }) };
  const operation = { ...last, predecessors: [...(last.predecessors ?? []), predecessor] };
  return { ...application, operations: [...application.operations.slice(0, -1), operation] };
}
