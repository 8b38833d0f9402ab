import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Certificate chain and private key in PEM: HTTPS instead of HTTP. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** A server that listens. */
export interface Listening {
  /** Such as `http://127.0.0.1:8450`. */
  readonly url: string;
  /** Takes no more connections, ends idle ones, and resolves when the last request is over. */
  close(): Promise<void>;
  /** Ends every connection that is left. */
  cut(): void;
}

/** Starts to listen. @throws the system's error, such as EADDRINUSE */
export async function listen(app: RequestListener, { host, port, tls }: ListenOptions): Promise<Listening> {
  const server: Server =
    tls === undefined ? createPlainServer(app) : createTlsServer({ cert: tls.certificate, key: tls.key }, app);
  server.headersTimeout = 15_000;
  server.requestTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  let closing = false;
  // A client that reuses its connection would else be served for as long as it asks.
  server.prependListener('request', (_request, response) => {
    if (closing) response.setHeader('Connection', 'close');
  });
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${shown}:${bound.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        closing = true;
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeIdleConnections();
      }),
    cut: () => server.closeAllConnections(),
  };
}
