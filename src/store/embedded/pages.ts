import type { StoredPage } from '../../ledger/page.schema.ts';
import type { AppendOutcome, PageStore } from '../ports.ts';
import type { Layout } from './layout.ts';
import { appliedFrom } from './views.ts';
import type { WriterClient } from './writer-client.ts';

/** Pages read at once: a slow reader must not hold a read transaction open, for LMDB then reuses no space. */
const pieceOfPages = 64;

/** Pages in LMDB; an append commits pages and view documents in one durable transaction. */
export function embeddedPages({ layout, writer }: { layout: Layout; writer: WriterClient }): PageStore {
  const { pages, streams, meta } = layout;
  const read = (number: number): StoredPage | undefined => {
    const text = pages.get(number);
    return text === undefined ? undefined : (JSON.parse(text) as StoredPage);
  };
  return {
    async bookId(proposed) {
      const id = await writer.ask({ kind: 'bookId', proposed });
      layout.root.resetReadTxn();
      return String(id);
    },
    head: () => Promise.resolve(appliedFrom(meta.get('head'))),
    async append(writes, generation): Promise<AppendOutcome> {
      const answer = await writer
        .send({ kind: 'append', writes, generation })
        .catch((cause: unknown) => ({ ok: undefined, cause }));
      layout.root.resetReadTxn();
      if (answer.ok === undefined) return { outcome: 'unknown', cause: answer.cause };
      if (answer.ok) return answer.value === 'done' ? { outcome: 'done', folded: true } : { outcome: 'taken' };
      const cause = new Error(answer.message);
      return answer.nothingWritten ? { outcome: 'rejected', cause } : { outcome: 'unknown', cause };
    },
    async erase(page, entry) {
      await writer.ask({ kind: 'erase', page, entry });
      layout.root.resetReadTxn();
    },
    page: (number) => Promise.resolve(read(number)),
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, LMDB's cursor is not
    async *pages(from, to) {
      for (let start = from; start <= to;) {
        const piece = [...pages.getRange({ start, end: to + 1, limit: pieceOfPages })];
        for (const { value } of piece) yield JSON.parse(value) as StoredPage;
        if (piece.length < pieceOfPages) return;
        start = (piece.at(-1)?.key ?? to) + 1;
      }
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- as above
    async *pagesOf(stream) {
      const keys = [...streams.getKeys({ start: [stream], end: [stream, Infinity] })];
      for (const [, number] of keys as [string, number][]) {
        const page = read(number);
        if (page !== undefined) yield page;
      }
    },
  };
}
