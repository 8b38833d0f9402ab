import { DateTime } from 'luxon';
import type { Jes } from '../jes/jes.ts';
import { applicationDatabase } from './application-database.ts';
import { type OccurrenceOperation, occurrencesOf } from './occurrences.ts';
import { type OperationStatus, planStatus } from './plan-status.ts';
import type { SchedulerParts } from './scheduler-parts.ts';
import { Submitter } from './submitter.ts';
import type { PlannedOperation, Scheduler } from './subsystems.ts';
import type { SchedulerSite } from './subsystems.schema.ts';

const minute = 60_000;

export interface PracticeScheduler extends Scheduler {
  /** From now on operations are submitted when they are due, not held, and their predecessors are complete. */
  start(jes: Pick<Jes, 'submit' | 'jobs' | 'onChange'>): void;
  stop(): Promise<void>;
}

/**
 * A scheduler that knows application descriptions, run cycles by rule, hold and release, predecessors and job
 * submission. The current plan reaches from yesterday to tomorrow and follows the database at once.
 *
 * Waiting → started (submitted) → complete (every step 0) or error. A held operation waits.
 */
export function createScheduler(site: SchedulerSite, parts: SchedulerParts): PracticeScheduler {
  const applications = applicationDatabase(site, parts);
  const statuses = planStatus(site.subsystem, parts.disk);
  const plan = currentPlan(site, parts, { applications, statuses });
  const submitter = new Submitter({ ...parts, site, plan, statuses });
  const mark = marking(plan, statuses, () => submitter.wake());
  return {
    subsystem: site.subsystem,
    applications: applications.all,
    replace(application) {
      applications.replace(application);
      submitter.wake();
    },
    longTermPlan: () =>
      occurrencesOf(applications.all(), today(parts), site.longTermPlanDays).map(({ adid, date, operations }) => ({
        adid,
        date,
        operations: operations.map(({ jobname }) => jobname),
      })),
    currentPlan: () => plan().map((operation) => planned(operation, statuses.of(operation.key))),
    hold: (jobname) => mark(jobname, true),
    release: (jobname) => mark(jobname, false),
    rerun(jobname, from) {
      const ended = plan().findLast(
        ({ key, jobname: name }) => name === jobname && /^(complete|error)$/.test(statuses.of(key).status),
      );
      if (ended === undefined) return false;
      const { jcl, held } = statuses.of(ended.key);
      const copy = from === 'copy' && jcl !== undefined ? { jcl } : {};
      statuses.set(ended.key, { status: 'waiting', held, touched: true, ...copy });
      submitter.wake();
      return true;
    },
    start(jes) {
      jes.onChange((job) => {
        if (statuses.note(job)) submitter.wake();
      });
      for (const job of jes.jobs()) statuses.note(job);
      submitter.start(jes);
    },
    stop: () => submitter.stop(),
  };
}

const today = ({ clock, timeZone }: SchedulerParts): DateTime => DateTime.fromMillis(clock.now(), { zone: timeZone });

interface Books {
  applications: ReturnType<typeof applicationDatabase>;
  statuses: ReturnType<typeof planStatus>;
}

/** Operations of three days in order of their start, without those that were found too late. */
function currentPlan(site: SchedulerSite, parts: SchedulerParts, { applications, statuses }: Books) {
  const isPassedOver = ({ key, startsAt }: OccurrenceOperation) => {
    const { status, touched } = statuses.of(key);
    return status === 'waiting' && !touched && startsAt + site.submitLateMinutes * minute < parts.clock.now();
  };
  return (): OccurrenceOperation[] =>
    occurrencesOf(applications.all(), today(parts).minus({ days: 1 }), 3)
      .flatMap(({ operations }) => operations)
      .filter((operation) => !isPassedOver(operation))
      .sort((a, b) => a.startsAt - b.startsAt);
}

/** Holds or releases the first waiting operation of a job name; true also when it is so already. */
function marking(plan: () => OccurrenceOperation[], statuses: Books['statuses'], changed: () => void) {
  return (jobname: string, held: boolean): boolean => {
    const named = plan().filter((one) => one.jobname === jobname);
    const waiting = named.find(({ key }) => statuses.of(key).status === 'waiting' && statuses.of(key).held !== held);
    const already = named.find(({ key }) => statuses.of(key).held === held && statuses.of(key).touched);
    if (already !== undefined && (waiting === undefined || already.startsAt < waiting.startsAt)) return true;
    if (waiting === undefined) return !held && named.length > 0;
    statuses.set(waiting.key, { ...statuses.of(waiting.key), held, touched: true });
    changed();
    return true;
  };
}

function planned({ adid, jobname, startsAt }: OccurrenceOperation, stored: OperationStatus): PlannedOperation {
  const { held, status, jobid } = stored;
  return { adid, jobname, startTime: startsAt, held, status, ...(jobid === undefined ? {} : { jobid }) };
}
