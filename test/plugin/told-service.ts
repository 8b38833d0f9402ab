import { z } from 'zod';
import type { Identity } from '../../src/access/caller.schema.ts';
import { evidenceOperations } from '../../src/evidence/evidence.routes.ts';
import { makeApp } from '../../src/http/app.ts';
import { eventOperations } from '../../src/http/event-operations.ts';
import { listen } from '../../src/http/listen.ts';
import { createLog } from '../../src/http/log.ts';
import { operation } from '../../src/http/operation.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { releaseOperations } from '../../src/releases/release.routes.ts';
import type { ReleaseService } from '../../src/releases/release.service.ts';
import { runOperations } from '../../src/runs/run.routes.ts';
import type { RunService } from '../../src/runs/run.service.ts';
import type { Run, RunStep } from '../../src/runs/run.schema.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { chance } from '../../src/shared/ids.ts';
import { stubBook } from '../http/stub-book.ts';
import { told, toldRun, toldSteps } from './told-night.ts';

export const managersToken = 'lst_manager_0123456789abcdef';
export const auditorsToken = 'lst_auditor_0123456789abcdef';
export const bundle = '{"payload":"e30","payloadType":"application/vnd.in-toto+json","signatures":[]}';

const identities: Readonly<Record<string, Identity>> = {
  [`Bearer ${managersToken}`]: { person: 'rmason', roles: ['release-manager'], means: 'bearer' },
  [`Bearer ${auditorsToken}`]: { person: 'kvogel', roles: ['auditor'], means: 'bearer' },
};

const clockOperation = operation({
  ...{ id: 'readClock', method: 'get', path: '/clock', summary: 'The clock', tags: ['clock'], status: 200 },
  answer: z.strictObject({ now: z.string(), local: z.string(), kind: z.string(), speed: z.number() }),
  problems: [],
  run: () => ({
    body: { now: '2026-09-12T22:00:00.000Z', local: '2026-09-13 00:00:00', kind: 'rehearsal', speed: 1 },
  }),
});

/** The service's own edge and routes over a night that the test tells. */
export async function toldService() {
  const book = stubBook();
  const night = {
    release: told,
    run: toldRun as Run | undefined,
    steps: toldSteps,
    starts: [] as string[],
    readings: 0,
    followings: 0,
  };
  const follow: typeof book.follow = (after, signal) => {
    night.followings += 1;
    return book.follow(after, signal);
  };
  const stopping = new AbortController();
  const app = makeApp({
    ...{ ledger: book, clock: systemClock, stopping: stopping.signal, chance, version: '0' },
    authenticator: { authenticate: ({ authorization = '' }) => Promise.resolve(identities[authorization]) },
    api: [
      ...releaseOperations(releasesOf(night)),
      ...runOperations(runsOf(night)),
      ...evidenceOperations({
        exportBundle: () => Promise.resolve({ text: bundle, page: 1 }),
      }),
      clockOperation,
      ...eventOperations({ ledger: { ...book, follow }, clock: systemClock, heartbeatMs: 200 }),
    ],
    ...{
      pages: [],
      conditions: () => [],
      log: createLog('silent', { write: () => undefined }),
      metrics: createMetrics({ ofProcess: false }),
    },
  });
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    night,
    port: Number(new URL(server.url).port),
    /** Tells how a step, or the run, stands now. */
    tellStep(id: string, change: Partial<RunStep>) {
      night.steps = night.steps.map((step) => (step.id === id ? { ...step, ...change } : step));
      book.append(`step:${toldRun.id}/${id}`);
    },
    tellRun(change: Partial<Run>) {
      night.run = { ...(night.run ?? toldRun), ...change };
      book.append(`run:${toldRun.id}`);
    },
    async close() {
      stopping.abort();
      await server.close();
    },
  };
}

type Told = Awaited<ReturnType<typeof toldService>>['night'];

function releasesOf(night: Told): ReleaseService {
  const service: Partial<ReleaseService> = {
    list: ({ state }) =>
      Promise.resolve({ rows: [night.release].filter((one) => state === undefined || one.state === state) }) as never,
    read: (id) => Promise.resolve(found(id === night.release.id ? night.release : undefined, 'release.not-found', id)),
  };
  return service as ReleaseService;
}

function runsOf(night: Told): RunService {
  const read = (id: string) => Promise.resolve(found(id === toldRun.id ? night.run : undefined, 'run.not-found', id));
  const service: Partial<RunService> = {
    read,
    async steps(id) {
      await read(id);
      night.readings += 1;
      return [...night.steps];
    },
    spool: (_run, step, attempt, file) =>
      Promise.resolve(Buffer.from(`step ${step} attempt ${attempt} file ${file}\n`)),
    start(release, { key }) {
      night.starts.push(key?.key ?? '');
      if (night.release.state !== 'ready')
        throw new LockstepError('run.not-ready', `${release} is not ready: 1 question has failed`, { release });
      return Promise.resolve({ run: toldRun, page: 1 });
    },
  };
  return service as RunService;
}

function found<T>(thing: T | undefined, code: 'release.not-found' | 'run.not-found', id: string): T {
  if (thing === undefined) throw new LockstepError(code, `there is no ${id}`);
  return thing;
}
