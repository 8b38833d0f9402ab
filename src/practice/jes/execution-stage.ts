/** A job on its initiator, from $HASP373 to $HASP395. */

import type { Enqueues } from '../steps/enqueues.ts';
import { disposePassed } from '../steps/dispositions.ts';
import { jobLog, local } from '../steps/job-run.ts';
import type { JobRun, System } from '../steps/job-run.ts';
import { runJob } from '../steps/run-job.ts';
import type { JobEnd } from '../steps/run-job.ts';
import type { Initiator, Initiators } from './initiators.ts';
import type { JobEntry } from './job-entry.ts';
import { dropMessages, sayLastAccess } from './job-log-frame.ts';
import { goOnWith } from '../steps/job-journal.ts';
import { newRun } from './new-run.ts';
import type { OutputStage } from './output-stage.ts';
import type { Jes2Parts } from './parts.ts';
import { phases } from './phases.rules.ts';
import { completionOf, endedWords, retcodeOf } from './retcode.rules.ts';
import type { Completion } from './retcode.rules.ts';
import { StepStatistics } from './step-statistics.ts';
import { mayRunAgain, stepToBeginWith } from './restarting.rules.ts';

export class ExecutionStage {
  /** When each user last began a job, in milliseconds since 1970. */
  private readonly accesses = new Map<string, number>();
  /** Executions by correlator, of purged jobs too. */
  readonly counted = new Map<string, number>();

  constructor(
    private readonly parts: Jes2Parts,
    private readonly output: OutputStage,
    private readonly enqueues: Enqueues,
    private readonly initiators: () => Initiators,
  ) {}

  begin(job: JobEntry, initiator: Initiator): void {
    job.started = this.parts.options.clock.now();
    job.system = initiator.system;
    job.initiator = String(initiator.number);
    job.executed = true;
    this.counted.set(job.correlator, (this.counted.get(job.correlator) ?? 0) + 1);
    this.parts.states.move(job, phases.executing);
    this.parts.work.run(this.execute(job), (error) => this.output.systemFailure(job, error));
  }

  private async execute(job: JobEntry): Promise<void> {
    const run = this.runOf(job);
    try {
      this.sayStarted(job, run);
      const end = await runJob(run, this.enqueues);
      if (this.parts.work.signal.aborted) return;
      if (job.stoppedBy === 'requeue' || job.stoppedBy === 'system') this.lost(job, run);
      else this.finish(job, run, end);
    } catch (error) {
      if (!this.parts.work.signal.aborted) this.output.systemFailure(job, error);
    } finally {
      if (!this.parts.work.signal.aborted) this.leave(job);
    }
  }

  /** A site exit may write a line for each step that has ended. */
  private runOf(job: JobEntry): JobRun {
    const run = newRun(this.parts, job);
    if (run.resumesAt !== undefined && job.journal.entry !== undefined) goOnWith(run, job.journal.entry);
    if (this.parts.options.stepStatistics !== true) return run;
    const statistics = new StepStatistics((text) => jobLog(run, text));
    const changed = () => {
      statistics.look(job.steps);
      run.changed();
    };
    return { ...run, changed };
  }

  private leave(job: JobEntry): void {
    this.initiators().free(job);
    if (job.place === phases.executionQueue) this.initiators().enqueue(job);
  }

  private sayStarted(job: JobEntry, run: JobRun): void {
    const jobname = job.jobname.padEnd(8);
    jobLog(run, `IRR010I  USERID ${job.owner.padEnd(8)} IS ASSIGNED TO THIS JOB.`);
    sayLastAccess(run, this.accesses);
    const where = `INIT ${(job.initiator ?? '').padEnd(4)} - CLASS ${job.jobClass.padEnd(8)} - SYS ${run.system.sysname}`;
    jobLog(run, `$HASP373 ${jobname} STARTED - ${where}`);
    jobLog(run, `IEF403I ${job.jobname} - STARTED - TIME=${timeOf(run.system)}`);
  }

  private finish(job: JobEntry, run: JobRun, end: JobEnd): void {
    const code = job.stoppedBy === 'mvs-dump' ? 'S122' : 'S222';
    const completion: Completion =
      end === 'cancelled' ? { kind: 'abend', code } : completionOf(job.card.jobrc, run.outcomes);
    const failed = end === 'jcl-error';
    const how = failed ? 'JOB FAILED - JCL ERROR' : 'ENDED';
    jobLog(run, `${failed ? 'IEF453I' : 'IEF404I'} ${job.jobname} - ${how} - TIME=${timeOf(run.system)}`);
    jobLog(run, `$HASP395 ${job.jobname.padEnd(8)} ENDED - ${failed ? 'JCL ERROR' : endedWords(completion)}`);
    if (job.card.messageLevel.messages === 0 && end === 'ran' && completion.kind === 'code') dropMessages(job);
    const cancelled = end === 'cancelled' && job.stoppedBy === 'jes';
    this.output.tell(job, failed ? 'JCL ERROR' : cancelled ? 'CANCELED' : completion);
    if (this.parts.table.get(job.correlator) === undefined) job.place = phases.hardCopy;
    else this.output.end(job, failed ? 'JCL ERROR' : cancelled ? 'CANCELED' : retcodeOf(completion));
  }

  /** The job was taken off its initiator by `$E`, or its system is gone: it runs again, or has ended with SYS FAIL. */
  private lost(job: JobEntry, run: JobRun): void {
    const again = job.stoppedBy === 'requeue' || mayRunAgain(job, this.parts.options.restartsJobs);
    if (!again) {
      disposePassed(run);
      this.output.end(job, 'SYS FAIL');
      return;
    }
    const at = job.stoppedBy === 'requeue' ? undefined : stepToBeginWith(job);
    if (at === undefined) disposePassed(run);
    jobLog(run, `$HASP098 ${job.jobname.padEnd(8)} RE-ENQUEUED`);
    job.forgetRun(at);
    this.parts.states.move(job, phases.executionQueue);
  }
}

const timeOf = (system: System): string => local(system).toFormat('HH.mm.ss');
