import type { IncomingHttpHeaders } from 'node:http';

export interface WireRequest {
  readonly method: string;
  /** Path as it came, percent-encoding and all, without query. */
  readonly path: string;
  /** Decoded segments of the path. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The signed-on user; empty on paths that need none. */
  readonly user: string;
  /** `http://host:port` as the server's own documents name it. */
  readonly origin: string;
}

export interface WireAnswer {
  status: number;
  headers?: Readonly<Record<string, string | readonly string[]>>;
  body?: Buffer | string;
  /** Instead of a body: pieces that are made while they are sent, so that only one is in memory. */
  stream?: Iterable<Buffer>;
}

export function json(status: number, document: unknown, headers: Readonly<Record<string, string>> = {}): WireAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=UTF-8', ...headers },
    body: JSON.stringify(document),
  };
}

export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): WireAnswer => ({
  status,
  headers,
});

export function header(request: WireRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Thrown by an operation to answer something else than its success. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(readonly answer: WireAnswer) {
    super(`answered ${String(answer.status)}`);
  }
}
