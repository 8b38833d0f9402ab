/** Initiators of all systems: which waiting job each takes. Work at an event does not grow with the number of jobs. */

import type { InitiatorStatus } from './jes.ts';
import type { JobEntry } from './job-entry.ts';
import { JobNames } from './job-names.ts';
import type { InitiatorDefinition, JesClass } from './options.ts';
import { phases } from './phases.rules.ts';
import { before, SortedJobs } from './sorted-jobs.ts';

export interface Initiator {
  readonly number: number;
  readonly system: string;
  classes: readonly string[];
  draining: boolean;
  job: JobEntry | undefined;
}

export const statusOf = ({ draining, job }: Initiator): InitiatorStatus =>
  job === undefined ? (draining ? 'DRAINED' : 'INACTIVE') : draining ? 'DRAINING' : 'ACTIVE';

/** Whether a job may run on a system now. */
export type Eligibility = (job: JobEntry, system: string) => boolean;

export class Initiators {
  readonly all: readonly Initiator[];
  private readonly idle = new Set<Initiator>();
  /** Jobs that nothing but a free initiator is missing, by class and the systems they may run on. */
  private readonly ready = new Map<string, Map<string, SortedJobs>>();
  private readonly waiting = new Set<JobEntry>();
  private readonly names = new JobNames();
  private readonly running = new Map<JobEntry, Initiator>();
  private readonly heldClasses = new Set<string>();
  private arrivals = 0;

  constructor(
    definitions: readonly InitiatorDefinition[],
    private readonly classOf: (name: string) => JesClass | undefined,
    private readonly eligible: Eligibility,
    private readonly start: (job: JobEntry, initiator: Initiator) => void,
  ) {
    const numbers = new Map<string, number>();
    this.all = definitions.map(({ system, classes, started = true }) => {
      const number = (numbers.get(system) ?? 0) + 1;
      numbers.set(system, number);
      return { number, system, classes: [...classes], draining: !started, job: undefined };
    });
    for (const initiator of this.all) if (!initiator.draining) this.idle.add(initiator);
  }

  /** Puts a job on the execution queue, behind the others of its priority. */
  enqueue(job: JobEntry): void {
    this.arrivals += 1;
    job.queued = this.arrivals;
    this.waiting.add(job);
    this.offer(job);
  }

  /** Looks again at a waiting job of which something changed; `change` is carried out while it is off the queue. */
  reconsider(job: JobEntry, change: () => void): void {
    this.withdraw(job);
    change();
    if (this.waiting.has(job)) this.offer(job);
  }

  /** Looks again at all waiting jobs: a class, a system or an environment changed. */
  reconsiderAll(): void {
    for (const job of [...this.waiting]) this.reconsider(job, () => undefined);
  }

  remove(job: JobEntry): void {
    this.withdraw(job);
    this.waiting.delete(job);
  }

  jobsRunning(): readonly JobEntry[] {
    return [...this.running.keys()];
  }

  jobsWaiting(): ReadonlySet<JobEntry> {
    return this.waiting;
  }

  classHeld(name: string): boolean {
    return this.heldClasses.has(name);
  }

  holdClass(name: string, held: boolean): void {
    if (held) this.heldClasses.add(name);
    else this.heldClasses.delete(name);
    this.reconsiderAll();
  }

  /** Gives back the initiator of a job that has ended. */
  free(job: JobEntry): void {
    const initiator = this.running.get(job);
    if (initiator === undefined) return;
    this.running.delete(job);
    initiator.job = undefined;
    const unblocked = this.names.leave(job.jobname);
    for (const next of unblocked) this.readyOf(next).add(next);
    this.fill(initiator);
    for (const next of unblocked) if (this.waiting.has(next)) this.reconsider(next, () => undefined);
  }

  find(system: string, number: number): Initiator | undefined {
    return this.all.find((one) => one.system === system && one.number === number);
  }

  startInitiator(initiator: Initiator): void {
    initiator.draining = false;
    if (initiator.job === undefined) this.fill(initiator);
  }

  drain(initiator: Initiator): void {
    initiator.draining = true;
    this.idle.delete(initiator);
  }

  setClasses(initiator: Initiator, classes: readonly string[]): void {
    initiator.classes = [...classes];
    if (initiator.job === undefined && !initiator.draining) this.fill(initiator);
  }

  /** Whether a job of the name runs that this one has to wait for (JOBDEF and JOBCLASS, DUPL_JOB). */
  nameTaken(job: JobEntry): boolean {
    return this.classOf(job.jobClass)?.duplicateNames !== 'NODELAY' && this.names.taken(job.jobname);
  }

  private offer(job: JobEntry): void {
    if (job.place !== phases.executionQueue || job.held || this.heldClasses.has(job.jobClass)) return;
    if (this.nameTaken(job)) {
      this.names.wait(job, kindOf(job));
      return;
    }
    const initiator = this.lowestIdle(job);
    if (initiator === undefined) this.readyOf(job).add(job);
    else this.begin(job, initiator);
  }

  /** Initiators are tried in the order of their numbers. */
  private lowestIdle(job: JobEntry): Initiator | undefined {
    let lowest: Initiator | undefined;
    for (const one of this.idle) {
      if (!one.classes.includes(job.jobClass) || !this.eligible(job, one.system)) continue;
      if (lowest === undefined || one.number < lowest.number) lowest = one;
    }
    return lowest;
  }

  /** The next job of its name and kind takes the place of one that was ready and is not any more. */
  private withdraw(job: JobEntry): void {
    if (this.names.remove(job, kindOf(job))) return;
    this.ready.get(job.jobClass)?.get(affinityKey(job))?.remove(job);
    const next = this.names.taken(job.jobname) ? undefined : this.names.next(job.jobname, kindOf(job));
    if (next !== undefined) this.readyOf(next).add(next);
  }

  /** Gives a free initiator the best job: the first of its classes that has one, there by priority and arrival. */
  private fill(initiator: Initiator): void {
    if (initiator.draining) {
      this.idle.delete(initiator);
      return;
    }
    for (const name of initiator.classes) {
      const job = this.best(name, initiator.system);
      if (job === undefined) continue;
      this.begin(job, initiator);
      return;
    }
    this.idle.add(initiator);
  }

  private best(jobClass: string, system: string): JobEntry | undefined {
    for (;;) {
      let best: JobEntry | undefined;
      for (const queue of this.ready.get(jobClass)?.values() ?? []) {
        const first = queue.first();
        if (first === undefined || !this.eligible(first, system)) continue;
        if (best === undefined || before(first, best)) best = first;
      }
      if (best === undefined || !this.nameTaken(best)) return best;
      this.withdraw(best);
      this.names.wait(best, kindOf(best));
    }
  }

  private begin(job: JobEntry, initiator: Initiator): void {
    this.names.take(job.jobname);
    this.withdraw(job);
    this.waiting.delete(job);
    this.idle.delete(initiator);
    initiator.job = job;
    this.running.set(job, initiator);
    this.start(job, initiator);
  }

  private readyOf(job: JobEntry): SortedJobs {
    const queues = this.ready.get(job.jobClass) ?? new Map<string, SortedJobs>();
    this.ready.set(job.jobClass, queues);
    const found = queues.get(affinityKey(job)) ?? new SortedJobs();
    queues.set(affinityKey(job), found);
    return found;
  }
}

const affinityKey = ({ requests }: JobEntry): string =>
  `${(requests.systems ?? []).join()} ${requests.schedulingEnvironment ?? ''}`;

const kindOf = (job: JobEntry): string => `${job.jobClass} ${affinityKey(job)}`;
