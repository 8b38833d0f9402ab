/** What an abend leaves: the symptom dump of the log, and a short dump where the step has a DD for one. */

import type { StepModel } from '../jcl/job-model.rules.ts';
import type { Completion, Dd } from '../programs/program.ts';
import { jobLog, local } from './job-run.ts';
import type { JobRun } from './job-run.ts';

type Ended = Exclude<Completion, { kind: 'rc' }>;

const dumpDds: readonly string[] = ['SYSUDUMP', 'SYSABEND', 'SYSMDUMP'];

/** Addresses of a program that was never machine code: made from its name, so that they stay the same. */
function address(name: string): string {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 0x00ff_ffff;
  return (0x1000_0000 + sum - (sum % 8)).toString(16).toUpperCase().padStart(8, '0');
}

const codeOf = (completion: Ended): string =>
  completion.kind === 'system-abend' ? completion.code : String(completion.code).padStart(4, '0');

/** Lines of IEA995I (z/OS MVS System Messages, IEA). */
export function symptomLines(run: JobRun, program: string, completion: Ended): string[] {
  const word = completion.kind === 'system-abend' ? 'SYSTEM' : 'USER';
  const reason = (completion.reason ?? '').padStart(8, '0');
  const at = address(program);
  return [
    'IEA995I SYMPTOM DUMP OUTPUT',
    `${word} COMPLETION CODE=${codeOf(completion)}  REASON CODE=${reason}`,
    ` TIME=${local(run.system).toFormat('HH.mm.ss')}  SEQ=00001  CPU=0000  ASID=0030`,
    ` PSW AT TIME OF ERROR  078D1000   ${at}  ILC 2  INTC 0D`,
    `   ACTIVE MODULE           ADDRESS=${at}  OFFSET=00000000`,
    `   NAME=${program}`,
    ' END OF SYMPTOM DUMP',
  ];
}

export function saySymptoms(run: JobRun, program: string, completion: Ended): void {
  for (const line of symptomLines(run, program, completion)) jobLog(run, line);
}

/** Writes the symptom dump and an index of the job's storage to SYSUDUMP and its like; no storage is shown. */
export function writeDump(run: JobRun, step: StepModel, dds: readonly Dd[], program: string, completion: Ended): void {
  const dd = dds.find(({ name, kind }) => dumpDds.includes(name) && kind !== 'dummy');
  if (dd === undefined) return;
  const now = local(run.system);
  const name = step.procStep ?? step.step;
  dd.open({ recfm: 'VBA', lrecl: 125 });
  const head = `1JOB ${run.model.card.jobname.padEnd(8)} STEP ${name.padEnd(8)} TIME ${now.toFormat('HHmmss')}   DATE ${now.toFormat('yyooo')}`;
  const index = [
    '0                                DUMP INDEX',
    ' SYMPTOM DUMP .............................. 00000001',
  ];
  const allocated = dds.map((one) => ` DD ${one.name.padEnd(8)} ${one.dsname ?? one.kind.toUpperCase()}`);
  for (const line of [
    head,
    ...symptomLines(run, program, completion).map((text) => ` ${text}`),
    ...index,
    ...allocated,
  ])
    dd.writeLine(line);
  dd.writeLine('0END OF DUMP');
}
