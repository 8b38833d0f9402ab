import type { Change } from '../changes/change.schema.ts';
import type { Entry, PageFacts } from '../ledger/entry.schema.ts';
import { asFolded } from '../ledger/erasure.rules.ts';
import type { View } from '../ledger/view.schema.ts';
import { ReadinessReport } from '../readiness/readiness.schema.ts';
import { Plan } from '../releases/plan.schema.ts';
import type { Release } from '../releases/release.schema.ts';
import type { Run, RunStep } from '../runs/run.schema.ts';
import { sha256Hex } from '../shared/digest.ts';
import type { Bundle } from './bundle.schema.ts';
import { notHeld, orNotHeld } from './not-held.rules.ts';
import type { ReadinessPasses } from './readiness-passes.schema.ts';
import type { ReleaseRecords } from './statement.rules.ts';

/** The views whose documents the evidence of a release is made of. */
export interface EvidenceViews {
  readonly changes: View<Change>;
  readonly releases: View<Release>;
  readonly runs: View<Run>;
  readonly steps: View<RunStep>;
  readonly readiness: View<ReadinessPasses>;
}

/** Streams whose entries are the evidence of a release, as far as these records say. */
export function streamsOf({ release, run }: { readonly release: Release; readonly run?: Run | undefined }): string[] {
  const steps = run === undefined ? [] : [...run.steps, ...run.backoutSteps];
  return [
    `release:${release.id}`,
    ...release.changes.map((id) => `change:${id}`),
    ...(run === undefined ? [] : [`run:${run.id}`, ...steps.map((id) => `step:${run.id}/${id}`)]),
  ];
}

interface EntryPage extends PageFacts {
  readonly entries: readonly Entry[];
}

/** What the views make of a release's pages. */
export type ReleaseDocuments = Omit<ReleaseRecords, 'planned' | 'report'>;

/**
 * The documents of a release from the pages alone, by the folds that make the service's views.
 *
 * @throws {LockstepError} `ledger.damaged` when the pages do not hold the whole release
 */
export function documentsFrom(views: EvidenceViews, id: string, pages: readonly EntryPage[]): ReleaseDocuments {
  const release = fold(views.releases, pages).find((one) => one.id === id);
  if (release === undefined) throw notHeld('release', `no page tells of ${id}`);
  const changes = fold(views.changes, pages);
  const run = release.run === undefined ? undefined : fold(views.runs, pages).find((one) => one.id === release.run);
  if (release.run !== undefined && run === undefined) throw notHeld('pages', `no page tells of ${release.run}`);
  const steps = run === undefined ? [] : fold(views.steps, pages).filter((step) => step.run === run.id);
  return {
    release,
    changes: inOrder(release.changes, changes),
    readiness: fold(views.readiness, pages).find((one) => one.release === id)?.passes ?? [],
    ...(run === undefined ? { steps: [] } : { run, steps: inOrder([...run.steps, ...run.backoutSteps], steps) }),
  };
}

/** Digests of the blobs that belong to these documents: the plan that was run, and the last readiness report. */
export function blobsOf({ release, readiness, run }: ReleaseDocuments): { plan?: string; report?: string } {
  const plan = run?.plan ?? release.plan?.digest;
  const report = readiness.at(-1)?.report;
  return { ...(plan === undefined ? {} : { plan }), ...(report === undefined ? {} : { report }) };
}

type CarriedBlobs = Bundle['blobs'];

/**
 * Documents and blobs together.
 *
 * @throws {LockstepError} `ledger.damaged` unless exactly the blobs that the pages name are carried
 */
export function recordsFrom(documents: ReleaseDocuments, blobs: CarriedBlobs): ReleaseRecords {
  const named = blobsOf(documents);
  const expected = [...new Set(Object.values(named))];
  for (const [index, { digest, text }] of blobs.entries()) {
    if (digest !== expected[index]) throw notHeld(`blobs[${index}].digest`, 'the pages do not name it here');
    if (sha256Hex(text) !== digest) throw notHeld(`blobs[${index}].text`, 'it does not have its digest');
  }
  if (blobs.length < expected.length) throw notHeld('blobs', `${expected[blobs.length] ?? ''} is missing`);
  const plan = named.plan === undefined ? undefined : jsonOf(blobs, named.plan, Plan);
  const report = named.report === undefined ? undefined : jsonOf(blobs, named.report, ReadinessReport);
  return {
    ...documents,
    planned: plan === undefined ? [] : [...plan.install, ...plan.backout],
    ...(report === undefined ? {} : { report }),
  };
}

function jsonOf<T>(blobs: CarriedBlobs, digest: string, schema: { parse(json: unknown): T }): T {
  const index = blobs.findIndex((blob) => blob.digest === digest);
  return orNotHeld(`blobs[${index}].text`, 'it has not the form that it should have', () =>
    schema.parse(JSON.parse(blobs[index]?.text ?? '')),
  );
}

/** Documents of a view in the order in which they began. */
export function fold<D extends object>(view: View<D>, pages: readonly EntryPage[]): D[] {
  const documents = new Map<string, D>();
  for (const page of pages)
    for (const entry of page.entries.map(asFolded))
      for (const key of view.keys(entry)) {
        const { page: number, at, actor, command } = page;
        const next = view.evolve(documents.get(key), entry, { page: number, at, actor, command });
        if (next === undefined) documents.delete(key);
        else documents.set(key, next);
      }
  return [...documents.values()];
}

function inOrder<D extends { readonly id: string }>(ids: readonly string[], documents: readonly D[]): D[] {
  return ids.map((id) => {
    const found = documents.find((one) => one.id === id);
    if (found === undefined) throw notHeld('pages', `no page tells of ${id}`);
    return found;
  });
}
