/** One step from allocation to disposition. */

import type { DdModel, StepModel } from '../jcl/job-model.rules.ts';
import { Abend } from '../programs/program.ts';
import type { Completion } from '../programs/program.ts';
import { allocateStep, AllocationFailure } from './allocation.ts';
import type { AllocatedDd } from './allocation.ts';
import { sayAllocated, sayCompletion, sayTimes } from './allocation-messages.ts';
import { disposeStep } from './dispositions.ts';
import { jobLog, stepLabel, systemMessage } from './job-run.ts';
import type { JobRun } from './job-run.ts';
import { abendOf, ProgramStep } from './program-step.ts';
import { findProgram } from './programs-search.ts';
import type { SpoolPlan } from './spool-plan.ts';
import { openStep } from './step-files.ts';
import type { StepFiles } from './step-files.ts';

export type StepEnd = { kind: 'allocation-failed' } | { kind: 'ended'; completion: Completion };

/** Runs a step that was decided to run. Messages, spool and data sets are complete when it resolves. */
export async function runStep(run: JobRun, step: StepModel, index: number, plan: SpoolPlan): Promise<StepEnd> {
  let allocated: AllocatedDd[];
  const started = run.system.clock.now();
  try {
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
  sayAllocated(run, step, allocated);
  const files = openStep(run, step, allocated, plan);
  const completion = await complete(run, step, allocated, files);
  sayCompletion(run, step, completion);
  disposeStep(run, allocated, completion.kind !== 'rc', plan);
  sayTimes(run, 'STEP', step.procStep ?? step.step, started);
  for (const lines of files.submitted()) run.system.submit(lines, run.user);
  return { kind: 'ended', completion };
}

async function complete(
  run: JobRun,
  step: StepModel,
  allocated: readonly AllocatedDd[],
  files: StepFiles,
): Promise<Completion> {
  const libraries = searchOrder(run, allocated);
  try {
    const parm = step.parmDd === undefined ? step.parm : parmOf(files, step.parmDd);
    const view = new ProgramStep(run, step, files, libraries, parm);
    const name = programName(run, step);
    const program = findProgram(run.system, name, libraries, { jobname: view.jobname, stepName: view.stepName });
    const completion = await raced(program.run(view), run.signal);
    files.flush();
    if (view.elapsed === 0) await view.elapse(run.system.stepSeconds);
    return completion.kind === 'rc' ? { kind: 'rc', code: ((completion.code % 4096) + 4096) % 4096 } : completion;
  } catch (error) {
    return afterAbend(run, files, abendOf(error, run.signal));
  }
}

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

/** STEPLIB replaces JOBLIB; the link list comes last. */
function searchOrder(run: JobRun, allocated: readonly AllocatedDd[]): string[] {
  const own = allocated.find(({ dd }) => dd.name === 'STEPLIB');
  const libraries = own === undefined ? joblib(run.model.joblib) : own.dataSets.map(({ dsname }) => dsname);
  return [...libraries, ...run.system.linkList];
}

const joblib = (dd: DdModel | undefined): string[] =>
  (dd === undefined ? [] : [dd, ...dd.concatenated]).flatMap(({ source }) =>
    source.kind === 'data-set' && source.of.kind === 'permanent' ? [source.of.dsname] : [],
  );
