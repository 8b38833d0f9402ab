import { correlatorOf } from '../../src/jcl/index.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Ledger } from '../../src/ledger/ledger.schema.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import { startRun } from '../../src/runs/run.rules.ts';
import { allEntryTypes, allViews } from '../../src/service/book-definition.ts';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { sha256Hex } from '../../src/shared/digest.ts';
import type { Chance } from '../../src/shared/ids.ts';
import type { Store } from '../../src/store/ports.ts';
import { release, runId } from '../../test/runs/small-night.ts';
import { memoryStore, type MemoryStore } from '../../test/support/memory-store.ts';
import type { NightPlan } from './nights.ts';
import { seededChance } from '../../src/shared/seeded.ts';

export const begins = Date.parse('2026-09-12T23:00:00.000Z');
const hours = (n: number): number => begins + n * 3_600_000;

/** A book with a run that was started a moment ago: what every night begins from. */
export interface Base {
  readonly night: NightPlan;
  readonly store: MemoryStore;
  readonly book: string;
}

/** How every instance opens the book. */
export const bookOf = (store: Store, clock: Clock, machine: Clock, chance: Chance) => ({
  ...{ store, views: allViews, entryTypes: allEntryTypes, clock, machine, chance },
  ...{ estate: 'test', kind: 'rehearsal' as const, home: 'here', guard: () => undefined },
});

const still: Clock = { now: () => begins, sleep: () => new Promise(() => undefined) };

export async function baseOf(night: NightPlan, kind: Store['kind'], seed: number): Promise<Base> {
  const store = memoryStore(kind);
  const ledger = await openLedger(bookOf(store, still, still, seededChance(seed)));
  await startOn(ledger, night);
  return { night, store, book: ledger.book };
}

/** Puts a night's plan and JCL into the book, and starts the run. @param key of a person who may say it twice */
export async function startOn(ledger: Ledger, { plan, lastBackoutMs }: NightPlan, key?: string): Promise<void> {
  for (const { job } of [...plan.install, ...plan.backout])
    if (job !== undefined) await ledger.blobs.put(job.steps.map(({ name }) => `//${name} EXEC PGM=IEFBR14`).join('\n'));
  const digest = await ledger.blobs.put(canonicalJson(plan));
  await ledger.commit({
    actor: { kind: 'person', id: 'relmgr' },
    ...(key === undefined ? {} : { key: { key, digest: sha256Hex(key) } }),
    decide: () =>
      startRun({
        ...{ id: runId, plan, digest, person: 'relmgr', now: begins, blackout: undefined },
        release: { ...release, plan: { digest } } as Release,
        window: { opens: begins, closes: hours(4.5), cutOff: hours(4) },
        lastBackout: begins + lastBackoutMs,
      }),
  });
}

/** Step and attempt by the user part of a correlator. */
export function attemptsOf(book: string, { plan }: NightPlan): Map<string, { step: string; attempt: number }> {
  const found = new Map<string, { step: string; attempt: number }>();
  for (const { id, job } of [...plan.install, ...plan.backout])
    for (let attempt = 1; job !== undefined && attempt <= 9; attempt += 1)
      found.set(correlatorOf(book, runId, id, attempt), { step: id, attempt });
  return found;
}
