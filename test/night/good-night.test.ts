import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { evidenceViews } from '../../src/evidence/index.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import type { Change } from '../../src/changes/change.schema.ts';
import { type Lab, startLab } from '../../src/lab/start-lab.ts';
import { rebuild } from '../../src/ledger/generations.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import type { Plan } from '../../src/releases/plan.schema.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import { allEntryTypes, allViews } from '../../src/service/book-definition.ts';
import { openStore } from '../../src/service/open-store.ts';
import { sha256Hex } from '../../src/shared/digest.ts';
import { publicKeyOf } from '../../src/shared/ed25519.ts';
import { clock, live, type NightView, step, toTheWindow } from '../support/sample-night.ts';

const releaseId = 'REL-000042';

let lab: Lab;
let night: NightView;
let plan: Plan;
let bundle: string;
let closed: Release;

beforeAll(async () => {
  lab = await startLab();
  await toTheWindow(lab);
  const { id } = await lab.as('relmgr').post<Run>(`/releases/${releaseId}/runs`);
  await clock(lab, { speed: 2000 });
  night = await live(lab, id);
  plan = await lab.as('relmgr').get<Plan>(`/releases/${releaseId}/plan`);
  closed = await lab
    .as('relmgr')
    .post<Release>(`/releases/${releaseId}/closing`, { outcome: 'succeeded', note: 'Installed.' });
  bundle = await lab.as('auditor').text(`/api/v1/releases/${releaseId}/evidence`);
}, 90_000);

afterAll(() => lab.stop());

const codesOf = (id: string): string =>
  (step(night, id).attempts.at(-1)?.jobSteps ?? []).map(({ name, code }) => `${name} ${code ?? '-'}`).join(', ');

const time = (text: string | undefined): number => Date.parse(text ?? '');

describe('the night of REL-000042', () => {
  it('is completed: every step to install succeeded, and no step to back out ever began', () => {
    expect(night.run).toMatchObject({ state: 'completed', outcome: 'succeeded', openBrackets: [] });
    const states = night.steps.map(({ plan: of, state }) => `${of} ${state}`);
    expect(new Set(states)).toEqual(new Set(['install succeeded', 'backout pending']));
    expect(night.steps.filter((each) => each.plan === 'install')).toHaveLength(17);
  });

  it('has the code of every job step', () => {
    expect(codesOf('010')).toBe('EOD 0, CTLCNT 0');
    expect(codesOf('030')).toBe(
      'ALLOC 0, BKSRC 0, BKCOPY 0, BKPROC 0, BKCNTL 0, BKBIND 0, BKOPC 0, BKDBRM 0, BKLOAD 0, BKCICS 0, OPCEXP 0',
    );
    expect(codesOf('050')).toBe('SRC 0, COPY 0, PROC 0, CNTL 0, BINDC 0, OPCC 0');
    expect(codesOf('060')).toBe('DEFGDG 0');
    expect(codesOf('070')).toBe('DBRM 0, BINDPST 0, BINDINQ 0');
    expect(codesOf('080')).toBe('LOAD 0, LOADCICS 0');
    expect(codesOf('090')).toBe('JCL 0');
    expect(codesOf('100')).toBe('OPCLOAD 0, OPCLTP 0');
    expect(codesOf('110')).toBe('EXTRACT 0, ACCRUE 0, POST 0, TOTALS 0');
    expect(codesOf('140')).toBe('ACCRUE 0');
  });

  it('ran every job exactly once, by the count of the system itself', async () => {
    const attempts = night.steps.flatMap(({ attempts: all }) => all).filter(({ user }) => user !== '');
    const counted = new Map((await lab.practice.executions()).map((count) => [count.userCorrelator, count]));
    expect(attempts).toHaveLength(8);
    for (const { user } of attempts) expect(counted.get(user)).toMatchObject({ submissions: 1, executions: 1 });
    const ran = [...counted.values()].filter((count) => /^L[A-Z2-7]{25}$/.test(count.userCorrelator));
    expect(ran).toHaveLength(8);
  });

  it('began no step before everything that it runs after had ended', () => {
    const edges = plan.install.flatMap((to) => to.runsAfter.map((from) => ({ from: from.step, to: to.id })));
    expect(edges.length).toBeGreaterThan(16);
    const early = edges.filter(({ from, to }) => time(step(night, from).endedAt) > time(step(night, to).startedAt));
    expect(early).toEqual([]);
  });

  it('ran each job on the system after the jobs that it runs after', () => {
    const edges = plan.install.flatMap((to) => to.runsAfter.map((from) => [from.step, to.id] as const));
    const jobs = edges
      .map(([from, to]) => [step(night, from).attempts.at(-1), step(night, to).attempts.at(-1)] as const)
      .filter(([from, to]) => from !== undefined && to !== undefined);
    expect(jobs.length).toBeGreaterThanOrEqual(5);
    expect(jobs.filter(([from, to]) => time(from?.endedAt) > time(to?.startedAt))).toEqual([]);
  });

  it('submitted what waits for nothing in common side by side', () => {
    const [text, catalog] = [step(night, '050').attempts[0], step(night, '060').attempts[0]];
    expect(time(text?.intendedAt)).toBeLessThan(time(catalog?.endedAt));
    expect(time(catalog?.intendedAt)).toBeLessThan(time(text?.endedAt));
  });

  it('put into production what was staged', async () => {
    for (const [library, member] of [
      ['COBOL', 'SVINTCLC'],
      ['COPYLIB', 'SVCINTR'],
      ['PROCLIB', 'SVPQINT'],
      ['CNTLLIB', 'SVKRATE'],
      ['JCLLIB', 'SVJQINT1'],
      ['OPCLIB', 'SAVQTR'],
    ] as const) {
      const staged = await lab.practice.read(`KSBR.R2609A.${library}`, member);
      expect(await lab.practice.read(`KSBP.SAV.${library}`, member)).toBe(staged);
    }
  });

  it('keeps all spool of every job, byte for byte as its digest says', async () => {
    const trial = step(night, '110').attempts[0];
    expect(trial?.spool.map(({ ddname }) => ddname)).toEqual(
      expect.arrayContaining(['JESMSGLG', 'JESJCL', 'JESYSMSG', 'ACRRPT', 'POSTRPT', 'TOOLMSG']),
    );
    for (const { id, digest } of trial?.spool ?? [])
      expect(
        sha256Hex(await lab.as('auditor').text(`/api/v1/runs/${night.run.id}/steps/110/attempts/1/spool/${id}`)),
      ).toBe(digest);
  });

  it('names who confirmed what, with what was seen', () => {
    const confirmed = night.steps.flatMap(({ id, confirmed: by }) => (by === undefined ? [] : [`${id} ${by.by}`]));
    expect(confirmed.sort()).toEqual(['020 nightop', '085 nightop', '120 savrecon', '130 nightop']);
    expect(step(night, '120').confirmed?.note).toMatch(/R609A110.*ACCOUNTS +60/);
  });
});

describe('after the night', () => {
  it('both changes are implemented, the release is closed, and the watch until 30 September is open', async () => {
    expect(closed).toMatchObject({ state: 'closed', outcome: 'succeeded' });
    expect(closed.openWatch.map(({ id, owner }) => `${id} ${owner}`)).toEqual(['W01 savowner']);
    for (const id of ['CHG-000481', 'CHG-000487'])
      expect(await lab.as('relmgr').get<Change>(`/changes/${id}`)).toMatchObject({ state: 'implemented' });
  });

  it('the evidence verifies with the public key alone, and not with one byte changed', () => {
    const key = publicKeyOf(readFileSync(lab.publicKeyFile, 'utf8'));
    expect(verifyBundle(Buffer.from(bundle), key, evidenceViews).failure).toBeUndefined();
    const at = bundle.indexOf('"payload":"') + 1000;
    const changed = Buffer.from(bundle);
    changed[at] = changed[at] === 0x41 ? 0x42 : 0x41;
    expect(verifyBundle(changed, key, evidenceViews).failure).toBeDefined();
  });

  it('the record shows every job, and the outcome', async () => {
    const record = await lab.as('auditor').text(`/releases/${releaseId}/record`);
    for (const attempt of night.steps.flatMap(({ attempts }) => attempts)) expect(record).toContain(attempt.jobid);
    expect(record).toContain('succeeded');
  });

  it('every view made anew from the pages has the same bytes, and the service starts on it as before', async () => {
    await lab.stopService();
    const store = openStore(lab.config);
    try {
      const views = [...ownViews, ...allViews];
      await store.views.declare(views.map(({ name, indexes }) => ({ name, indexes })));
      const report = await rebuild(store, {
        views,
        entryTypes: { ...ledgerEntries, ...allEntryTypes },
      });
      expect(report).toMatchObject({ differing: [] });
      expect(report.documents).toBeGreaterThan(25);
    } finally {
      await store.close();
    }
    await lab.startService();
    expect(await lab.as('auditor').get<Run>(`/runs/${night.run.id}`)).toEqual(night.run);
    expect(await lab.as('auditor').text(`/api/v1/releases/${releaseId}/evidence`)).not.toBe('');
  });
});
