import type { NewEntry } from '../src/ledger/entry.schema.ts';
import type { PlanStep } from '../src/releases/plan.schema.ts';
import type { RunEntryData } from '../src/runs/run-entries.schema.ts';
import { sha256Hex } from '../src/shared/digest.ts';

const at = '2026-09-12T22:00:00.000Z';
const digest = sha256Hex('content');

export const jobName = (id: string): string => `BENCH${id}`;

/** Numbers of steps: `000` to `999`. */
export const stepIds = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n).padStart(3, '0'));

/** A release step that is one job of one job step. */
export function jobStep(id: string, minutes: number, after: readonly string[], jcl = digest, jobClass = 'R'): PlanStep {
  return {
    ...{ id, kind: 'job', title: `Job ${id}`, owner: 'impl', minutes, system: 'KSB1', changes: ['CHG-000001'] },
    runsAfter: after.map((step) => ({ step, because: 'It reads what that step writes' })),
    job: {
      ...{ jobname: jobName(id), class: jobClass, jcl, approved: jcl, writes: [] },
      steps: [{ name: 'RUN', template: 'run-program', accepts: [0], requires: [], forbids: [] }],
    },
  };
}

/** What the engine records of one job from intent to end, page by page. */
export function pagesOfJob(run: string, id: string): NewEntry[][] {
  const stream = `step:${run}/${id}`;
  const number = 1;
  const correlator = `J0004711KSB1....E1B2C3D4.......:L${digest.slice(0, 25).toUpperCase()}`;
  const ended: RunEntryData<'job.ended/1'> = {
    ...{ number, retcode: 'CC 0000', end: 'passed', because: 'every code is accepted', system: 'KSB1' },
    ...{ startedAt: at, endedAt: at },
    jobSteps: [jobStepResult],
    spool: ['JESMSGLG', 'JESJCL', 'JESYSMSG'].map((ddname, spool) => ({
      ...{ id: spool + 2, ddname, stepname: 'JES2', procstep: '', digest, bytes: 1200 },
    })),
  };
  const jobname = jobName(id);
  return [
    [{ stream, type: 'attempt.intended/1', data: { number, user: 'LBENCH', jobname, intent: digest, jcl: digest } }],
    [{ stream, type: 'attempt.adopted/1', data: { number, jobid: 'JOB04711', correlator, owner: 'LOCKSTP' } }],
    [{ stream, type: 'release.intended/1', data: { number, correlator, epoch: 1 } }],
    [{ stream, type: 'attempt.released/1', data: { number } }],
    [{ stream, type: 'job.running/1', data: { number } }],
    [
      { stream, type: 'job.ended/1', data: ended },
      { stream, type: 'step.ended/1', data: { state: 'succeeded', end: 'passed', because: 'as accepted' } },
    ],
  ];
}

const jobStepResult = {
  ...{ name: 'RUN', procStep: '', program: 'IEFBR14', completion: 'CC 0000', code: 0, accepted: true },
  ...{ complaints: [], started: at, ended: at },
};
