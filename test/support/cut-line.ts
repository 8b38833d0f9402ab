import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A line to a server, and what is wrong with it: `cut` ends every connection and lets no new one through; of `no-answers`
 * and `no-requests` one direction is lost and the connections stay open; `stalled` holds both back until it is mended.
 */
export interface Line extends AsyncDisposable {
  readonly port: number;
  cut(): void;
  dropAnswers(): void;
  dropRequests(): void;
  stall(): void;
  /** All is well again; connections that lost something end, those that were stalled go on where they were. */
  mend(): void;
}

type State = 'whole' | 'cut' | 'no-answers' | 'no-requests' | 'stalled';

/** One connection through the line. */
class Through {
  readonly #held: (() => void)[] = [];
  #lost = false;

  constructor(
    private readonly near: Socket,
    private readonly far: Socket,
    state: () => State,
    onClose: () => void,
  ) {
    this.#carry(near, far, () => state() === 'no-requests', state);
    this.#carry(far, near, () => state() === 'no-answers', state);
    for (const socket of [near, far]) {
      socket.on('error', () => this.end());
      socket.on('close', () => {
        this.end();
        onClose();
      });
    }
  }

  #carry(from: Socket, to: Socket, isLost: () => boolean, state: () => State): void {
    from.on('data', (bytes) => {
      if (isLost()) this.#lost = true;
      else if (state() === 'stalled') this.#held.push(() => to.write(bytes));
      else if (!to.destroyed) to.write(bytes);
    });
  }

  goOn(): void {
    if (this.#lost) this.end();
    else for (const write of this.#held.splice(0)) write();
  }

  end(): void {
    this.near.destroy();
    this.far.destroy();
  }
}

export async function lineTo(host: string, port: number): Promise<Line> {
  const open = new Set<Through>();
  let state: State = 'whole';
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const through: Through = new Through(
      near.setNoDelay(true),
      connect(port, host).setNoDelay(true),
      () => state,
      () => open.delete(through),
    );
    open.add(through);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    state = 'cut';
    for (const through of open) through.end();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    dropAnswers: () => (state = 'no-answers'),
    dropRequests: () => (state = 'no-requests'),
    stall: () => (state = 'stalled'),
    mend: () => {
      state = 'whole';
      for (const through of open) through.goOn();
    },
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
