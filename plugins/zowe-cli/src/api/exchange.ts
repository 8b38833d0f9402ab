import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { ProxySettings } from '@zowe/imperative';
import type { Connection } from '../connection/connection.ts';
import { unreached } from './unreached.ts';

export interface Question {
  readonly method: 'GET' | 'POST';
  /** Below the base path, with its query: `/runs/RUN-000001`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Silence, in milliseconds, after which the exchange is given up. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a request and gives the answer as soon as its headers are there; its body is read by the caller. Proxies are
 * taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as the rest of Zowe does.
 *
 * @throws {LockstepFailure} `notReached`
 */
export function ask(connection: Connection, question: Question): Promise<IncomingMessage> {
  const { method, path, headers, silenceMs, signal } = question;
  const options: RequestOptions & { rejectUnauthorized: boolean } = {
    method,
    host: connection.host,
    port: connection.port,
    path: connection.basePath + path,
    headers: { Accept: 'application/json', ...headers, Authorization: `Bearer ${connection.token}` },
    rejectUnauthorized: connection.rejectUnauthorized,
    agent: proxyFor(connection) ?? false,
    ...(signal === undefined ? {} : { signal }),
  };
  return new Promise((resolve, reject) => {
    const request = (connection.protocol === 'https' ? requestHttps : requestHttp)(options, resolve);
    request.setTimeout(silenceMs, () => request.destroy(new Error(`no answer for ${Math.round(silenceMs / 1000)} s`)));
    request.on('error', (error) => reject(unreached(connection, error)));
    request.end();
  });
}

/** Reads a whole answer. @throws {LockstepFailure} `notReached` when it breaks off */
export async function bodyOf(connection: Connection, answer: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  try {
    for await (const part of answer) parts.push(part as Buffer);
  } catch (error) {
    throw unreached(connection, error);
  }
  return Buffer.concat(parts);
}

function proxyFor({ host, protocol, rejectUnauthorized }: Connection) {
  return ProxySettings.getProxyAgent({ hostname: host, protocol, rejectUnauthorized });
}
