import type { Change } from '../changes/change.schema.ts';
import type { ReadinessReport } from '../readiness/readiness.schema.ts';
import type { Plan } from '../releases/plan.schema.ts';
import type { Release } from '../releases/release.schema.ts';
import type { Stage } from './stage.ts';
import { sampleData, sampleText } from './stage.ts';
import { refusalOf } from './refusal.ts';
import type { Teller } from './teller.ts';

export const changeIds = ['CHG-000481', 'CHG-000487'] as const;
export const releaseId = 'REL-000042';

/** Approvals in the order in which people come to them; the database administrator is asked last of all. */
const approvals = [
  ['savowner', 'CHG-000481', 'application-owner'],
  ['prodctl', 'CHG-000481', 'production-control'],
  ['cabchair', 'CHG-000481', 'board'],
  ['cabops', 'CHG-000481', 'board'],
  ['savowner', 'CHG-000487', 'application-owner'],
  ['riskrev', 'CHG-000487', 'risk-review'],
] as const;

/** From the first change to a release that is ready, through the public API alone. */
export async function prepareRelease(stage: Stage, tell: Teller, { fail }: { readonly fail: boolean }): Promise<Plan> {
  if (fail) await stage.at('SAVDEV').write('KSBR.R2609A.CNTLLIB', 'SVKRATE', sampleText('failing-night/SVKRATE'));
  await raiseChanges(stage, tell);
  await approveChanges(stage, tell);
  const plan = await planRelease(stage, tell);
  await getReady(stage, tell);
  return plan;
}

async function raiseChanges(stage: Stage, tell: Teller): Promise<void> {
  tell.chapter('Two changes are raised, with owner, reason and risk');
  for (const id of changeIds) {
    const draft = sampleData(`changes/${id}.yaml`);
    const owner = String(draft['owner']);
    await stage.as(owner).post<Change>('/changes', draft);
    const change = await stage.as(owner).post<Change>(`/changes/${id}/submission`);
    const groups = change.approvals.map(({ group }) => group).join(', ');
    tell.line(
      `${id}  ${change.risk} risk, ${change.items.length} items of ${owner}; content ${change.contentDigest?.slice(0, 12) ?? ''}… asks ${groups}`,
    );
  }
}

async function approveChanges(stage: Stage, tell: Teller): Promise<void> {
  await pace(stage, { to: '2026-09-02T10:00', because: 'the change board meets' });
  tell.chapter('People decide; nobody approves what they own');
  const own = await refusalOf(approve(stage, 'savdev', 'CHG-000481', 'application-owner'));
  tell.refused(`savdev would approve ${own}`);
  for (const [person, change, group] of approvals) {
    const { state } = await approve(stage, person, change, group);
    tell.line(`${person.padEnd(9)} approves ${change} for ${group}; it is ${state}`);
  }
}

const approve = (stage: Stage, person: string, change: string, group: string): Promise<Change> =>
  stage
    .as(person)
    .post<Change>(`/changes/${change}/decisions`, { group, decision: 'approve', reason: 'Read, tested, agreed' });

async function planRelease(stage: Stage, tell: Teller): Promise<Plan> {
  await pace(stage, { to: '2026-09-07T09:00', because: 'the release is planned' });
  tell.chapter('The release is packaged and planned');
  const release = await stage.as('relmgr').post<Release>('/releases', sampleData(`releases/${releaseId}.yaml`));
  const planned = await stage.as('relmgr').post<Release>(`/releases/${releaseId}/plan`);
  const plan = await stage.as('relmgr').get<Plan>(`/releases/${releaseId}/plan`);
  tell.line(`${releaseId}  ${release.title}`);
  for (const step of plan.install) tell.planned(step);
  tell.line(`and ${plan.backout.length} steps to back out: ${plan.backout.map(({ id }) => id).join(' ')}`);
  for (const finding of planned.findings) tell.finding(`${finding.id} ${finding.text}`);
  return plan;
}

async function getReady(stage: Stage, tell: Teller): Promise<void> {
  tell.chapter('Is it ready?');
  const { findings } = await stage.as('relmgr').get<Release>(`/releases/${releaseId}`);
  for (const { id } of findings) {
    const answer = 'Reads the old fields only; proven by test T-118.';
    await stage.as('savowner').post(`/releases/${releaseId}/findings/${id}/answer`, { answer });
    tell.line(`savowner  answers ${id}: ${answer}`);
  }
  tell.readiness(await stage.as('relmgr').post<ReadinessReport>(`/releases/${releaseId}/readiness`));
  await approve(stage, 'dba', 'CHG-000481', 'database-administration');
  tell.line('dba       approves the binds');
  tell.readiness(await stage.as('relmgr').post<ReadinessReport>(`/releases/${releaseId}/readiness`));
}

/** Sets the book's clock: a jump forward, or another speed. */
export async function pace(
  stage: Stage,
  { to, speed = 1, because }: { readonly to?: string; readonly speed?: number; readonly because: string },
): Promise<void> {
  const { haste = 1 } = stage;
  await stage.as('admin').post('/clock', { ...(to === undefined ? {} : { to }), speed: speed * haste, because });
}
