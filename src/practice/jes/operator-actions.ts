/** What people may do to a job, with the feedback of the job modify SSI (SSI 85). */

import { jobLog } from '../steps/job-run.ts';
import type { Initiators } from './initiators.ts';
import type { Feedback, Job } from './jes.ts';
import type { JobEntry } from './job-entry.ts';
import { beginLog } from './job-log-frame.ts';
import { newRun } from './new-run.ts';
import type { OutputStage } from './output-stage.ts';
import type { Jes2Parts } from './parts.ts';
import { phases } from './phases.rules.ts';

export const feedbacks = {
  done: { status: 0, message: 'Request was successful.' },
  notFound: { status: 140, message: 'Job not found' },
  notCancellable: { status: 156, message: 'Job not cancellable or purgeable' },
  invalidClass: { status: 172, message: 'Job class invalid' },
  postExecution: { status: 184, message: 'Job is post execution' },
} as const satisfies Record<string, Feedback>;

export class OperatorActions {
  constructor(
    private readonly parts: Jes2Parts,
    private readonly initiators: Initiators,
    private readonly output: OutputStage,
    private readonly convert: (job: JobEntry) => void,
  ) {}

  hold(job: Job): Feedback {
    return this.on(job, (entry) => {
      if (entry.status !== 'INPUT' || entry.held) return feedbacks.done;
      this.initiators.reconsider(entry, () => void (entry.held = true));
      this.parts.states.changed(entry);
      return feedbacks.done;
    });
  }

  release(job: Job): Feedback {
    return this.on(job, (entry) => {
      if (entry.status !== 'INPUT' || !entry.held) return feedbacks.done;
      entry.held = false;
      this.parts.states.changed(entry);
      if (entry.place === phases.input && entry.card.typrun === 'JCLHOLD') this.convert(entry);
      else this.initiators.reconsider(entry, () => undefined);
      return feedbacks.done;
    });
  }

  cancel(job: Job, by: 'jes' | 'mvs' | 'mvs-dump' = 'jes'): Feedback {
    return this.on(job, (entry) => {
      if (entry.status === 'OUTPUT' || entry.signal.aborted) return feedbacks.notCancellable;
      entry.stop(by);
      if (entry.status !== 'INPUT') return feedbacks.done;
      this.initiators.remove(entry);
      const { name, node } = this.parts.options.system;
      if (entry.conversion === undefined) beginLog(entry, name, node);
      jobLog(newRun(this.parts, entry), '$HASP106 JOB DELETED BY JES2 OR CANCELLED BY OPERATOR BEFORE EXECUTION');
      this.output.tell(entry, 'CANCELED');
      this.output.end(entry, 'CANCELED');
      return feedbacks.done;
    });
  }

  purge(job: Job): Feedback {
    return this.on(job, (entry) => {
      if (entry.status !== 'OUTPUT') this.cancel(entry);
      this.output.purge(entry);
      return feedbacks.done;
    });
  }

  changeClass(job: Job, jobClass: string): Feedback {
    return this.on(job, (entry) => {
      if (!this.parts.options.classes.some(({ name }) => name === jobClass)) return feedbacks.invalidClass;
      if (entry.status !== 'ACTIVE') this.initiators.reconsider(entry, () => void (entry.jobClass = jobClass));
      this.parts.states.changed(entry);
      return feedbacks.done;
    });
  }

  setPriority(job: Job, priority: number): Feedback {
    return this.on(job, (entry) => {
      this.initiators.reconsider(entry, () => void (entry.priority = Math.max(0, Math.min(15, priority))));
      this.parts.states.changed(entry);
      return feedbacks.done;
    });
  }

  /** Takes a running job off its initiator and puts it back on the queue. */
  restart(job: Job): Feedback {
    return this.on(job, (entry) => {
      if (entry.status !== 'ACTIVE') return feedbacks.postExecution;
      entry.stop('requeue');
      return feedbacks.done;
    });
  }

  private on(job: Job, act: (entry: JobEntry) => Feedback): Feedback {
    const entry = this.parts.table.get(job.correlator);
    return entry === undefined ? feedbacks.notFound : act(entry);
  }
}
