import type { Attempt, Run, RunStep } from '../../src/runs/run.schema.ts';
import { Run as RunSchema, RunStep as RunStepSchema } from '../../src/runs/run.schema.ts';
import { Release as ReleaseSchema, type Release } from '../../src/releases/release.schema.ts';

const digest = 'ab'.repeat(32);
export const begins = '2026-09-12T20:00:00.000Z';

/** A small release, checked by the schema of the service. */
export const told = ReleaseSchema.parse({
  ...{ id: 'REL-000050', title: 'Accrued interest', version: 'R2609B', prefix: 'R2609', application: 'savings' },
  ...{ system: 'KSB1', decisionMaker: 'rmason', changes: ['CHG-000311'], state: 'ready', recordVersion: 9 },
  window: {
    ...{ opens: '2026-09-12T22:00', closes: '2026-09-13T04:00' },
    cutOff: { at: '2026-09-13T03:30', means: 'accounts open' },
  },
  ...{ openedAt: begins, openedBy: 'rmason', updatedAt: begins, earlierPlans: [], findings: [], openWatch: [] },
}) satisfies Release;

export const toldRun = RunSchema.parse({
  ...{ id: 'RUN-000001', release: told.id, plan: digest, state: 'in-progress', recordVersion: 1 },
  ...{ startedAt: begins, startedBy: 'rmason', system: 'KSB1', prefix: 'R2609', lastBackout: begins },
  window: {
    ...{ opens: begins, closes: '2026-09-13T02:00:00.000Z', cutOff: '2026-09-13T01:30:00.000Z' },
    cutOffMeans: 'accounts open',
  },
  ...{ steps: ['010', '020', '030'], backoutSteps: ['B10'], openBrackets: [], decisions: [] },
}) satisfies Run;

const step = (id: string, jobname: string | undefined, title: string): RunStep =>
  RunStepSchema.parse({
    ...{ run: toldRun.id, id, plan: id.startsWith('B') ? 'backout' : 'install', asks: 0, state: 'pending' },
    ...{ recordVersion: 1, attempts: [], checks: [], commands: [], because: 'waits for its turn' },
    step: {
      ...{ id, kind: jobname === undefined ? 'manual' : 'job', title, owner: 'rmason', minutes: 5, system: 'KSB1' },
      ...{ runsAfter: [], changes: [] },
      ...(jobname === undefined
        ? { confirm: { by: 'nightop', instruction: 'Look' } }
        : { job: { jobname, class: 'A', steps: [{ name: 'COPY', template: 'copy' }], jcl: digest, approved: digest } }),
    },
  });

export const toldSteps: readonly RunStep[] = [
  step('010', 'R2609B10', 'Copy load modules'),
  step('020', undefined, 'Confirm the copy'),
  step('030', 'R2609B30', 'Bind'),
  step('B10', 'R2609Z10', 'Copy the old ones back'),
];

/** An attempt whose job has ended with these codes; a text is a completion such as `ABEND S0C7`. */
export function endedAttempt(jobname: string, codes: Readonly<Record<string, number | string>>): Attempt {
  const jobSteps = Object.entries(codes).map(([name, code]) => ({
    ...{ name, procStep: '', program: 'IEBCOPY', complaints: [], accepted: code === 0 },
    ...(typeof code === 'number' ? { completion: `CC ${String(code).padStart(4, '0')}`, code } : { completion: code }),
  }));
  const spool = [
    { id: 2, ddname: 'JESMSGLG', stepname: 'JES2', procstep: '', digest, bytes: 24 },
    { id: 104, ddname: 'SYSPRINT', stepname: 'COPY', procstep: '', digest, bytes: 24 },
  ];
  return {
    ...{ number: 1, user: 'U', state: 'ended', jobname, jobid: 'JOB04711', owner: 'LOCKST', intendedAt: begins },
    ...{ endedAt: '2026-09-12T20:02:00.000Z', jobSteps, spool },
  };
}
