import { createHash } from 'node:crypto';
import { buildGeneration } from '../../src/ledger/generations.ts';
import type { EntryTypes } from '../../src/ledger/entry.schema.ts';
import type { AnyView } from '../../src/ledger/view.schema.ts';
import type { Store } from '../../src/store/ports.ts';
import type { Complaint } from './rules.ts';

export interface Document {
  readonly view: string;
  readonly key: string;
  readonly text: string;
}

/** What a list of commands came to on one store: a line each. */
export interface StoreAnswers {
  readonly store: string;
  readonly lines: readonly string[];
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Documents that are not the same on both sides, byte for byte. */
export async function compareDocuments(
  served: AsyncIterable<Document>,
  fresh: AsyncIterable<Document>,
): Promise<Complaint[]> {
  const left = new Map<string, string>();
  for await (const { view, key, text } of served) left.set(`${view} ${key}`, digestOf(text));
  const complaints: Complaint[] = [];
  const complain = (says: string) => complaints.push({ rule: 'views.rebuilt', says });
  for await (const { view, key, text } of fresh) {
    const place = `${view} ${key}`;
    const before = left.get(place);
    left.delete(place);
    if (before === undefined) complain(`${place} is not served`);
    else if (before !== digestOf(text)) complain(`${place} is served with other bytes`);
  }
  for (const place of left.keys()) complain(`${place} is served, and the pages do not give it`);
  return complaints;
}

/** The first command whose answers differ, for each store beside the first. */
export function compareAnswers([first, ...others]: readonly StoreAnswers[]): Complaint[] {
  if (first === undefined) return [];
  return others.flatMap(({ store, lines }) => {
    const length = Math.max(first.lines.length, lines.length);
    const at = Array.from({ length }, (_, index) => index).find((index) => first.lines[index] !== lines[index]);
    if (at === undefined) return [];
    const told = (line: string | undefined) => line ?? 'no answer';
    return [
      {
        rule: 'stores.agree' as const,
        says: `command ${at + 1}: ${first.store} says ${told(first.lines[at])}; ${store} says ${told(lines[at])}`,
      },
    ];
  });
}

/**
 * The documents that are served, and the same made anew from the pages in a generation beside it, which is not served.
 * Nothing may be appended meanwhile.
 */
export async function servedAndFresh(
  store: Store,
  { views, entryTypes }: { readonly views: readonly AnyView[]; readonly entryTypes: EntryTypes },
): Promise<{ served: AsyncIterable<Document>; fresh: AsyncIterable<Document> }> {
  const serving = await store.views.current();
  if (serving === undefined) throw new Error('no generation of the views is served');
  const fresh = await store.views.begin();
  await buildGeneration(store, fresh, { views, entryTypes, head: await store.pages.head() });
  return { served: store.views.documents(serving.generation), fresh: store.views.documents(fresh) };
}
