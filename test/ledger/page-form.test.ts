import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { sha256Hex } from '../../src/shared/digest.ts';
import { newBookId, type Chance } from '../../src/shared/ids.ts';
import { leafOf, openPage, sealPage } from '../../src/ledger/page.rules.ts';
import { StoredPage } from '../../src/ledger/page.schema.ts';
import { openOver, raising } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

/** Bytes that count: 00, 01, 02 … */
function countingChance(): Chance {
  let next = 0;
  return {
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => next++ % 256)),
    uuid: () => 'u',
    below: () => 0,
  };
}

const golden = JSON.parse(readFileSync(new URL('../golden/page.json', import.meta.url), 'utf8')) as {
  stored: unknown;
  leaf: string;
  entryDigests: string[];
};

function goldenPage() {
  const chance = countingChance();
  const book = newBookId(chance);
  return sealPage(
    {
      ...{ book, page: 42, prev: 'ab'.repeat(32), at: '2026-09-12T22:00:00.007Z' },
      actor: { kind: 'person', id: 'relmgr' },
      command: { id: 'night:1', key: 'k 1', digest: 'cd'.repeat(32) },
      cause: 'night:0',
      entries: [
        {
          stream: 'change:CHG-000123',
          seq: 3,
          type: 'change.approved/1',
          data: { z: 1, a: ['é', 1e-7, -0.5], é: null },
        },
        { stream: 'release:REL-000042', seq: 1, type: 'release.opened/2', data: {} },
      ],
    },
    chance,
  );
}

describe('the form of a page', () => {
  it('is what it has always been: id, body, salts, digests and leaf', () => {
    const { stored, leaf } = goldenPage();
    expect({ stored, leaf, entryDigests: digestsOf(stored) }).toEqual(golden);
    expect(StoredPage.parse(golden.stored)).toEqual(stored);
  });

  it('can be checked by hand: leaf of the body, digest of salt and text', () => {
    const stored = StoredPage.parse(golden.stored);
    expect(sha256Hex(Uint8Array.of(0), stored.body)).toBe(golden.leaf);
    expect((JSON.parse(stored.body) as { entries: string[] }).entries).toEqual(digestsOf(stored));
  });

  it('is read back, and refused with any byte of body, text or salt changed', () => {
    const { stored } = goldenPage();
    expect(openPage(stored).entries[0]).toMatchObject({ stream: 'change:CHG-000123', seq: 3 });
    const [first, second] = stored.entries as { salt: string; text: string }[];
    const damaged = [
      { ...stored, _id: stored._id.replace('42', '43') },
      { ...stored, body: stored.body.replace('relmgr', 'relmgs').replace('"page":42', '"page": 42') },
      { ...stored, entries: [second, first] },
      { ...stored, entries: [first] },
      { ...stored, entries: [{ ...first, text: first!.text.replace('"seq":3', '"seq":4') }, second] },
      { ...stored, entries: [{ ...first, salt: second!.salt }, second] },
      { ...stored, entries: [{ ...first, salt: first!.salt.slice(0, -1) + 'x' }, second] },
    ] as StoredPage[];
    for (const page of damaged) expect(() => openPage(page)).toThrow('is not what was recorded');
  });

  it('keeps its leaf where an entry was erased', () => {
    const { stored, leaf } = goldenPage();
    const erased = { erased: true, stream: 'change:CHG-000123', seq: 3, type: 'change.approved/1' } as const;
    const page = openPage({ ...stored, entries: [erased, stored.entries[1]!] });
    expect(page.leaf).toBe(leaf);
    expect(page.entries[0]).toEqual({ ...erased, data: {} });
  });
});

describe('the first page of a book', () => {
  it('names a page of 64 zeros as the one before, and each later one the leaf before it', async () => {
    const store = memoryStore();
    const ledger = await openOver(store);
    await ledger.commit(raising('a'));
    const bodies = await Promise.all([1, 2].map(async (n) => (await store.pages.page(n))!.body));
    const [one, two] = bodies.map((body) => JSON.parse(body) as { page: number; prev: string; book: string });
    expect(one).toMatchObject({ page: 1, prev: '0'.repeat(64), book: ledger.book });
    expect(two).toMatchObject({ page: 2, prev: leafOf(bodies[0]!).toString('hex') });
    expect(ledger.book).toMatch(/^B[A-Z2-7]{26}$/);
  });
});

function digestsOf(stored: StoredPage): string[] {
  return stored.entries.map((entry) =>
    'text' in entry ? sha256Hex(Buffer.from(entry.salt, 'base64url'), entry.text) : '',
  );
}
