import { ebcdic } from '../codepages/code-page.ts';
import { Abend, type Completion, type Dd, ended, type Program, type Step } from './program.ts';
import type { DeclaredOutcome, DeclaredProgram } from './programs.schema.ts';

/**
 * A program that a site only describes: what it reads and writes, what it says, how long it takes and how it ends, by
 * the first of its cases that fits the PARM and the input.
 */
export function declaredProgram(program: DeclaredProgram): Program {
  return {
    names: [program.name, ...program.aliases],
    residence: program.loadModule ? 'library' : 'system',
    declared: true,
    async run(step) {
      const fits = program.when.find((one) => matches(step, one));
      return await play(step, withChanges(program, fits?.then));
    },
  };
}

/** What a case leaves out stays as the program says. */
function withChanges(program: DeclaredProgram, changes: Case['then'] = {}): DeclaredOutcome {
  const abend = changes.abend ?? (changes.returnCode === undefined ? program.abend : undefined);
  const elapsedSeconds = changes.elapsedSeconds ?? program.elapsedSeconds;
  const cpuSeconds = changes.cpuSeconds ?? program.cpuSeconds;
  return {
    returnCode: changes.returnCode ?? program.returnCode,
    reads: changes.reads ?? program.reads,
    writes: changes.writes ?? program.writes,
    messages: changes.messages ?? program.messages,
    ...(abend === undefined ? {} : { abend }),
    ...(elapsedSeconds === undefined ? {} : { elapsedSeconds }),
    ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
  };
}

type Case = DeclaredProgram['when'][number];

function matches(step: Step, { parm, input }: Case): boolean {
  if (parm !== undefined && !new RegExp(parm).test(step.parm)) return false;
  if (input === undefined) return true;
  const dd = step.dd(input.dd);
  const lines = dd === undefined || dd.kind === 'dummy' ? [] : dd.lines();
  if (input.missing !== undefined && input.missing !== (dd === undefined)) return false;
  if (input.empty !== undefined && input.empty !== (lines.length === 0)) return false;
  return input.contains === undefined || lines.some((line) => line.includes(input.contains ?? ''));
}

async function play(step: Step, outcome: DeclaredOutcome): Promise<Completion> {
  const counts = new Map(outcome.reads.map((name) => [name, recordsOf(step, name).length]));
  const seconds = outcome.elapsedSeconds ?? outcome.cpuSeconds;
  if (seconds !== undefined) await step.elapse(seconds, outcome.cpuSeconds ?? Math.min(0.01, seconds));
  for (const write of outcome.writes) writeRecords(step, write);
  const sysout = step.dd('SYSOUT');
  if (outcome.messages.length > 0) sysout?.open({ recfm: 'FB', lrecl: 133 });
  for (const message of outcome.messages)
    sysout?.writeLine(message.replaceAll(/\{([A-Z0-9#@$]+)\}/g, (_, name: string) => String(counts.get(name) ?? 0)));
  if (outcome.abend !== undefined) throw new Abend(abendOf(outcome.abend));
  return ended(outcome.returnCode);
}

const recordsOf = (step: Step, name: string): readonly Buffer[] => {
  const dd = opened(step, name);
  return dd.kind === 'dummy' ? [] : dd.records();
};

/** @throws {Abend} S0C1 as after an OPEN of a DD that is missing */
function opened(step: Step, name: string): Dd {
  const dd = step.dd(name);
  if (dd !== undefined) return dd;
  throw new Abend({ kind: 'system-abend', code: '0C1', reason: '00000001' }, [
    `IEC130I ${name.padEnd(8)} DD STATEMENT MISSING`,
  ]);
}

function writeRecords(step: Step, write: DeclaredOutcome['writes'][number]): void {
  const output = opened(step, write.dd);
  const source = write.from === undefined ? undefined : recordsOf(step, write.from);
  const lrecl = write.lrecl ?? step.dd(write.from ?? '')?.attributes.lrecl ?? 80;
  output.open({ recfm: write.recfm, lrecl });
  const count = write.records ?? source?.length ?? write.lines.length;
  for (let at = 0; at < count; at += 1) {
    const record = source?.[at % Math.max(1, source.length)];
    if (record === undefined)
      output.writeLine((write.lines[at % Math.max(1, write.lines.length)] ?? '').replaceAll('{n}', String(at + 1)));
    else
      output.write(
        Buffer.concat([record, Buffer.alloc(Math.max(0, lrecl - record.length), ebcdic.encode(' '))]).subarray(
          0,
          lrecl,
        ),
      );
  }
}

/** `S0C7` or `U0100` as a completion. */
const abendOf = (text: string): Exclude<Completion, { kind: 'rc' }> =>
  text.startsWith('S')
    ? { kind: 'system-abend', code: text.slice(1) }
    : { kind: 'user-abend', code: Number(text.slice(1)) };
