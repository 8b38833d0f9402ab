import { createHash } from 'node:crypto';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import type { BookEntry, BookPage } from './book-pages.ts';
import type { Complaint, Rule } from './rules.ts';

/** What a history needs to know of a page. */
export interface PageNote {
  readonly page: number;
  readonly actor: string;
  readonly command: string;
  readonly key?: string;
  readonly digest?: string;
  /** Code, where the page records a refusal and nothing else. */
  readonly refused?: string;
  /** Last version of each stream on it. */
  readonly versions: ReadonlyMap<string, number>;
  /** SHA-256 of its entries in canonical JSON; absent where one was erased. */
  readonly entries?: string;
}

export const keyName = (actor: string, key: string): string => `${actor}\n${key}`;

/** The pages, taken in one after another: what does not hold of them alone, and where histories find theirs. */
export class Book {
  readonly complaints: Complaint[] = [];
  readonly notes = new Map<number, PageNote>();
  readonly byCommand = new Map<string, PageNote[]>();
  readonly byKey = new Map<string, PageNote[]>();
  /** Pages of each stream's entries, in order: the entry at index i has the version i + 1. */
  readonly #streams = new Map<string, number[]>();
  #last: BookPage | undefined;
  #term: { readonly epoch: number; readonly instance: unknown } | undefined;

  get length(): number {
    return this.#last?.page ?? 0;
  }

  /** Version of a stream once this page was recorded. */
  versionAt(stream: string, page: number): number {
    const pages = this.#streams.get(stream) ?? [];
    let [low, high] = [0, pages.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pages[middle] ?? 0) <= page) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  take(page: BookPage): void {
    this.#chain(page);
    this.#time(page);
    const versions = this.#number(page);
    this.#epoch(page);
    this.#note(page, versions);
    this.#last = page;
  }

  #complain(rule: Rule, says: string): void {
    this.complaints.push({ rule, says });
  }

  #chain({ page, prev, book, changed }: BookPage): void {
    const before = this.#last ?? { page: 0, leaf: '0'.repeat(64), book };
    if (page !== before.page + 1) this.#complain('page.chain', `page ${page} comes after page ${before.page}`);
    if (prev !== before.leaf)
      this.#complain('page.chain', `page ${page} does not name the leaf of page ${before.page}`);
    if (book !== before.book) this.#complain('page.chain', `page ${page} is of another book, ${book}`);
    for (const index of changed)
      this.#complain('page.chain', `page ${page}: entry ${index} is not what its digest says`);
  }

  #time({ page, at, entries }: BookPage): void {
    const before = this.#last?.at ?? '';
    if (at >= before || entries.some(({ type }) => type.startsWith('clock.corrected/'))) return;
    this.#complain('page.time', `page ${page} is of ${at}, the one before of ${before}`);
  }

  #number({ page, entries }: BookPage): Map<string, number> {
    const versions = new Map<string, number>();
    for (const { stream, seq } of entries) {
      const pages = this.#streams.get(stream) ?? [];
      if (seq !== pages.length + 1)
        this.#complain('page.streams', `page ${page}: ${stream} goes on with ${seq} after ${pages.length}`);
      pages.push(page);
      this.#streams.set(stream, pages);
      versions.set(stream, seq);
    }
    return versions;
  }

  #epoch({ page, actor, entries }: BookPage): void {
    const taken = entries.find(({ type }) => type.startsWith('engine.taken/'));
    if (taken !== undefined) {
      const epoch = Number(taken.data?.['epoch']);
      if (epoch !== (this.#term?.epoch ?? 0) + 1)
        this.#complain('page.epochs', `page ${page} takes epoch ${epoch} after ${this.#term?.epoch ?? 0}`);
      this.#term = { epoch, instance: taken.data?.['instance'] };
      return;
    }
    if (actor.kind !== 'engine') return;
    if (actor.id !== this.#term?.instance)
      this.#complain(
        'page.epochs',
        `page ${page} is by ${actor.id}, and ${String(this.#term?.instance)} has the engine`,
      );
    for (const { data } of entries)
      if (typeof data?.['epoch'] === 'number' && data['epoch'] !== this.#term?.epoch)
        this.#complain(
          'page.epochs',
          `page ${page} is of epoch ${data['epoch']}, in force is ${this.#term?.epoch ?? 0}`,
        );
  }

  #note({ page, actor, command, entries }: BookPage, versions: ReadonlyMap<string, number>): void {
    const [only] = entries;
    const isRefusal = entries.length === 1 && only?.type.startsWith('request.refused/') === true;
    const digest = digestOfEntries(entries);
    const note: PageNote = {
      ...{ page, actor: actor.id, command: command.id, versions },
      ...(command.key === undefined ? {} : { key: command.key, digest: command.digest ?? '' }),
      ...(isRefusal ? { refused: (only.data?.['code'] as string | undefined) ?? 'erased' } : {}),
      ...(digest === undefined ? {} : { entries: digest }),
    };
    this.notes.set(page, note);
    const same = added(this.byCommand, command.id, note);
    if (same.length > 1)
      this.#complain(
        'page.command',
        `command ${command.id} stands on pages ${same.map((each) => each.page).join(', ')}`,
      );
    if (command.key === undefined) return;
    const keyed = added(this.byKey, keyName(actor.id, command.key), note);
    if (keyed.length > 1)
      this.#complain(
        'key.one-effect',
        `key ${command.key} of ${actor.id} stands on pages ${keyed.map((each) => each.page).join(', ')}`,
      );
  }
}

function added(map: Map<string, PageNote[]>, name: string, note: PageNote): readonly PageNote[] {
  const notes = [...(map.get(name) ?? []), note];
  map.set(name, notes);
  return notes;
}

/** SHA-256 of entries as an acknowledgement and a page both tell them; undefined where one was erased. */
export function digestOfEntries(entries: readonly BookEntry[]): string | undefined {
  if (entries.some(({ data }) => data === undefined)) return undefined;
  const told = entries.map(({ stream, seq, type, data }) => ({ stream, seq, type, data }));
  return createHash('sha256').update(canonicalJson(told)).digest('hex');
}
