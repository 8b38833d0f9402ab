import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Document, MongoClient } from 'mongodb';
import type { Members } from './members.ts';

/** Program of a real MongoDB server; where it is not set, what needs one is skipped, and says so. */
export const mongodProgram = process.env['LOCKSTEP_TEST_MONGOD'];

const setName = 'lockstep';

/** Longest that a member or an election may take, in milliseconds. */
const patienceMs = 90_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** One mongod: killed and started again on the same port and folder, stopped and continued. */
class Mongod {
  #child: ChildProcess | undefined;
  stopped = false;

  constructor(
    private readonly program: string,
    readonly port: number,
    private readonly folder: string,
  ) {}

  get answers(): boolean {
    return this.#child !== undefined && !this.stopped;
  }

  start(): void {
    if (this.#child !== undefined) return;
    const place = ['--port', String(this.port), '--bind_ip', '127.0.0.1', '--dbpath', this.folder];
    this.#child = spawn(this.program, ['--replSet', setName, ...place], { stdio: 'ignore' });
  }

  stop(): void {
    this.stopped = this.#child?.kill('SIGSTOP') ?? false;
  }

  goOn(): void {
    this.#child?.kill('SIGCONT');
    this.stopped = false;
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    this.stopped = false;
  }

  async command(command: Document): Promise<Document> {
    const options = { directConnection: true, serverSelectionTimeoutMS: 1000, socketTimeoutMS: 5000 };
    const client = new MongoClient(`mongodb://127.0.0.1:${this.port}/`, options);
    try {
      return await client.db('admin').command(command);
    } finally {
      await client.close();
    }
  }
}

async function untilSo<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error(`${what}: not within ${patienceMs} ms`);
}

/** A real replica set of three: stepDown by order, SIGKILL, and SIGSTOP as the partition. Elections take about 2 s. */
export async function mongodMembers(program: string): Promise<Members> {
  const folders = Array.from({ length: 3 }, () => mkdtempSync(join(tmpdir(), 'lockstep-mongod-')));
  const members: Mongod[] = [];
  for (const folder of folders) members.push(new Mongod(program, await freePort(), folder));
  const isPrimary = async (member: Mongod) => (await member.command({ hello: 1 }))['isWritablePrimary'] === true;
  const primary = () =>
    untilSo('an election', async () => {
      for (const member of members) if (member.answers && (await isPrimary(member).catch(() => false))) return member;
      return undefined;
    });
  for (const member of members) member.start();
  for (const member of members) await untilSo('a start', () => member.command({ ping: 1 }));
  const hosts = members.map(({ port }, _id) => ({ _id, host: `127.0.0.1:${port}` }));
  const settings = { electionTimeoutMillis: 2000, heartbeatIntervalMillis: 500 };
  await members[0]?.command({ replSetInitiate: { _id: setName, members: hosts, settings } });
  await primary();
  return {
    url: (database) => `mongodb://${hosts.map(({ host }) => host).join(',')}/${database}?replicaSet=${setName}`,
    stepDown: async () => {
      const order = { replSetStepDown: 5, secondaryCatchUpPeriodSecs: 1, force: true };
      await (await primary()).command(order);
    },
    killPrimary: async () => (await primary()).kill(),
    partitionPrimary: async () => {
      (await primary()).stop();
    },
    holdReplication: async () => {
      const writer = await primary();
      for (const member of members) if (member !== writer) member.stop();
    },
    heal: () => {
      for (const member of members) {
        member.goOn();
        member.start();
      }
      return Promise.resolve();
    },
    elected: async () => {
      await primary();
    },
    async [Symbol.asyncDispose]() {
      for (const member of members) await member.kill();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
