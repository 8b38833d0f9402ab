import { readFileSync } from 'node:fs';
import type { Express } from 'express';
import request, { type Test } from 'supertest';
import { parse } from 'yaml';
import { changeOperations, changeService, changesView } from '../../src/changes/index.ts';
import { changeEntryTypes } from '../../src/changes/change-entries.schema.ts';
import { estateOperations } from '../../src/estate/index.ts';
import { makeApp } from '../../src/http/app.ts';
import { createLog } from '../../src/http/log.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import type { Ledger } from '../../src/ledger/ledger.schema.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { releaseEntryTypes } from '../../src/releases/release-entries.schema.ts';
import { releaseOperations, releaseService, releasesView } from '../../src/releases/index.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { chance } from '../../src/shared/ids.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { Zosmf } from '../../src/zosmf/zosmf.schema.ts';
import { sampleSystem } from '../readiness/sample-system.ts';
import { temporaryFolder } from '../support/book.ts';
import { kestrel } from '../changes/kestrel.ts';
import { realJcl } from './kestrel-plan.ts';

/** Members that the system is to show instead of its own, by `DSN(MEMBER)`. */
export type Replaced = Map<string, Buffer>;

export interface KestrelService extends AsyncDisposable {
  readonly app: Express;
  readonly ledger: Ledger;
  readonly replaced: Replaced;
  /** A request by a person of the estate. */
  as(person: string): { get(path: string): Test; post(path: string, body?: object): Test };
}

/** Changes and releases by REST, on the embedded store and the practice system of the sample. */
export async function kestrelService(): Promise<KestrelService> {
  const folder = temporaryFolder();
  const system = await sampleSystem();
  const store = openEmbeddedStore(folder.path);
  const ledger = await openLedger({
    store,
    views: [changesView, releasesView],
    entryTypes: { ...changeEntryTypes, ...releaseEntryTypes },
    clock: { now: () => Date.parse('2026-09-07T09:00:00Z'), sleep: () => Promise.resolve() },
    estate: 'kestrel',
    kind: 'rehearsal',
    home: 'here',
  });
  const replaced: Replaced = new Map();
  const zosmf = () => withMembers(system.zosmf, replaced);
  const changes = changeService({ ...kestrel, ledger, zosmf });
  const releases = releaseService({ ...kestrel, ledger, zosmf, jcl: realJcl });
  const app = appOf(ledger, [
    ...estateOperations(kestrel.estate),
    ...changeOperations(changes),
    ...releaseOperations(releases),
  ]);
  return {
    app,
    ledger,
    replaced,
    as: (person) => ({
      get: (path) => request(app).get(`/api/v1${path}`).set('Authorization', person),
      post: (path, body) =>
        request(app)
          .post(`/api/v1${path}`)
          .set('Authorization', person)
          .set('Content-Type', 'application/json')
          .send(body),
    }),
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await system[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

export function fixture(path: string): { id: string } & Record<string, unknown> {
  return parse(readFileSync(`fixtures/${path}.yaml`, 'utf8')) as { id: string } & Record<string, unknown>;
}

/** The people of the sample approve a change as the sample says. */
export async function approve(service: KestrelService, change: string, by: readonly (readonly [string, string])[]) {
  for (const [person, group] of by) {
    const decision = { group, decision: 'approve', reason: 'Looked at content, tests and backout' };
    await service.as(person).post(`/changes/${change}/decisions`, decision).expect(201);
  }
}

function withMembers(zosmf: Zosmf, replaced: Replaced): Zosmf {
  return {
    ...zosmf,
    memberBytes: async (dsname, member) =>
      replaced.get(`${dsname}(${member})`) ?? (await zosmf.memberBytes(dsname, member)),
  };
}

function appOf(ledger: Ledger, api: Parameters<typeof makeApp>[0]['api']): Express {
  return makeApp({
    api,
    pages: [],
    ledger,
    authenticator: {
      authenticate({ authorization }) {
        const person = kestrel.estate.people.find(({ id }) => id === authorization);
        return Promise.resolve(person && { person: person.id, roles: person.roles, means: 'bearer' });
      },
    },
    clock: systemClock,
    version: '0.0.0',
    conditions: () => [],
    log: createLog('silent', { write: () => undefined }),
    metrics: createMetrics({ ofProcess: false }),
    chance,
  });
}
