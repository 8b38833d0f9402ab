import type { Session } from '@zowe/imperative';
import type { Clock } from '../shared/clock.ts';
import { problemOf } from './faults.ts';
import type { CredentialLatch } from './credential-latch.ts';
import { TransportClient } from './rest-client.ts';
import { Slots } from './slots.ts';
import type { Service, WireAnswer, WireFault, WireRequest } from './wire.ts';

export interface ZosmfTimeouts {
  /** Until a connection stands, in milliseconds. @default 10000 */
  connectMs?: number;
  /** Silence on a connection, in milliseconds. @default 60000 */
  silenceMs?: number;
  /** From sending to the whole answer, in milliseconds. @default 120000 */
  answerMs?: number;
}

export const defaultTimeouts: Required<ZosmfTimeouts> = { connectMs: 10_000, silenceMs: 60_000, answerMs: 120_000 };

/** Requests at a time and system: TSO address spaces are few (10 a user is usual), JES requests need none. */
const filesAtATime = 4;
const jobsAtATime = 8;

export interface Transport {
  readonly system: string;
  /** Sends, and gives any answer below 400; `lets` names other answers that the caller reads itself. */
  readonly ask: (request: WireRequest, lets?: (answer: WireAnswer) => boolean) => Promise<WireAnswer>;
}

/** One system's way to its z/OSMF: limits, latch, time-outs, and every fault told as a problem. */
export function transportOf(parts: {
  system: string;
  session: Session;
  latch: CredentialLatch;
  answerMs: number;
  clock: Clock;
}): Transport {
  const { system, session, latch, answerMs, clock } = parts;
  const files = new Slots(filesAtATime);
  const jobs = new Slots(jobsAtATime);
  const slotsOf: Record<Service, Slots> = { files, console: files, jobs, info: jobs };

  async function send(request: WireRequest): Promise<WireAnswer | WireFault> {
    latch.check(system);
    const client = new TransportClient(session, request.changes);
    const enough = new AbortController();
    const late = clock.sleep(answerMs, enough.signal).then(
      (): WireFault => ({ kind: 'no-answer', why: `no whole answer in ${answerMs} ms` }),
      (): WireFault => ({ kind: 'no-answer', why: 'stopped' }),
    );
    const outcome = client
      .request({
        resource: request.resource,
        request: request.method,
        reqHeaders: Object.entries(request.headers ?? {}).map(([name, value]) => ({ [name]: value })),
        ...(request.body === undefined ? {} : { writeData: request.body }),
      })
      .then(
        () => answerOf(client),
        (error: unknown) => answerAfter(error, client),
      );
    try {
      return await Promise.race([outcome, late]);
    } finally {
      enough.abort();
    }
  }

  return {
    system,
    ask: (request, lets = () => false) =>
      latch.pass(system, () =>
        slotsOf[request.service].run(async () => {
          const outcome = await send(request);
          if ('kind' in outcome) throw problemOf(outcome, request, system);
          if (outcome.status === 401) latch.refuse();
          if (outcome.status < 300) latch.prove();
          const good = outcome.status >= 200 && outcome.status < 300;
          if (good && outcome.contentType.startsWith('text/html'))
            throw problemOf({ kind: 'unusable', why: 'the answer is a web page, not one of z/OSMF' }, request, system);
          if (good || lets(outcome)) return outcome;
          throw problemOf({ kind: 'answer', answer: outcome }, request, system);
        }),
      ),
  };
}

function answerOf(client: TransportClient): WireAnswer | WireFault {
  const head = client.head;
  if (head === undefined) return { kind: 'no-answer', why: 'the answer has no head' };
  return { ...head, body: client.bytes };
}

/** The client rejects for any status over 299: that is an answer all the same. Its error holds the request: it ends here. */
function answerAfter(error: unknown, client: TransportClient): WireAnswer | WireFault {
  const details = detailsOf(error);
  if (details.source === 'http') return answerOf(client);
  if (client.head !== undefined) return { kind: 'no-answer', why: 'the connection ended in the middle of the answer' };
  if (details.source === 'timeout') return { kind: 'no-answer', why: 'connected, but no answer in time' };
  const { code = '', syscall = '', message = '' } = socketErrorOf(details.causeErrors ?? error);
  const why = code === '' ? message : code;
  const early = syscall === 'connect' || syscall === 'getaddrinfo' || message.startsWith('Connection timed out.');
  const unsent = isCertificateFault(code) || (isTlsFault(code) && client.handshakeFailed);
  return early || unsent ? { kind: 'not-connected', why } : { kind: 'no-answer', why };
}

function detailsOf(error: unknown): { source?: string; causeErrors?: unknown } {
  if (typeof error !== 'object' || error === null || !('mDetails' in error)) return {};
  return error.mDetails as { source?: string; causeErrors?: unknown };
}

function socketErrorOf(error: unknown): { code?: string; syscall?: string; message?: string } {
  return typeof error === 'object' && error !== null ? error : {};
}

/** Faults of a certificate are found at the end of the handshake, when no byte of the request has left yet (Node.js, X509 certificate error codes). */
function isCertificateFault(code: string): boolean {
  return /CERT|^UNABLE_TO_|^ERR_TLS_|^HOSTNAME_MISMATCH$|^INVALID_CA$/.test(code);
}

/** What is no TLS can also come after the request: a gateway that speaks plain text into the connection. */
function isTlsFault(code: string): boolean {
  return /^ERR_SSL_|^EPROTO$/.test(code);
}
