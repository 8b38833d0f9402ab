import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../src/shared/clock.ts';
import type { Bench } from './bench.ts';
import type { Delays, Order } from './night-server.ts';
import { shown } from './measure.ts';
import type { Row } from './table.ts';
import { temporaryFolder } from './temporary-folder.ts';

const jobs = 500;
const clients = 50;
/** Longest p99 of the event loop's delay while they run and read, in milliseconds. */
export const mostDelayMs = 50;

export interface LoopFigures {
  readonly idle: Delays;
  /** While jobs are submitted, run and end, and clients read. */
  readonly busy: Delays;
  readonly reads: number;
  /** Most jobs that were seen running at a time. */
  readonly mostRunning: number;
}

/** How long the event loop of the service keeps others waiting, idle and in a full night. */
export const eventLoop: Bench = {
  name: 'event-loop',
  async run({ quick, say }) {
    const { idle, busy, reads, mostRunning } = await loopFigures({ seconds: quick ? 15 : 45, say });
    const row: Row = {
      what: `Event-loop delay, p99: ${jobs} jobs (${mostRunning} at a time), ${clients} clients, ${reads} reads`,
      figure: `${shown(busy.p99)} ms (p50 ${shown(busy.p50)}, longest ${shown(busy.longest)})`,
      against: `${mostDelayMs} ms; idle server ${shown(idle.p99)} ms`,
      ratio: busy.p99 / mostDelayMs,
      target: { most: 1 },
    };
    return [row];
  },
};

/** @param seconds machine seconds of the busy stretch */
export async function loopFigures({
  seconds,
  say,
}: {
  seconds: number;
  say: (line: string) => void;
}): Promise<LoopFigures> {
  using folder = temporaryFolder();
  const server = fork(fileURLToPath(new URL('night-server.ts', import.meta.url)), [folder.path, String(jobs), '40'], {
    execArgv: ['--import', 'tsx'],
  });
  try {
    return await measured(server, seconds, say);
  } finally {
    await told(server, 'stop').catch(() => server.kill('SIGKILL'));
  }
}

async function measured(server: ChildProcess, seconds: number, say: (line: string) => void): Promise<LoopFigures> {
  const [{ url }] = (await once(server, 'message')) as [{ url: string }];
  await systemClock.sleep(1000);
  await told(server, 'measure');
  await systemClock.sleep(3000);
  const idle = await told(server, 'read');
  say(`idle: p99 ${shown(idle.p99)} ms`);
  await told(server, 'start');
  const over = new AbortController();
  const counts = { reads: 0 };
  const reading = Array.from({ length: clients }, (_, nth) => client(url, nth, counts, over.signal));
  await told(server, 'measure');
  let mostRunning = 0;
  for (let left = seconds; left > 0; left -= 3) {
    await systemClock.sleep(3000);
    const { running, ended, p99 } = await told(server, 'read');
    mostRunning = Math.max(mostRunning, running);
    say(`${running} running, ${ended} ended, ${counts.reads} reads, p99 so far ${shown(p99)} ms`);
  }
  const busy = await told(server, 'read');
  over.abort();
  await Promise.all(reading);
  return { idle, busy, reads: counts.reads, mostRunning };
}

/** Asks the server, and waits for its answer. */
async function told(server: ChildProcess, order: Order): Promise<Delays> {
  const answer = once(server, 'message') as Promise<[Delays]>;
  server.send(order);
  return (await answer)[0];
}

/** Every fifth follows the book's events; the others read the run, a step, and now and then all steps. */
async function client(url: string, nth: number, counts: { reads: number }, signal: AbortSignal): Promise<void> {
  const run = `${url}/api/v1/runs/RUN-000001`;
  const stepOf = (n: number) => `${run}/steps/${String((nth * 37 + n * 11) % jobs).padStart(3, '0')}`;
  try {
    if (nth % 5 === 0) {
      const events = await fetch(`${url}/api/v1/events`, { signal });
      for await (const _chunk of events.body ?? []) counts.reads += 1;
      return;
    }
    for (let n = 0; !signal.aborted; n += 1) {
      const address = n % 20 === nth % 20 ? `${run}/steps` : n % 2 === 0 ? run : stepOf(n);
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      await answer.text();
      counts.reads += 1;
      await systemClock.sleep(500, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
