/** A look at JCL without a system: what TYPRUN=SCAN would say. */

import { convertJob } from './converter.rules.ts';
import type { Lookups } from './lookups.rules.ts';
import type { Message } from './messages.rules.ts';
import { splitJobs } from './records.rules.ts';

export interface ScanMessage extends Message {
  /** Line of the scanned text, from 1; absent for a statement of a procedure. */
  readonly line?: number;
}

export interface ScannedJob {
  readonly jobname: string;
  /** True without an error message: the job would be run. */
  readonly passed: boolean;
  readonly messages: readonly ScanMessage[];
  /** The numbered listing, as JESJCL. */
  readonly listing: readonly string[];
  readonly steps: readonly { step: string; procStep: string | undefined; program: string }[];
}

/** Scans every job of a text; pure but for what `lookups` read. Never throws for what the text says. */
export function scanJcl(text: string, lookups: Lookups): ScannedJob[] {
  const lines = text.split(/\r?\n/);
  const defaults = { jobClass: 'A', messageClass: 'A' };
  let from = 0;
  return splitJobs(lines).map((jcl) => {
    const before = from;
    from += jcl.length;
    const { job, failed, messages, listing, places } = convertJob(jcl, { jobid: 'JOB00000', defaults, lookups });
    const steps = job.steps.map(({ step, procStep, program }) => ({
      step,
      procStep,
      program: typeof program === 'string' ? program : `*.${program.ddname}`,
    }));
    const placed = messages.map((message): ScanMessage => {
      const at = places.get(message.statement);
      return at === undefined ? message : { ...message, line: before + at + 1 };
    });
    return { jobname: job.card.jobname, passed: !failed, messages: placed, listing, steps };
  });
}
