import type { Feedback, Jes, Job } from '../jes/jes.ts';
import type { OperatorCommand } from './operator-commands.ts';

type Verb = 'D' | 'P' | 'C' | 'H' | 'A';

/** `$D`, `$P`, `$C`, `$H` and `$A` of jobs (JES2 Commands): `$DJ123`, `$HJ(PAY*)`, `$D'PAYROLL'`, `$DA`. */
export function jobCommands(jes: Jes): OperatorCommand[] {
  const act: Record<Exclude<Verb, 'D'>, (job: Job) => Feedback> = {
    P: (job) => jes.purge(job),
    C: (job) => jes.cancel(job),
    H: (job) => jes.hold(job),
    A: (job) => jes.release(job),
  };
  const run = (verb: Verb, jobs: readonly Job[]) => {
    if (jobs.length === 0) return ['$HASP003 RC=(52),NO SELECTABLE ENTRIES FOUND MATCHING SPECIFICATION'];
    return jobs.flatMap((job) => {
      if (verb === 'D') return jobLines(job);
      const { status, message } = act[verb](job);
      const after = jes.byCorrelator(job.correlator);
      if (status !== 0) return [`$HASP890 JOB(${job.jobname})   ${message.toUpperCase()}`];
      return after === undefined ? [`$HASP250 ${job.jobname} PURGED -- (JOB KEY WAS ${job.jobid})`] : jobLines(after);
    });
  };
  return (['D', 'P', 'C', 'H', 'A'] as const).map((verb) => ({
    name: `$${verb}`,
    matches: (command) => selection(verb, command) !== undefined,
    run: (command) => run(verb, jes.jobs().filter(selection(verb, command) ?? (() => false))),
  }));
}

function selection(verb: Verb, command: string): ((job: Job) => boolean) | undefined {
  const text = command.trim().toUpperCase();
  if (!text.startsWith(`$${verb}`)) return undefined;
  const operand = text.slice(2).trim();
  if (verb === 'D' && operand === 'A') return (job) => job.status === 'ACTIVE';
  if (verb === 'D' && operand === 'N') return (job) => job.status === 'INPUT';
  const number = /^J(?:OB)?(\d+)(?:,|$)/.exec(operand)?.[1];
  if (number !== undefined) return (job) => Number(job.jobid.replace(/\D/g, '')) === Number(number);
  const name = /^(?:J(?:OBQ?)?\s*\(?|')'?([A-Z#@$*][A-Z0-9#@$*]*)'?\)?/.exec(operand)?.[1];
  if (name === undefined || (!operand.includes('(') && !operand.includes("'"))) return undefined;
  const mask = new RegExp(`^${name.replaceAll('$', '\\$').replaceAll('*', '.*')}$`);
  return (job) => mask.test(job.jobname);
}

function jobLines(job: Job): string[] {
  const status = { INPUT: 'AWAITING EXECUTION', ACTIVE: 'EXECUTING', OUTPUT: 'AWAITING HARDCOPY' }[job.status];
  const hold = job.held ? 'JOB' : 'NONE';
  return [
    `$HASP890 JOB(${job.jobname})`,
    `$HASP890 JOB(${job.jobname})${' '.repeat(Math.max(1, 11 - job.jobname.length))}STATUS=(${status}),CLASS=${job.jobClass},`,
    `$HASP890                JOBID=${job.jobid},OWNER=${job.owner},PRIORITY=9,SYSAFF=(ANY),HOLD=(${hold})`,
  ];
}
