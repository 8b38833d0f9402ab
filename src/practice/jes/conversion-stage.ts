/** A job on its way from the reader to the execution queue: security, control statements, converter. */

import { jobLog } from '../steps/job-run.ts';
import type { Conversion } from '../jcl/conversion.rules.ts';
import { texts } from '../jcl/messages.rules.ts';
import { convertSubmission, submittedJcl } from './conversion.ts';
import { jeclTexts, readJecl } from './jecl.rules.ts';
import type { Jecl } from './jecl.rules.ts';
import type { JobEntry } from './job-entry.ts';
import { beginLog, writeConversion } from './job-log-frame.ts';
import { newRun } from './new-run.ts';
import type { OutputStage } from './output-stage.ts';
import type { Jes2Parts } from './parts.ts';
import { phases } from './phases.rules.ts';

export class ConversionStage {
  private readonly inWork = new Set<JobEntry>();

  constructor(
    private readonly parts: Jes2Parts,
    private readonly output: OutputStage,
    private readonly next: (job: JobEntry) => void,
  ) {}

  /** A job that is held and released while it is converted is not converted twice. */
  start(job: JobEntry): void {
    if (this.inWork.has(job)) return;
    this.inWork.add(job);
    const work = this.convert(job).finally(() => this.inWork.delete(job));
    this.parts.work.run(work, (error) => this.output.systemFailure(job, error));
  }

  private async convert(job: JobEntry): Promise<void> {
    const { options, states, work } = this.parts;
    await options.clock.sleep(options.conversionMs ?? 0, work.signal);
    if (job.status === 'OUTPUT') return;
    states.move(job, phases.converting);
    const lines = submittedJcl(job);
    const jecl = readJecl(lines);
    const resumed = job.conversion === undefined && (job.spool.find(3)?.count ?? 0) > 0;
    const refusals: string[] = [];
    job.conversion = this.withFault(
      job,
      convertSubmission(options, job, lines, jecl, (text) => refusals.push(text)),
    );
    if (!resumed) {
      beginLog(job, options.system.name, options.system.node);
      for (const text of refusals) this.say(job, text);
      writeConversion(job, job.conversion);
      if (this.refusal(job) === undefined)
        for (const command of job.conversion.commands) options.command?.(command, job.owner);
    }
    if (this.endsHere(job, jecl)) return;
    states.move(job, phases.executionQueue);
    this.next(job);
  }

  private withFault(job: JobEntry, conversion: Conversion): Conversion {
    if (this.parts.options.jclError?.(job.jobname) !== true) return conversion;
    const message = { statement: 1, text: texts.operation, severity: 'error' } as const;
    return { ...conversion, failed: true, messages: [...conversion.messages, message] };
  }

  /** Whether the job goes to output without having run. $HASP103: layout unverified. */
  private endsHere(job: JobEntry, jecl: Jecl): boolean {
    const refused = this.refusal(job);
    const log = (text: string) => jobLog(newRun(this.parts, job), text);
    if (refused !== undefined) {
      for (const line of refused) log(line);
      this.output.end(job, 'SEC ERROR');
      return true;
    }
    const faults = [...jecl.faults, ...this.destinationFaults(jecl)];
    for (const fault of faults) log(fault);
    if (jecl.deleted || jecl.purged) {
      log('$HASP106 JOB DELETED BY JES2 OR CANCELLED BY OPERATOR BEFORE EXECUTION');
      this.output.tell(job, 'CANCELED');
      this.output.end(job, 'CANCELED');
      if (jecl.purged) this.output.purge(job);
      return true;
    }
    if (job.conversion?.failed === true || faults.length > 0) {
      log(`IEFC452I ${job.jobname} - JOB NOT RUN - JCL ERROR`);
      this.output.tell(job, 'JCL ERROR');
      this.output.end(job, 'JCL ERROR');
      return true;
    }
    const { typrun } = job.card;
    if (typrun === 'SCAN' || typrun === 'COPY') this.output.end(job, null);
    else for (const volume of jecl.setup) this.say(job, `$HASP103 ${job.jobname} SETUP ${volume}`);
    return job.status === 'OUTPUT';
  }

  private say(job: JobEntry, text: string): void {
    jobLog(newRun(this.parts, job), text);
  }

  private refusal(job: JobEntry): readonly string[] | undefined {
    const { options } = this.parts;
    const submitter = job.submission.user;
    const { user } = job.card;
    if (user !== undefined && options.mayRunAs?.(submitter, user) === false)
      return [`ICH408I USER(${submitter}) SUBMITTER IS NOT AUTHORIZED BY USER ${user}`];
    const { owner, jobname, jobClass } = job;
    return options.refuses?.({ submitter, owner, jobname, jobClass });
  }

  /** This node knows no other: there is no NJE. SYSAFF names systems of the own sysplex. */
  private destinationFaults(jecl: Jecl): string[] {
    const { system, systems } = this.parts.options;
    const node = jecl.executeAt;
    const printNode = /^([A-Z@#$][A-Z0-9@#$]*)\./.exec(jecl.printAt ?? '')?.[1];
    const isOurs = (name: string) => [system.node, 'LOCAL', 'N1'].includes(name);
    const known = new Set([system.name, ...(systems ?? []).map(({ name }) => name)]);
    const strange = (jecl.systems ?? []).filter(
      (name) => !['ANY', '*'].includes(name) && !known.has(name.replace(/^-/, '')),
    );
    return [
      ...(node === undefined || isOurs(node) ? [] : [jeclTexts.node('/*ROUTE XEQ', node)]),
      ...(printNode === undefined || isOurs(printNode) ? [] : [jeclTexts.node('/*ROUTE PRINT', printNode)]),
      ...strange.map(jeclTexts.system),
    ];
  }
}
