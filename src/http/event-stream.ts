import type { Ledger, LedgerPage } from '../ledger/ledger.schema.ts';
import type { Clock } from '../shared/clock.ts';
import { noLongerNeeded } from '../shared/yielding.ts';

export interface EventStreamOptions {
  /** Pages after this one are sent. */
  readonly after: number;
  /** Only entries on these streams, or below them: `run:RUN-000001`, `run:`. None: all. */
  readonly streams: readonly string[];
  /** Machine time. */
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Silence, in milliseconds of machine time, after which a heartbeat is sent. @default 15000 */
  readonly heartbeatMs?: number;
}

/**
 * The book as server-sent events, one a page: several events with one id would be lost on a resume. Heartbeats carry
 * the page too, so that a client that follows one quiet run resumes near the head.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* eventStream(
  ledger: Pick<Ledger, 'book' | 'head' | 'follow'>,
  { after, streams, clock, signal, heartbeatMs = 15_000 }: EventStreamOptions,
): AsyncGenerator<string> {
  let seen = after;
  yield `retry: 2000\n\n${heartbeat(ledger.book, seen)}`;
  const pages = ledger.follow(after, signal)[Symbol.asyncIterator]();
  let next = pages.next();
  try {
    let beatAt = clock.now() + heartbeatMs;
    while (!signal.aborted) {
      const came = await orSilence(next, Math.min(heartbeatMs, beatAt - clock.now()), clock);
      if (came === 'silence') {
        yield heartbeat(ledger.book, seen);
        beatAt = clock.now() + heartbeatMs;
        continue;
      }
      if (came.done === true) return;
      seen = came.value.page;
      next = pages.next();
      const text = pageEvent(ledger.book, came.value, streams);
      if (text === undefined) continue;
      yield text;
      beatAt = clock.now() + heartbeatMs;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    // Nobody waits for the page under way any more, and its failure is nobody's.
    next.catch(() => undefined);
  }
}

/** True for the stream itself and for what stands below it, not for a longer number. */
export function isUnder(stream: string, prefix: string): boolean {
  if (!stream.startsWith(prefix)) return false;
  return prefix.endsWith(':') || prefix.endsWith('/') || !/^\w/.test(stream.slice(prefix.length));
}

async function orSilence<T>(next: Promise<T>, ms: number, clock: Clock): Promise<T | 'silence'> {
  const nap = new AbortController();
  const silence = clock.sleep(Math.max(0, ms), nap.signal).then(
    () => 'silence' as const,
    () => 'silence' as const,
  );
  try {
    return await Promise.race([next, silence]);
  } finally {
    nap.abort(noLongerNeeded);
  }
}

function pageEvent(book: string, page: LedgerPage, streams: readonly string[]): string | undefined {
  const wanted = (stream: string) => streams.length === 0 || streams.some((prefix) => isUnder(stream, prefix));
  const entries = page.entries.filter(({ stream }) => wanted(stream));
  if (entries.length === 0) return undefined;
  return `id: ${book}:${page.page}\nevent: page\ndata: ${JSON.stringify({ ...page, entries })}\n\n`;
}

function heartbeat(book: string, page: number): string {
  return `id: ${book}:${page}\nevent: heartbeat\ndata: ${JSON.stringify({ page })}\n\n`;
}
