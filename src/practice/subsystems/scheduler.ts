import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Clock } from '../../shared/clock.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import type { Disk } from '../disk/disk.ts';
import type { Job, Jes } from '../jes/jes.ts';
import { readLoaderInput } from './batch-loader.ts';
import { type OccurrenceOperation, occurrencesOf } from './occurrences.ts';
import { jobText } from './job-text.ts';
import type { PlannedOperation, Scheduler, SchedulerApplication } from './subsystems.ts';
import type { SchedulerSite } from './subsystems.schema.ts';

const StoredApplication = z.strictObject({ statements: z.array(z.string()) });
const StoredStatus = z.strictObject({
  status: z.enum(['waiting', 'started', 'complete', 'error']),
  held: z.boolean(),
  /** Held or released by hand: then it is never passed over for being late. */
  touched: z.boolean(),
  jobid: z.string().optional(),
});
type StoredStatus = z.infer<typeof StoredStatus>;

const untouched: StoredStatus = { status: 'waiting', held: false, touched: false };
const minute = 60_000;

export interface PracticeScheduler extends Scheduler {
  /** From now on operations are submitted when they are due, not held, and their predecessors are complete. */
  start(jes: Pick<Jes, 'submit' | 'jobs' | 'onChange'>): void;
  stop(): Promise<void>;
}

export interface SchedulerParts {
  disk: Disk;
  dataSets: DataSets;
  clock: Clock;
  timeZone: string;
}

/**
 * A scheduler that knows application descriptions, run cycles by rule, hold and release, predecessors and job
 * submission. The current plan reaches from yesterday to tomorrow and follows the database at once.
 *
 * Waiting → started (submitted) → complete (every step 0) or error. A held operation waits.
 */
export function createScheduler(site: SchedulerSite, parts: SchedulerParts): PracticeScheduler {
  const { clock, timeZone } = parts;
  const applications = database(site, parts);
  const statuses = statusBook(site, parts.disk);
  let wake = new AbortController();
  const changed = () => wake.abort(new Error('something changed'));
  const today = () => DateTime.fromMillis(clock.now(), { zone: timeZone });
  const plan = () =>
    occurrencesOf(applications.all(), today().minus({ days: 1 }), 3)
      .flatMap(({ operations }) => operations)
      .filter((operation) => !isPassedOver(operation))
      .sort((a, b) => a.startsAt - b.startsAt);
  const isPassedOver = ({ key, startsAt }: OccurrenceOperation) => {
    const { status, touched } = statuses.of(key);
    return status === 'waiting' && !touched && startsAt + site.submitLateMinutes * minute < clock.now();
  };
  const mark = (jobname: string, held: boolean) => {
    const operation = plan().find(
      (one) =>
        one.jobname === jobname && statuses.of(one.key).status === 'waiting' && statuses.of(one.key).held !== held,
    );
    if (operation === undefined)
      return plan().some((one) => one.jobname === jobname && statuses.of(one.key).held === held);
    statuses.set(operation.key, { ...statuses.of(operation.key), held, touched: true });
    changed();
    return true;
  };
  const submission = submitter({
    site,
    parts,
    plan,
    statuses,
    sleepUntilWoken: (ms) => nap(clock, ms, () => (wake = new AbortController())),
  });
  return {
    subsystem: site.subsystem,
    applications: applications.all,
    replace(application) {
      applications.replace(application);
      changed();
    },
    longTermPlan: () =>
      occurrencesOf(applications.all(), today(), site.longTermPlanDays).map(({ adid, date, operations }) => ({
        adid,
        date,
        operations: operations.map(({ jobname }) => jobname),
      })),
    currentPlan: () => plan().map((operation) => planned(operation, statuses.of(operation.key))),
    hold: (jobname) => mark(jobname, true),
    release: (jobname) => mark(jobname, false),
    start(jes) {
      jes.onChange((job) => {
        if (statuses.note(job)) changed();
      });
      for (const job of jes.jobs()) statuses.note(job);
      submission.start(jes);
    },
    async stop() {
      submission.halt();
      changed();
      await submission.stopped();
    },
  };
}

function planned({ adid, jobname, startsAt }: OccurrenceOperation, stored: StoredStatus): PlannedOperation {
  const { held, status, jobid } = stored;
  return { adid, jobname, startTime: startsAt, held, status, ...(jobid === undefined ? {} : { jobid }) };
}

function database(site: SchedulerSite, { disk, dataSets }: SchedulerParts) {
  const room = `scheduler-ad-${site.subsystem}`;
  const stored = disk.entries(room).flatMap(([, value]) => StoredApplication.parse(value).statements);
  const born = site.definitions.flatMap(({ library, member }) => linesOf(dataSets, library, member));
  const input = readLoaderInput(stored.length > 0 ? stored : born);
  if (input.error !== undefined) throw new Error(`scheduler ${site.subsystem}: ${input.error}`);
  const applications = new Map(input.applications.map((application) => [application.adid, application]));
  const keep = ({ adid, statements }: SchedulerApplication) => disk.put(room, adid, { statements });
  if (stored.length === 0) for (const application of applications.values()) keep(application);
  return {
    all: () => [...applications.values()].sort((a, b) => (a.adid < b.adid ? -1 : 1)),
    replace(application: SchedulerApplication) {
      applications.set(application.adid, application);
      keep(application);
    },
  };
}

function linesOf(dataSets: DataSets, library: string, member: string): string[] {
  return jobText(dataSets, [library], member, {})?.slice() ?? [];
}

type StatusBook = ReturnType<typeof statusBook>;

function statusBook(site: SchedulerSite, disk: Disk) {
  const room = `scheduler-plan-${site.subsystem}`;
  const statuses = new Map(disk.entries(room).map(([key, value]) => [key, StoredStatus.parse(value)]));
  const set = (key: string, status: StoredStatus) => {
    statuses.set(key, status);
    disk.put(room, key, status);
  };
  return {
    of: (key: string) => statuses.get(key) ?? untouched,
    set,
    /** @returns whether an operation ended with this job */
    note(job: Job): boolean {
      const found = [...statuses].find(([, one]) => one.jobid === job.jobid && one.status === 'started');
      if (found === undefined || job.status !== 'OUTPUT') return false;
      set(found[0], { ...found[1], status: job.retcode === 'CC 0000' ? 'complete' : 'error' });
      return true;
    },
  };
}

async function nap(clock: Clock, ms: number, fresh: () => AbortController): Promise<void> {
  try {
    await clock.sleep(ms, fresh().signal);
  } catch {
    // woken before the time
  }
}

interface Submitter {
  site: SchedulerSite;
  parts: SchedulerParts;
  plan: () => OccurrenceOperation[];
  statuses: StatusBook;
  sleepUntilWoken: (ms: number) => Promise<void>;
}

function submitter({ site, parts, plan, statuses, sleepUntilWoken }: Submitter) {
  let halted = false;
  let running: Promise<void> = Promise.resolve();
  const isReady = (operation: OccurrenceOperation, all: readonly OccurrenceOperation[]) =>
    operation.startsAt <= parts.clock.now() &&
    !statuses.of(operation.key).held &&
    predecessorsDone(operation, all, statuses);
  const turn = (jes: Pick<Jes, 'submit'>): number => {
    const all = plan();
    const waiting = all.filter(({ key }) => statuses.of(key).status === 'waiting');
    for (const operation of waiting.filter((one) => isReady(one, all)))
      submitOne(site, parts, statuses, jes, operation);
    const next = waiting.find(({ startsAt }) => startsAt > parts.clock.now());
    return Math.max(1, Math.min(60 * minute, (next?.startsAt ?? Infinity) - parts.clock.now()));
  };
  return {
    start(jes: Pick<Jes, 'submit'>) {
      running = (async () => {
        while (!halted) {
          const napping = sleepUntilWoken(turn(jes));
          await napping;
        }
      })();
    },
    halt() {
      halted = true;
    },
    stopped: () => running,
  };
}

/** Inside an occurrence its own operation counts; of another application the nearest that starts no later. */
function predecessorsDone(
  operation: OccurrenceOperation,
  all: readonly OccurrenceOperation[],
  statuses: StatusBook,
): boolean {
  const occurrence = operation.key.slice(0, operation.key.lastIndexOf(' '));
  return (operation.predecessors ?? []).every(({ adid, number }) => {
    const found =
      adid === undefined
        ? all.find(({ key }) => key === `${occurrence} ${String(number)}`)
        : all.findLast((one) => one.adid === adid && one.number === number && one.startsAt <= operation.startsAt);
    return found === undefined || statuses.of(found.key).status === 'complete';
  });
}

function submitOne(
  site: SchedulerSite,
  parts: SchedulerParts,
  statuses: StatusBook,
  jes: Pick<Jes, 'submit'>,
  operation: OccurrenceOperation,
): void {
  const [, date = ''] = operation.key.split(' ');
  const jcl = jobText(parts.dataSets, site.jclLibraries, operation.jobname, {
    OYMD1: date.replaceAll('-', ''),
    OADID: operation.adid,
  });
  const job = jcl === undefined ? undefined : jes.submit({ jcl, user: site.user });
  const before = statuses.of(operation.key);
  if (job === undefined) statuses.set(operation.key, { ...before, status: 'error' });
  else statuses.set(operation.key, { ...before, status: 'started', jobid: job.jobid });
}
