import { BSON } from 'mongodb';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Commands, type Interruptions, timestamp } from './commands.ts';
import type { Cursors } from './cursors.ts';
import type { Fault, Faults } from './faults.ts';
import type { Member } from './member.ts';
import type { MemberSet } from './member-set.ts';
import { answerTo, type Request, requestReader } from './wire.ts';

type Document = BSON.Document;

export const setName = 'practice';

/** One way for clients to a member: a port of its own. A set may have several, each with its own names for all members. */
export class Door {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(
    private readonly member: Member,
    private readonly set: MemberSet,
    private readonly faults: Faults,
    private readonly cursors: Cursors,
    /** Names of all members as clients of this side know them, in their order; absent where it stands alone. */
    private readonly names: (() => readonly string[]) | undefined,
  ) {}

  get name(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async open(): Promise<void> {
    if (this.#server !== undefined) return;
    this.#server = createServer((socket) => this.#serve(socket));
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Closes every connection, in the middle of whatever is said. */
  reset(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.reset();
    server.close();
    await once(server, 'close');
  }

  #serve(socket: Socket): void {
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const commands = new Commands(this.member, this.set, this.cursors, () => this.#hello());
    const requestsIn = requestReader();
    let last = Promise.resolve();
    socket.on('data', (bytes) => {
      for (const request of requestsIn(bytes))
        last = last.then(() => this.#handle(socket, commands, request)).catch(() => void socket.destroy());
    });
  }

  async #handle(socket: Socket, commands: Commands, request: Request): Promise<void> {
    await thawed(this.member);
    if (!this.member.alive) throw new Error('killed');
    if (request.exhaust && 'topologyVersion' in request.command) {
      void this.#stream(socket, request).catch(() => socket.destroy());
      return;
    }
    const fault = this.faults.next(request.command);
    if (fault?.kind === 'drop-request' || fault?.kind === 'late') {
      if (fault.kind === 'late') this.faults.hold(fault, () => void commands.answer(request.command));
      if (fault.silent !== true) socket.destroy();
      return;
    }
    if (fault?.kind === 'hold') this.set.hold(fault.after ?? 1);
    const answer = await commands.answer(request.command, this.#interruptions(fault));
    if (fault?.kind === 'drop-answer') {
      if (fault.silent !== true) socket.destroy();
      return;
    }
    await thawed(this.member);
    if (!request.unacknowledged) socket.write(answerTo(request, request.id, { document: answer }).bytes);
  }

  #interruptions(fault: Fault | undefined): Interruptions | undefined {
    if (fault?.kind !== 'step-down' && fault?.kind !== 'kill') return undefined;
    let left = fault.after ?? 1;
    return {
      beforeStatement: () => {
        left -= 1;
        if (left !== -1) return;
        if (fault.kind === 'step-down') this.set.stepDown();
        else this.set.kill(this.member);
      },
    };
  }

  /** Answers a monitor at each change of role or primary, and at the latest after the time that it gave. */
  async #stream(socket: Socket, request: Request): Promise<void> {
    const { maxAwaitTimeMS, topologyVersion } = request.command as {
      maxAwaitTimeMS: number;
      topologyVersion: { counter: number };
    };
    let known = topologyVersion.counter;
    let responseTo = request.id;
    while (!socket.destroyed && this.member.alive) {
      if (this.member.changes === known) await nextChange(this.member, maxAwaitTimeMS);
      await thawed(this.member);
      known = this.member.changes;
      const { id, bytes } = answerTo(request, responseTo, { document: { ...this.#hello(), ok: 1 }, more: true });
      responseTo = id;
      socket.write(bytes);
    }
  }

  #hello(): Document {
    const { member, names } = this;
    const isPrimary = member.role === 'primary';
    return {
      ...{ helloOk: true, isWritablePrimary: isPrimary, ismaster: isPrimary },
      ...{ maxBsonObjectSize: 16 * 1024 * 1024, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 },
      ...{ localTime: new Date(), connectionId: 1, minWireVersion: 0, maxWireVersion: 21, readOnly: false },
      ...(names === undefined ? {} : this.#helloOfSet(names())),
    };
  }

  #helloOfSet(hosts: readonly string[]): Document {
    const { member, set } = this;
    const primary = set.members.findIndex(({ address }) => address === member.primary);
    const isPrimary = member.role === 'primary';
    const lastWrite = { opTime: { ts: timestamp(member.lastTime), t: BSON.Long.fromNumber(member.term) } };
    return {
      ...{ secondary: !isPrimary, logicalSessionTimeoutMinutes: 30 },
      topologyVersion: { processId: member.processId, counter: BSON.Long.fromNumber(member.changes) },
      ...{ hosts: [...hosts], setName, setVersion: 1, me: this.name },
      ...(primary < 0 ? {} : { primary: hosts[primary] }),
      ...(isPrimary ? { electionId: new BSON.ObjectId(`7fffffff${member.term.toString(16).padStart(16, '0')}`) } : {}),
      lastWrite: { ...lastWrite, lastWriteDate: new Date() },
    };
  }
}

async function thawed(member: Member): Promise<void> {
  while (member.frozen) await nextChange(member);
}

/** Resolves at the next change of a member, or after so many milliseconds. */
function nextChange(member: Member, withinMs?: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = withinMs === undefined ? undefined : setTimeout(() => done(), withinMs).unref();
    const stopWatching = member.onChange(() => done());
    const done = () => {
      clearTimeout(timer);
      stopWatching();
      resolve();
    };
  });
}
