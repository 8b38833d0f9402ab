/** A job on its initiator: enqueues, steps, end. */

import type { StepModel } from '../jcl/job-model.rules.ts';
import type { StepData } from '../jes/jes.ts';
import type { Completion } from '../programs/program.ts';
import { decide } from './decision.rules.ts';
import type { Decision } from './decision.rules.ts';
import { abendCode, sayTimes } from './allocation-messages.ts';
import { disposePassed } from './dispositions.ts';
import type { Enqueues } from './enqueues.ts';
import { jobLog, local, stepLabel, systemMessage } from './job-run.ts';
import type { JobRun } from './job-run.ts';
import { needsOf } from './needs.rules.ts';
import type { Need } from './needs.rules.ts';
import { runStep } from './run-step.ts';
import { planSpool } from './spool-plan.ts';

export type JobEnd = 'ran' | 'jcl-error' | 'cancelled';

/** Runs all steps of a job. Outcomes, step data, spool and data sets are complete when it resolves. */
export async function runJob(run: JobRun, enqueues: Enqueues): Promise<JobEnd> {
  const started = run.system.clock.now();
  const needs = needsOf(run.model);
  const plan = planSpool(run.model, run.spool);
  run.enqueues = enqueues;
  try {
    if (!(await waitForDataSets(run, enqueues, needs))) return 'cancelled';
    saySettings(run);
    const jobState = { failed: false, decided: new Map<number, boolean>() };
    let end: JobEnd = 'ran';
    const first = firstStep(run);
    for (const [index, step] of run.model.steps.entries()) {
      if (index >= first) end = await oneStep(run, step, index, plan, jobState, end);
      if (run.isLost?.() === true) return 'cancelled';
      release(run, enqueues, needs, index);
    }
    disposePassed(run);
    sayTimes(run, 'JOB', run.model.card.jobname, { from: started, cpuSeconds: run.limits?.cpuUsed ?? 0 });
    return end;
  } finally {
    enqueues.release(run.jobid);
  }
}

function saySettings(run: JobRun): void {
  const { jobname, downgrades, gdgBias } = run.model.card;
  systemMessage(run, `IEFA111I ${jobname} IS USING THE FOLLOWING JOB RELATED SETTINGS:`);
  const sharing = downgrades === true ? 'ALLOW' : 'DISALLOW';
  systemMessage(run, `         SWA=ABOVE,TIOT SIZE=32K,DSENQSHR=${sharing},GDGBIAS=${gdgBias}`);
}

/**
 * The step to begin with. RESTART= with the name of a step that calls a procedure begins with the first step of that
 * procedure (z/OS MVS JCL Reference: When the JOB statement contains a RESTART parameter).
 */
function firstStep(run: JobRun): number {
  if (run.resumesAt !== undefined) return run.resumesAt;
  const { restart } = run.model.card;
  if (restart === undefined) return 0;
  const at = run.model.steps.findIndex(
    ({ step, procStep }) => step === restart.step && (restart.procStep === undefined || procStep === restart.procStep),
  );
  return Math.max(0, at);
}

async function oneStep(
  run: JobRun,
  step: StepModel,
  index: number,
  plan: ReturnType<typeof planSpool>,
  state: { failed: boolean; decided: Map<number, boolean> },
  end: JobEnd,
): Promise<JobEnd> {
  state.failed ||= run.signal.aborted;
  const decision = decide(step, { ...state, cond: run.model.card.cond, outcomes: run.outcomes });
  if (decision.kind === 'flush') {
    flush(run, step, index, decision);
    return run.signal.aborted ? 'cancelled' : end;
  }
  run.journal?.stepBegins(run, step, index);
  const data = begin(run, step, index);
  const result = await runStep(run, step, index, plan);
  if (run.isLost?.() === true) return 'cancelled';
  data.active = false;
  data.ended = run.system.clock.now();
  const named = { step: step.step, procStep: step.procStep, call: step.call };
  if (result.kind === 'allocation-failed') {
    state.failed = true;
    data.completion = 'FLUSHED';
    run.outcomes.push({ ...named, ran: false });
    run.changed();
    return 'jcl-error';
  }
  const { completion } = result;
  if (completion.kind === 'rc') {
    data.completion = `CC ${String(completion.code).padStart(4, '0')}`;
    run.outcomes.push({ ...named, ran: true, code: completion.code });
  } else {
    const code = abendCode(completion);
    data.completion = completion.kind === 'system-abend' ? `ABEND ${code}` : `ABEND${code}`;
    data['abend-reason-code'] = (completion.reason ?? '').padStart(8, '0');
    run.outcomes.push({ ...named, ran: true, abend: code });
  }
  if (completion.kind === 'rc' && completion.notExecuted === true) data['practice-not-executed'] = true;
  data.cpuSeconds = result.cpuSeconds;
  run.changed();
  if (run.signal.aborted) return 'cancelled';
  state.failed ||= endsJob(run, completion);
  return result.catalogued || run.system.allocation?.catalogErrorsFail !== true ? end : catalogError(run, state);
}

/** Limits of the whole job: nothing later runs, whatever COND and IF say. */
const endsJob = (run: JobRun, completion: Completion): boolean =>
  completion.kind === 'system-abend' &&
  (completion.code === '722' || (completion.code === '322' && run.limits?.exhausted === true));

/** IEF378I: wording unverified. */
function catalogError(run: JobRun, state: { failed: boolean }): JobEnd {
  state.failed = true;
  const time = local(run.system).toFormat('HH.mm.ss');
  jobLog(run, `IEF378I ${run.model.card.jobname} - JOB FAILED - CATALOG DISPOSITION ERROR - TIME=${time}`);
  return 'jcl-error';
}

function begin(run: JobRun, step: StepModel, index: number): StepData {
  const program = typeof step.program === 'string' ? step.program : '';
  const data: StepData = {
    'step-number': index + 1,
    'step-name': step.procStep ?? step.step,
    'proc-step-name': step.procStep === undefined ? '' : step.step,
    'program-name': program,
    active: true,
    started: run.system.clock.now(),
  };
  run.steps.push(data);
  run.changed();
  return data;
}

function flush(run: JobRun, step: StepModel, index: number, decision: Exclude<Decision, { kind: 'run' }>): void {
  const label = stepLabel(run, step);
  const { jobname } = run.model.card;
  if (decision.why === 'cond') systemMessage(run, `IEF202I ${label} - STEP WAS NOT RUN BECAUSE OF CONDITION CODES`);
  if (decision.why === 'job-cond') systemMessage(run, `IEF201I ${jobname} - JOB TERMINATED BECAUSE OF CONDITION CODES`);
  if (decision.why === 'if')
    systemMessage(
      run,
      `IEF206I ${label} - STEP WAS NOT RUN BECAUSE OF CONDITIONAL EXPRESSION ON STATEMENT ${decision.statement}`,
    );
  systemMessage(run, `IEF272I ${label} - STEP WAS NOT EXECUTED.`);
  run.outcomes.push({ step: step.step, procStep: step.procStep, call: step.call, ran: false });
  if (decision.why === 'job-failed') return;
  const data = begin(run, step, index);
  data.active = false;
  data.ended = run.system.clock.now();
  data.completion = 'FLUSHED';
}

async function waitForDataSets(run: JobRun, enqueues: Enqueues, needs: ReadonlyMap<string, Need>): Promise<boolean> {
  const levels = new Map([...needs].map(([dsname, { level }]) => [dsname, level]));
  const { jobname } = run.model.card;
  const taken = enqueues.conflicts(run.jobid, levels);
  if (taken.length > 0) {
    jobLog(run, `IEF861I FOLLOWING RESERVED DATA SET NAMES UNAVAILABLE TO ${jobname}`);
    for (const dsname of taken) jobLog(run, `IEF863I DSN = ${dsname} ${jobname} RC = 04`);
    jobLog(run, `*IEF099I JOB ${jobname} WAITING FOR DATA SETS`);
    run.changed();
  }
  try {
    await enqueues.acquire(run.jobid, levels, run.signal);
    return true;
  } catch {
    jobLog(run, `IEF251I ${jobname} JOB CANCELLED - TIME=${local(run.system).toFormat('HH.mm.ss')}`);
    return false;
  }
}

/** Gives names back after the last step that has them; DSENQSHR=ALLOW makes exclusive ones shared before that. */
function release(run: JobRun, enqueues: Enqueues, needs: ReadonlyMap<string, Need>, index: number): void {
  for (const [dsname, { last, lastExclusive }] of needs) {
    if (last === index) enqueues.release(run.jobid, dsname);
    else if (lastExclusive === index && run.model.card.downgrades === true) enqueues.downgrade(run.jobid, dsname);
  }
}
