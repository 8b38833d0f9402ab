import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { recordOperations } from '../src/evidence/record/record.routes.ts';
import { recordService } from '../src/evidence/record/record.service.ts';
import { makeApp } from '../src/http/app.ts';
import { eventOperations } from '../src/http/event-operations.ts';
import { listen } from '../src/http/listen.ts';
import { createLog } from '../src/http/log.ts';
import { createMetrics } from '../src/http/metrics.ts';
import { runOperations, runService, runSteps } from '../src/runs/index.ts';
import { systemClock } from '../src/shared/clock.ts';
import { chance } from '../src/shared/ids.ts';
import { jclDigest, setEngineStage } from './engine-stage.ts';
import { jobStep, stepIds } from './jobs-of-a-book.ts';

/**
 * The service's engine, book and HTTP surface in a process of its own, whose event loop alone is measured: z/OSMF and the
 * clients are other processes. It is told what to do by its parent.
 */
export type Order = 'start' | 'measure' | 'read' | 'stop';

export interface Delays {
  /** Percentiles and longest delay of the event loop since `measure`, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** Jobs that run now, and jobs that have ended. */
  readonly running: number;
  readonly ended: number;
  readonly pages: number;
}

/** How often the delay is sampled, in milliseconds; the histogram counts it in. */
const resolution = 5;
const [folder = '', jobs = '500', speed = '20'] = process.argv.slice(2);
const ids = stepIds(Number(jobs));
// Jobs take 300 to 1,300 s of the book, so that all run at a time, and some end while others still do.
const seconds = new Map(ids.map((id, nth) => [id, 300 + (nth % 25) * 40]));
const classes = ['R', 'A', 'B', 'C', 'D'];
const inEach = Math.ceil(ids.length / classes.length);
const stage = await setEngineStage(join(folder, 'night'), {
  ...{ initiators: inEach, sideBySide: inEach, classes, speed: Number(speed), seconds },
  steps: ids.map((id, nth) => jobStep(id, 20, [], jclDigest, classes[nth % classes.length])),
});
const { ledger } = stage;
const unused = () => Promise.reject(new Error('only readers come here'));
const runs = runService({
  ...{ ledger, clock: stage.clock },
  estate: { systems: [] } as never,
  readiness: { record: unused } as never,
});
const app = makeApp({
  ...{ ledger, clock: systemClock, version: 'bench', chance, requestsPerMinute: 0, conditions: () => [] },
  authenticator: {
    authenticate: () => Promise.resolve({ person: 'auditor', roles: ['auditor'], means: 'bearer' as const }),
  },
  api: [...runOperations(runs), ...eventOperations({ ledger, clock: systemClock })],
  pages: recordOperations(recordService({ ledger, clock: stage.clock, timeZone: 'Europe/London' })),
  log: createLog('silent'),
  metrics: createMetrics({ ofProcess: false }),
});
const server = await listen(app, { host: '127.0.0.1', port: 0 });
const delays = monitorEventLoopDelay({ resolution });
delays.enable();

const inMillis = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolution);

async function read(): Promise<Delays> {
  const told = { p50: inMillis(delays.percentile(50)), p99: inMillis(delays.percentile(99)) };
  const longest = inMillis(delays.max);
  let [running, ended] = [0, 0];
  for await (const step of ledger.stream(runSteps, { index: 'run', eq: ['RUN-000001'] })) {
    if (step.state === 'running') running += 1;
    if (step.state === 'succeeded') ended += 1;
  }
  return { ...told, longest, running, ended, pages: ledger.head() };
}

process.on('message', (order: Order) => {
  void (async () => {
    if (order === 'measure') delays.reset();
    if (order === 'start') await stage.start();
    const answer = order === 'read' ? await read() : {};
    if (order === 'stop') {
      await server.close();
      await stage[Symbol.asyncDispose]();
    }
    process.send?.(answer, () => {
      if (order === 'stop') process.exit(0);
    });
  })();
});
process.send?.({ url: server.url });
