/** Messages of a step's allocation and of its end. */

import type { StepModel } from '../jcl/job-model.rules.ts';
import type { Completion } from '../programs/program.ts';
import type { AllocatedDd } from './allocation.ts';
import { jobLog, local, stepLabel, systemMessage } from './job-run.ts';
import type { JobRun } from './job-run.ts';

/** IEF236I and what each DD got. */
export function sayAllocated(run: JobRun, step: StepModel, allocated: readonly AllocatedDd[]): void {
  if (allocated.length === 0) return;
  systemMessage(run, `IEF236I ALLOC. FOR ${stepLabel(run, step)}`);
  for (const { dd, dataSets } of allocated) {
    if (dd.source.kind === 'in-stream' || dd.source.kind === 'sysout')
      systemMessage(run, `IEF237I JES2 ALLOCATED TO ${dd.name}`);
    if (dd.source.kind === 'dummy') systemMessage(run, `IEF237I DMY  ALLOCATED TO ${dd.name}`);
    for (const [at, one] of dataSets.entries()) {
      const name = at === 0 ? dd.name : '';
      if (!one.created) systemMessage(run, `IGD103I SMS ALLOCATED TO DDNAME ${name}`);
      else if (one.temporary)
        systemMessage(run, `IGD100I 0940 ALLOCATED TO DDNAME ${name.padEnd(8)} DATACLAS (        )`);
      else {
        systemMessage(run, `IGD101I SMS ALLOCATED TO DDNAME (${name.padEnd(8)})`);
        systemMessage(run, `        DSN (${one.dsname.padEnd(44)})`);
        systemMessage(run, '        STORCLAS (SCPRAC) MGMTCLAS (        ) DATACLAS (        )');
        systemMessage(run, `        VOL SER NOS= ${one.volume}`);
      }
    }
  }
}

/** `0C7` or `U4038`, with S before a system code. */
export const abendCode = (completion: Exclude<Completion, { kind: 'rc' }>): string =>
  completion.kind === 'system-abend' ? `S${completion.code}` : `U${String(completion.code).padStart(4, '0')}`;

/** IEF142I, or the abend's block in the log and IEF472I. */
export function sayCompletion(run: JobRun, step: StepModel, completion: Completion): void {
  const label = stepLabel(run, step);
  if (completion.kind === 'rc') {
    const code = String(completion.code).padStart(4, '0');
    systemMessage(run, `IEF142I ${label} - STEP WAS EXECUTED - COND CODE ${code}`);
    return;
  }
  const system = completion.kind === 'system-abend' ? completion.code : '000';
  const user = completion.kind === 'user-abend' ? String(completion.code).padStart(4, '0') : '0000';
  const reason = (completion.reason ?? '').padStart(8, '0');
  const cancelled = system === '222' || system === '122';
  const time = local(run.system).toFormat('HH.mm.ss');
  if (!cancelled && system !== '806') saySymptoms(run, completion, reason);
  const shown = completion.kind === 'system-abend' ? `S${system} U0000` : `S000 U${user}`;
  const why = cancelled ? '' : ` REASON=${reason}`;
  jobLog(run, `IEF450I ${label} - ABEND=${shown}${why}  TIME=${time}`);
  systemMessage(run, `IEF472I ${label} - COMPLETION CODE - SYSTEM=${system} USER=${user} REASON=${reason}`);
}

function saySymptoms(run: JobRun, completion: Exclude<Completion, { kind: 'rc' }>, reason: string): void {
  const word = completion.kind === 'system-abend' ? 'SYSTEM' : 'USER';
  const code = completion.kind === 'system-abend' ? completion.code : String(completion.code).padStart(4, '0');
  jobLog(run, 'IEA995I SYMPTOM DUMP OUTPUT');
  jobLog(run, `${word} COMPLETION CODE=${code}  REASON CODE=${reason}`);
  jobLog(run, ` TIME=${local(run.system).toFormat('HH.mm.ss')}  SEQ=00001  CPU=0000  ASID=0030`);
  jobLog(run, ' END OF SYMPTOM DUMP');
}

/** IEF373I and IEF032I with the lines of resources. */
export function sayTimes(run: JobRun, kind: 'STEP' | 'JOB', name: string, from: number): void {
  const stamp = (at?: number) => local(run.system, at).toFormat('yyyyooo.HHmm');
  const [start, stop] = kind === 'STEP' ? ['IEF373I STEP/', 'IEF032I STEP/'] : ['IEF375I  JOB/', 'IEF033I  JOB/'];
  systemMessage(run, `${start}${name.padEnd(8)}/START ${stamp(from)}`);
  systemMessage(run, `${stop}${name.padEnd(8)}/STOP  ${stamp()}`);
  systemMessage(run, '        CPU:     0 HR  00 MIN  00.00 SEC    SRB:     0 HR  00 MIN  00.00 SEC');
  if (kind === 'JOB') return;
  systemMessage(run, '        VIRT:     4K  SYS:   240K  EXT:        0K  SYS:    10880K');
  systemMessage(run, '        ATB- REAL:                     4K  SLOTS:                     0K');
  systemMessage(run, '             VIRT- ALLOC:       0M SHRD:       0M');
}
