import { operand, readStatements, textOf, wordsIn } from './control/utility-statements.rules.ts';
import type { UtilityStatement } from './control/utility-statements.rules.ts';
import { ddMissing, openListing } from './listing.ts';
import { ended } from './program.ts';
import type { Completion, Program, Step } from './program.ts';

const failed = 8;
const warned = 4;

/**
 * Copies jobs or some of their steps from SYSUT1 to SYSUT2, often an internal reader.
 *
 * @see z/OS DFSMSdfp Utilities, IEBEDIT: 0; 4 a step was not found; 8 unrecoverable
 */
export const iebedit: Program = {
  names: ['IEBEDIT'],
  run: (step) => Promise.resolve(run(step)),
};

interface Edit {
  start: string | undefined;
  type: 'POSITION' | 'INCLUDE' | 'EXCLUDE';
  steps: readonly string[];
  print: boolean;
}

function run(step: Step): Completion {
  const listing = openListing(step, 'SYSPRINT');
  if (listing === undefined) return ended(failed);
  listing.line(`IEBEDIT${' '.repeat(90)}PAGE 0001`, '1');
  const [control, input, output] = ['SYSIN', 'SYSUT1', 'SYSUT2'].map((name) => step.dd(name));
  if (control === undefined || input === undefined || output === undefined) {
    ddMissing(step, control === undefined ? 'SYSIN' : input === undefined ? 'SYSUT1' : 'SYSUT2');
    return ended(failed);
  }
  const statements = control.kind === 'dummy' ? [] : readStatements(control.lines());
  const edits = statements.length === 0 ? [everything] : statements.map(editOf);
  if (edits.some((edit) => edit === undefined)) {
    listing.line('IEB602I INVALID EDIT STATEMENT');
    return ended(failed);
  }
  const jobs = jobsOf(input.lines().map((line) => line.trimEnd()));
  output.open({ recfm: 'FB', lrecl: 80 });
  let code = 0;
  for (const edit of edits) {
    if (edit === undefined) continue;
    const chosen = edit.start === undefined ? jobs : jobs.filter(({ name }) => name === edit.start).slice(0, 1);
    if (chosen.length === 0) code = warned;
    for (const job of chosen) {
      const { lines, missing } = edited(job, edit);
      for (const name of missing) listing.line(`IEB608I STEP ${name} NOT FOUND IN JOB ${job.name}`);
      if (missing.length > 0) code = warned;
      for (const line of lines) {
        output.writeLine(line);
        if (edit.print) listing.line(line);
      }
    }
  }
  return ended(code);
}

const everything: Edit = { start: undefined, type: 'EXCLUDE', steps: [], print: true };

function editOf(statement: UtilityStatement): Edit | undefined {
  if (statement.verb !== 'EDIT' || statement.damaged) return undefined;
  const type = textOf(operand(statement, 'TYPE')) ?? 'POSITION';
  if (type !== 'POSITION' && type !== 'INCLUDE' && type !== 'EXCLUDE') return undefined;
  const steps = wordsIn(operand(statement, 'STEPNAME')).filter((name) => name !== '');
  return {
    ...{ start: textOf(operand(statement, 'START')), type, steps },
    print: textOf(operand(statement, 'NOPRINT')) === undefined && !/\bNOPRINT\b/.test(statement.text),
  };
}

interface Job {
  name: string;
  /** JOB statement and what stands before the first step. */
  head: string[];
  steps: { name: string; lines: string[] }[];
}

function jobsOf(lines: readonly string[]): Job[] {
  const jobs: Job[] = [];
  for (const line of lines) {
    const parts = /^\/\/(\S*)\s+(JOB|EXEC)\b/.exec(line);
    const job = jobs.at(-1);
    if (parts?.[2] === 'JOB') jobs.push({ name: parts[1] ?? '', head: [line], steps: [] });
    else if (job === undefined) continue;
    else if (parts !== null) job.steps.push({ name: parts[1] ?? '', lines: [line] });
    else (job.steps.at(-1)?.lines ?? job.head).push(line);
  }
  return jobs;
}

function edited(job: Job, { type, steps }: Edit): { lines: string[]; missing: string[] } {
  const names = job.steps.map(({ name }) => name);
  const missing = steps.filter((name) => !names.includes(name));
  const from = steps.length === 0 ? 0 : names.indexOf(steps[0] ?? '');
  const taken = job.steps.filter(({ name }, at) => {
    if (type === 'POSITION') return from >= 0 && at >= from;
    return type === 'INCLUDE' ? steps.includes(name) : !steps.includes(name);
  });
  return { lines: [...job.head, ...taken.flatMap(({ lines }) => lines)], missing };
}
