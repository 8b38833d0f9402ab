import type { Caller } from '../access/caller.schema.ts';
import { commandOf } from '../access/index.ts';
import type { Change } from '../changes/change.schema.ts';
import { changesView } from '../changes/index.ts';
import { blackoutDuring, millisOf } from '../estate/index.ts';
import type { Estate } from '../estate/estate.schema.ts';
import type { Actor } from '../ledger/entry.schema.ts';
import type { Ledger } from '../ledger/ledger.schema.ts';
import { prepared } from '../ledger/prepared.ts';
import { minutesOf, releaseEntry, releasesView, releaseStream } from '../releases/index.ts';
import { Plan, type SystemCheck } from '../releases/plan.schema.ts';
import type { Release } from '../releases/release.schema.ts';
import type { Clock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import { because, governanceChecks } from './governance.rules.ts';
import { readinessQuestions } from './planned-checks.rules.ts';
import { type CheckResult, ReadinessReport } from './readiness.schema.ts';

export interface ReadinessNeeds {
  readonly ledger: Ledger;
  readonly estate: Estate;
  readonly clock: Clock;
  /** Answers questions about one system, in order. */
  readonly answerChecks: (
    system: string,
    checks: readonly SystemCheck[],
    release: Release,
  ) => Promise<readonly CheckResult[]>;
  /** Whether a round trip has shown that strict mode works on a system. */
  readonly registered?: (system: string) => Promise<CheckResult>;
}

export type ReadinessService = ReturnType<typeof readinessService>;

export function readinessService({ ledger, estate, clock, answerChecks, registered }: ReadinessNeeds) {
  async function found(id: string): Promise<Release> {
    const release = await ledger.get(releasesView, id);
    if (release === undefined)
      throw new LockstepError('release.not-found', `there is no release ${id}`, { release: id });
    return release;
  }

  async function report(release: Release): Promise<ReadinessReport> {
    const changes = await Promise.all(release.changes.map((id) => ledger.get(changesView, id)));
    const known = changes.filter((change): change is Change => change !== undefined);
    const plan = await planOf(ledger, release);
    const governance = governanceChecks({ release, changes: known, ...timesOf(release, plan, estate) });
    const questions = plan === undefined ? [] : readinessQuestions(release, known, plan, estate);
    const systems = await answerChecks(release.system, questions, release);
    const trips = registered === undefined ? [] : [await registered(release.system)];
    const results = [...governance, ...trips, ...systems];
    const open = results.some(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
    return {
      ...{
        release: release.id,
        at: new Date(clock.now()).toISOString(),
        verdict: open ? 'not-ready' : 'ready',
        because: because(results),
        results,
      },
      ...(release.plan === undefined ? {} : { plan: release.plan.digest }),
    };
  }

  /** Asks everything once, and records report and verdict; the report itself is a blob. */
  async function record(
    id: string,
    by: Pick<Caller, 'key' | 'ifMatch'> & { readonly actor: Actor },
  ): Promise<{ report: ReadinessReport; page: number }> {
    const asked = await prepared(ledger, by, async () => {
      const made = await report(await found(id));
      return { made, digest: await ledger.blobs.put(JSON.stringify(made)) };
    });
    const { page, entries } = await ledger.commit({
      actor: by.actor,
      ...(by.key === undefined ? {} : { key: by.key }),
      ...(by.ifMatch === undefined ? {} : { expects: { stream: releaseStream(id), version: by.ifMatch } }),
      decide: () => {
        const { made, digest } = asked();
        const { verdict, because: why, plan } = made;
        return [
          releaseEntry(id, 'release.readiness-recorded/1', {
            verdict,
            because: why,
            report: digest,
            ...(plan === undefined ? {} : { plan }),
          }),
        ];
      },
    });
    return { report: await keptReport(id, entries[0]?.data['report']), page };
  }

  async function keptReport(id: string, digest: unknown): Promise<ReadinessReport> {
    const blob = typeof digest === 'string' ? await ledger.blobs.get(digest) : undefined;
    if (blob === undefined) throw new LockstepError('request.not-found', `${id} was not checked yet`, { release: id });
    return ReadinessReport.parse(JSON.parse(blob.toString('utf8')));
  }

  return {
    check: (id: string, caller: Caller) =>
      record(id, { ...commandOf(caller), ...(caller.ifMatch === undefined ? {} : { ifMatch: caller.ifMatch }) }),
    record,
    /** The last report, as it was recorded. */
    async last(id: string): Promise<ReadinessReport> {
      return keptReport(id, (await found(id)).readiness?.report);
    },
  };
}

async function planOf(ledger: Ledger, release: Release): Promise<Plan | undefined> {
  const blob = release.plan === undefined ? undefined : await ledger.blobs.get(release.plan.digest);
  return blob === undefined ? undefined : Plan.parse(JSON.parse(blob.toString('utf8')));
}

function timesOf(release: Release, plan: Plan | undefined, estate: Estate) {
  const { opens, closes, cutOff } = release.window;
  const window = {
    opens: millisOf(estate, opens),
    closes: millisOf(estate, closes),
    cutOff: millisOf(estate, cutOff.at),
  };
  return {
    window,
    blackout: blackoutDuring(estate, window.opens, window.closes),
    contents: plan?.contents,
    minutes: plan === undefined ? undefined : minutesOf(plan.install),
  };
}
