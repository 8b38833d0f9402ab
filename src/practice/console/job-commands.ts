import type { Feedback, Jes, Job } from '../jes/jes.ts';
import { completionLine, invalidOperand, jobLines, noneFound, selectJobs } from './jes2-jobs.rules.ts';
import type { Selection } from './jes2-jobs.rules.ts';
import { initiatorCommands } from './initiator-commands.ts';
import { mvsJobCommands } from './mvs-job-commands.ts';
import type { OperatorCommand } from './operator-commands.ts';
import { queueCommands } from './queue-commands.ts';

/**
 * Commands about jobs: those of JES2 (`$D`, `$P`, `$C`, `$H`, `$A`, `$T` and `$E` of jobs, queues, initiators, classes and
 * spool) and MVS CANCEL, STOP and MODIFY.
 */
export const jobCommands = (jes: Jes): OperatorCommand[] => [
  ...queueCommands(jes),
  ...initiatorCommands(jes),
  ...(['D', 'P', 'C', 'H', 'A', 'T', 'E'] as const).map((verb) => ofJobs(jes, verb)),
  ...mvsJobCommands(jes),
];

type Verb = 'D' | 'P' | 'C' | 'H' | 'A' | 'T' | 'E';

function ofJobs(jes: Jes, verb: Verb): OperatorCommand {
  const operandOf = (command: string) => command.trim().toUpperCase().slice(2).trim();
  const ours = (command: string) => command.trim().toUpperCase().startsWith(`$${verb}`);
  return {
    name: `$${verb}`,
    matches: (command) => ours(command) && selectJobs(operandOf(command)) !== undefined,
    run(command) {
      const selection = selectJobs(operandOf(command));
      if (selection === undefined) return [invalidOperand(`${verb} ${operandOf(command)}`)];
      const jobs = chosen(jes, selection);
      const shown = `${verb} ${operandOf(command).replace(/^J(?:OBQ?|Q)?\s*\(?(\d+).*$/, 'JOB$1')}`;
      if (jobs.length === 0) return noneFound(shown);
      return jobs.flatMap((job) => act(jes, verb, job, selection.operands));
    },
  };
}

function chosen(jes: Jes, { from, to, fits }: Selection): readonly Job[] {
  if (from === undefined || from !== to || jes.select === undefined) return jes.jobs().filter(fits);
  const jobid = from > 99_999 ? `J${String(from).padStart(7, '0')}` : `JOB${String(from).padStart(5, '0')}`;
  return jes.select({ jobid }).filter(fits);
}

function act(jes: Jes, verb: Verb, job: Job, operands: string): string[] {
  if (verb === 'D') return /(^|,)CC$/.test(operands) ? [completionLine(job)] : jobLines(job);
  const feedback = verb === 'T' ? change(jes, job, operands) : simple(jes, verb, job, operands);
  if (feedback === undefined) return [invalidOperand(operands)];
  if (feedback.status !== 0) return [`$HASP890 JOB(${job.jobname})   ${feedback.message.toUpperCase()}`];
  if (jes.byCorrelator(job.correlator) === undefined)
    return [`$HASP250 ${job.jobname} PURGED -- (JOB KEY WAS ${job.jobid})`];
  return jobLines(job);
}

function simple(jes: Jes, verb: Exclude<Verb, 'D' | 'T'>, job: Job, operands: string): Feedback | undefined {
  switch (verb) {
    case 'P':
      return jes.purge(job);
    case 'C': {
      const purge = /(^|,)P(URGE)?$/.test(operands);
      return purge ? jes.purge(job) : jes.cancel(job, /(^|,)D(UMP)?$/.test(operands) ? 'mvs-dump' : 'jes');
    }
    case 'H':
      return jes.hold(job);
    case 'A':
      return jes.release(job);
    case 'E':
      return jes.control?.restart(job);
  }
}

/** `$T J5,CLASS=B,PRIO=12`. */
function change(jes: Jes, job: Job, operands: string): Feedback | undefined {
  let last: Feedback | undefined;
  for (const part of operands.split(',')) {
    const [key = '', value = ''] = part.split('=');
    if (/^C(LASS)?$/.test(key)) last = jes.changeClass(job, value);
    else if (/^P(RIO(RITY)?)?$/.test(key) && /^\d{1,2}$/.test(value))
      last = jes.control?.setPriority(job, Number(value));
    else return undefined;
    if (last !== undefined && last.status !== 0) return last;
  }
  return last;
}
