import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Certificate } from '../tls/certificate.ts';
import { Refusal } from './answer.ts';
import type { WireAnswer, WireRequest } from './answer.ts';

/** Either an answer, or what a broken network does: the connection ends without one, or in the middle of it. */
export type Outcome = WireAnswer | 'drop' | { readonly half: WireAnswer };
export type Handler = (request: Omit<WireRequest, 'user'>) => Promise<Outcome>;

export interface ServerSettings {
  port: number;
  host: string;
  /** Without it the server speaks plain HTTP. */
  tls?: Certificate;
  onFailure: (error: unknown) => void;
}

export interface Listening {
  readonly port: number;
  /** New connections get this certificate; those that stand keep theirs. */
  changeCertificate(to: Certificate): void;
  stop(): Promise<void>;
}

const idleConnectionMs = 60_000;
const largestBody = 512 * 1024 * 1024;
/** Of a request without any credentials: enough to change a password. */
const largestUnsigned = 64 * 1024;

const liberty = {
  'X-Powered-By': 'Servlet/3.1',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'X-XSS-Protection': '1; mode=block',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'Content-Language': 'en',
};

/** An HTTP/1.1 server that takes paths as they come: `#`, `(`, `$` and `@` are ordinary characters in them. */
export async function listen(handler: Handler, settings: ServerSettings): Promise<Listening> {
  const scheme = settings.tls === undefined ? 'http' : 'https';
  const origin = { text: '' };
  const onRequest = (incoming: IncomingMessage, response: ServerResponse) => {
    void serve(handler, incoming, response, origin.text).catch((error: unknown) => {
      if (!(error instanceof Aborted)) settings.onFailure(error);
      incoming.socket.destroy();
    });
  };
  const server: Server =
    settings.tls === undefined ? createServer(onRequest) : createTlsServer({ ...settings.tls }, onRequest);
  server.keepAliveTimeout = idleConnectionMs;
  server.on('checkContinue', (incoming, response) => {
    if (!isTooLarge(incoming)) response.writeContinue();
    onRequest(incoming, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin.text = `${scheme}://${settings.host}:${String(port)}`;
  return {
    port,
    changeCertificate(to) {
      if (server instanceof TlsServer) server.setSecureContext({ ...to });
    },
    stop: () => close(server),
  };
}

async function serve(
  handler: Handler,
  incoming: IncomingMessage,
  response: ServerResponse,
  origin: string,
): Promise<void> {
  const outcome = await answered(handler, incoming, origin);
  if (outcome === 'drop') {
    incoming.socket.destroy();
    return;
  }
  if ('half' in outcome) {
    sendHalf(incoming, response, outcome.half);
    return;
  }
  if (outcome.stream !== undefined && incoming.method !== 'HEAD') {
    response.writeHead(outcome.status, { ...liberty, ...outcome.headers });
    await pipeline(Readable.from(outcome.stream, { objectMode: true, highWaterMark: 1 }), response).catch(
      () => undefined,
    );
    return;
  }
  const body = typeof outcome.body === 'string' ? Buffer.from(outcome.body, 'utf8') : (outcome.body ?? Buffer.alloc(0));
  const bodiless = outcome.status === 204 || outcome.status === 304;
  response.writeHead(outcome.status, {
    ...liberty,
    ...outcome.headers,
    ...(bodiless ? {} : { 'Content-Length': String(body.length) }),
  });
  response.end(incoming.method === 'HEAD' || bodiless ? undefined : body);
}

function sendHalf(incoming: IncomingMessage, response: ServerResponse, answer: WireAnswer): void {
  const whole = answer.stream === undefined ? (answer.body ?? '') : Buffer.concat([...answer.stream]);
  const body = Buffer.from(whole);
  response.writeHead(answer.status, { ...liberty, ...answer.headers, 'Content-Length': String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
}

async function answered(handler: Handler, incoming: IncomingMessage, origin: string): Promise<Outcome> {
  try {
    return await handler(await requestOf(incoming, origin));
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

/** A target with scheme and host, as clients send it to proxies: servers have to take it (RFC 9112, 3.2.2). */
const absoluteForm = /^https?:\/\/[^/?#]*/i;

async function requestOf(incoming: IncomingMessage, origin: string): Promise<Omit<WireRequest, 'user'>> {
  const target = (incoming.url ?? '/').replace(absoluteForm, '');
  const at = target.indexOf('?');
  const path = at < 0 ? target : target.slice(0, at);
  return {
    method: incoming.method ?? 'GET',
    path,
    segments: path.split('/').slice(1).map(decoded),
    query: new URLSearchParams(at < 0 ? '' : target.slice(at + 1)),
    headers: incoming.headers,
    body: await bodyOf(incoming),
    origin,
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The client went away before its request was whole. */
class Aborted extends Error {
  override readonly name = 'Aborted';
}

/** What is not read to its end cannot be followed by another request. */
const tooLarge = () => new Refusal({ status: 413, headers: { Connection: 'close' } });

const mostOf = ({ headers }: IncomingMessage) =>
  headers.authorization === undefined && headers.cookie === undefined && headers['x-practice-token'] === undefined
    ? largestUnsigned
    : largestBody;

const isTooLarge = (incoming: IncomingMessage) => Number(incoming.headers['content-length'] ?? 0) > mostOf(incoming);

/** @throws {Refusal} 413, as soon as it is known @throws {Aborted} */
function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  if (isTooLarge(incoming)) return Promise.reject(tooLarge());
  const most = mostOf(incoming);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= most) return;
      incoming.off('data', take).pause();
      chunks.length = 0;
      reject(tooLarge());
    };
    incoming.on('data', take);
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    for (const event of ['error', 'close'])
      incoming.once(event, () => reject(new Aborted('the client ended the connection')));
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
