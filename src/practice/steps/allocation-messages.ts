/** Messages of a step's allocation and of its end. */

import { deviceOf } from '../datasets/volumes.ts';
import type { StepModel } from '../jcl/job-model.rules.ts';
import type { Completion } from '../programs/program.ts';
import type { AllocatedDataSet, AllocatedDd } from './allocated.ts';
import { saySymptoms } from './dump.ts';
import { jobLog, local, stepLabel, systemMessage } from './job-run.ts';
import { sayPathAllocated } from './path-dd.ts';
import type { JobRun } from './job-run.ts';

/** IEF236I and what each DD got. */
export function sayAllocated(run: JobRun, step: StepModel, allocated: readonly AllocatedDd[]): void {
  if (allocated.length === 0) return;
  systemMessage(run, `IEF236I ALLOC. FOR ${stepLabel(run, step)}`);
  for (const { dd, dataSets } of allocated) {
    if (dd.source.kind === 'in-stream' || dd.source.kind === 'sysout')
      systemMessage(run, `IEF237I JES2 ALLOCATED TO ${dd.name}`);
    if (dd.source.kind === 'path') sayPathAllocated(run, dd.name);
    if (dd.source.kind === 'dummy') systemMessage(run, `IEF237I DMY  ALLOCATED TO ${dd.name}`);
    for (const [at, one] of dataSets.entries()) sayDataSet(run, at === 0 ? dd.name : '', one);
  }
}

function sayDataSet(run: JobRun, name: string, one: AllocatedDataSet): void {
  const device = deviceOf(run.system.dataSets.volumes(), one.volume);
  if (!one.created)
    systemMessage(
      run,
      one.managed ? `IGD103I SMS ALLOCATED TO DDNAME ${name}` : `IEF237I ${device} ALLOCATED TO ${name}`,
    );
  else if (one.temporary || !one.managed)
    systemMessage(
      run,
      `IGD100I ${device} ALLOCATED TO DDNAME ${name.padEnd(8)} DATACLAS (${(one.dd.dataClass ?? '').padEnd(8)})`,
    );
  else {
    const { storageClass = 'SCPRAC', managementClass = '', dataClass = '' } = one.dd;
    systemMessage(run, `IGD101I SMS ALLOCATED TO DDNAME (${name.padEnd(8)})`);
    systemMessage(run, `        DSN (${one.dsname.padEnd(44)})`);
    const classes = `STORCLAS (${storageClass}) MGMTCLAS (${managementClass.padEnd(8)}) DATACLAS (${dataClass.padEnd(8)})`;
    systemMessage(run, `        ${classes}`);
    systemMessage(run, `        VOL SER NOS= ${one.volume}`);
  }
}

/** `0C7` or `U4038`, with S before a system code. */
export const abendCode = (completion: Exclude<Completion, { kind: 'rc' }>): string =>
  completion.kind === 'system-abend' ? `S${completion.code}` : `U${String(completion.code).padStart(4, '0')}`;

/** IEF142I, or the abend's block in the log and IEF472I. */
export function sayCompletion(run: JobRun, step: StepModel, program: string, completion: Completion): void {
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
  if (!cancelled && system !== '806') saySymptoms(run, program, completion);
  const shown = completion.kind === 'system-abend' ? `S${system} U0000` : `S000 U${user}`;
  const why = cancelled ? '' : ` REASON=${reason}`;
  jobLog(run, `IEF450I ${label} - ABEND=${shown}${why}  TIME=${time}`);
  systemMessage(run, `IEF472I ${label} - COMPLETION CODE - SYSTEM=${system} USER=${user} REASON=${reason}`);
}

/** `    0 HR  00 MIN  00.00 SEC`. */
function span(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = (seconds % 60).toFixed(2).padStart(5, '0');
  return `${String(hours).padStart(5)} HR  ${String(minutes).padStart(2, '0')} MIN  ${rest} SEC`;
}

/** IEF373I and IEF032I with the lines of resources. */
export function sayTimes(
  run: JobRun,
  kind: 'STEP' | 'JOB',
  name: string,
  used: { from: number; cpuSeconds: number },
): void {
  const stamp = (at?: number) => local(run.system, at).toFormat('yyyyooo.HHmm');
  const [start, stop] = kind === 'STEP' ? ['IEF373I STEP/', 'IEF032I STEP/'] : ['IEF375I  JOB/', 'IEF033I  JOB/'];
  systemMessage(run, `${start}${name.padEnd(8)}/START ${stamp(used.from)}`);
  systemMessage(run, `${stop}${name.padEnd(8)}/STOP  ${stamp()}`);
  systemMessage(run, `        CPU: ${span(used.cpuSeconds)}    SRB: ${span(0)}`);
  if (kind === 'JOB') return;
  systemMessage(run, '        VIRT:     4K  SYS:   240K  EXT:        0K  SYS:    10880K');
  systemMessage(run, '        ATB- REAL:                     4K  SLOTS:                     0K');
  systemMessage(run, '             VIRT- ALLOC:       0M SHRD:       0M');
}
