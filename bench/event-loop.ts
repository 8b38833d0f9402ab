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
/** Seconds of the book in one of the machine: the engine looks at the jobs so many times as often as in a real night. */
const speed = 10;
/** Longest that the submission of all jobs is waited for, in machine seconds. */
const mostSubmitSeconds = 60;
/** Longest p99 of the event loop's delay while they run and read, in milliseconds. */
export const mostDelayMs = 50;

export interface LoopFigures {
  readonly idle: Delays;
  /** While all jobs are submitted at once, and clients read. */
  readonly submitting: Delays;
  /** While jobs run and end, and clients read. */
  readonly busy: Delays;
  readonly reads: number;
  /** Most jobs that were seen running at a time. */
  readonly mostRunning: number;
}

/** How long the event loop of the service keeps others waiting, idle and in a full night. */
export const eventLoop: Bench = {
  name: 'event-loop',
  async run({ quick, say }) {
    const { idle, submitting, busy, reads, mostRunning } = await loopFigures({ seconds: quick ? 12 : 30, say });
    const row: Row = {
      what: `Event-loop delay, p99: ${jobs} jobs (${mostRunning} at a time), ${clients} clients, ${reads} reads`,
      figure: `${shown(busy.p99)} ms (p50 ${shown(busy.p50)}, longest ${shown(busy.longest)})`,
      against: `${mostDelayMs} ms; idle server ${shown(idle.p99)} ms`,
      ratio: busy.p99 / mostDelayMs,
      target: { most: 1 },
    };
    return [
      row,
      {
        what: `The same while all ${jobs} are submitted at once`,
        figure: `${shown(submitting.p99)} ms (p50 ${shown(submitting.p50)}, longest ${shown(submitting.longest)})`,
        against: `idle server ${shown(idle.p99)} ms`,
      },
    ];
  },
};

/** @param seconds machine seconds in which jobs run and end */
export async function loopFigures({
  seconds,
  say,
}: {
  seconds: number;
  say: (line: string) => void;
}): Promise<LoopFigures> {
  using folder = temporaryFolder();
  const server = fork(
    fileURLToPath(new URL('night-server.ts', import.meta.url)),
    [folder.path, String(jobs), String(speed)],
    {
      execArgv: ['--import', 'tsx'],
    },
  );
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
  const look = async (): Promise<Delays> => {
    await systemClock.sleep(1000);
    const delays = await told(server, 'read');
    mostRunning = Math.max(mostRunning, delays.running);
    return delays;
  };
  const sayOf = ({ running, ended, p99 }: Delays) =>
    say(`${running} running, ${ended} ended, ${counts.reads} reads, p99 ${shown(p99)} ms`);
  let submitting = await look();
  for (let n = 0; n < mostSubmitSeconds && submitting.running + submitting.ended < 0.95 * jobs; n += 1)
    submitting = await look();
  sayOf(submitting);
  await told(server, 'measure');
  let busy = submitting;
  for (let n = 0; n < seconds; n += 1) busy = await look();
  sayOf(busy);
  over.abort();
  await Promise.all(reading);
  return { idle, submitting, busy, reads: counts.reads, mostRunning };
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
