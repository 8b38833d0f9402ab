import { type Listing, localTime } from '../listing.ts';
import type { Step } from '../program.ts';
import { SortError } from './control-error.rules.ts';
import type { SortPlan } from './sort-plan.rules.ts';
import { prepared } from './prepared-run.ts';
import { checkKeys, processed, selected } from './run-plan.rules.ts';
import { runTime } from './run-time.ts';
import { echo, heading } from './sort-listing.ts';
import { writeAll } from './sort-output.ts';
import type { SortRequest, Work } from './sort-request.ts';
import { joinInput, readInput, type Source } from './sort-source.ts';

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

/** @throws {SortError} ICE027A when a control field ends behind the longest record */
function checkFields(plan: SortPlan, { lrecl, records }: Source): void {
  const length = plan.inrec === undefined || records[0] === undefined ? lrecl : undefined;
  const end = Math.max(0, ...plan.keys.map((key) => key.position + key.length - 1));
  if (plan.inrec === undefined && length !== undefined && end > length)
    throw new SortError('ICE027A 0 END OF FIELD BEYOND MAXIMUM RECORD LENGTH');
}

function finished(done: Done, say: (text: string) => void): SortOutcome {
  say(`ICE052I ${done.code >= 16 ? '3' : '0'} END OF DFSORT`);
  return { ...done, failed: undefined, abend: false };
}
