import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../../src/ledger/checkpoint.rules.ts';
import { bookProofs, type PublishedNotes, refuseOldBackup } from '../../src/ledger/checkpoints.ts';
import { openKeptFiles } from '../../src/service/kept-files.ts';
import { chance } from '../../src/shared/ids.ts';
import { temporaryFolder } from '../support/book.ts';
import { openOver, raising } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

const sizesIn = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n---\n')
    .slice(0, -1)
    .map((note) => readCheckpoint(note).size);

describe('checkpoints outside the database', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder[Symbol.dispose]());

  async function opened(store = memoryStore()) {
    const { key, published } = openKeptFiles(folder.path, join(folder.path, 'key.pem'), chance);
    const ledger = await openOver(store);
    const needs = { ledger, store, key: key.privateKey, published };
    return { ...needs, proofs: bookProofs(needs), path: join(folder.path, 'checkpoints.txt') };
  }

  it('are as many as the book records, in order of size, however many ask at once', async () => {
    const { ledger, proofs, path } = await opened();
    const asked: Promise<{ size: number }>[] = [];
    for (let n = 0; n < 5; n += 1) {
      asked.push(proofs.checkpoint(ledger.head()));
      await ledger.commit(raising('a'));
      asked.push(proofs.checkpoint(ledger.head()));
    }
    await Promise.all(asked);
    const sizes = sizesIn(path);
    expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
    const recorded = (await ledger.history('book')).flatMap(({ entry }) =>
      entry.type === 'checkpoint.signed/1' ? [entry.data['size']] : [],
    );
    for (const size of sizes) expect(recorded).toContain(size);
    expect(sizes.at(-1)).toBe(recorded.at(-1));
  });

  it('grow in size, also where an instance that is behind signs at the same moment', async () => {
    const one = await opened();
    const behind = await opened(one.store);
    for (let n = 0; n < 3; n += 1) await one.ledger.commit(raising('a'));
    await Promise.all([one, behind].map(({ proofs, ledger }) => proofs.checkpoint(ledger.head())));
    await behind.ledger.commit(raising('a'));
    await Promise.all([behind, one].map(({ proofs, ledger }) => proofs.checkpoint(ledger.head())));
    const signed = (await behind.ledger.history('book')).flatMap(({ entry }) =>
      entry.type === 'checkpoint.signed/1' ? [Number(entry.data['size'])] : [],
    );
    expect(signed.length).toBeGreaterThan(1);
    expect(signed).toEqual([...new Set(signed)].sort((a, b) => a - b));
  });

  it('prove pages at an instance that is behind the one which signed', async () => {
    const one = await opened();
    const behind = await opened(one.store);
    for (let n = 0; n < 3; n += 1) await one.ledger.commit(raising('a'));
    const { size } = await one.proofs.checkpoint(one.ledger.head());
    expect(behind.ledger.head()).toBeLessThan(size);
    const found = await behind.proofs.checkpoint(2);
    expect(found.size).toBe(size);
    expect(behind.proofs.inclusion(2, size)).toEqual(one.proofs.inclusion(2, size));
    await one.ledger.commit(raising('a'));
    const last = one.ledger.head();
    const newer = await behind.proofs.checkpoint(last);
    expect(newer.size).toBeGreaterThanOrEqual(last);
    expect(behind.proofs.inclusion(last, newer.size)).toBeDefined();
  });

  it('are published by the next one who asks where a crash came between book and file', async () => {
    const { proofs, ledger, store, key, published, path } = await opened();
    const full: PublishedNotes = {
      last: () => published.last(),
      append: () => Promise.reject(new Error('no space left')),
    };
    await expect(bookProofs({ ledger, store, key, published: full }).checkpoint(1)).rejects.toThrow('no space left');
    expect(await proofs.checkpoint(1)).toMatchObject({ size: 1 });
    expect(sizesIn(path)).toEqual([1]);
    await proofs.checkpoint(1);
    expect(sizesIn(path)).toEqual([1]);
  });

  it('are read as before where a crash cut the last one off, and go on behind it', async () => {
    const one = await opened();
    await one.proofs.checkpoint(1);
    const whole = readFileSync(one.path, 'utf8');
    appendFileSync(one.path, whole.slice(0, 40));
    const two = await opened(one.store);
    expect(readCheckpoint((await two.published.last()) ?? '').size).toBe(1);
    await refuseOldBackup(two);
    await two.ledger.commit(raising('a'));
    const { size } = await two.proofs.checkpoint(two.ledger.head());
    expect(readCheckpoint((await two.published.last()) ?? '').size).toBe(size);
    await refuseOldBackup(two);
  });

  it('show a book that is shorter than they say, or another one of the same length', async () => {
    const { proofs, ledger } = await opened();
    for (let n = 0; n < 4; n += 1) await ledger.commit(raising('a'));
    await proofs.checkpoint(ledger.head());
    const restored = await opened();
    await expect(refuseOldBackup(restored)).rejects.toMatchObject({
      code: 'ledger.elsewhere',
      facts: expect.objectContaining({ head: 1, size: 5 }),
    });
    for (let n = 0; n < 9; n += 1) await restored.ledger.commit(raising('b'));
    await expect(refuseOldBackup(restored)).rejects.toMatchObject({ code: 'ledger.elsewhere' });
  });

  it('keep home and key over a restart, readable by nobody else, and leave a site’s own key alone', () => {
    const own = join(folder.path, 'key.pem');
    const first = openKeptFiles(folder.path, own, chance);
    const again = openKeptFiles(folder.path, own, chance);
    expect(again.home).toBe(first.home);
    expect(first.home).toMatch(/^[0-9a-f]{32}$/);
    expect(again.key.origin).toBe('self-made');
    expect(statSync(own).mode & 0o777).toBe(0o600);
    const site = join(folder.path, 'site.pem');
    writeFileSync(site, readFileSync(own, 'utf8').split('\n').slice(1).join('\n'), { mode: 0o440 });
    expect(openKeptFiles(folder.path, site, chance).key.origin).toBe('site');
    expect(statSync(site).mode & 0o777).toBe(0o440);
  });
});

describe('the files that two instances of one data folder find missing at once', () => {
  it('are those of the first: no instance goes on with a home or a key that no longer stands', () => {
    using folder = temporaryFolder();
    const signingKey = join(folder.path, 'key.pem');
    const rivals: ReturnType<typeof openKeptFiles>[] = [];
    const slow = {
      ...chance,
      bytes: (count: number) => {
        if (rivals.length === 0) rivals.push(openKeptFiles(folder.path, signingKey, chance));
        return chance.bytes(count);
      },
    };
    const slower = openKeptFiles(folder.path, signingKey, slow);
    expect(slower.home).toBe(rivals[0]?.home);
    expect(openKeptFiles(folder.path, signingKey, chance).home).toBe(slower.home);
  });
});
