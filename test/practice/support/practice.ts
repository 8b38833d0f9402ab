import { pacedClock } from '../../../src/shared/clock.ts';
import { startPractice } from '../../../src/practice/index.ts';
import { smallSite } from './small-system.ts';

/** A whole practice system on a free port; its clock runs fast from a Saturday night in September on. */
export async function startWhole(options: { site?: Record<string, unknown>; folder?: string; speed?: number } = {}) {
  const segment = { realFrom: Date.now(), bookFrom: Date.UTC(2026, 8, 12, 21), speed: options.speed ?? 500 };
  const failures: unknown[] = [];
  const practice = await startPractice({
    site: smallSite({
      jes: {
        classes: [
          { name: 'A', initiators: 2 },
          { name: 'R', initiators: 1 },
        ],
      },
      libraries: [
        { dsname: 'PAY.JCL', dsntype: 'PDS' },
        { dsname: 'PAY.LOAD', recfm: 'U', lrecl: 0, blksize: 32760 },
      ],
      ...options.site,
    }),
    ...(options.folder === undefined ? {} : { folder: options.folder }),
    port: 0,
    clock: pacedClock(() => [segment]),
    practiceToken: 'practice',
    log: (problem) => failures.push(problem),
  });
  return { ...practice, failures, [Symbol.asyncDispose]: practice.stop };
}

export const jobCard = (name: string, more = 'CLASS=A,MSGCLASS=H') =>
  `//${name.padEnd(8)} JOB (ACCT),'PRACTICE',${more}`;

/** A job that copies two records to a SYSOUT file of their own. */
export const copyJob = (name: string) =>
  [
    jobCard(name),
    '//S1 EXEC PGM=IEBGENER',
    '//SYSPRINT DD SYSOUT=*',
    '//SYSIN DD DUMMY',
    '//SYSUT1 DD *',
    'ALPHA',
    'BETA',
    '/*',
    '//SYSUT2 DD SYSOUT=*,DCB=(RECFM=FB,LRECL=80)',
    '',
  ].join('\n');
