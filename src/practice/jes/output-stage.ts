/** The end of a job: its last lines, who is told, what becomes of its output. */

import { jobLog } from '../steps/job-run.ts';
import type { Agenda } from './agenda.ts';
import type { JobEntry } from './job-entry.ts';
import { endLog } from './job-log-frame.ts';
import { newRun } from './new-run.ts';
import type { OutputDisposition } from './options.ts';
import type { Jes2Parts } from './parts.ts';
import { phases } from './phases.rules.ts';
import { notification } from './retcode.rules.ts';
import type { Completion } from './retcode.rules.ts';

export class OutputStage {
  constructor(
    private readonly parts: Jes2Parts,
    private readonly agenda: Agenda,
  ) {}

  /** Puts an ended job on the output queue. */
  end(job: JobEntry, retcode: string | null): void {
    job.retcode = retcode;
    job.ended = this.parts.options.clock.now();
    job.held = false;
    for (const step of job.steps) step.active = false;
    endLog(job, this.parts.systemOf(job));
    job.spool.remove(job.requests.suppressed ?? []);
    this.drop(job, 'PURGE');
    this.parts.states.move(job, phases.hardCopy);
    if (this.parts.table.get(job.correlator) !== undefined) this.schedule(job);
  }

  systemFailure(job: JobEntry, error: unknown): void {
    if (job.status === 'OUTPUT') return;
    const text = error instanceof Error ? error.message : String(error);
    jobLog(newRun(this.parts, job), `$HASP301 ${job.jobname} - JOB ENDED BY SYSTEM FAILURE: ${text.slice(0, 60)}`);
    this.end(job, 'SYS FAIL');
  }

  tell(job: JobEntry, completion: Completion | 'JCL ERROR' | 'CANCELED'): void {
    const { notify } = job.card;
    if (notify === undefined || notify === '') return;
    this.parts.notices.tell(notify, notification(job.jobname, this.parts.options.system.node, completion));
  }

  purge(job: JobEntry): void {
    this.parts.options.operlog?.(`$HASP250 ${job.jobname.padEnd(8)} PURGED -- (JOB KEY WAS ${keyOf(job)})`, job.jobid);
    this.parts.store.remove(job);
    this.parts.states.gone(job);
  }

  /** Sets the time at which a writer takes the output, or its retention ends. */
  schedule(job: JobEntry): void {
    const { retentionSeconds } = this.parts.options;
    const ended = job.ended ?? this.parts.options.clock.now();
    const listed = job.spool.all().filter((dataSet) => dataSet.listed);
    if (listed.length === 0) {
      this.purge(job);
      return;
    }
    const written = listed.map((dataSet) => this.writtenAfter(job, dataSet.outputClass));
    const times = [...written, retentionSeconds ?? Infinity].filter((seconds) => seconds !== Infinity);
    if (times.length === 0) return;
    this.agenda.add(ended + Math.min(...times) * 1000, () => this.due(job));
  }

  private due(job: JobEntry): void {
    const { options, table, states } = this.parts;
    if (table.get(job.correlator) === undefined) return;
    const age = (options.clock.now() - (job.ended ?? 0)) / 1000;
    if (options.retentionSeconds !== undefined && age >= options.retentionSeconds) {
      this.purge(job);
      return;
    }
    const ids = job.spool
      .all()
      .filter(({ listed, outputClass }) => listed && this.writtenAfter(job, outputClass) <= age)
      .map(({ id }) => id);
    if (ids.length > 0) job.spool.remove(ids);
    states.changed(job);
    this.schedule(job);
  }

  private drop(job: JobEntry, disposition: OutputDisposition): void {
    const ids = job.spool
      .all()
      .filter(({ listed, outputClass }) => listed && this.dispositionOf(job, outputClass) === disposition)
      .map(({ id }) => id);
    if (ids.length > 0) job.spool.remove(ids);
  }

  /** Held and kept output waits for people; what is written is gone when a writer has taken it. */
  private writtenAfter(job: JobEntry, outputClass: string): number {
    if (this.dispositionOf(job, outputClass) !== 'WRITE') return Infinity;
    return this.parts.options.outputClasses?.find(({ name }) => name === outputClass)?.writtenAfter ?? Infinity;
  }

  private dispositionOf(job: JobEntry, outputClass: string): OutputDisposition {
    const found = this.parts.options.outputClasses?.find(({ name }) => name === outputClass);
    if (found === undefined) return 'HOLD';
    const normal = job.retcode?.startsWith('CC') === true;
    return normal ? found.disposition : (found.abnormal ?? found.disposition);
  }
}

/** JES2's key of a job, as $HASP250 shows it; its making is unconfirmed. */
const keyOf = ({ correlator }: JobEntry): string => correlator.slice(16, 24);
