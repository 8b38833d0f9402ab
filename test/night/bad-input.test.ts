import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Lab, startLab } from '../../src/lab/start-lab.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import { refused } from '../support/refused.ts';
import { clock, confirm, live, lookAt, step } from '../support/sample-night.ts';
import { answerFindings, planSmallRelease, smallRelease } from '../support/small-release.ts';

let lab: Lab;
let release: Release;
let run: string;

/** The card that a person reads is where production data begins to move: from there on there is no way back. */
const withPointOfNoReturn = (draft: Record<string, unknown>) => ({
  ...draft,
  steps: (draft['steps'] as object[]).map((each) => ({ ...each, pointOfNoReturn: true })),
});

beforeAll(async () => {
  lab = await startLab();
  release = await planSmallRelease(lab, withPointOfNoReturn);
}, 30_000);

afterAll(() => lab.stop());

const start = (person: string, of = smallRelease) => lab.as(person).post<Run>(`/releases/${of}/runs`);
const decide = (person: string, decision: object) => lab.as(person).post<Run>(`/runs/${run}/decisions`, decision);
const confirmAs = (person: string, id: string, body: object = { note: 'Seen' }) =>
  lab.as(person).post(`/runs/${run}/steps/${id}/confirmation`, body);
const runs = async () => (await lab.as('auditor').get<{ rows: Run[] }>('/runs')).rows;

/** One request with headers of its own. */
async function send(person: string, path: string, headers: Record<string, string>, body: object) {
  const answer = await fetch(`${lab.serviceUrl()}/api/v1${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${lab.tokenOf(person)}`, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe('a run', () => {
  it('is not started outside its window', async () => {
    expect(await refused(start('relmgr'))).toMatchObject({
      ...{ status: 409, code: 'run.outside-window', release: smallRelease },
      detail: expect.stringContaining('2026-09-14T21:00'),
    });
    expect(await runs()).toEqual([]);
  });

  it('is not started in a blackout, also inside its window', async () => {
    await using dark = await startLab({
      estate: (estate) => ({
        ...estate,
        blackouts: [
          { id: 'audit-day', from: '2026-09-14T18:00', to: '2026-09-15T06:00', reason: 'The auditors are in' },
        ],
      }),
    });
    await planSmallRelease(dark);
    await clock(dark, { to: '2026-09-14T21:05', speed: 10 });
    const answer = await refused(dark.as('relmgr').post(`/releases/${smallRelease}/runs`));
    expect(answer).toMatchObject({ status: 409, code: 'run.in-blackout', blackout: 'audit-day' });
    expect(answer['detail']).toContain('The auditors are in');
  });

  it('is not started while the release is not ready, and the answer says what is next and whose', async () => {
    await clock(lab, { to: '2026-09-14T21:00', speed: 10 });
    const answer = await refused(start('relmgr'));
    expect(answer).toMatchObject({ status: 409, code: 'run.not-ready', release: smallRelease });
    expect(answer['detail']).toMatch(/F01.*application-owner/s);
    expect(await runs()).toEqual([]);
  });

  it('is started by people of the night alone, and only of a release that there is', async () => {
    for (const person of ['savdev', 'savowner', 'auditor'])
      expect(await refused(start(person))).toMatchObject({ status: 403, code: 'access.forbidden' });
    expect(await refused(start('relmgr', 'REL-000999'))).toMatchObject({ status: 404, code: 'release.not-found' });
    expect(await refused(start('relmgr', 'nonsense'))).toMatchObject({
      status: 400,
      errors: [{ field: 'path.release' }],
    });
  });

  it('is started once when it is started twice at once', async () => {
    await answerFindings(lab, release);
    const [one, other] = await Promise.allSettled([start('relmgr'), start('impl')]);
    const started = [one, other].filter(({ status }) => status === 'fulfilled');
    expect(started).toHaveLength(1);
    const lost = [one, other].find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(await refused(Promise.reject(lost.reason as Error))).toMatchObject({ code: 'run.already-running' });
    expect(await refused(start('relmgr'))).toMatchObject({ status: 409, code: 'run.already-running' });
    expect((await runs()).map(({ release: of }) => of)).toEqual([smallRelease]);
    expect(await lab.as('relmgr').get(`/releases/${smallRelease}`)).toMatchObject({ state: 'in-progress' });
    run = (await runs())[0]?.id ?? '';
  });
});

describe('a step', () => {
  it('is not confirmed before it waits, nor where there is none', async () => {
    expect(await refused(confirmAs('savrecon', '110'))).toMatchObject({ status: 409, code: 'run.wrong-state' });
    expect(await refused(confirmAs('savrecon', '999'))).toMatchObject({ status: 404, code: 'run.not-found' });
  });

  it('is confirmed by nobody but its person, with a note', async () => {
    await clock(lab, { speed: 300 });
    await live(lab, run, {
      until: (night) => step(night, '110').state === 'waiting-for-person',
      confirms: () => false,
    });
    await clock(lab, { speed: 1 });
    for (const person of ['relmgr', 'nightop', 'savdev'])
      expect(await refused(confirmAs(person, '110'))).toMatchObject({
        status: 403,
        code: 'run.not-yours',
        step: '110',
      });
    expect(await refused(confirmAs('savrecon', '110', { note: ' ' }))).toMatchObject({ errors: [{ field: 'note' }] });
    expect(await refused(confirmAs('savrecon', '110', { note: 'Seen', by: 'relmgr' }))).toMatchObject({
      status: 400,
      code: 'request.invalid',
      errors: [{ field: 'by', message: 'is not a known field' }],
    });
    expect(step(await lookAt(lab, run), '110').state).toBe('waiting-for-person');
  });

  it('is not confirmed on the strength of an old version', async () => {
    const path = `/runs/${run}/steps/110/confirmation`;
    const answer = await send('savrecon', path, { 'If-Match': '"1"' }, { note: 'Seen' });
    expect(answer).toMatchObject({ status: 412, body: { type: 'urn:lockstep:problem:request.version-stale' } });
  });
});

describe('a decision', () => {
  it('names its field when it is none', async () => {
    const answer = await refused(decide('relmgr', { decision: 'give-up', reason: 'Tired' }));
    expect(answer).toMatchObject({ status: 400, errors: [{ field: 'decision' }] });
    expect(await refused(decide('relmgr', { decision: 'hold' }))).toMatchObject({ errors: [{ field: 'reason' }] });
  });

  it('is not made by anybody else, nor about a run that there is not', async () => {
    const hold = { decision: 'hold', reason: 'Wait' };
    expect(await refused(decide('nightop', hold))).toMatchObject({ status: 403, code: 'run.not-yours' });
    expect(await refused(decide('savowner', hold))).toMatchObject({ status: 403, code: 'access.forbidden' });
    const nowhere = lab.as('relmgr').post('/runs/RUN-000999/decisions', hold);
    expect(await refused(nowhere)).toMatchObject({ status: 404, code: 'run.not-found' });
  });

  it('does not resume or back out what is not held', async () => {
    for (const decision of ['resume', 'back-out'])
      expect(await refused(decide('relmgr', { decision, reason: 'Now' }))).toMatchObject({ code: 'run.wrong-state' });
  });

  it('under one Idempotency-Key is made once, and not for another body', async () => {
    const key = { 'Idempotency-Key': 'night-1' };
    const hold = { decision: 'hold', reason: 'A look first' };
    const first = await send('relmgr', `/runs/${run}/decisions`, key, hold);
    expect(first).toMatchObject({ status: 200, body: { state: 'held' } });
    const again = await send('relmgr', `/runs/${run}/decisions`, key, hold);
    expect(again.status).toBe(200);
    const other = await send('relmgr', `/runs/${run}/decisions`, key, { ...hold, reason: 'Another' });
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:lockstep:problem:request.key-reused' } });
    expect((await lookAt(lab, run)).run.decisions).toHaveLength(1);
  });

  it('does not back out after the point of no return', async () => {
    const answer = await refused(decide('relmgr', { decision: 'back-out', reason: 'Back' }));
    expect(answer).toMatchObject({ status: 409, code: 'run.no-way-back', step: '110' });
    expect((await lookAt(lab, run)).run.state).toBe('held');
  });

  it('to resume lets the run go on to its end, after which nothing is decided any more', async () => {
    await decide('relmgr', { decision: 'resume', reason: 'All is well' });
    await confirm(lab, step(await lookAt(lab, run), '110'));
    expect((await live(lab, run)).run.outcome).toBe('succeeded');
    const late = refused(decide('relmgr', { decision: 'hold', reason: 'Too late' }));
    expect(await late).toMatchObject({ status: 409, code: 'run.wrong-state' });
  });
});
