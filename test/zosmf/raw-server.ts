import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ZosmfConnection } from '../../src/estate/estate.schema.ts';
import { connectZosmf } from '../../src/zosmf/index.ts';
import type { CredentialLatch, ConnectedZosmf, ZosmfTimeouts } from '../../src/zosmf/index.ts';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly socket: Socket;
}

/** A bare HTTP server that answers as a test says, and keeps what it was asked. */
export async function rawServer(answer: (seen: Seen, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one: Seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        socket: request.socket,
      };
      seen.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function client(port: number, more: { timeouts?: ZosmfTimeouts; latch?: CredentialLatch } = {}): ConnectedZosmf {
  const connection = ZosmfConnection.parse({ host: '127.0.0.1', port, protocol: 'http', user: 'LOCKSTP' });
  return connectZosmf({ system: 'KSB1', connection, password: 'S3CRETPW', ...more });
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function jobDocument(more: Record<string, unknown> = {}) {
  return {
    jobid: 'JOB04711',
    jobname: 'R609A030',
    owner: 'LOCKSTP',
    status: 'INPUT',
    class: 'R',
    retcode: null,
    'job-correlator': 'J0004711KSB1....E1B2C3D4.......:LABC',
    ...more,
  };
}

export const noSuchJob = { category: 6, rc: 4, reason: 10, message: "No job found for reference: 'X(JOB1)'" };
