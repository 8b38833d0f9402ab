/** A look at JCL without a system: what TYPRUN=SCAN would say. */

import { convertJob } from './converter.rules.ts';
import type { Lookups } from './lookups.rules.ts';
import type { Message } from './messages.rules.ts';
import { splitJobs } from './records.rules.ts';

export interface ScannedJob {
  readonly jobname: string;
  /** True without an error message: the job would be run. */
  readonly passed: boolean;
  readonly messages: readonly Message[];
  /** The numbered listing, as JESJCL. */
  readonly listing: readonly string[];
  readonly steps: readonly { step: string; procStep: string | undefined; program: string }[];
}

/** Scans every job of a text; pure but for what `lookups` read. Never throws for what the text says. */
export function scanJcl(text: string, lookups: Lookups): ScannedJob[] {
  const lines = text.split(/\r?\n/);
  const defaults = { jobClass: 'A', messageClass: 'A' };
  return splitJobs(lines).map((jcl) => {
    const { job, failed, messages, listing } = convertJob(jcl, { jobid: 'JOB00000', defaults, lookups });
    const steps = job.steps.map(({ step, procStep, program }) => ({
      step,
      procStep,
      program: typeof program === 'string' ? program : `*.${program.ddname}`,
    }));
    return { jobname: job.card.jobname, passed: !failed, messages, listing, steps };
  });
}
