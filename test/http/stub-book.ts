import type { LedgerPage } from '../../src/ledger/ledger.schema.ts';

/** A book in memory that grows page by page: what the HTTP edge sees of a ledger. */
export function stubBook() {
  const pages: LedgerPage[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const one of waiting) one();
    waiting.clear();
  };
  return {
    book: 'BAAAAAAAAAAAAAAAAAAAAAAAAAA',
    head: () => pages.length,
    append(...streams: string[]) {
      const page = pages.length + 1;
      const entries = streams.map((stream) => ({ stream, seq: page, type: 'thing.happened/1', data: { page } }));
      pages.push({
        page,
        at: '2026-09-12T22:00:00.000Z',
        actor: { kind: 'person', id: 'rmason' },
        command: `c${page}`,
        entries,
      });
      wake();
    },
    async *follow(after: number, signal: AbortSignal): AsyncGenerator<LedgerPage> {
      signal.addEventListener('abort', wake);
      for (let n = after; !signal.aborted;) {
        const page = pages[n];
        if (page === undefined) {
          await new Promise<void>((resolve) => waiting.add(resolve));
          continue;
        }
        n += 1;
        yield page;
      }
    },
  };
}
export type StubBook = ReturnType<typeof stubBook>;
