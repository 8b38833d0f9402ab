/** Input service: a stream of records becomes jobs, each with number, correlator and its own spool. */

import { ebcdic } from '../codepages/code-page.ts';
import { jesIds } from '../spool/jes-ids.rules.ts';
import { readCard, splitStream } from './conversion.ts';
import type { CardRead } from './conversion.ts';
import { correlatorOf, jobidOf } from './correlator.rules.ts';
import type { Job, Submission } from './jes.ts';
import { JobEntry } from './job-entry.ts';
import type { JobNumbers } from './job-numbers.ts';
import type { Jes2Parts } from './parts.ts';
import { phases } from './phases.rules.ts';

const defaultPriority = 9;

export class InputStage {
  constructor(
    private readonly parts: Jes2Parts,
    private readonly numbers: JobNumbers,
    /** Takes the job on to conversion. */
    private readonly next: (job: JobEntry) => void,
    private readonly whyWaiting: (job: JobEntry) => string | undefined,
  ) {}

  /** @returns the first job of the stream, or undefined when there is none */
  submit(submission: Submission): Job | undefined {
    const jobs = splitStream(submission.jcl).map((jcl) => {
      const read = readCard(this.parts.options, { ...submission, jcl });
      return read === undefined ? undefined : this.accept({ ...submission, jcl }, read);
    });
    return jobs[0];
  }

  /** $HASP104: layout unverified. */
  private accept(submission: Submission, read: CardRead): JobEntry {
    const { options, states, store, table } = this.parts;
    const number = this.numbers.take();
    const at = options.clock.now();
    const given = submission.userCorrelator ?? read.card.userCorrelator ?? '';
    const stamp = this.numbers.stampOf(number, at);
    const correlator = correlatorOf(number, options.system.name, stamp, options.userPart?.(given) ?? given);
    const { jcl, ...kept } = submission;
    const spool = store.spoolFor(correlator, read.card.messageClass);
    for (const line of jcl) spool.write(jesIds.JESJCLIN, ebcdic.encode(line));
    const owner = read.card.user ?? submission.user;
    const origin = { number, jobid: jobidOf(number), correlator, owner, submission: { ...kept, jcl: [] } };
    const job = new JobEntry({ ...origin, card: read.card, requests: read.requests, submitted: at }, spool);
    this.prepare(job, read);
    table.add(job);
    states.changed(job);
    for (const text of read.jecl.messages) options.operlog?.(`$HASP104 ${job.jobname} ${text}`, job.jobid);
    for (const command of read.jecl.commands) options.command?.(command, submission.user);
    if (read.card.typrun !== 'JCLHOLD') this.next(job);
    return job;
  }

  private prepare(job: JobEntry, { jecl, requests }: CardRead): void {
    const { options } = this.parts;
    job.askWhy = this.whyWaiting;
    job.held ||= jecl.setup.length > 0;
    job.priority =
      requests.priority ?? (options.priorityFromJob === true ? requests.coded : undefined) ?? defaultPriority;
  }

  /** Takes over a job that was on a queue when the system went down; it keeps all that it was submitted with. */
  resume(job: JobEntry): void {
    job.askWhy = this.whyWaiting;
    this.numbers.use(job.number);
    job.place = phases.input;
    job.retcode = null;
    if (job.card.typrun !== 'JCLHOLD' || !job.held) this.next(job);
  }
}
