import type { RecordModel } from '../../../src/evidence/record/model.rules.ts';
import { recordOperations } from '../../../src/evidence/record/record.routes.ts';
import { recordService, type RecordNeeds } from '../../../src/evidence/record/record.service.ts';
import { canonicalJson } from '../../../src/shared/canonical-json.ts';
import { sha256Hex } from '../../../src/shared/digest.ts';
import { smallService } from '../../http/small-service.ts';

/** Documents as the views of a book would hold them, for nights that exchange themselves while the service runs. */
function booked(nights: readonly RecordModel[]): RecordNeeds['ledger'] {
  const blobs = new Map<string, Buffer>();
  const put = (content: unknown) => {
    const text = canonicalJson(content);
    blobs.set(sha256Hex(text), Buffer.from(text));
    return sha256Hex(text);
  };
  const docs = new Map<string, object>();
  for (const { release, changes, run, steps, plan, readiness } of nights) {
    const digest = plan === undefined ? undefined : put(plan);
    docs.set(`releases/${release.id}`, {
      ...release,
      ...(digest !== undefined && release.plan && { plan: { ...release.plan, digest } }),
      ...(readiness && {
        readiness: {
          at: readiness.at,
          verdict: readiness.verdict,
          because: readiness.because,
          page: 9,
          report: put(readiness),
        },
      }),
    });
    for (const change of changes) docs.set(`changes/${change.id}`, change);
    if (run !== undefined) docs.set(`runs/${run.id}`, { ...run, ...(digest !== undefined && { plan: digest }) });
    for (const step of steps) docs.set(`run-steps/${step.run}/${step.id}`, step);
  }
  const under = (prefix: string) => [...docs].filter(([key]) => key.startsWith(prefix)).map(([, doc]) => doc);
  return {
    get: <D extends object>({ name }: { name: string }, key: string) =>
      Promise.resolve(docs.get(`${name}/${key}`) as D | undefined),
    query: (({ name }) => Promise.resolve({ rows: under(`${name}/`), scanned: 0 })) as RecordNeeds['ledger']['query'],
    async *stream<D extends object>({ name }: { name: string }, { eq }: { eq?: readonly (string | number)[] }) {
      yield* await Promise.resolve(under(`${name}/${eq?.[0] ?? ''}/`) as D[]);
    },
    blobs: { put: (content) => Promise.resolve(put(content)), get: (digest) => Promise.resolve(blobs.get(digest)) },
  };
}

/** The record over HTTP. `turn` exchanges the nights that the book holds and says so on the event stream. */
export function servedNight(...first: readonly RecordModel[]) {
  let nights = first;
  let ledger = booked(nights);
  const record = recordService({
    ledger: {
      get: (view, key) => ledger.get(view, key),
      query: (view, query) => ledger.query(view, query),
      stream: (view, query) => ledger.stream(view, query),
      blobs: { put: (content) => ledger.blobs.put(content), get: (digest) => ledger.blobs.get(digest) },
    },
    clock: { now: () => Date.parse(nights[0]?.now ?? '2026-09-12T22:00:00.000Z'), sleep: () => Promise.resolve() },
    timeZone: 'Europe/London',
  });
  const { app, book } = smallService({ pages: recordOperations(record) });
  const turn = (...next: readonly RecordModel[]) => {
    nights = next;
    ledger = booked(nights);
    book.append('run:RUN-000001');
  };
  return { app, turn };
}
