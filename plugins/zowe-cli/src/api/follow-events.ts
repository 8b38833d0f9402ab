import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../connection/connection.ts';
import { ask, bodyOf } from './exchange.ts';
import { LockstepFailure } from './failure.ts';
import { foreign, refusal } from './refusal.ts';
import { eventsIn } from './server-sent-events.ts';
import { unreached } from './unreached.ts';

/** The book has grown, or is as it was and the service lives. */
export interface BookEvent {
  readonly page: number;
  /** False for a heartbeat. */
  readonly grown: boolean;
}

export interface Following {
  readonly streams: readonly string[];
  /** Pages after this one are told. */
  readonly after: number;
  readonly signal: AbortSignal;
  /** Called each time that the connection is lost, with the reason. */
  readonly onLost: (reason: string) => void;
}

/** The service sends a heartbeat after 15 s of silence: two of them missing is a dead connection. */
const silenceMs = 40_000;
const longestPauseMs = 15_000;
/** Without the service for so long, the watch ends as not reached. */
const giveUpAfterMs = 10 * 60_000;

/**
 * Follows the book by server-sent events. A lost connection is made again with Last-Event-ID, so that no page is
 * missed and none is told twice.
 *
 * @throws {LockstepFailure} when the service refuses, or is away for ten minutes; the signal's reason when aborted
 */
export async function* followEvents(connection: Connection, following: Following): AsyncGenerator<BookEvent, never> {
  let lastId: string | undefined;
  let pauseMs = 2_000;
  let heardAt = Date.now();
  for (let lost = 0; ; lost += 1) {
    try {
      const answer = await openStream(connection, following, lastId);
      for await (const event of eventsIn(partsOf(connection, answer))) {
        heardAt = Date.now();
        lost = 0;
        lastId = event.id ?? lastId;
        pauseMs = event.retry ?? pauseMs;
        if (event.data !== '') yield bookEvent(event.event, event.data);
      }
      following.onLost('the service ended it');
    } catch (error) {
      following.signal.throwIfAborted();
      if (!isPassing(error) || Date.now() - heardAt > giveUpAfterMs) throw error;
      following.onLost(error instanceof Error ? error.message : 'unknown');
    }
    await sleep(Math.min(pauseMs * 2 ** Math.min(lost, 5), longestPauseMs), undefined, { signal: following.signal });
  }
}

async function* partsOf(connection: Connection, answer: IncomingMessage): AsyncGenerator<Buffer, void> {
  try {
    for await (const part of answer) yield part as Buffer;
  } catch (error) {
    throw unreached(connection, error);
  }
}

async function openStream(
  connection: Connection,
  { streams, after, signal }: Following,
  lastId: string | undefined,
): Promise<IncomingMessage> {
  const query = [...streams.map((stream) => `stream=${encodeURIComponent(stream)}`), `after=${after}`].join('&');
  const resume: Record<string, string> = lastId === undefined ? {} : { 'Last-Event-ID': lastId };
  const headers = { Accept: 'text/event-stream', ...resume };
  const answer = await ask(connection, { method: 'GET', path: `/events?${query}`, headers, silenceMs, signal });
  if (answer.headers['content-type']?.startsWith('text/event-stream') === true) return answer;
  const body = await bodyOf(connection, answer);
  const status = answer.statusCode ?? 0;
  throw status >= 400 ? refusal(connection, answer, body) : foreign(connection, status);
}

/** A connection may come back and a busy service recover; a refusal stays one. */
export function isPassing(error: unknown): boolean {
  return error instanceof LockstepFailure && (error.kind === 'notReached' || error.kind === 'serviceFailed');
}

function bookEvent(event: string, data: string): BookEvent {
  const told = JSON.parse(data) as { readonly page?: number };
  return { page: told.page ?? 0, grown: event === 'page' };
}
