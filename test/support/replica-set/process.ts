import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A replica set in a process of its own. */
export interface ReplicaSetProcess extends AsyncDisposable {
  /** Address of the set for a database. */
  url(database?: string): string;
  /** Gives one control command. @throws {Error} what the process says of one that fails */
  control(line: string): Promise<Readonly<Record<string, unknown>>>;
}

/** Starts a replica set for tests of processes: they reach it by its address, and its faults by `control`. */
export async function startReplicaSetProcess(
  options: { electionMs?: number; heartbeatMs?: number; noticeMs?: number } = {},
): Promise<ReplicaSetProcess> {
  const script = fileURLToPath(new URL('server.ts', import.meta.url));
  const words = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const next = await lines.next();
    if (next.done === true) throw new Error('the replica set has ended');
    return next.value;
  };
  const address = await line();
  const controlPort = await line();
  return {
    url: (database = '') => address.replace('/?', `/${database}?`),
    async control(command) {
      const answer = await fetch(controlPort, { method: 'POST', body: command });
      const told = (await answer.json()) as { ok: boolean; error?: string };
      if (!told.ok) throw new Error(told.error ?? command);
      return told;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
