import { parentPort, workerData } from 'node:worker_threads';
import { erasedAt } from '../../ledger/erasure.rules.ts';
import type { StoredPage } from '../../ledger/page.schema.ts';
import type { IndexValue } from '../../ledger/view.schema.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import type { PageWrite, ViewDeclaration, ViewPut } from '../ports.ts';
import { placesOf } from '../query.rules.ts';
import { type Declarations, type Layout, openLayout } from './layout.ts';
import type { WriterAnswer, WriterRequest } from './writer-messages.ts';

/**
 * The only writer of a book's LMDB: one request is one durable transaction. It runs in a thread of its own, because a
 * transaction waits for the disk and the event loop must not.
 */
const { folder } = workerData as { folder: string };
const layout = openLayout(folder);
let declarations: Declarations = new Map();

parentPort?.on('message', ({ id, request }: { id: number; request: WriterRequest }) => {
  parentPort?.postMessage({ id, answer: answerTo(request) });
});

function answerTo(request: WriterRequest): WriterAnswer {
  const before = headNow();
  try {
    return { ok: true, value: layout.root.transactionSync(() => perform(request)) };
  } catch (error) {
    return {
      ok: false,
      message: error instanceof Error ? error.message : String(error),
      nothingWritten: headNow() === before,
    };
  }
}

/** This thread is the only writer: a commit that failed and did not move the head has left nothing. */
function headNow(): string | undefined {
  layout.root.resetReadTxn();
  return layout.meta.get('head');
}

function perform(request: WriterRequest): string | number | boolean {
  switch (request.kind) {
    case 'declare':
      declarations = new Map(request.views.map((view) => [view.name, view]));
      return true;
    case 'append':
      return append(layout, request.writes, request.generation);
    case 'fold':
      return fold(layout, request.generation, request.writes);
    case 'bookId':
      return bookId(layout, request.proposed);
    case 'erase':
      return erase(layout, request.page, request.entry);
    case 'begin':
      return begin(layout);
    case 'serve':
      return serve(layout, request.generation, request.version);
    case 'swap':
      return swap(layout, request.name, request.expected, request.next);
    case 'close':
      return true;
  }
}

function append({ pages, streams, meta }: Layout, writes: readonly PageWrite[], generation: number): string {
  const first = writes[0];
  if (first === undefined) return 'done';
  const head = Number((meta.get('head') ?? '0').split(' ')[0]);
  if (first.number > head + 1) throw new Error(`page ${first.number - 1} is not there`);
  if (first.number <= head) return isOurs({ pages, head, writes }) ? 'done' : 'taken';
  for (const { number, stored } of writes) {
    pages.putSync(number, canonicalJson(stored));
    for (const stream of stored.streams) streams.putSync([stream, number], '');
  }
  const last = writes.at(-1) ?? first;
  meta.putSync('head', `${last.number} ${last.leaf}`);
  if (!fold(layout, generation, writes)) throw new Error('the views do not stand at the page before');
  return 'done';
}

/** The same pages sent again, after an answer that got lost, are done and not taken. */
function isOurs({
  pages,
  head,
  writes,
}: {
  pages: Layout['pages'];
  head: number;
  writes: readonly PageWrite[];
}): boolean {
  return writes.every(({ number, stored }) => {
    const there = number <= head ? pages.get(number) : undefined;
    return there !== undefined && (JSON.parse(there) as StoredPage).body === stored.body;
  });
}

function fold({ meta }: Layout, generation: number, writes: readonly Omit<PageWrite, 'stored'>[]): boolean {
  let applied = Number((meta.get(`applied:${generation}`) ?? '0').split(' ')[0]);
  for (const { number, leaf, puts } of writes) {
    if (applied + 1 !== number) return false;
    for (const put of puts) putDocument(layout, generation, number, put);
    applied = number;
    meta.putSync(`applied:${generation}`, `${number} ${leaf}`);
  }
  return true;
}

function putDocument({ docs, index }: Layout, generation: number, page: number, put: ViewPut): void {
  const declaration = declarations.get(put.view);
  if (declaration === undefined) throw new Error(`view ${put.view} was not declared`);
  const at = [generation, put.view, put.key];
  const before = docs.get(at);
  const gone = new Map(before === undefined ? [] : indexKeys(generation, declaration, put.key, docOf(before)));
  if (put.text === null) {
    docs.removeSync(at);
  } else {
    docs.putSync(at, `${page} ${put.text}`);
    for (const [text, key] of indexKeys(generation, declaration, put.key, JSON.parse(put.text) as object))
      if (!gone.delete(text)) index.putSync(key, '');
  }
  for (const key of gone.values()) index.removeSync(key);
}

const docOf = (stored: string): object => JSON.parse(stored.slice(stored.indexOf(' ') + 1)) as object;

function indexKeys(
  generation: number,
  { name, indexes }: ViewDeclaration,
  key: string,
  doc: object,
): [string, (string | number)[]][] {
  return Object.entries(indexes).flatMap(([index, fields]) =>
    placesOf(doc, fields).map((place: IndexValue[]): [string, (string | number)[]] => {
      const whole = [generation, name, index, ...place, key];
      return [JSON.stringify(whole), whole];
    }),
  );
}

function bookId({ meta }: Layout, proposed: string): string {
  const standing = meta.get('book');
  if (standing === undefined) meta.putSync('book', proposed);
  return standing ?? proposed;
}

function erase({ pages }: Layout, page: number, entry: number): boolean {
  const text = pages.get(page);
  if (text === undefined) throw new Error(`page ${page} is not there`);
  pages.putSync(page, canonicalJson(erasedAt(JSON.parse(text) as StoredPage, entry)));
  return true;
}

function begin({ meta }: Layout): number {
  const next = Number(meta.get('generations') ?? '0') + 1;
  meta.putSync('generations', String(next));
  meta.putSync(`applied:${next}`, `0 ${'0'.repeat(64)}`);
  return next;
}

function serve({ docs, index, meta }: Layout, generation: number, version: string): boolean {
  const before = meta.get('serving')?.split(' ')[0];
  if (Number(before ?? 0) > generation) throw new Error(`newer views are served than generation ${generation}`);
  meta.putSync('serving', `${generation} ${version}`);
  for (const old of new Set([before, ...othersThan(meta, generation)])) {
    if (old === undefined || Number(old) === generation) continue;
    for (const db of [docs, index])
      for (const key of db.getKeys({ start: [Number(old)], end: [Number(old) + 1] })) db.removeSync(key);
    meta.removeSync(`applied:${old}`);
  }
  return true;
}

function othersThan(meta: Layout['meta'], generation: number): string[] {
  const names = [...meta.getKeys({ start: 'applied:', end: 'applied;' })];
  return names.map((name) => name.slice('applied:'.length)).filter((number) => Number(number) !== generation);
}

function swap({ meta }: Layout, name: string, expected: string | undefined, next: string | undefined): boolean {
  if (meta.get(`cell:${name}`) !== expected) return false;
  if (next === undefined) meta.removeSync(`cell:${name}`);
  else meta.putSync(`cell:${name}`, next);
  return true;
}
