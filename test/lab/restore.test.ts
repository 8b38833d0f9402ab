import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/changes/change.schema.ts';
import { startLab } from '../../src/lab/start-lab.ts';
import { sampleData } from '../../src/lab/stage.ts';
import { bookProofs } from '../../src/ledger/checkpoints.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { commandLine } from '../../src/main/command-line.ts';
import { allEntryTypes, allViews } from '../../src/service/book-definition.ts';
import { openKeptFiles } from '../../src/service/kept-files.ts';
import { acceptRestored, unknownJobs } from '../../src/service/restored-book.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { chance } from '../../src/shared/ids.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { runs } from '../../src/runs/index.ts';
import { runId, SmallNight } from '../runs/small-night.ts';
import { memoryStore } from '../support/memory-store.ts';
import { refused } from '../support/refused.ts';

const admin = { kind: 'person', id: 'admin' } as const;

/** A backup made before any job ran, and the system as it is after the night. */
async function restoredNight() {
  const store = memoryStore();
  const night = await new SmallNight(undefined, store).open();
  const backup = store.copy();
  await night.engine();
  await night.completed();
  await night.stop();
  const ledger = await openLedger({
    ...{ store: backup, views: allViews, entryTypes: allEntryTypes, clock: systemClock },
    ...{ estate: 'test', kind: 'rehearsal', home: 'here' },
  });
  return { night, ledger };
}

describe('an old backup of a book whose jobs ran since', () => {
  it('is compared with JES: each job of ours that it does not know is listed, with the attempt that it must have been', async () => {
    const { ledger, night } = await restoredNight();
    const before = night.zosmf.asked.length;
    const { jobs, unseen } = await unknownJobs(ledger, [night.zosmf]);
    expect(unseen).toEqual([]);
    expect(jobs.map(({ jobname, status, attempt }) => ({ jobname, status, attempt }))).toEqual([
      { jobname: 'R609A030', status: 'OUTPUT', attempt: { run: runId, step: '030', number: 1 } },
      { jobname: 'R609A040', status: 'OUTPUT', attempt: { run: runId, step: '040', number: 1 } },
    ]);
    expect(new Set(night.zosmf.asked.slice(before).map((call) => call.split(' ')[0]))).toEqual(new Set(['list']));
    expect((await unknownJobs(night.ledger, [night.zosmf])).jobs).toEqual([]);
  });

  it('goes on once a person has answered for it, with every run held on the same page', async () => {
    const { ledger } = await restoredNight();
    const facts = { head: ledger.head(), size: 99, root: 'f'.repeat(64) };
    ledger.bar(new LockstepError('ledger.elsewhere', 'this is a restored backup', facts));
    await expect(ledger.commit({ actor: admin, decide: () => [] })).rejects.toMatchObject({ code: 'ledger.elsewhere' });
    const { entries } = await acceptRestored(ledger, { actor: admin, reason: 'the disk is gone', unknown: 2 });
    expect(entries.map(({ type }) => type)).toEqual(['book.restored/1', 'run.held/1', 'release.held/1']);
    expect(entries[0]?.data).toMatchObject({ size: 99, unknown: 2, by: 'admin', reason: 'the disk is gone' });
    expect((await ledger.get(runs, runId))?.state).toBe('held');
    expect(ledger.refusal()).toBeUndefined();
  });

  it('is accepted once: the same request has its first answer again, and two at once make one page', async () => {
    const { ledger } = await restoredNight();
    ledger.bar(new LockstepError('ledger.elsewhere', 'this is a restored backup', { size: 99, root: 'f'.repeat(64) }));
    const accept = (key: string) =>
      acceptRestored(ledger, {
        ...{ actor: admin, reason: 'the disk is gone', unknown: 0 },
        key: { key, digest: 'd'.repeat(64) },
      });
    const before = ledger.head();
    const [, second] = await Promise.allSettled([accept('a'), accept('b')]);
    expect(second).toMatchObject({ reason: { code: 'request.invalid' } });
    expect(await accept('a')).toMatchObject({ page: before + 1, replayed: true });
    expect(ledger.head()).toBe(before + 1);
  });

  it('is let go by the answer for its own loss alone', async () => {
    const { ledger } = await restoredNight();
    const bar = (size: number) =>
      ledger.bar(new LockstepError('ledger.elsewhere', 'this is a restored backup', { size, root: 'f'.repeat(64) }));
    bar(99);
    bar(120);
    await acceptRestored(ledger, { actor: admin, reason: 'the disk is gone', unknown: 0 });
    expect(ledger.refusal()).toMatchObject({ code: 'ledger.elsewhere', facts: { size: 120 } });
    await acceptRestored(ledger, { actor: admin, reason: 'the disk is gone', unknown: 0 });
    expect(ledger.refusal()).toBeUndefined();
  });

  it('that is also a copy has nothing recorded of an acceptance that is refused, whatever its key', async () => {
    const { ledger } = await restoredNight();
    ledger.bar(new LockstepError('ledger.elsewhere', 'this is a copy', { book: ledger.book }));
    const head = ledger.head();
    const accepted = acceptRestored(ledger, {
      ...{ actor: admin, reason: 'the disk is gone', unknown: 0, key: { key: 'a', digest: 'd'.repeat(64) } },
    });
    await expect(accepted).rejects.toMatchObject({ code: 'request.invalid' });
    expect(ledger.head()).toBe(head);
  });

  it('is not let go where something else is wrong with the book', async () => {
    const { ledger } = await restoredNight();
    ledger.bar(new LockstepError('ledger.elsewhere', 'this is a restored backup', { size: 99, root: 'f'.repeat(64) }));
    ledger.bar(
      new LockstepError('ledger.damaged', 'page 2 is not what was recorded', { size: 99, root: 'f'.repeat(64) }),
    );
    const accepted = acceptRestored(ledger, { actor: admin, reason: 'never mind', unknown: 0 });
    await expect(accepted).rejects.toMatchObject({ code: 'ledger.damaged' });
  });
});

describe('a service over a restored backup', () => {
  it('can be read, drives nothing, and lives on after an administrator accepted it, over the next start too', async () => {
    await using lab = await startLab();
    await lab.as('intops').post<Change>('/changes', sampleData('changes/CHG-000491.yaml'));
    await lab.stopService();
    const store = join(lab.dataFolder, 'store');
    const backup = join(lab.folder, 'backup');
    cpSync(store, backup, { recursive: true });
    await publishLater(lab);
    rmSync(store, { recursive: true });
    cpSync(backup, store, { recursive: true });

    await lab.startService();
    const ready = async () => (await fetch(`${lab.serviceUrl()}/readyz`)).json() as Promise<object>;
    expect(await ready()).toMatchObject({ ready: false });
    expect(await lab.as('auditor').text('/')).toContain('this is a restored backup');
    expect(await lab.as('auditor').get('/changes/CHG-000491')).toMatchObject({ state: 'draft' });
    const submission = lab.as('intops').post('/changes/CHG-000491/submission');
    expect(await refused(submission)).toMatchObject({ status: 503, code: 'ledger.elsewhere' });

    const tokenFile = join(lab.folder, 'token');
    writeFileSync(tokenFile, lab.tokenOf('admin'));
    const lockstep = async (...words: string[]) => {
      let said = '';
      const hear = (text: string) => void (said += text);
      const terminal = { out: hear, err: hear };
      const code = await commandLine(
        ['book', ...words, '--url', lab.serviceUrl(), '--token-file', tokenFile],
        terminal,
      );
      return `${code} ${said}`;
    };
    expect(await lockstep('unknown-jobs')).toBe('0 0 jobs that the book does not know\n');
    expect(await lockstep('accept-restored', '--reason', 'the disk is gone')).toMatch(
      /^0 .*\ncommands are decided here\n$/,
    );
    expect(await ready()).toMatchObject({ ready: true });
    await lab.restartService();
    expect(await ready()).toMatchObject({ ready: true });
    expect(await lab.as('auditor').get('/book')).toMatchObject({ decides: true });
  }, 90_000);
});

/** What came after the backup: pages, and a checkpoint over them in the file beside the database. */
async function publishLater(lab: Awaited<ReturnType<typeof startLab>>): Promise<void> {
  const store = openEmbeddedStore(join(lab.dataFolder, 'store'));
  const { home, key, published } = openKeptFiles(lab.dataFolder, join(lab.dataFolder, 'signing-key.pem'), chance);
  const ledger = await openLedger({
    ...{ store, views: allViews, entryTypes: allEntryTypes, clock: lab.clock, kind: 'rehearsal', home },
    estate: 'kestrel',
  });
  const data = { user: 'LOCKSTP', because: 'it was changed' };
  for (let n = 0; n < 5; n += 1)
    await ledger.commit({ actor: admin, decide: () => [{ stream: 'system:KSB1', type: 'credential.reset/1', data }] });
  await bookProofs({ ledger, store, key: key.privateKey, published }).checkpoint(ledger.head());
  await store.close();
}
