import type { Change } from '../../../src/changes/change.schema.ts';
import { sampleData } from '../../../src/lab/stage.ts';
import type { Plan } from '../../../src/releases/plan.schema.ts';
import type { Release } from '../../../src/releases/release.schema.ts';
import type { Run, RunStep } from '../../../src/runs/run.schema.ts';
import type { Seeded } from '../../processes/seeded.ts';
import type { Persistence } from './persistence.ts';
import type { ApiRequest } from './recorded-client.ts';

/** What clients know of the book by now; ids that they may ask for. */
export interface Known {
  readonly changes: string[];
  readonly releases: string[];
  readonly runs: string[];
  readonly steps: { readonly run: string; readonly step: string }[];
  readonly jobs: { readonly release: string; readonly job: string; readonly plan: string }[];
  readonly spools: string[];
  /** Pages that somebody's words stand on. */
  readonly words: number[];
  /** Local time of the estate on the book's clock, so many minutes from now. */
  readonly local: (minutes: number) => string;
  /** Instant of the book's clock, so many seconds from now. */
  readonly instant: (seconds: number) => string;
  readonly isOver: () => boolean;
  /** Told where a story that ought to go on could not. */
  readonly note: (says: string) => void;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const post = (what: string, person: string, path: string, body?: object): ApiRequest => ({
  ...{ what, person, method: 'POST', path },
  ...(body === undefined ? {} : { body }),
});

/** A change of one member: the sample's, under another number. */
export function changeDraft(random: Seeded): object {
  const { id: _, ...sample } = sampleData('changes/CHG-000491.yaml');
  const items = [{ type: 'copybook', name: 'SVCACR', application: 'SAV' }];
  return { ...sample, title: `A longer comment, ${random.below(1_000_000)}`, items };
}

export function releaseDraft(prefix: string, changes: readonly string[], local: Known['local']): object {
  const { id: _, ...sample } = sampleData('releases/REL-000043.yaml');
  const window = { opens: local(-30), closes: local(240), cutOff: { at: local(235), means: 'End of day starts' } };
  return { ...sample, title: `Release ${prefix}`, prefix, changes, window };
}

export const approvals = [
  ['savowner', 'application-owner'],
  ['riskrev', 'risk-review'],
] as const;

export const decision = (change: string, person: string, group: string): ApiRequest => ({
  ...post('decideChange', person, `/changes/${change}/decisions`, {
    ...{ group, decision: 'approve', reason: 'Read and agreed' },
  }),
  stream: `change:${change}`,
});

export async function approvedChange(by: Persistence, known: Known): Promise<string | undefined> {
  const raised = await by.must<Change>(post('raiseChange', 'intops', '/changes', changeDraft(by.random)));
  if (raised === undefined) return undefined;
  const { id } = raised;
  known.changes.push(id);
  const submission = { ...post('submitChange', 'intops', `/changes/${id}/submission`), stream: `change:${id}` };
  if ((await by.must<Change>(submission)) === undefined) return undefined;
  for (const [person, group] of approvals) await by.must<Change>(decision(id, person, group));
  const change = await by.read<Change>({
    what: 'readChange',
    person: 'auditor',
    path: `/changes/${id}`,
    stream: `change:${id}`,
  });
  return change?.state === 'approved' ? id : undefined;
}

let prefixes = 0;

/** A release of one change, with both plans made, its findings answered, and asked whether it is ready. */
export async function plannedRelease(by: Persistence, known: Known): Promise<Release | undefined> {
  const change = await approvedChange(by, known);
  if (change === undefined) return undefined;
  const prefix = `R${String((prefixes += 1)).padStart(3, '0')}B`;
  const opened = await by.must<Release>(
    post('openRelease', 'relmgr', '/releases', releaseDraft(prefix, [change], known.local)),
  );
  if (opened === undefined) return undefined;
  const { id } = opened;
  known.releases.push(id);
  const stream = `release:${id}`;
  const planning = { ...post('planRelease', 'relmgr', `/releases/${id}/plan`), stream };
  await by.must<Release>(planning);
  const first = await by.must<Release>(planning);
  const plan = await by.read<Plan>({ what: 'readPlan', person: 'relmgr', path: `/releases/${id}/plan`, stream });
  for (const { job } of plan?.install ?? [])
    if (job !== undefined) known.jobs.push({ release: id, job: job.jobname, plan: first?.plan?.digest ?? '' });
  for (const finding of first?.findings ?? [])
    await by.must({
      ...post('answerFinding', 'savowner', `/releases/${id}/findings/${finding.id}/answer`, {
        answer: 'A comment alone.',
      }),
      stream,
    });
  await by.must(post('checkReadiness', 'relmgr', `/releases/${id}/readiness`));
  return by.read<Release>({ what: 'readRelease', person: 'relmgr', path: `/releases/${id}`, stream });
}

/** One release after another, each from its change to its closing. @returns runs that came to their end */
export async function releaseNights(by: Persistence, known: Known): Promise<number> {
  let ended = 0;
  while (!known.isOver()) {
    const release = await plannedRelease(by, known);
    if (release === undefined) continue;
    const started = await by.must<Run>(post('startRun', 'relmgr', `/releases/${release.id}/runs`));
    if (started === undefined) {
      known.note(`${release.id} could not be started: ${release.readiness?.because ?? ''}`);
      await close(by, release.id, 'delayed');
      continue;
    }
    known.runs.push(started.id);
    const run = await driven(by, started.id, known);
    if (run?.state === 'completed') ended += 1;
    await by.client.send({
      what: 'exportEvidence',
      person: 'auditor',
      method: 'GET',
      path: `/releases/${release.id}/evidence`,
    });
    if (run !== undefined && run.endedAt !== undefined)
      await close(by, release.id, run.state === 'completed' ? 'succeeded' : 'backed-out');
  }
  return ended;
}

async function close(by: Persistence, release: string, outcome: string): Promise<void> {
  const review = outcome === 'succeeded' ? {} : { review: { cause: 'other', text: 'As the run says' } };
  const body = { outcome, note: 'Closed', ...review };
  await by.must({
    ...post('closeRelease', 'relmgr', `/releases/${release}/closing`, body),
    stream: `release:${release}`,
  });
}

export const runDecision = (run: string, decision: string, more: object = {}): ApiRequest => ({
  ...post('decideRun', 'relmgr', `/runs/${run}/decisions`, { decision, reason: 'As agreed', ...more }),
  stream: `run:${run}`,
});

/** Sees a run to its end: holds and resumes it once, and confirms what waits for a person. */
async function driven(by: Persistence, id: string, known: Known): Promise<Run | undefined> {
  await by.must(runDecision(id, 'hold'));
  await by.must(runDecision(id, 'resume'));
  for (;;) {
    const run = await by.read<Run>({ what: 'viewRun', person: 'nightop', path: `/runs/${id}`, stream: `run:${id}` });
    const path = `/runs/${id}/steps`;
    const rows = (await by.read<{ rows: RunStep[] }>({ what: 'listRunSteps', person: 'nightop', path }))?.rows ?? [];
    for (const step of rows) await attend(by, id, step, known);
    if (run?.endedAt !== undefined || known.isOver()) return run;
    if (run?.state === 'held') await by.must(runDecision(id, 'resume'));
    await pause(300);
  }
}

async function attend(
  by: Persistence,
  run: string,
  { id, state, step, attempts }: RunStep,
  known: Known,
): Promise<void> {
  if (!known.steps.some((each) => each.run === run && each.step === id)) known.steps.push({ run, step: id });
  for (const { number, spool } of attempts) {
    const [file] = spool;
    const path = `/runs/${run}/steps/${id}/attempts/${number}/spool/${file?.id ?? 0}`;
    if (file !== undefined && !known.spools.includes(path)) known.spools.push(path);
  }
  if (state !== 'waiting-for-person') return;
  const body = { done: true, note: 'Seen there' };
  const confirmation = post(
    'confirmStep',
    step.confirm?.by ?? 'nightop',
    `/runs/${run}/steps/${id}/confirmation`,
    body,
  );
  await by.must({ ...confirmation, stream: `step:${run}/${id}` });
}
