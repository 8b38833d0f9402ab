import type { Change } from '../../src/changes/change.schema.ts';
import { sampleData, type Stage } from '../../src/lab/stage.ts';
import type { ReadinessReport } from '../../src/readiness/readiness.schema.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import { clock } from './sample-night.ts';

export const smallChange = 'CHG-000491';
export const smallRelease = 'REL-000043';

/** Changes the draft of the release, as its manager could have written it. */
export type Redraft = (draft: Record<string, unknown>) => object;

const asItStands: Redraft = (draft) => draft;

/** The smaller release of the sample estate, planned, its change approved by all. */
export async function planSmallRelease(stage: Stage, redraft = asItStands): Promise<Release> {
  await stage.as('intops').post<Change>('/changes', sampleData(`changes/${smallChange}.yaml`));
  await stage.as('intops').post<Change>(`/changes/${smallChange}/submission`);
  await clock(stage, { to: '2026-09-09T09:00', speed: 100 });
  for (const [person, group] of [
    ['savowner', 'application-owner'],
    ['riskrev', 'risk-review'],
  ] as const)
    await stage
      .as(person)
      .post<Change>(`/changes/${smallChange}/decisions`, { group, decision: 'approve', reason: 'Agreed' });
  await stage.as('relmgr').post<Release>('/releases', redraft(sampleData(`releases/${smallRelease}.yaml`)));
  return stage.as('relmgr').post<Release>(`/releases/${smallRelease}/plan`);
}

export async function answerFindings(stage: Stage, { findings }: Release): Promise<void> {
  const answer = 'The comment is longer; no field moved.';
  for (const { id } of findings)
    await stage.as('savowner').post(`/releases/${smallRelease}/findings/${id}/answer`, { answer });
}

/** The smaller release ready, and 21:00 of its night. */
export async function toTheSmallWindow(stage: Stage): Promise<ReadinessReport> {
  await answerFindings(stage, await planSmallRelease(stage));
  const report = await stage.as('relmgr').post<ReadinessReport>(`/releases/${smallRelease}/readiness`);
  await clock(stage, { to: '2026-09-14T21:00', speed: 100 });
  return report;
}

/** Starts the smaller release's run, and lets the night pass at `speed`. */
export async function startSmallRun(stage: Stage, speed = 300): Promise<string> {
  const { id } = await stage.as('relmgr').post<Run>(`/releases/${smallRelease}/runs`);
  await clock(stage, { speed });
  return id;
}
