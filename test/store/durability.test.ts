import { describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { rebuild } from '../../src/ledger/generations.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { networkFileSystem } from '../../src/store/embedded/local-disk.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { counters, counterTypes, openCounters, raise, someone, temporaryFolder } from '../support/book.ts';
import { canMount } from '../support/mounting.ts';

/** Locks and limits are looked at as Linux shows and sets them. */
const itOnLinux = process.platform === 'linux' ? it : it.skip;

const child = fileURLToPath(new URL('./appending-child.mjs', import.meta.url));

/** A process that appends to the store in `folder`, and the lines it prints. */
function appending(folder: string, limits: readonly string[] = [], pages = 'Infinity') {
  const command = [...limits, process.execPath, '--no-warnings', child, folder, pages];
  const started = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  return { started, lines: createInterface({ input: started.stdout }) };
}

function killed(process: ChildProcess): Promise<void> {
  const over = new Promise<void>((resolve) => process.once('exit', () => resolve()));
  process.kill('SIGKILL');
  return over;
}

async function expectWhole(folder: string, acknowledged: readonly number[]): Promise<number> {
  const { ledger, store, close } = await openCounters(folder);
  const pages: number[] = [];
  for await (const stored of store.pages.pages(1, Infinity)) pages.push(Number(stored._id.slice(-12)));
  expect(pages).toEqual(Array.from({ length: ledger.head() }, (_, index) => index + 1));
  expect(ledger.head()).toBeGreaterThanOrEqual(Math.max(...acknowledged));
  const views = [...ownViews, counters];
  const report = await rebuild(store, { views, entryTypes: { ...ledgerEntries, ...counterTypes } });
  expect(report).toMatchObject({ pages: ledger.head(), differing: [] });
  await close();
  return pages.length;
}

describe('a process killed while it appends', () => {
  it('has lost nothing that it had acknowledged, and leaves no half page', async () => {
    using folder = temporaryFolder();
    const acknowledged: number[] = [];
    for (const stopAfter of [3, 57, 210]) {
      const { started, lines } = appending(folder.path);
      const before = acknowledged.length;
      for await (const line of lines) {
        if (line !== 'open') acknowledged.push(Number(line));
        if (acknowledged.length - before >= stopAfter) break;
      }
      await killed(started);
      await expectWhole(folder.path, acknowledged);
    }
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
  });
});

describe('the folder of a book', () => {
  it('is refused to a second process while the first one lives, and free once it was killed', async () => {
    using folder = temporaryFolder();
    const { started, lines } = appending(folder.path);
    for await (const line of lines) if (line === 'open') break;
    expect(() => openEmbeddedStore(folder.path)).toThrow(
      expect.objectContaining({ code: 'store.folder-taken', facts: { folder: folder.path } }),
    );
    await killed(started);
    await openEmbeddedStore(folder.path).close();
  });

  it('is refused to a second opener in the same process', async () => {
    using folder = temporaryFolder();
    const store = openEmbeddedStore(folder.path);
    expect(() => openEmbeddedStore(folder.path)).toThrow(expect.objectContaining({ code: 'store.folder-taken' }));
    await store.close();
    await openEmbeddedStore(folder.path).close();
  });

  it('is refused on a network file system, by the type that Linux gives for it', () => {
    expect([0x6969, 0xff534d42, -0x00acb2be].map(networkFileSystem)).toEqual(['NFS', 'CIFS', 'CIFS']);
    expect([0xef53, 0x01021994, 0x9123683e].map(networkFileSystem)).toEqual([undefined, undefined, undefined]);
  });

  itOnLinux.each([
    ['a process that is gone', { pid: 2 ** 22 - 1, started: '1', boot: bootId() }],
    ['another process that has its number now', { pid: process.pid, started: '1', boot: bootId() }],
    ['a boot before this one', { pid: process.pid, started: '1', boot: 'earlier' }],
  ])('is free when its lock is from %s', async (_, holder) => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, `in-use-by.${holder.pid}.${holder.started}.${holder.boot}`), '');
    await openEmbeddedStore(folder.path).close();
  });
});

describe('a disk without room', () => {
  itOnLinux(
    '(here: a limit on the size of a file) is an error to the caller, leaves nothing half done, and all goes on once there is room',
    async () => {
      using folder = temporaryFolder();
      await openCounters(folder.path).then(({ close }) => close());
      const answers: string[] = [];
      const { started, lines } = appending(folder.path, ['prlimit', '--fsize=1048576'], '400');
      const over = new Promise((resolve) => started.once('exit', resolve));
      for await (const line of lines) answers.push(line);
      await over;
      const refusals = answers.filter((answer) => /^[a-z]+\./.test(answer));
      expect([...new Set(refusals)]).toEqual(['ledger.unavailable']);
      expect(answers.at(-1)).toBe('ended');
      const acknowledged = answers.filter((answer) => /^\d+$/.test(answer)).map(Number);
      expect(await expectWhole(folder.path, acknowledged)).toBe(Math.max(...acknowledged));
      const { ledger, close } = await openCounters(folder.path);
      await ledger.commit({ actor: someone, decide: () => [raise('after', 1)] });
      expect(await ledger.get(counters, 'after')).toMatchObject({ n: 1 });
      await close();
    },
  );

  const itWhereMounting = canMount() ? it : it.skip;

  itWhereMounting('of a file system of its own that is full behaves the same, and readers go on', async () => {
    using folder = temporaryFolder();
    const small = join(folder.path, 'small');
    mkdirSync(small);
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small]);
    try {
      const { ledger, close } = await openCounters(small);
      const filling = (n: number) => Array.from({ length: 40 }, (_, index) => `${n}-${index}-${'x'.repeat(900)}`);
      const outcomes: unknown[] = [];
      for (let n = 0; n < 200 && outcomes.length === 0; n += 1)
        await ledger
          .commit({ actor: someone, decide: () => [raise(`c${n}`, 1, filling(n))] })
          .catch((error: unknown) => outcomes.push(error));
      expect(outcomes).toEqual([expect.objectContaining({ code: 'ledger.unavailable' })]);
      expect(await ledger.get(counters, 'c0')).toMatchObject({ n: 1 });
      const head = ledger.head();
      execFileSync('/bin/mount', ['-o', 'remount,size=64m', small]);
      expect((await ledger.commit({ actor: someone, decide: () => [raise('after')] })).page).toBe(head + 1);
      await close();
    } finally {
      execFileSync('/bin/umount', ['-l', small]);
    }
  });
});

function bootId(): string {
  const path = '/proc/sys/kernel/random/boot_id';
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
}
