import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/changes/change.schema.ts';
import { evidenceViews } from '../../src/evidence/index.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { type Lab, startLab } from '../../src/lab/start-lab.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import { publicKeyOf } from '../../src/shared/ed25519.ts';
import { production } from '../support/production.ts';
import { live, type NightView, step } from '../support/sample-night.ts';
import { smallChange, smallRelease, startSmallRun, toTheSmallWindow } from '../support/small-release.ts';

let lab: Lab;
let before: Awaited<ReturnType<typeof production>>;
let night: NightView;

beforeAll(async () => {
  lab = await startLab();
  expect(await toTheSmallWindow(lab)).toMatchObject({ verdict: 'ready' });
  before = await production(lab);
  night = await live(lab, await startSmallRun(lab, 600));
}, 60_000);

afterAll(() => lab.stop());

describe('another, smaller release of the same estate', () => {
  it('is completed in its own steps', () => {
    expect(night.run).toMatchObject({ state: 'completed', outcome: 'succeeded', prefix: 'R609B' });
    const states = night.steps.filter(({ plan }) => plan === 'install').map(({ id, state }) => `${id} ${state}`);
    expect(states).toEqual(['030 succeeded', '040 succeeded', '050 succeeded', '110 succeeded']);
  });

  it('ran two jobs, each exactly once', async () => {
    const jobs = night.steps.flatMap(({ attempts }) => attempts);
    expect(jobs.map(({ jobname }) => jobname)).toEqual(['R609B030', 'R609B050']);
    const ours = (await lab.practice.executions()).filter(({ userCorrelator }) =>
      /^L[A-Z2-7]{25}$/.test(userCorrelator),
    );
    expect(ours.map(({ executions, submissions }) => [submissions, executions])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('changed the two members that it names, and nothing else', async () => {
    const after = await production(lab);
    const changed = Object.keys(after).filter((member) => after[member] !== before[member]);
    expect(changed.sort()).toEqual(['KSBP.SAV.CNTLLIB(SVKLIMIT)', 'KSBP.SAV.COPYLIB(SVCACR)']);
    expect(Object.keys(before).filter((member) => !(member in after))).toEqual([]);
    expect(await lab.practice.read('KSBP.SAV.CNTLLIB', 'SVKLIMIT')).toBe(
      await lab.practice.read('KSBR.R2609B.CNTLLIB', 'SVKLIMIT'),
    );
  });

  it('was confirmed by the person whom its own step names', () => {
    expect(step(night, '110').confirmed).toMatchObject({ by: 'savrecon' });
  });

  it('closes, and its evidence verifies', async () => {
    const closing = { outcome: 'succeeded', note: 'The card is read.' };
    const closed = await lab.as('relmgr').post<Release>(`/releases/${smallRelease}/closing`, closing);
    expect(closed).toMatchObject({ state: 'closed', outcome: 'succeeded', openWatch: [] });
    expect(await lab.as('relmgr').get<Change>(`/changes/${smallChange}`)).toMatchObject({ state: 'implemented' });
    const bundle = await lab.as('auditor').text(`/api/v1/releases/${smallRelease}/evidence`);
    const key = publicKeyOf(readFileSync(lab.publicKeyFile, 'utf8'));
    expect(verifyBundle(Buffer.from(bundle), key, evidenceViews).failure).toBeUndefined();
  });
});
