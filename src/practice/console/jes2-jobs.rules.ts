/** Which jobs a JES2 command means, and the lines that JES2 shows of one (z/OS JES2 Commands; z/OS JES2 Messages, $HASP890). */

import { nameMask } from '../catalog/name-mask.rules.ts';
import type { Job } from '../jes/jes.ts';

export interface Selection {
  /** Number of a job, where one was given: found without looking at the others. */
  readonly from?: number;
  readonly to?: number;
  readonly name?: string;
  readonly fits: (job: Job) => boolean;
  /** What follows the job, such as `CC` or `CLASS=B`. */
  readonly operands: string;
}

/** `J123`, `JOB1-5`, `JQ(PAY*)`, `'PAYROLL'`; undefined when the text names no jobs. */
export function selectJobs(text: string): Selection | undefined {
  const number = /^J(?:OBQ?|Q)?\s*\(?\s*(\d+)(?:\s*-\s*(\d+|\*))?\)?\s*(?:,(.*))?$/.exec(text);
  if (number !== null) {
    const from = Number(number[1]);
    const to = number[2] === undefined ? from : number[2] === '*' ? Infinity : Number(number[2]);
    const fits = (job: Job) => numberOf(job) >= from && numberOf(job) <= to;
    return { from, to, fits, operands: number[3] ?? '' };
  }
  const named = /^(?:J(?:OBQ?|Q)?\s*)?(?:\(\s*'?([A-Z0-9#@$*?]+)'?\s*\)|'([A-Z0-9#@$*?]+)')\s*(?:,(.*))?$/.exec(text);
  if (named === null) {
    const all = /^(?:JOBQ?|JQ|J)(?:,(.*))?$/.exec(text);
    return all === null ? undefined : { fits: () => true, operands: all[1] ?? '' };
  }
  const name = named[1] ?? named[2] ?? '';
  const matches = nameMask(name, '?');
  return { name, fits: (job) => matches(job.jobname), operands: named[3] ?? '' };
}

const numberOf = (job: Job): number => Number(job.jobid.replace(/\D/g, ''));

const statusWords = { INPUT: 'AWAITING EXECUTION', OUTPUT: 'AWAITING HARDCOPY' } as const;

/** The usual display of a job. */
export function jobLines(job: Job): string[] {
  const status =
    job.status === 'ACTIVE'
      ? `EXECUTING/${job.system ?? ''}`
      : job.phase === 130
        ? 'CONVERTING'
        : statusWords[job.status];
  const systems = job.affinity === undefined ? 'ANY' : job.affinity.join();
  const priority = String(job.priority ?? 9);
  return [
    `$HASP890 JOB(${job.jobname})`,
    `${front(job)}STATUS=(${status}),CLASS=${job.jobClass},`,
    `$HASP890                JOBID=${job.jobid},OWNER=${job.owner},PRIORITY=${priority},SYSAFF=(${systems}),HOLD=(${job.held ? 'JOB' : 'NONE'})`,
  ];
}

const front = (job: Job): string => `$HASP890 JOB(${job.jobname})${' '.repeat(Math.max(1, 11 - job.jobname.length))}`;

/** `$DJ,CC`: how it ended. */
export const completionLine = (job: Job): string => `${front(job)}CC=(${completion(job.retcode)})`;

const completionWords: ReadonlyMap<string, string> = new Map([
  ['JCL ERROR', 'JCLERROR'],
  ['SEC ERROR', 'SECURITY_FAILURE'],
  ['CANCELED', 'CANCELLED'],
  ['SYS FAIL', 'SYSTEM_FAILURE'],
]);

function completion(retcode: string | null): string {
  if (retcode === null) return '';
  const code = /^CC (\d{4})$/.exec(retcode)?.[1];
  if (code !== undefined) return `COMPLETED,RC=${String(Number(code))}`;
  const system = /^ABEND S([0-9A-F]{3})$/.exec(retcode)?.[1];
  if (system !== undefined) return `ABENDED,ABEND=(S${system},U0000)`;
  const user = /^ABENDU(\d{4})$/.exec(retcode)?.[1];
  if (user !== undefined) return `ABENDED,ABEND=(S000,U${user})`;
  return completionWords.get(retcode) ?? retcode;
}

export const noneFound = (command: string): string[] => [
  `$HASP003 RC=(52),${command}  - NO SELECTABLE ENTRIES FOUND`,
  '$HASP003           MATCHING SPECIFICATION',
];

export const invalidOperand = (verb: string): string =>
  `$HASP650 ${verb.padEnd(9)} INVALID OPERAND OR MISPLACED OPERAND`;
