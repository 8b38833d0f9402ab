import type { Caller } from '../access/caller.schema.ts';
import { commandOf } from '../access/index.ts';
import { changesView } from '../changes/index.ts';
import type { Site } from '../changes/index.ts';
import type { Change } from '../changes/change.schema.ts';
import type { Committed, Ledger, Reading } from '../ledger/ledger.schema.ts';
import type { Condition, QueryResult } from '../ledger/view.schema.ts';
import { prepared } from '../ledger/prepared.ts';
import { recordAfter } from '../ledger/record-after.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Zosmf } from '../zosmf/zosmf.schema.ts';
import { placedItemsOf } from './content.rules.ts';
import { librariesToRead } from './findings.rules.ts';
import { jobText, stepWithJob } from './job-text.rules.ts';
import type { Plan } from './plan.schema.ts';
import { planRelease } from './planner.rules.ts';
import type { JclMaker, PlannerInput } from './planner.schema.ts';
import { readUsers } from './read-users.ts';
import {
  answerFinding,
  closeRelease,
  nextReleaseId,
  openRelease,
  recordPlan,
  refuseUnlessOpen,
  releaseStream,
} from './release.rules.ts';
import type { ClosingDraft, FindingAnswer, Release, ReleaseDraft } from './release.schema.ts';
import { releasesView } from './release.views.ts';
import { keepPlan, keptPlan, keptText } from './stored-plan.ts';
import { unifiedDiff } from './unified-diff.rules.ts';

export interface ReleaseServiceNeeds extends Site {
  readonly ledger: Ledger;
  /** The z/OSMF of a system of the estate. */
  readonly zosmf: (system: string) => Zosmf;
  readonly jcl: JclMaker;
}

/** Which releases a list shows; all that are given hold. */
export interface ReleaseFilter {
  readonly state?: string | undefined;
  readonly change?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** A release as it stands, and the page of the ledger that it reflects. */
export interface ReleaseRead {
  readonly release: Release;
  readonly page: number;
}

export type ReleaseService = ReturnType<typeof releaseService>;

export function releaseService({ ledger, estate, itemTypes, zosmf, jcl }: ReleaseServiceNeeds) {
  const read = (id: string): Promise<Release> => found(ledger, id);
  const after = async (committed: Committed, id: string): Promise<ReleaseRead> => ({
    release: existing(await recordAfter(ledger, releasesView, { key: id, stream: releaseStream(id) }, committed), id),
    page: committed.page,
  });
  const planInForce = async (id: string): Promise<{ release: Release; plan: Plan; digest: string }> => {
    const release = await read(id);
    if (release.plan === undefined)
      throw new LockstepError('release.not-planned', `${id} has no plan yet`, { release: id });
    return { release, plan: await keptPlan(ledger.blobs, release.plan.digest), digest: release.plan.digest };
  };
  const jclOf = async (release: Release, plan: Plan, job: string): Promise<string | undefined> => {
    const step = stepWithJob(plan, job);
    if (step === undefined) return undefined;
    return jobText({ release, step, jcl: await keptText(ledger.blobs, step.job.jcl), estate, type: 'HOLD' });
  };

  return {
    read,

    list: (filter: ReleaseFilter): Promise<QueryResult<Release>> => ledger.query(releasesView, queryOf(filter)),

    /** Opens a release under the site's number or the next free one. */
    async open(draft: ReleaseDraft, caller: Caller): Promise<ReleaseRead> {
      const committed = await ledger.commit({
        ...commandOf(caller),
        decide: async (reading) => {
          const id = await freeNumber(reading, draft.id);
          await refuseTakenPrefix(reading, draft);
          return openRelease(draft, id, await changesOf(reading, draft.changes), caller.person, estate);
        },
      });
      return after(committed, committed.entries[0]?.stream.slice(releaseStream('').length) ?? '');
    },

    /** Makes both plans from the changes as submitted and the production libraries as they are now. */
    async plan(id: string, caller: Caller): Promise<ReleaseRead> {
      const planning = await prepared(ledger, caller, async () => {
        const release = await read(id);
        refuseUnlessOpen(release, 'planned');
        const changes = (await changesOf(ledger, release.changes)).flatMap((change) => change ?? []);
        const input: PlannerInput = { release, changes, estate, ...itemTypes, jcl, users: [] };
        const users = await readUsers(librariesToRead(input, placedItemsOf(input)), zosmf(release.system));
        const planned = planRelease({ ...input, users });
        return { planned, digest: await keepPlan(ledger.blobs, planned) };
      });
      const committed = await ledger.commit({
        ...commandOf(caller, releaseStream(id)),
        decide: async (reading) => {
          const { planned, digest } = planning();
          const now = await found(reading, id);
          return recordPlan(now, { plan: planned.plan, digest }, await changesOf(reading, now.changes), caller.person);
        },
      });
      return after(committed, id);
    },

    planInForce,

    /** JCL of a job with its JOB card; the correlator alone is put in when it is submitted. */
    async jobJcl(id: string, job: string): Promise<string> {
      const { release, plan } = await planInForce(id);
      return (await jclOf(release, plan, job)) ?? refuseUnknownJob(id, job);
    },

    /** What changed in a job's JCL since an earlier plan of the release, as a unified difference. */
    async jobDifference(id: string, job: string, earlier: string): Promise<string> {
      const { release, plan, digest } = await planInForce(id);
      if (earlier !== digest && !release.earlierPlans.includes(earlier))
        throw new LockstepError('release.unknown-reference', `${id} never had the plan ${earlier}`, {
          field: 'earlier',
          has: release.earlierPlans,
        });
      const before = await jclOf(release, await keptPlan(ledger.blobs, earlier), job);
      const now = await jclOf(release, plan, job);
      if (before === undefined && now === undefined) refuseUnknownJob(id, job);
      return unifiedDiff(before ?? '', now ?? '', {
        old: `${job} ${earlier.slice(0, 12)}`,
        new: `${job} ${digest.slice(0, 12)}`,
      });
    },

    async answer(id: string, draft: FindingAnswer, caller: Caller): Promise<ReleaseRead> {
      const committed = await ledger.commit({
        ...commandOf(caller, releaseStream(id)),
        decide: async (reading) => answerFinding(await found(reading, id), draft, caller.person, estate),
      });
      return after(committed, id);
    },

    async close(id: string, draft: ClosingDraft, caller: Caller): Promise<ReleaseRead> {
      const committed = await ledger.commit({
        ...commandOf(caller, releaseStream(id)),
        decide: async (reading) => closeRelease(await found(reading, id), draft, caller.person),
      });
      return after(committed, id);
    },

    /** Who did what to a release, oldest first. */
    async history(id: string) {
      await read(id);
      const entries = await ledger.history(releaseStream(id));
      return entries.map(({ entry: { seq, type, data }, page: { page, at, actor } }) => ({
        seq,
        type,
        at,
        actor,
        page,
        data,
      }));
    },
  };
}

function refuseUnknownJob(release: string, job: string): never {
  throw new LockstepError('release.job-not-found', `the plan of ${release} has no job ${job}`, { release, job });
}

async function found(from: Pick<Reading, 'get'>, id: string): Promise<Release> {
  return existing(await from.get(releasesView, id), id);
}

function existing(release: Release | undefined, id: string): Release {
  if (release === undefined) throw new LockstepError('release.not-found', `there is no release ${id}`, { release: id });
  return release;
}

function changesOf(from: Pick<Reading, 'get'>, ids: readonly string[]): Promise<(Change | undefined)[]> {
  return Promise.all(ids.map((id) => from.get(changesView, id)));
}

async function freeNumber(reading: Reading, wanted: string | undefined): Promise<string> {
  if (wanted === undefined) {
    const { rows } = await reading.query(releasesView, { index: 'id', order: 'desc', limit: 1 });
    return nextReleaseId(rows[0]?.id);
  }
  if ((await reading.get(releasesView, wanted)) !== undefined)
    throw new LockstepError('release.number-taken', `${wanted} exists already`, { release: wanted, field: 'id' });
  return wanted;
}

/** One prefix finds the jobs of one release: two open releases do not share it. */
async function refuseTakenPrefix(reading: Reading, { prefix, system }: ReleaseDraft): Promise<void> {
  const { rows } = await reading.query(releasesView, { index: 'prefix', eq: [prefix], limit: 1000 });
  const other = rows.find((release) => release.state !== 'closed' && release.system === system);
  if (other !== undefined)
    throw new LockstepError('release.prefix-taken', `prefix: ${other.id} has ${prefix}`, {
      field: 'prefix',
      release: other.id,
    });
}

function queryOf({ state, change, after, limit }: ReleaseFilter) {
  const where: Condition[] = change !== undefined && state !== undefined ? [{ field: 'state', eq: state }] : [];
  return {
    ...(change !== undefined
      ? { index: 'change', eq: [change] }
      : state !== undefined
        ? { index: 'state', eq: [state] }
        : { index: 'id' }),
    where,
    ...(after === undefined ? {} : { after }),
    ...(limit === undefined ? {} : { limit }),
  };
}
