import type { ShellSystem } from '../commands/shell/command.ts';
import { runFile, runShell } from '../commands/shell/shell.ts';
import type { ShellEnd, ShellStart } from '../commands/shell/shell.ts';
import { UnixError } from '../unix/errno.ts';
import { ended, type Completion, type Dd, type Program, type Step } from './program.ts';

/** What a shell under a job needs of the system around it. */
export interface ShellHost {
  /** IANA name. */
  readonly timeZone: string;
  mayUse(user: string, dsname: string, level: 'READ' | 'UPDATE'): boolean;
  /** The job id; undefined when the text is no job. */
  submit(lines: readonly string[], user: string): string | undefined;
}

/** Ends of BPXBATCH itself: the program was not started. */
const notStarted = 255;

/**
 * Runs a shell script or a program of the file hierarchy under a job step; the step's code is the exit status times 256,
 * modulo 4096.
 *
 * @see z/OS UNIX System Services Command Reference, Appendix: Running shell scripts or executable files under MVS
 *   environments (BPXBATCH; BPXBATSL, BPXBATA2 and BPXBATA8); APAR OA47398 (return codes)
 */
export const bpxbatch = (host: ShellHost): readonly Program[] =>
  ['BPXBATCH', 'BPXBATSL', 'BPXBATA2', 'BPXBATA8'].map((name) => ({
    names: [name],
    run: (step) => run(step, name, host),
  }));

async function run(step: Step, name: string, host: ShellHost): Promise<Completion> {
  const parm = step.parm.trim() === '' ? joined(step.dd('STDPARM')) : step.parm.trim();
  const [, keyword = 'SH', rest = ''] = /^(SH|PGM)(?:\s+([^]*))?$/i.exec(parm === '' ? 'SH' : parm) ?? [undefined, ''];
  if (keyword === '') return refused(step, 'ARGUMENTS MUST BEGIN WITH SH OR PGM');
  const isShell = keyword.toUpperCase() === 'SH';
  if (isShell && !mayStartShell(step, name)) return refused(step, `SH IS NOT FOR ${name} AND THIS USER`);
  if (!isShell && rest === '') return refused(step, 'PGM IS WITHOUT A PATH NAME');
  const start: ShellStart = {
    system: systemOf(step, host),
    environment: environmentOf(step.dd('STDENV')),
    input: inputOf(step.dd('STDIN')),
    login: isShell,
  };
  if (isShell) return finished(step, await runShell(rest === '' ? (start.input ?? '') : rest, start));
  const [path = '', ...args] = rest.split(/\s+/);
  const missing = cannotStart(step, path);
  if (missing === undefined) return finished(step, await runFile(path, args, start));
  const reason = `FAILED WITH RETURN CODE ${hex(missing.number)} REASON CODE ${missing.errno2}.`;
  step.wto(`BPXM047I BPXBATCH FAILED BECAUSE SPAWN (BPX1SPN) OF ${path.slice(-128)} ${reason}`);
  return ended(notStarted);
}

/** BPXBATSL starts a shell for uid 0 alone, BPXBATA2 and BPXBATA8 never. */
function mayStartShell(step: Step, name: string): boolean {
  if (name === 'BPXBATCH') return true;
  return name === 'BPXBATSL' && step.unix.identity(step.user).uid === 0;
}

/** The wording of this message is not verified. */
function refused(step: Step, why: string): Completion {
  step.wto(`BPXM018I BPXBATCH FAILED: ${why}`);
  return ended(notStarted);
}

const hex = (number: number) => number.toString(16).toUpperCase().padStart(8, '0');

function cannotStart({ unix, user }: Step, path: string): UnixError | undefined {
  try {
    if (unix.status(path, user).kind === 'directory' || !unix.allows(path, user, 1))
      return new UnixError('EACCES', path);
    return undefined;
  } catch (error) {
    if (error instanceof UnixError) return error;
    throw error;
  }
}

/** Records without trailing blanks, as one line. */
const joined = (dd: Dd | undefined): string => textLines(dd).join(' ').trim();

const textLines = (dd: Dd | undefined): string[] =>
  dd === undefined || dd.kind === 'dummy'
    ? []
    : (dd.readText?.().split('\n') ?? dd.lines()).map((line) => line.trimEnd()).filter((line) => line !== '');

const inputOf = (dd: Dd | undefined): string =>
  dd === undefined || dd.kind === 'dummy'
    ? ''
    : dd.readText !== undefined
      ? dd.readText()
      : dd
          .lines()
          .map((line) => `${line.trimEnd()}\n`)
          .join('');

/** STDENV: one `NAME=value` a record. */
function environmentOf(dd: Dd | undefined): ReadonlyMap<string, string> {
  const pairs = textLines(dd).map((line) => /^([^=]+)=([^]*)$/.exec(line));
  return new Map(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', pair[2] ?? ''] as const])));
}

function systemOf(step: Step, host: ShellHost): ShellSystem {
  return {
    unix: step.unix,
    get dataSets() {
      return step.dataSets;
    },
    user: step.user,
    sysname: step.sysname,
    timeZone: host.timeZone,
    signal: step.signal,
    now: () => step.now(),
    elapse: (seconds) => step.elapse(seconds),
    wait: (seconds) => step.wait(seconds),
    mayUse: (dsname, level) => host.mayUse(step.user, dsname, level),
    submit: (lines) => host.submit(lines, step.user),
    tso: (command) => tso(step, command),
  };
}

/** A TSO command runs in a terminal monitor program of its own, under the same step. */
async function tso(step: Step, command: string): Promise<{ lines: readonly string[]; code: number }> {
  const print = step.scratchDd('SYSTSPRT');
  const dds = new Map([
    ['SYSTSPRT', print],
    ['SYSTSIN', step.scratchDd('SYSTSIN', [command])],
  ]);
  const completion = await step.link('IKJEFT01', '', dds);
  const lines = print.lines().map((line) => line.trimEnd());
  return { lines, code: completion.kind === 'rc' ? completion.code : 12 };
}

function finished(step: Step, { status, output, errors }: ShellEnd): Completion {
  const stdout = step.dd('STDOUT');
  const stderr = step.dd('STDERR');
  print(step, 'STDOUT', stdout, stderr === undefined ? output + errors : output);
  print(step, 'STDERR', stderr, errors);
  return ended((status * 256) % 4096);
}

function print(step: Step, name: string, dd: Dd | undefined, text: string): void {
  if (dd === undefined) return;
  if (dd.kind === 'in-stream') {
    step.wto(`BPXM081I ${name} IS TO BE REDIRECTED TO /dev/null`);
    return;
  }
  if (dd.writeText !== undefined) {
    dd.writeText(text);
    return;
  }
  dd.open({ recfm: 'VB', lrecl: 259 });
  const { recfm = 'VB', lrecl = 259 } = dd.attributes;
  const longest = Math.max(1, recfm.startsWith('V') ? lrecl - 4 : lrecl);
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  for (const line of lines)
    for (let at = 0; at === 0 || at < line.length; at += longest) dd.writeLine(line.slice(at, at + longest));
}
