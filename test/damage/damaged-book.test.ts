import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { checkOlderPages } from '../../src/ledger/page-check.ts';
import type { StoredPage } from '../../src/ledger/page.schema.ts';
import { checkNewestPages } from '../../src/service/page-checks.ts';
import { openKeptFiles } from '../../src/service/kept-files.ts';
import { verifyPages } from '../../src/service/verify-book.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { chance } from '../../src/shared/ids.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { openLayout } from '../../src/store/embedded/layout.ts';
import { openCounters, raise, someone, temporaryFolder } from '../support/book.ts';

/** More than a tile of the tree, so that old pages are not read when the book is opened. */
const pages = 300;

/** A closed book of some pages in `folder`. */
async function aBook(folder: string): Promise<void> {
  const { ledger, close } = await openCounters(folder);
  const raising = (n: number) => ledger.commit({ actor: someone, decide: () => [raise(`c${n % 5}`)] });
  await Promise.all(Array.from({ length: pages - 1 }, (_, n) => raising(n)));
  await close();
}

/** Changes the database as somebody would who has its files and no key. */
async function tamper(folder: string, change: (layout: ReturnType<typeof openLayout>) => void): Promise<void> {
  const layout = openLayout(join(folder, 'book'));
  layout.root.transactionSync(() => change(layout));
  await layout.root.close();
}

const changed =
  (number: number, change: (page: StoredPage) => object) =>
  ({ pages: stored }: ReturnType<typeof openLayout>): void => {
    const page = JSON.parse(stored.get(number) ?? '') as StoredPage;
    stored.putSync(number, JSON.stringify({ ...page, ...change(page) }));
  };

const gone =
  (number: number) =>
  ({ pages: stored }: ReturnType<typeof openLayout>): void =>
    void stored.removeSync(number);

const lowered = (text: string): string => text.replace('"by":1', '"by":0');
const otherText = ({ entries }: StoredPage) => ({
  entries: entries.map((entry) => ('text' in entry ? { ...entry, text: lowered(entry.text) } : entry)),
});
const otherTime = ({ body }: StoredPage) => ({ body: body.replace('2026-09-12', '2026-09-11') });

const saidBy = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'whole',
    (error: unknown) => (error instanceof LockstepError ? `${error.code}: ${error.message}` : String(error)),
  );

/** What a service says that opens the book. */
async function opened(folder: string): Promise<string> {
  return saidBy(
    openCounters(folder).then(({ ledger, store, close }) => checkNewestPages(ledger, store).finally(close)),
  );
}

/** What `lockstep verify-book` says. */
async function verified(folder: string): Promise<string> {
  const store = openEmbeddedStore(folder);
  const files = openKeptFiles(join(folder, 'kept'), join(folder, 'kept', 'key.pem'), chance);
  return saidBy(verifyPages(store, files).finally(() => store.close()));
}

const whole = temporaryFolder();
beforeAll(() => aBook(whole.path));
afterAll(() => whole[Symbol.dispose]());

describe('a book whose stored pages are not what was recorded', () => {
  it.each([
    ['an old entry was changed', changed(17, otherText), '000000000017: entries[0] is not what was recorded'],
    ['a new entry was changed', changed(290, otherText), '000000000290: entries[0] is not what was recorded'],
    ['an old time was changed', changed(23, otherTime), 'page 23 is not the one'],
    ['a new time was changed', changed(291, otherTime), 'does not name page 291 as it stands'],
    ['an old page has another id', changed(9, () => ({ _id: 'x' })), 'page 9 is not there'],
    ['an old page is gone', gone(30), 'page 30 is not there'],
    ['a new page is gone', gone(299), 'of 300 pages 1 are not there'],
  ])('is refused at start and by verification: %s', async (_, change, said) => {
    using folder = temporaryFolder();
    cpSync(whole.path, folder.path, { recursive: true });
    await tamper(folder.path, change);
    expect(await opened(folder.path)).toContain(said);
    expect(await verified(folder.path)).toMatch(/^ledger\.damaged: /);
  });

  it('is not refused where all are', async () => {
    expect(await opened(whole.path)).toBe('whole');
    expect(await verified(whole.path)).toBe('whole');
  });

  it('becomes read only when the damage is found among older pages, beside other work', async () => {
    using folder = temporaryFolder();
    cpSync(whole.path, folder.path, { recursive: true });
    await tamper(folder.path, changed(3, otherText));
    const { ledger, store, close } = await openCounters(folder.path);
    const checked = { book: ledger.book, store, leaves: ledger.leaves };
    const { signal } = new AbortController();
    await checkOlderPages(checked, { to: pages, machine: systemClock, signal }, (damage) => ledger.bar(damage));
    await expect(ledger.commit({ actor: someone, decide: () => [raise('a')] })).rejects.toMatchObject({
      code: 'ledger.damaged',
    });
    expect(await ledger.page(1)).toBeDefined();
    await close();
  });
});

describe('a check of older pages while the database does not answer for a moment', () => {
  it('goes on where it was, and still finds the damage', async () => {
    using folder = temporaryFolder();
    cpSync(whole.path, folder.path, { recursive: true });
    await tamper(folder.path, changed(3, otherText));
    const { ledger, store, close } = await openCounters(folder.path);
    let refusals = 3;
    const pagesBetween: typeof store.pages.pages = (from, to) => {
      if (refusals-- > 0) throw new LockstepError('ledger.unavailable', 'the database did not answer as it should');
      return store.pages.pages(from, to);
    };
    const lost = { ...store, pages: { ...store.pages, pages: pagesBetween } };
    const found: string[] = [];
    const { signal } = new AbortController();
    const machine = { now: () => 0, sleep: () => Promise.resolve() };
    await checkOlderPages(
      { book: ledger.book, store: lost, leaves: ledger.leaves },
      { to: pages, machine, signal },
      (damage) => found.push(damage.code),
    );
    expect(found).toEqual(['ledger.damaged']);
    await close();
  });
});

describe('a database file that was cut short', () => {
  it('is refused, and kills nobody who opens it, wherever it was cut', async () => {
    using folder = temporaryFolder();
    cpSync(whole.path, folder.path, { recursive: true });
    const file = join(folder.path, 'book', 'data.mdb');
    const { size } = statSync(file);
    const answers = new Map<number, string>();
    for (const part of [0.9, 0.75, 0.5, 0.25, 0.1, 0.01]) {
      truncateSync(file, Math.floor(size * part));
      try {
        await openEmbeddedStore(folder.path).close();
        answers.set(part, 'opened');
      } catch (error) {
        answers.set(part, (error as { code: string }).code);
      }
    }
    expect(new Set(answers.values())).toEqual(new Set(['ledger.damaged']));
  });
});
