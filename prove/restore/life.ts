import { erasing } from '../../src/ledger/erasing.ts';
import { rebuild } from '../../src/ledger/generations.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { rootOfLeaves } from '../../src/ledger/merkle.rules.ts';
import { leafOf } from '../../src/ledger/page.rules.ts';
import { readBack } from '../../src/ledger/read-back.ts';
import { ageKeys } from '../../src/ledger/timekeeper.ts';
import { personalTexts } from '../../src/service/personal-texts.ts';
import type { Store } from '../../src/store/ports.ts';
import { checkHistory, complaintLines } from '../histories/check-history.ts';
import { History } from '../histories/history.ts';
import { recordedLedger } from '../histories/recorded-ledger.ts';
import { entryTypes, foldedViews, type Instance, openBook, retell, tellSample } from './book.ts';
import { differences } from './independent-fold.ts';
import { notes, noteTexts } from './notes.ts';

const personal = { ...personalTexts, ...noteTexts };
const day = 24 * 3600_000;

const chapters = ['write', 'erase', 'age', 'renew', 'erase', 'reopen', 'rebuild', 'beside'] as const;
type Chapter = (typeof chapters)[number];

/** Numbers from a seed: the same ones each time. */
export function seeded(seed: number): (below: number) => number {
  let state = seed % 2147483647 || 1;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

/**
 * A book's life by chance: people write and withdraw notes under keys, texts are erased, keys age, views are made anew,
 * the service starts again, another instance looks on. After each chapter what is served is compared with a fold of its
 * own, and with what must not be there any more.
 */
export class BookLife {
  readonly complaints: string[] = [];
  comparisons = 0;
  erased = 0;
  #time = Date.parse('2026-09-12T23:00:00Z');
  readonly #gone: { readonly text: string; readonly page: number }[] = [];
  readonly #erased = new Set<string>();
  #writes = 0;
  #chapters = 0;
  readonly #first: number;
  readonly #history = new History();

  private constructor(
    private readonly store: Store,
    private readonly below: (n: number) => number,
    private ledger: Instance,
  ) {
    this.#first = below(chapters.length);
  }

  static async begin(store: Store, seed: number, night: Store): Promise<BookLife> {
    const begins = Date.parse('2026-09-12T23:00:00Z');
    const life = new BookLife(store, seeded(seed), await openBook(store, () => begins));
    life.ledger = await openBook(store, life.#now);
    await retell(life.ledger, night);
    await tellSample(life.ledger);
    await life.#compare('the night');
    return life;
  }

  readonly #now = (): number => this.#time;

  /** One chapter, and what was found after it. */
  async chapter(): Promise<void> {
    const kind = this.#next();
    await this.#write();
    await this.#live(kind);
    await this.#compare(kind);
  }

  /** The book keeps to every rule of pages and histories: to be asked when no chapter follows. */
  async end(): Promise<void> {
    const pages = this.store.pages.pages(1, Number.MAX_SAFE_INTEGER);
    this.complaints.push(...complaintLines(await checkHistory(this.#history.events, pages)));
  }

  /** Each kind once, begun anywhere, and then as it comes. */
  #next(): Chapter {
    const n = this.#chapters++;
    const at = n < chapters.length ? (n + this.#first) % chapters.length : this.below(chapters.length);
    return chapters[at] ?? 'write';
  }

  async #live(kind: Chapter): Promise<void> {
    switch (kind) {
      case 'write':
        return;
      case 'erase':
        return this.#erase();
      case 'age':
        this.#time += (1 + this.below(8)) * day;
        return ageKeys({ ledger: this.ledger, machine: { now: this.#now, sleep: () => Promise.resolve() } });
      case 'renew': {
        const writing = this.#write();
        const { differing } = await this.ledger.renewViews({ compare: true });
        await writing;
        for (const { view, key } of differing) this.complaints.push(`made anew, ${view} ${key} is another`);
        return;
      }
      case 'reopen':
        this.#history.restart('the first');
        this.ledger = await openBook(this.store, this.#now);
        return;
      case 'rebuild': {
        const all = { views: foldedViews, entryTypes: { ...ledgerEntries, ...entryTypes } };
        const { differing } = await rebuild(this.store, all);
        for (const { view, key } of differing) this.complaints.push(`rebuilt, ${view} ${key} is another`);
        return this.ledger.catchUp();
      }
      case 'beside': {
        const other = await openBook(this.store, this.#now);
        await this.#write(other);
        return this.ledger.catchUp();
      }
    }
  }

  /** Some commands at once: notes that are given, written anew and withdrawn, half of them under a key. */
  async #write(instance = this.ledger): Promise<void> {
    const ledger = recordedLedger(instance, this.#history, instance === this.ledger ? 'the first' : 'another');
    const commands = Array.from({ length: 1 + this.below(6) }, () => {
      const n = this.#writes++;
      const stream = `note:${this.below(9)}`;
      const goes = this.below(5) === 0;
      const text = `word${this.below(30)} secret${n} word${this.below(30)}`;
      const key = this.below(2) === 0 ? {} : { key: { key: `k${n}`, digest: 'd'.repeat(64) } };
      return ledger.commit({
        ...{ actor: { kind: 'person', id: `person${this.below(3)}` }, ...key },
        decide: () => [
          goes ? { stream, type: 'note.gone/1', data: {} } : { stream, type: 'note.given/1', data: { text } },
        ],
      });
    });
    await Promise.all(commands);
  }

  /** Any entry that holds the text of a person, on any page. */
  async #erase(): Promise<void> {
    const candidates: { page: number; entry: number; text: string }[] = [];
    for await (const stored of this.store.pages.pages(1, Number.MAX_SAFE_INTEGER)) {
      const { page, entries } = await readBack(this.store.pages, stored);
      for (const [entry, { type, erased, data }] of entries.entries()) {
        const texts = personal[type as keyof typeof personal] as readonly string[] | undefined;
        if (texts === undefined || erased === true) continue;
        candidates.push({ page, entry, text: /secret\d+/.exec(JSON.stringify(data))?.[0] ?? '' });
      }
    }
    const chosen = candidates[this.below(candidates.length)];
    if (chosen === undefined) return;
    const before = this.ledger.leaves.rootAt(chosen.page);
    const machine = { now: this.#now, sleep: () => Promise.resolve() };
    const { erase } = erasing({ ledger: this.ledger, store: this.store, personal, machine });
    const actor = { kind: 'person', id: 'admin' } as const;
    await erase({ actor, page: chosen.page, entry: chosen.entry, reason: 'it was asked for' });
    this.erased += 1;
    this.#erased.add(`${chosen.page}:${chosen.entry}`);
    if (chosen.text !== '') this.#gone.push({ text: chosen.text, page: chosen.page });
    if (!this.ledger.leaves.rootAt(chosen.page).equals(before)) this.complaints.push('an erasure changed the root');
  }

  async #compare(after: string): Promise<void> {
    this.comparisons += 1;
    const found = await differences(this.store, foldedViews);
    this.complaints.push(...found.slice(0, 3).map((line) => `after ${after}: ${line}`));
    await this.#verify(after);
    await this.#search(after);
  }

  /** Every page has the leaf that its proofs rest on, and every marker is accounted for. */
  async #verify(after: string): Promise<void> {
    const leaves: Buffer[] = [];
    const marks = new Set<string>();
    for await (const stored of this.store.pages.pages(1, Number.MAX_SAFE_INTEGER)) {
      const { page, entries } = await readBack(this.store.pages, stored);
      leaves.push(leafOf(stored.body));
      for (const [entry, { erased }] of entries.entries()) if (erased === true) marks.add(`${page}:${entry}`);
    }
    if (!rootOfLeaves(leaves).equals(this.ledger.leaves.root())) this.complaints.push(`after ${after}: another root`);
    const missing = [...this.#erased].filter((place) => !marks.has(place));
    if (missing.length > 0 || marks.size !== this.#erased.size)
      this.complaints.push(`after ${after}: ${marks.size} marks, and ${this.#erased.size} entries were erased`);
  }

  /** A word that was erased is found by nobody, neither by its index nor in any text that is kept. */
  async #search(after: string): Promise<void> {
    for (const { text } of this.#gone) {
      const { rows } = await this.ledger.query(notes, { index: 'word', eq: [text] });
      if (rows.length > 0) this.complaints.push(`after ${after}: «${text}» is still found`);
    }
    const serving = (await this.store.views.current())?.generation ?? 0;
    for (let generation = Math.max(1, serving - 3); generation <= serving; generation += 1)
      for await (const { view, key, text } of this.store.views.documents(generation))
        for (const gone of this.#gone)
          if (new RegExp(`${gone.text}\\b`).test(text))
            this.complaints.push(`after ${after}: «${gone.text}» stands in ${view} ${key} of generation ${generation}`);
  }
}
