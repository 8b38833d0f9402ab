import type { Change } from '../../changes/change.schema.ts';
import { changesView } from '../../changes/index.ts';
import type { Ledger } from '../../ledger/ledger.schema.ts';
import { ReadinessReport } from '../../readiness/readiness.schema.ts';
import { releasesView } from '../../releases/index.ts';
import { Plan } from '../../releases/plan.schema.ts';
import type { Release } from '../../releases/release.schema.ts';
import { runs, runSteps } from '../../runs/index.ts';
import type { RunStep } from '../../runs/run.schema.ts';
import type { Clock } from '../../shared/clock.ts';
import { LockstepError } from '../../shared/errors.ts';
import type { RecordModel } from './model.rules.ts';
import { recordPage } from './record-page.ts';
import { releasesPage } from './releases-page.views.ts';

export interface RecordNeeds {
  readonly ledger: Pick<Ledger, 'get' | 'query' | 'stream' | 'blobs'>;
  /** The book's clock: a rehearsal's record shows the rehearsal's time. */
  readonly clock: Clock;
  /** IANA zone of the estate. */
  readonly timeZone: string;
  /** Which instance drives the engine, in words; for the live page alone. */
  readonly whoDrives?: () => string;
  /** What every live page must say first, such as that the book is read only here. */
  readonly notice?: () => string | undefined;
}

export type RecordService = ReturnType<typeof recordService>;

export function recordService({ ledger, clock, timeZone, whoDrives, notice }: RecordNeeds) {
  const now = () => new Date(clock.now()).toISOString();
  const model = async (id: string, live: boolean): Promise<RecordModel> => {
    const at = now();
    const driver = live && whoDrives !== undefined ? { whoDrives: whoDrives() } : {};
    return { ...(await collected(ledger, id)), timeZone, live, now: at, generatedAt: at, ...driver, ...said(live) };
  };
  const said = (live: boolean) => {
    const told = live ? notice?.() : undefined;
    return told === undefined ? {} : { notice: told };
  };
  const list = async (): Promise<readonly Release[]> =>
    (await ledger.query(releasesView, { index: 'updated', order: 'desc', limit: 200 })).rows;

  return {
    /** All that the record of a release shows. @throws {LockstepError} `release.not-found` */
    model,

    /** The page of a release: live, or as one file that stands alone. @throws {LockstepError} `release.not-found` */
    page: async (id: string, live: boolean): Promise<string> => recordPage(await model(id, live)),

    /** The page of the one release that people look for tonight, else the newest; the list where there is a choice. */
    async tonight(): Promise<string> {
      const known = await list();
      const running = known.filter(({ state }) => state === 'in-progress' || state === 'held');
      const one = running.length > 1 ? undefined : (running[0] ?? known[0]);
      return one === undefined
        ? releasesPage(known, timeZone, now(), notice?.())
        : recordPage(await model(one.id, true));
    },

    releases: async (): Promise<string> => releasesPage(await list(), timeZone, now(), notice?.()),
  };
}

type Collected = Omit<RecordModel, 'now' | 'generatedAt' | 'timeZone' | 'live'>;

async function collected(ledger: RecordNeeds['ledger'], id: string): Promise<Collected> {
  const release = await ledger.get(releasesView, id);
  if (release === undefined) throw new LockstepError('release.not-found', `there is no release ${id}`, { release: id });
  const run = release.run === undefined ? undefined : await ledger.get(runs, release.run);
  const changes = await Promise.all(release.changes.map((change) => ledger.get(changesView, change)));
  const plan = await kept(ledger, run?.plan ?? release.plan?.digest, Plan);
  const readiness = await kept(ledger, release.readiness?.report, ReadinessReport);
  return {
    release,
    changes: changes.filter((change): change is Change => change !== undefined),
    steps: run === undefined ? [] : await stepsOfRun(ledger, run.id),
    ...(run && { run }),
    ...(plan && { plan }),
    ...(readiness && { readiness }),
  };
}

async function stepsOfRun(ledger: Pick<Ledger, 'stream'>, run: string): Promise<readonly RunStep[]> {
  const steps: RunStep[] = [];
  for await (const step of ledger.stream(runSteps, { index: 'run', eq: [run] })) steps.push(step);
  return steps;
}

/** A record without its plan is still a record: what is not there is not shown. */
async function kept<T>(
  ledger: Pick<Ledger, 'blobs'>,
  digest: string | undefined,
  schema: { parse(value: unknown): T },
): Promise<T | undefined> {
  const content = digest === undefined ? undefined : await ledger.blobs.get(digest);
  return content === undefined ? undefined : schema.parse(JSON.parse(content.toString('utf8')));
}
