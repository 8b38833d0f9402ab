import { z } from 'zod';
import type { Identity } from '../../src/access/caller.schema.ts';
import { makeApp, type AppParts } from '../../src/http/app.ts';
import { eventOperations } from '../../src/http/event-operations.ts';
import { createLog } from '../../src/http/log.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { operation, type Operation } from '../../src/http/operation.ts';
import { pageOf, paging } from '../../src/http/paging.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { chance } from '../../src/shared/ids.ts';
import { stubBook, type StubBook } from './stub-book.ts';

export const Crate = z
  .strictObject({
    name: z.string().regex(/^[A-Z]{1,8}$/, 'must be 1-8 of A-Z'),
    parts: z.array(z.strictObject({ weight: z.int().min(1) })).default([]),
  })
  .meta({ id: 'Crate' });

const Echo = z.strictObject({
  person: z.string(),
  key: z.strictObject({ key: z.string(), digest: z.string() }).optional(),
  ifMatch: z.int().optional(),
});

/** A handful of operations, one for each thing that the edge does. */
export function crateOperations(book: StubBook): readonly Operation[] {
  const crate = { name: 'TEA', parts: [{ weight: 3 }] };
  return [
    operation({
      id: 'listCrates',
      method: 'get',
      path: '/crates',
      summary: 'List crates',
      tags: ['crates'],
      query: z.strictObject(paging),
      status: 200,
      answer: pageOf(Crate),
      problems: [],
      run: ({ query }) => ({ body: { rows: [crate], next: `after-${query.limit}` } }),
    }),
    operation({
      id: 'viewCrate',
      method: 'get',
      path: '/crates/{crate}',
      summary: 'View a crate',
      tags: ['crates'],
      status: 200,
      answer: Crate,
      problems: ['request.not-found'],
      run({ params }) {
        if (params.crate !== 'TEA') throw new LockstepError('request.not-found', `${params.crate} is no crate`);
        return { body: crate, version: 7 };
      },
    }),
    operation({
      id: 'nextCrate',
      method: 'get',
      path: '/crates/next',
      summary: 'The next crate',
      tags: ['crates'],
      status: 200,
      answer: Crate,
      problems: [],
      run: () => ({ body: { name: 'NEXT', parts: [] } }),
    }),
    operation({
      id: 'packCrate',
      method: 'post',
      path: '/crates',
      summary: 'Pack a crate',
      tags: ['crates'],
      roles: ['release-manager', 'administrator'],
      body: Crate,
      status: 201,
      answer: Echo,
      problems: ['zosmf.busy'],
      run({ body, caller: { person, key } }) {
        book.append(`crate:${body.name}`);
        return {
          body: { person, ...(key && { key }) },
          version: 1,
          location: `/crates/${body.name}`,
          page: book.head(),
        };
      },
    }),
    operation({
      id: 'sealCrate',
      method: 'put',
      path: '/crates/{crate}/seal',
      summary: 'Seal a crate',
      tags: ['crates'],
      ifMatch: 'required',
      status: 200,
      answer: Echo,
      problems: [],
      run({ caller: { person, ifMatch } }) {
        if (ifMatch !== 7) throw new LockstepError('request.version-stale', 'The crate stands at version 7');
        return { body: { person, ifMatch } };
      },
    }),
    operation({
      id: 'dropCrate',
      method: 'post',
      path: '/crates/drop',
      summary: 'Drop a crate',
      tags: ['crates'],
      status: 204,
      problems: [],
      run() {
        throw new Error('the password of the crane is swordfish');
      },
    }),
    ...eventOperations({ ledger: book, clock: systemClock, heartbeatMs: 40 }),
  ];
}

export const pageOperations: readonly Operation[] = [
  operation({
    id: 'nightPage',
    method: 'get',
    path: '/',
    summary: 'The night as a page',
    tags: ['pages'],
    status: 200,
    media: 'text/html',
    problems: [],
    run: () => ({ content: `<!doctype html><title>night</title><p>${'calm '.repeat(500)}` }),
  }),
];

const identities: Readonly<Record<string, Identity>> = {
  'Bearer rosa': { person: 'rosa', roles: ['release-manager'], means: 'bearer' },
  'Bearer omar': { person: 'omar', roles: ['operator'], means: 'bearer' },
};

/** The whole HTTP surface over a stub book; `Bearer rosa` is a release manager, `Bearer omar` an operator. */
export function smallService(given: Partial<AppParts> = {}) {
  const book = stubBook();
  const lines: string[] = [];
  const app = makeApp({
    api: crateOperations(book),
    pages: pageOperations,
    ledger: book,
    authenticator: {
      authenticate({ authorization, session }) {
        const identity =
          session === 'rosa-looks'
            ? ({ person: 'rosa', roles: ['release-manager'], means: 'session' } as const)
            : identities[authorization ?? ''];
        return Promise.resolve(identity);
      },
    },
    clock: systemClock,
    version: '1.2.3',
    conditions: () => [],
    log: createLog('debug', { write: (line) => void lines.push(line) }),
    metrics: createMetrics({ ofProcess: false }),
    chance,
    ...given,
  });
  return { app, book, lines };
}
