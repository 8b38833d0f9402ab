import type { Entry } from '../src/ledger/entry.schema.ts';
import { LeafList } from '../src/ledger/leaf-list.ts';
import { sealPage } from '../src/ledger/page.rules.ts';
import { leavesWith, tilePut } from '../src/ledger/tiling.ts';
import type { JsonObject } from '../src/shared/canonical-json.ts';
import { chance } from '../src/shared/ids.ts';
import type { Head, PageWrite, Store } from '../src/store/ports.ts';
import { pagesOfJob, stepIds } from './jobs-of-a-book.ts';
import type { OpenBook } from './open-book.ts';

const jobsOfARun = 1000;
const pagesATime = 1000;

/**
 * Appends jobs of other releases, one page each, as pages of the book and without the documents that views would make
 * of them: what a proof has to find its way through.
 *
 * @param firstRun number of the first run that they belong to
 */
export async function fillBook({ ledger, store }: OpenBook, jobs: number, firstRun: number): Promise<void> {
  const generation = (await store.views.current())?.generation ?? 1;
  const leaves = new LeafList();
  for (let index = 0; index < ledger.leaves.size; index += 1) leaves.append(ledger.leaves.at(index).toString('hex'));
  let head = await store.pages.head();
  for (let done = 0; done < jobs; done += pagesATime) {
    const run = `RUN-${String(firstRun + Math.floor(done / jobsOfARun)).padStart(6, '0')}`;
    const writes = writesOf(run, { book: ledger.book, head, leaves });
    await append(store, writes, generation);
    for (const { leaf } of writes) leaves.append(leaf);
    const last = writes.at(-1);
    if (last !== undefined) head = { page: last.number, leaf: last.leaf };
  }
}

async function append(store: Store, writes: readonly PageWrite[], generation: number): Promise<void> {
  const { outcome } = await store.pages.append(writes, generation);
  if (outcome !== 'done') throw new Error(`the store answered ${outcome}`);
}

function writesOf(run: string, standing: { book: string; head: Head; leaves: LeafList }): PageWrite[] {
  let { page, leaf: prev } = standing.head;
  const added: string[] = [];
  return stepIds(jobsOfARun).map((id) => {
    page += 1;
    const entries = pagesOfJob(run, id).flat();
    const { stored, leaf } = sealPage(
      {
        ...{ book: standing.book, page, prev, at: '2026-09-12T22:00:00.000Z', command: { id: chance.uuid() } },
        ...{ actor: { kind: 'engine', id: 'bench' }, cause: run },
        entries: entries.map(({ stream, type, data }, at): Entry => {
          return { stream, type, seq: at + 1, data: data as JsonObject };
        }),
      },
      chance,
    );
    const puts = tilePut({ page, leaf }, leavesWith(standing.leaves, added));
    added.push(leaf);
    prev = leaf;
    return { number: page, leaf, stored, puts };
  });
}
