import { describe, expect, it } from '@jest/globals';
import { type Lab, startLab } from '../../src/lab/start-lab.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import { clock, isHeld, live, type NightView, step, toTheWindow } from '../support/sample-night.ts';

/** One thing that goes wrong in the sample night, when, and what may come of it. */
interface Fault {
  readonly name: string;
  /** What is done as the run starts. */
  readonly plant?: (lab: Lab) => Promise<void>;
  /** What is done once a job of this step has been released, and what is done a little later. */
  readonly during?: {
    readonly step: string;
    readonly strike: (lab: Lab) => Promise<void>;
    readonly mend?: (lab: Lab) => Promise<void>;
  };
  /** A night that people must decide about; else it ends by itself. */
  readonly held?: true;
}

const jobs = '/restjobs/jobs';
const inSystem = (fault: object) => (lab: Lab) => lab.director.fault(fault);
const request =
  (effect: object, more: object = {}) =>
  (lab: Lab) =>
    lab.director.fault({ path: jobs, skip: 3, ...more, effect });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const survived: readonly Fault[] = [
  { name: 'connections that end before anything was done', plant: request({ kind: 'drop-before' }, { times: 4 }) },
  { name: 'connections that end after all was done', plant: request({ kind: 'drop-after' }, { times: 4 }) },
  { name: 'answers that end in the middle', plant: request({ kind: 'half' }, { times: 3 }) },
  { name: 'slow answers', plant: request({ kind: 'delay', milliseconds: 400 }, { times: 5 }) },
  { name: 'answers with 500', plant: request({ kind: 'answer', status: 500, body: '{}' }, { times: 3 }) },
  { name: 'answers with 503', plant: request({ kind: 'answer', status: 503 }, { times: 3 }) },
  { name: 'pages of a gateway', plant: request({ kind: 'html' }, { method: 'GET', times: 3 }) },
  {
    name: 'answers with 500 by chance',
    plant: request({ kind: 'answer', status: 500 }, { probability: 0.05, seed: 11 }),
  },
  {
    name: 'slow address spaces',
    plant: (lab) => lab.director.order('PUT', 'slow-address-spaces', { seconds: 1, times: 2 }),
  },
  { name: 'lists that lag', plant: (lab) => lab.director.listLag(30) },
  {
    name: 'initiators that are drained for a while',
    during: {
      step: '030',
      strike: (lab) => lab.director.order('PUT', 'initiators', { drained: true }),
      mend: (lab) => lab.director.order('PUT', 'initiators', { drained: false }),
    },
  },
  {
    name: 'a release library that is migrated in the middle of the night',
    during: { step: '030', strike: (lab) => lab.director.order('POST', 'data-sets/KSBR.R2609A.COPYLIB/migrate') },
  },
];

const decided: readonly Fault[] = [
  {
    name: 'a step that abends',
    held: true,
    plant: inSystem({ kind: 'abend-step', jobname: 'R609A050', step: 'COPY', code: 'S0C4' }),
  },
  {
    name: 'a step with a user abend',
    held: true,
    plant: inSystem({ kind: 'abend-step', jobname: 'R609A080', step: 'LOAD', code: 'U0016' }),
  },
  { name: 'a step with another code', held: true, plant: inSystem({ kind: 'step-rc', jobname: 'R609A090', code: 8 }) },
  { name: 'an error in converted JCL', held: true, plant: inSystem({ kind: 'jcl-error', jobname: 'R609A060' }) },
  {
    name: 'an operator who cancels',
    held: true,
    plant: inSystem({ kind: 'cancel-job', jobname: 'R609A050', step: 'PROC' }),
  },
  { name: 'a full directory', held: true, plant: inSystem({ kind: 'directory-full', dsname: 'KSBB.**' }) },
  { name: 'a library out of extents', held: true, plant: inSystem({ kind: 'no-space', dsname: 'KSBP.SAV.LOADLIB' }) },
  { name: 'a full volume', held: true, plant: inSystem({ kind: 'volume-full', dsname: 'KSBB.**' }) },
  { name: 'output that leaves as its job ends', held: true, plant: (lab) => lab.director.purgeAtEnd('R609A060') },
  {
    name: 'a system that fails with the jobs that run on it',
    held: true,
    during: {
      step: '110',
      strike: (lab) => lab.director.order('PUT', 'systems/KSB1', { active: false }),
      mend: (lab) => lab.director.order('PUT', 'systems/KSB1', { active: true }),
    },
  },
];

const isUnderWay = (id: string) => (night: NightView) =>
  ['released', 'running'].includes(step(night, id).attempts.at(-1)?.state ?? '') ||
  isHeld(night) ||
  night.run.state !== 'in-progress';

/** What a release manager does with a run that is held: the step again, twice at most before the way back; else all back. */
async function decide(lab: Lab, night: NightView, tried: Map<string, number>): Promise<void> {
  const reason = 'As the run book says';
  const id = night.run.advice?.step ?? night.steps.find(({ state }) => ['failed', 'unknown'].includes(state))?.id ?? '';
  const times = tried.get(id) ?? 0;
  tried.set(id, times + 1);
  const retry = { decision: 'retry', step: id, reason };
  const ways: object[] = [
    ...(times < 2 ? [retry] : []),
    ...[
      { decision: 'resume', reason },
      { decision: 'did-run', step: id, reason },
      { decision: 'back-out', reason },
      retry,
    ],
  ];
  for (const way of ways) {
    const decided = lab.as('relmgr').post(`/runs/${night.run.id}/decisions`, way);
    if (await decided.then(() => true).catch(() => false)) return;
  }
  await pause(300);
}

/** Lives the sample night with these faults, to its end. */
async function nightWith(faults: readonly Fault[]): Promise<{ night: NightView; held: boolean }> {
  await using lab = await startLab({ settings: { zosmfTimeoutSeconds: '3' } });
  await toTheWindow(lab);
  const { id } = await lab.as('relmgr').post<Run>('/releases/REL-000042/runs');
  for (const { plant } of faults) await plant?.(lab);
  await clock(lab, { speed: 600 });
  for (const { during } of faults) {
    if (during === undefined) continue;
    await live(lab, id, { until: isUnderWay(during.step) });
    await during.strike(lab);
    await pause(500);
    await during.mend?.(lab);
  }
  let night = await live(lab, id, { until: (one) => isHeld(one) || isOver(one), seconds: 90 });
  let held = false;
  const tried = new Map<string, number>();
  for (let decisions = 0; !isOver(night); decisions += 1) {
    held = true;
    if (decisions > 40) throw new Error(`held for ever: ${JSON.stringify(night.run.advice)}\n${picture(night)}`);
    await decide(lab, night, tried);
    night = await live(lab, id, { until: (one) => isHeld(one) || isOver(one), seconds: 90 });
  }
  await expectNoJobTwice(lab, night);
  return { night, held };
}

const picture = ({ steps }: NightView): string =>
  steps.map(({ id, state, because }) => `${id} ${state}: ${because}`).join('\n');

const isOver = ({ run }: NightView): boolean => ['completed', 'failed', 'backed-out'].includes(run.state);

async function expectNoJobTwice(lab: Lab, night: NightView): Promise<void> {
  const users = new Set(night.steps.flatMap(({ attempts }) => attempts.flatMap(({ user }) => user || [])));
  const ours = (await lab.practice.executions()).filter(({ userCorrelator }) => users.has(userCorrelator));
  expect(ours.filter(({ executions }) => executions > 1)).toEqual([]);
}

/** Each fault in a night of its own takes minutes: the short form lives through them together. */
const each = process.env['LOCKSTEP_TEST_FAULTS'] === 'each';
const nights = (faults: readonly Fault[]): [string, readonly Fault[]][] =>
  each ? faults.map((fault) => [fault.name, [fault]]) : [[`${String(faults.length)} faults together`, faults]];

describe('the sample night with faults that nobody has to decide about', () => {
  it.each(nights(survived))(
    'succeeds with %s',
    async (_, faults) => {
      const { night } = await nightWith(faults);
      expect(night.run).toMatchObject({ state: 'completed', outcome: 'succeeded' });
    },
    180_000,
  );
});

describe('the sample night with faults that people decide about', () => {
  it.each(nights(decided))(
    'is held, and comes to an end with %s',
    async (_, faults) => {
      const { night, held } = await nightWith(faults);
      expect(held).toBe(true);
      expect(['completed', 'backed-out']).toContain(night.run.state);
    },
    180_000,
  );
});
