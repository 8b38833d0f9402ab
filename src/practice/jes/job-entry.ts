/** One job as JES keeps it. */

import type { Conversion } from '../jcl/conversion.rules.ts';
import type { JobCard } from '../jcl/job-model.rules.ts';
import { Abend } from '../programs/program.ts';
import { JobJournal } from '../steps/job-journal.ts';
import { firstOwnId } from '../steps/spool-plan.ts';
import type { Spool } from '../spool/spool.ts';
import type { Job, StepData, Submission } from './jes.ts';
import type { JobRequests } from './job-requests.rules.ts';
import type { Phase } from './phases.rules.ts';
import { phases } from './phases.rules.ts';

/** What is settled when a job comes in, and never changes. */
export interface JobOrigin {
  readonly number: number;
  readonly jobid: string;
  readonly correlator: string;
  readonly owner: string;
  readonly card: JobCard;
  readonly requests: JobRequests;
  readonly submission: Submission;
  /** Milliseconds since 1970. */
  readonly submitted: number;
}

/**
 * Why a running job is stopped: by JES2 or by MVS CANCEL, with or without a dump; to be put back on the queue; or because
 * its system is lost.
 */
export type StopReason = 'jes' | 'mvs' | 'mvs-dump' | 'requeue' | 'system';

export class JobEntry implements Job {
  readonly type = 'JOB' as const;
  readonly number: number;
  readonly jobid: string;
  readonly correlator: string;
  readonly owner: string;
  readonly card: JobCard;
  readonly requests: JobRequests;
  readonly submission: Submission;
  readonly submitted: number;
  place: Phase = phases.input;
  jobClass: string;
  held: boolean;
  priority = 9;
  /** Order on the execution queue. */
  queued = 0;
  version = 0;
  retcode: string | null = null;
  started?: number;
  ended?: number;
  /** System that it runs or ran on. */
  system?: string;
  /** Initiator that runs it, by number on its system. */
  initiator?: string;
  executed = false;
  conversion: Conversion | undefined;
  steps: StepData[] = [];
  stoppedBy: StopReason | undefined;
  /** Step to begin with when the job runs again. */
  restartAt: { step: string; procStep: string | undefined } | undefined;
  log = { day: '' };
  /** Why it waits; asked when somebody looks. */
  askWhy: ((job: JobEntry) => string | undefined) | undefined;
  /** When its output leaves the system, if it does. */
  leaves?: number;
  /** What is known of the step that runs or ran when the system was lost. */
  readonly journal = new JobJournal();
  private canceller = new AbortController();

  constructor(
    origin: JobOrigin,
    readonly spool: Spool,
  ) {
    this.number = origin.number;
    this.jobid = origin.jobid;
    this.correlator = origin.correlator;
    this.owner = origin.owner;
    this.card = origin.card;
    this.requests = origin.requests;
    this.submission = origin.submission;
    this.submitted = origin.submitted;
    this.jobClass = origin.card.jobClass;
    this.held = origin.card.typrun === 'HOLD' || origin.card.typrun === 'JCLHOLD';
  }

  get jobname(): string {
    return this.card.jobname;
  }

  get messageClass(): string {
    return this.card.messageClass;
  }

  get status() {
    return this.place.status;
  }

  get phase(): number {
    return this.place.number;
  }

  get phaseName(): string {
    return this.place.name;
  }

  get reasonNotRunning(): string | undefined {
    return this.status === 'INPUT' ? this.askWhy?.(this) : undefined;
  }

  get affinity(): readonly string[] | undefined {
    return this.requests.systems;
  }

  get signal(): AbortSignal {
    return this.canceller.signal;
  }

  stop(by: StopReason): void {
    if (this.signal.aborted) return;
    this.stoppedBy = by;
    this.canceller.abort(new Abend({ kind: 'system-abend', code: by === 'mvs-dump' ? '122' : '222' }));
  }

  /**
   * Makes it as if it had never run, for its next turn on the queue; its log goes on.
   *
   * @param at the step to begin with: what earlier steps left stays
   */
  forgetRun(at?: { step: string; procStep: string | undefined }): void {
    this.restartAt = at;
    if (at === undefined) this.journal.entry = undefined;
    this.steps = at === undefined ? [] : this.steps.filter(({ active }) => !active);
    const kept = new Set(this.steps.map(nameOfStep));
    this.spool.remove(
      this.spool
        .all()
        .filter(({ id, stepname, procstep }) => id >= firstOwnId && !kept.has(`${stepname} ${procstep ?? ''}`))
        .map(({ id }) => id),
    );
    this.stoppedBy = undefined;
    this.retcode = null;
    delete this.started;
    delete this.ended;
    delete this.system;
    delete this.initiator;
    this.canceller = new AbortController();
  }
}

/** As the labels of its spool data sets have it. */
const nameOfStep = (step: StepData): string =>
  step['proc-step-name'] === '' ? `${step['step-name']} ` : `${step['proc-step-name']} ${step['step-name']}`;
