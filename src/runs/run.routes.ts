import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';
import { pageOf, paging } from '../http/paging.ts';
import { StepId } from '../releases/plan.schema.ts';
import { ReleaseId } from '../releases/release.schema.ts';
import { Run, RunDecision, RunId, RunState, RunStep, StepConfirmation } from './run.schema.ts';
import type { RunService } from './run.service.ts';

const tags = ['runs'];
const ofRun = z.strictObject({ run: RunId });
const ofStep = z.strictObject({ run: RunId, step: StepId });
const ofSpool = z.strictObject({
  ...ofStep.shape,
  attempt: z.coerce.number().int().min(1),
  file: z.coerce.number().int().min(1),
});

const rowsOf = <R>({ rows, next }: { readonly rows: readonly R[]; readonly next?: string }) => ({
  body: { rows: [...rows], ...(next === undefined ? {} : { next }) },
});

const reading = (runs: RunService): readonly Operation[] => [
  operation({
    id: 'listRuns',
    method: 'get',
    path: '/runs',
    summary: 'Runs, the newest first',
    tags,
    query: z.strictObject({ ...paging, state: RunState.optional(), release: ReleaseId.optional() }),
    status: 200,
    answer: pageOf(Run),
    problems: [],
    run: async ({ query }) => rowsOf(await runs.list(query)),
  }),
  operation({
    id: 'viewRun',
    method: 'get',
    path: '/runs/{run}',
    summary: 'One run: its state, window, open brackets, and what needs a decision',
    tags,
    params: ofRun,
    status: 200,
    answer: Run,
    problems: ['run.not-found'],
    run: async ({ params }) => {
      const run = await runs.read(params.run);
      return { body: run, version: run.recordVersion };
    },
  }),
  operation({
    id: 'listRunSteps',
    method: 'get',
    path: '/runs/{run}/steps',
    summary: 'All release steps of a run, with the codes of every job step',
    tags,
    params: ofRun,
    status: 200,
    answer: pageOf(RunStep),
    problems: ['run.not-found'],
    run: async ({ params }) => rowsOf({ rows: await runs.steps(params.run) }),
  }),
  operation({
    id: 'viewRunStep',
    method: 'get',
    path: '/runs/{run}/steps/{step}',
    summary: 'One release step',
    tags,
    params: ofStep,
    status: 200,
    answer: RunStep,
    problems: ['run.not-found'],
    run: async ({ params }) => {
      const step = await runs.step(params.run, params.step);
      return { body: step, version: step.recordVersion };
    },
  }),
  operation({
    id: 'viewSpool',
    method: 'get',
    path: '/runs/{run}/steps/{step}/attempts/{attempt}/spool/{file}',
    summary: 'The spool of one DD, as it was kept when the job ended',
    tags,
    params: ofSpool,
    status: 200,
    media: 'text/plain; charset=utf-8',
    problems: ['run.not-found', 'request.not-found'],
    run: async ({ params: { run, step, attempt, file } }) => ({ content: await runs.spool(run, step, attempt, file) }),
  }),
];

const acting = (runs: RunService): readonly Operation[] => [
  operation({
    id: 'startRun',
    method: 'post',
    path: '/releases/{release}/runs',
    summary: 'Ask readiness once more, and start the run',
    tags,
    roles: ['release-manager', 'implementer', 'operator'],
    params: z.strictObject({ release: ReleaseId }),
    status: 201,
    answer: Run,
    problems: [
      ...(['release.not-found', 'run.already-running', 'run.outside-window', 'run.in-blackout'] as const),
      ...(['run.not-ready', 'run.not-strict'] as const),
    ],
    run: async ({ params, caller }) => {
      const { run, page } = await runs.start(params.release, caller);
      return { body: run, version: run.recordVersion, location: `/runs/${run.id}`, page };
    },
  }),
  operation({
    id: 'decideRun',
    method: 'post',
    path: '/runs/{run}/decisions',
    summary: 'Hold, resume, retry, back out, say that a lost job did not run, or settle a stray',
    tags,
    roles: ['release-manager', 'operator'],
    params: ofRun,
    ifMatch: 'optional',
    body: RunDecision,
    status: 200,
    answer: Run,
    problems: [
      ...(['run.not-found', 'run.wrong-state', 'run.not-yours', 'run.job-open'] as const),
      ...(['run.stray-open', 'run.no-way-back'] as const),
    ],
    run: async ({ params, body, caller }) => {
      const { run, page } = await runs.decide(params.run, body, caller);
      return { body: run, version: run.recordVersion, page };
    },
  }),
  operation({
    id: 'confirmStep',
    method: 'post',
    path: '/runs/{run}/steps/{step}/confirmation',
    summary: 'Confirm a step that is yours, or say why it could not be done',
    tags,
    params: ofStep,
    ifMatch: 'optional',
    body: StepConfirmation,
    status: 200,
    answer: RunStep,
    problems: ['run.not-found', 'run.wrong-state', 'run.not-yours'],
    run: async ({ params, body, caller }) => {
      const { step, page } = await runs.confirm(params.run, params.step, body, caller);
      return { body: step, version: step.recordVersion, page };
    },
  }),
];

export const runOperations = (runs: RunService): readonly Operation[] => [...reading(runs), ...acting(runs)];
