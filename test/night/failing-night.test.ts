import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/changes/change.schema.ts';
import { evidenceViews } from '../../src/evidence/index.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { type Lab, startLab } from '../../src/lab/start-lab.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import { publicKeyOf } from '../../src/shared/ed25519.ts';
import { production } from '../support/production.ts';
import { refused } from '../support/refused.ts';
import { clock, isHeld, live, type NightView, step, toTheWindow } from '../support/sample-night.ts';

const releaseId = 'REL-000042';
const backOut = { decision: 'back-out', reason: 'As agreed' };

let lab: Lab;
let before: Awaited<ReturnType<typeof production>>;
let held: NightView;

const isQuiet = (night: NightView): boolean =>
  isHeld(night) && night.steps.every(({ state }) => !['submitted', 'running', 'waiting-for-person'].includes(state));

beforeAll(async () => {
  lab = await startLab();
  await toTheWindow(lab, { fail: true });
  before = await production(lab);
  const { id } = await lab.as('relmgr').post<Run>(`/releases/${releaseId}/runs`);
  await clock(lab, { speed: 2000 });
  held = await live(lab, id, { until: isQuiet });
}, 90_000);

afterAll(() => lab.stop());

const decide = (person: string, decision: object) =>
  lab.as(person).post<Run>(`/runs/${held.run.id}/decisions`, decision);

describe('the night with a card that was keyed in the old layout', () => {
  it('is held at the trial, with what every job step came to', () => {
    expect(step(held, '110')).toMatchObject({ state: 'failed', end: 'abend' });
    expect(step(held, '110').attempts[0]?.jobSteps.map(({ name, completion }) => `${name} ${completion}`)).toEqual([
      'EXTRACT CC 0000',
      'ACCRUE ABEND S0C7',
      'POST FLUSHED',
      'TOTALS FLUSHED',
    ]);
  });

  it('has the words of the system in the spool that was kept', async () => {
    const attempt = step(held, '110').attempts[0];
    const texts = await Promise.all(
      (attempt?.spool ?? []).map(({ id }) =>
        lab.as('auditor').text(`/api/v1/runs/${held.run.id}/steps/110/attempts/1/spool/${id}`),
      ),
    );
    expect(texts.join('\n')).toMatch(/IEF450I R609A110 ACCRUE - ABEND=S0C7 U0000 REASON=00000007/);
    expect(texts.join('\n')).toMatch(/CEE3207S.*0C7/);
  });

  it('advises what was agreed for this end, and says whose word counts', () => {
    expect(held.run.advice).toMatchObject({ step: '110', end: 'abend', advice: 'back-out', confirmBy: 'relmgr' });
  });

  it('begins nothing that was to come after', () => {
    for (const id of ['120', '130', '140', '150']) expect(step(held, id).state).toBe('pending');
  });

  it('has changed production: the new card is there', async () => {
    expect(await production(lab)).not.toEqual(before);
  });

  it('is nobody else’s to decide', async () => {
    expect(await refused(decide('nightop', backOut))).toMatchObject({ status: 403, code: 'run.not-yours' });
    expect(await refused(decide('impl', backOut))).toMatchObject({ status: 403, code: 'access.forbidden' });
    expect(await refused(decide('savdev', backOut))).toMatchObject({ status: 403, code: 'access.forbidden' });
  });

  it('cannot just go on, be told that the job did not run, or be closed', async () => {
    const why = { reason: 'Why not' };
    expect(await refused(decide('relmgr', { decision: 'resume', ...why }))).toMatchObject({
      status: 409,
      code: 'run.wrong-state',
      step: '110',
    });
    expect(await refused(decide('relmgr', { decision: 'did-not-run', step: '110', ...why }))).toMatchObject({
      code: 'run.wrong-state',
    });
    expect(await refused(decide('relmgr', { decision: 'retry', step: '999', ...why }))).toMatchObject({
      code: 'request.invalid',
      field: 'step',
    });
    const closing = lab.as('relmgr').post(`/releases/${releaseId}/closing`, { outcome: 'succeeded', note: 'No' });
    expect(await refused(closing)).toMatchObject({ code: 'release.wrong-state' });
  });
});

describe('backing out, as the release manager decides', () => {
  let night: NightView;

  beforeAll(async () => {
    await decide('relmgr', backOut);
    night = await live(lab, held.run.id);
  }, 60_000);

  it('runs the plan of its own to its end, and the accrual on the old code', () => {
    expect(night.run).toMatchObject({ state: 'backed-out', outcome: 'backed-out', openBrackets: [] });
    const backout = night.steps.filter(({ plan }) => plan === 'backout');
    expect(backout.map(({ state }) => state)).not.toContain('pending');
    for (const id of ['B20', 'B25', 'B30', 'B40', 'B60', 'B70', 'B80']) expect(step(night, id).state).toBe('succeeded');
    expect(step(night, 'B80').attempts[0]).toMatchObject({ jobname: 'SVJINTD1', end: 'passed' });
  });

  it('leaves production byte for byte as it was, and no new data set', async () => {
    expect(await production(lab)).toEqual(before);
    expect(await lab.practice.dataSets('KSBP.SAV.INT.AUDIT')).toEqual([]);
  });

  it('cannot be decided twice', async () => {
    expect(await refused(decide('relmgr', backOut))).toMatchObject({ code: 'run.wrong-state' });
  });

  it('ran every job once', async () => {
    const ours = (await lab.practice.executions()).filter(({ userCorrelator }) =>
      /^L[A-Z2-7]{25}$/.test(userCorrelator),
    );
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter(({ executions, submissions }) => executions !== 1 || submissions !== 1)).toEqual([]);
  });

  it('tells the release and both changes', async () => {
    expect(await lab.as('relmgr').get<Release>(`/releases/${releaseId}`)).toMatchObject({ state: 'backed-out' });
    for (const id of ['CHG-000481', 'CHG-000487'])
      expect(await lab.as('relmgr').get<Change>(`/changes/${id}`)).toMatchObject({ state: 'backed-out' });
  });

  it('is closed with a review that names a cause, and not without, nor as a success', async () => {
    const close = (closing: object) => lab.as('relmgr').post<Release>(`/releases/${releaseId}/closing`, closing);
    const note = 'Both changes went back.';
    expect(await refused(close({ outcome: 'succeeded', note }))).toMatchObject({ code: 'release.wrong-state' });
    expect(await refused(close({ outcome: 'backed-out', note }))).toMatchObject({
      status: 409,
      code: 'release.review-required',
      field: 'review',
    });
    const review = { cause: 'test-gap', text: 'No test read the card with five tiers.' };
    expect(await close({ outcome: 'backed-out', note, review })).toMatchObject({
      state: 'closed',
      outcome: 'backed-out',
      review: { cause: 'test-gap', by: 'relmgr' },
    });
  });

  it('has evidence that verifies', async () => {
    const bundle = await lab.as('auditor').text(`/api/v1/releases/${releaseId}/evidence`);
    const key = publicKeyOf(readFileSync(lab.publicKeyFile, 'utf8'));
    expect(verifyBundle(Buffer.from(bundle), key, evidenceViews).failure).toBeUndefined();
  });
});
