/** One step from allocation to disposition. */

import type { StepModel } from '../jcl/job-model.rules.ts';
import { Abend } from '../programs/program.ts';
import type { Completion } from '../programs/program.ts';
import { DataSetError } from '../datasets/data-sets.ts';
import { AllocationFailure, refusal } from './allocation-failure.ts';
import { allocateStep, hasUnanswered } from './allocation.ts';
import type { AllocatedDd } from './allocated.ts';
import { sayAllocated, sayCompletion, sayTimes } from './allocation-messages.ts';
import { disposeStep } from './dispositions.ts';
import { writeDump } from './dump.ts';
import { jobLog, stepLabel, systemMessage } from './job-run.ts';
import type { JobRun } from './job-run.ts';
import { abendOf, ProgramStep } from './program-step.ts';
import { findProgram } from './programs-search.ts';
import type { SpoolPlan } from './spool-plan.ts';
import { openStep } from './step-files.ts';
import type { StepFiles } from './step-files.ts';

export type StepEnd =
  { kind: 'allocation-failed' } | { kind: 'ended'; completion: Completion; cpuSeconds: number; catalogued: boolean };

/** Runs a step that was decided to run. Messages, spool and data sets are complete when it resolves. */
export async function runStep(run: JobRun, step: StepModel, index: number, plan: SpoolPlan): Promise<StepEnd> {
  let allocated: AllocatedDd[];
  const started = run.system.clock.now();
  try {
    await recallMigrated(run, step);
    allocated = allocateStep(run, step, index);
  } catch (error) {
    if (!(error instanceof AllocationFailure)) throw error;
    for (const message of error.messages) {
      systemMessage(run, message);
      jobLog(run, message);
    }
    systemMessage(run, `IEF272I ${stepLabel(run, step)} - STEP WAS NOT EXECUTED.`);
    return { kind: 'allocation-failed' };
  }
  if (hasUnanswered(step))
    systemMessage(run, 'IEF686I DDNAME REFERRED TO ON DDNAME KEYWORD IN PRIOR STEP WAS NOT RESOLVED');
  run.journal?.stepMade(allocated);
  run.changed();
  sayAllocated(run, step, allocated);
  const files = openStep(run, step, allocated, plan);
  try {
    return await execute(run, step, allocated, { files, plan, started });
  } finally {
    files.close();
  }
}

async function execute(
  run: JobRun,
  step: StepModel,
  allocated: readonly AllocatedDd[],
  { files, plan, started }: { files: StepFiles; plan: SpoolPlan; started: number },
): Promise<StepEnd> {
  const { completion, cpuSeconds } = await complete(run, step, allocated, files);
  if (run.isLost?.() === true) return { kind: 'ended', completion, cpuSeconds, catalogued: true };
  const program = programName(run, step);
  sayCompletion(run, step, program, completion);
  if (completion.kind !== 'rc') dump(run, step, files, program, completion);
  files.close();
  const catalogued = disposeStep(run, step, allocated, { abended: endsAbnormally(step, completion), plan });
  sayTimes(run, 'STEP', step.procStep ?? step.step, { from: started, cpuSeconds });
  for (const lines of files.submitted()) run.system.submit(lines, run.user);
  return { kind: 'ended', completion, cpuSeconds, catalogued };
}

/** An abend, or under ABDISPCC a return code that is too high, takes the abnormal dispositions. */
const endsAbnormally = ({ abnormalOver }: StepModel, completion: Completion): boolean =>
  completion.kind !== 'rc' || (abnormalOver !== undefined && completion.code > abnormalOver);

function dump(
  run: JobRun,
  step: StepModel,
  files: StepFiles,
  program: string,
  completion: Exclude<Completion, { kind: 'rc' }>,
): void {
  if (run.signal.aborted) return;
  try {
    writeDump(run, step, files.dds, program, completion);
    files.flush();
  } catch (error) {
    if (!(error instanceof Abend)) throw error;
    for (const message of error.messages) jobLog(run, message);
  }
}

/** A migrated data set comes back before its step is allocated; the wording of a failure is unconfirmed. */
async function recallMigrated(run: JobRun, step: StepModel): Promise<void> {
  const { dataSets } = run.system;
  for (const dd of step.dds.flatMap((one) => [one, ...one.concatenated])) {
    const name = dd.source.kind === 'data-set' && dd.source.of.kind === 'permanent' ? dd.source.of.dsname : undefined;
    if (name === undefined || dd.status === 'NEW' || !dataSets.isMigrated(name)) continue;
    try {
      await dataSets.recall(name);
    } catch (error) {
      if (!(error instanceof DataSetError)) throw error;
      throw new AllocationFailure([
        `ARC1001I RECALL ${name} FAILED, RC=0066, REAS=0000`,
        refusal(run, { step, suffix: dd.name }, 'IEF344I', 'ALLOCATION FAILED DUE TO DATA FACILITY SYSTEM ERROR'),
      ]);
    }
  }
}

async function complete(
  run: JobRun,
  step: StepModel,
  allocated: readonly AllocatedDd[],
  files: StepFiles,
): Promise<{ completion: Completion; cpuSeconds: number }> {
  const libraries = searchOrder(run, step, allocated);
  let view: ProgramStep | undefined;
  try {
    const parm = step.parmDd === undefined ? step.parm : parmOf(files, step.parmDd);
    view = new ProgramStep(run, step, files, libraries, parm);
    const name = programName(run, step);
    const program = findProgram(run.system, name, libraries, { jobname: view.jobname, stepName: view.stepName });
    const completion = await raced(program.run(view), run.signal);
    files.flush();
    if (view.elapsed === 0) await view.elapse(run.system.stepSeconds, Math.min(leastCpu, run.system.stepSeconds));
    return { completion: view.marked(modulo(completion)), cpuSeconds: view.cpuSeconds };
  } catch (error) {
    const completion = afterAbend(run, files, abendOf(error, run.signal));
    return { completion, cpuSeconds: view?.cpuSeconds ?? 0 };
  }
}

/** CPU time of a step whose program says nothing of it, in seconds. */
const leastCpu = 0.01;

const modulo = (completion: Completion): Completion =>
  completion.kind === 'rc' ? { ...completion, code: ((completion.code % 4096) + 4096) % 4096 } : completion;

/** Keeps what was written before the abend, as far as there is room, and logs the messages. */
function afterAbend(run: JobRun, files: StepFiles, abend: Abend): Completion {
  for (const message of abend.messages) jobLog(run, message);
  try {
    files.flush();
  } catch (error) {
    if (!(error instanceof Abend)) throw error;
  }
  return abend.completion;
}

function raced(running: Promise<Completion>, signal: AbortSignal): Promise<Completion> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('cancelled'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    running.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function programName(run: JobRun, step: StepModel): string {
  if (typeof step.program === 'string') return step.program;
  return run.named.get(`${step.program.stepIndex} ${step.program.ddname}`)?.member ?? '';
}

const parmOf = (files: StepFiles, ddname: string): string =>
  (files.dds.find(({ name }) => name === ddname)?.lines() ?? []).map((line) => line.trimEnd()).join('');

/** STEPLIB replaces JOBLIB; the link list comes last. PGM=*.step.dd finds its program where that DD has it. */
function searchOrder(run: JobRun, step: StepModel, allocated: readonly AllocatedDd[]): string[] {
  const { program } = step;
  const referred = typeof program === 'string' ? undefined : run.named.get(`${program.stepIndex} ${program.ddname}`);
  const own = allocated.find(({ dd }) => dd.name === 'STEPLIB') ?? allocated.find(({ dd }) => dd.name === 'JOBLIB');
  const libraries = own?.dataSets.map(({ dsname }) => dsname) ?? [];
  return [...(referred === undefined ? [] : [referred.dsname]), ...libraries, ...run.system.linkList];
}
