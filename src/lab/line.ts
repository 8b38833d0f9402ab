import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The line between the service and z/OSMF. While it is cut, nothing listens and no connection lives. */
export interface Line {
  readonly port: number;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Lays a line from a free port of this machine to `target`. */
export async function layLine(target: { readonly host: string; readonly port: number }): Promise<Line> {
  const ends = new Set<Socket>();
  const join = (near: Socket) => {
    const far = connect(target.port, target.host);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on('error', () => other.destroy());
      end.on('close', () => {
        ends.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  };
  let server: Server | undefined = await listening(join, 0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async cut() {
      const closing = server;
      server = undefined;
      if (closing === undefined) return;
      const closed = new Promise((resolve) => closing.close(resolve));
      for (const end of ends) end.destroy();
      await closed;
    },
    async mend() {
      server ??= await listening(join, port);
    },
  };
}

function listening(join: (near: Socket) => void, port: number): Promise<Server> {
  const server = createServer(join);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
