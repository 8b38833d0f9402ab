import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The least that an answer can cost: a Node server that sends these bytes and does nothing else. */
export async function bareServer(body: string): Promise<{ port: number } & AsyncDisposable> {
  const bytes = Buffer.from(body);
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': String(bytes.length) });
    answer.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
