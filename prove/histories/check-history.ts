import type { StoredPage } from '../../src/ledger/page.schema.ts';
import { readBookPage } from './book-pages.ts';
import { Calls } from './call-rules.ts';
import { compareAnswers, compareDocuments, type Document, type StoreAnswers } from './comparisons.ts';
import type { HistoryEvent } from './history.ts';
import { Book } from './page-rules.ts';
import type { Complaint } from './rules.ts';

export interface CheckOptions {
  /** The views as they were served, and the same folded anew: by the ledger's own code, or by any other. */
  readonly documents?: { readonly served: AsyncIterable<Document>; readonly fresh: AsyncIterable<Document> };
  /** What the same commands came to on several stores. */
  readonly answers?: readonly StoreAnswers[];
}

type Several<T> = Iterable<T> | AsyncIterable<T>;

/**
 * Checks a history against the book that it left, in one pass over each: page numbers are the order.
 *
 * @param history events in the order in which they happened; none, and the pages alone are checked
 * @param pages every page of the book, from the first on
 * @returns what does not hold; nothing when all does
 */
export async function checkHistory(
  history: Several<HistoryEvent>,
  pages: Several<StoredPage>,
  { documents, answers }: CheckOptions = {},
): Promise<Complaint[]> {
  const book = new Book();
  for await (const stored of pages) book.take(readBookPage(stored));
  const calls = new Calls(book);
  for await (const event of history) calls.take(event);
  calls.end();
  return [
    ...book.complaints,
    ...calls.complaints,
    ...(documents === undefined ? [] : await compareDocuments(documents.served, documents.fresh)),
    ...(answers === undefined ? [] : compareAnswers(answers)),
  ];
}

/** Complaints as lines of a proof's failures, at most so many of them. */
export function complaintLines(complaints: readonly Complaint[], most = 20): string[] {
  const lines = complaints.slice(0, most).map(({ rule, says }) => `${rule}: ${says}`);
  return complaints.length > most ? [...lines, `and ${complaints.length - most} more`] : lines;
}
