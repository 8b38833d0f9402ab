import { changeEntry } from '../src/changes/index.ts';
import type { Change } from '../src/changes/change.schema.ts';
import type { Ledger } from '../src/ledger/ledger.schema.ts';
import type { NewEntry } from '../src/ledger/entry.schema.ts';
import { releaseEntry, releasesView } from '../src/releases/index.ts';
import type { Plan, PlanStep } from '../src/releases/plan.schema.ts';
import type { ReleaseDraft } from '../src/releases/release.schema.ts';
import { keepPlan } from '../src/releases/stored-plan.ts';
import { startRun } from '../src/runs/run.rules.ts';
import { sha256Hex } from '../src/shared/digest.ts';

const contentDigest = sha256Hex('content');
const person = { kind: 'person', id: 'relmgr' } as const;

/** A change with one item, as far as a release needs it. */
export const change: Change = {
  ...{ id: 'CHG-000001', title: 'Many jobs', description: 'Text', reason: 'Text', owner: 'savdev', risk: 'low' },
  ...{ riskOfDoing: 'Some', riskOfNotDoing: 'Some', testing: 'Done', implementationPlan: 'By release' },
  ...{ backoutPlan: 'By release', validationPlan: 'A look', affects: [], version: 'R2609A' },
  ...{ requester: 'savdev', state: 'approved', recordVersion: 1, approvals: [], awaiting: [], decisions: [] },
  ...{ raisedAt: '2026-09-01T09:00:00.000Z', updatedAt: '2026-09-01T09:00:00.000Z', contentDigest },
  items: [],
};

/** Release with a window of its own, whose job names begin with `BENCH`. */
export const releaseDraft = {
  ...{ id: 'REL-000001', title: 'Many jobs', version: 'R2609A', prefix: 'BENCH', application: 'SAV', system: 'KSB1' },
  ...{ decisionMaker: 'relmgr', changes: [change.id], steps: [], backoutSteps: [], decisionTree: [], watch: [] },
  ...{ notes: '' },
  window: {
    ...{ opens: '2026-09-12T23:00', closes: '2026-09-13T23:00' },
    cutOff: { at: '2026-09-13T22:00', means: 'It is done' },
  },
} satisfies ReleaseDraft;

/** Keeps a plan of these steps, opens its release as ready, and starts its run at once. @returns the run's number */
export async function startRelease(
  ledger: Ledger,
  install: readonly PlanStep[],
  jcl: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
  const { id } = releaseDraft;
  const contents = [{ change: change.id, contentDigest }];
  const plan: Plan = { release: id, contents, install: [...install], backout: [], findings: [], decisionTree: [] };
  const digest = await keepPlan(ledger.blobs, { plan, jcl });
  await openReady(ledger, digest, install.length, contents);
  const run = 'RUN-000001';
  const now = Date.parse('2026-09-12T22:00:00Z');
  const window = { opens: now, closes: now + 86_400_000, cutOff: now + 86_000_000 };
  await ledger.commit({
    actor: person,
    decide: async (reading) => {
      const release = await reading.get(releasesView, id);
      if (release === undefined) throw new Error(`there is no release ${id}`);
      const facts = { id: run, release, plan, digest, person: 'relmgr', now, window };
      return startRun({ ...facts, lastBackout: now, blackout: undefined });
    },
  });
  return run;
}

async function openReady(ledger: Ledger, plan: string, steps: number, contents: Plan['contents']): Promise<void> {
  const { id } = releaseDraft;
  const { items: _, state: __, recordVersion: ___, raisedAt: ____, updatedAt: _____, ...raised } = change;
  const { contentDigest: _c, approvals: _a, awaiting: _w, decisions: _d, ...draft } = raised;
  const report = await ledger.blobs.put(
    JSON.stringify({ release: id, at: change.raisedAt, verdict: 'ready', because: 'every check passed', results: [] }),
  );
  const pages: NewEntry[][] = [
    [changeEntry(change.id, 'change.raised/1', draft)],
    [
      releaseEntry(id, 'release.opened/1', { ...releaseDraft, openedBy: 'relmgr' }),
      changeEntry(change.id, 'change.scheduled/1', { release: id }),
    ],
    [releaseEntry(id, 'release.planned/1', { plan, by: 'relmgr', steps, backoutSteps: 0, contents, findings: 0 })],
    [
      releaseEntry(id, 'release.readiness-recorded/1', {
        verdict: 'ready',
        because: 'every check passed',
        plan,
        report,
      }),
    ],
  ];
  for (const entries of pages) await ledger.commit({ actor: person, decide: () => entries });
}
