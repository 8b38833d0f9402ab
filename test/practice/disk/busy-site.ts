import { jobCard } from '../support/practice.ts';

/** So many seconds of the system pass in one of the machine: steps take some milliseconds each. */
export const speed = 20;

const baseOf = (number: number) => `PAY.G${String(number).padStart(4, '0')}`;

export const busySite = {
  jes: {
    classes: [
      { name: 'A', initiators: 3 },
      { name: 'R', initiators: 1 },
    ],
  },
  libraries: [
    { dsname: 'PAY.LIB', dsntype: 'LIBRARY', space: { primary: 30, secondary: 30 } },
    { dsname: 'PAY.PDS', dsntype: 'PDS', space: { primary: 60, secondary: 60, directory: 100 } },
  ],
  generationGroups: Array.from({ length: 600 }, (_, at) => ({ name: baseOf(at), limit: 5 })),
};

/** Every third job goes on with its lost step when the system comes again. */
export const goesOn = (number: number): boolean => number % 3 === 0;

/**
 * A job that changes members, makes data sets and a generation, leaves output and submits another job; `&WORD` comes from
 * its submitter.
 */
export function busyJob(number: number): string {
  const id = String(number).padStart(4, '0');
  const out = 'UNIT=SYSDA,SPACE=(TRK,(1,1)),DCB=(RECFM=FB,LRECL=80)';
  const copy = (step: string, from: string[], to: string) => [
    `//${step} EXEC PGM=IEBGENER`,
    '//SYSPRINT DD SYSOUT=*',
    '//SYSIN DD DUMMY',
    ...from,
    `//SYSUT2 DD ${to}`,
  ];
  const text = [`//SYSUT1 DD *`, ...Array.from({ length: 40 }, (_, at) => `JOB ${id} LINE ${String(at)}`), '/*'];
  return [
    jobCard(`K${id}`, `CLASS=A,MSGCLASS=H${goesOn(number) ? ',RD=R' : ''}`),
    ...copy('S1', text, `DISP=SHR,DSN=PAY.LIB(M${id})`),
    ...copy('S2', [`//SYSUT1 DD DISP=SHR,DSN=PAY.LIB(M${id})`], `DISP=(NEW,CATLG),DSN=PAY.OUT.K${id},`),
    `//             ${out}`,
    ...copy('S3', [`//SYSUT1 DD DISP=SHR,DSN=PAY.OUT.K${id}`], `DISP=(NEW,CATLG,DELETE),DSN=${baseOf(number)}(+1),`),
    `//             ${out}`,
    ...copy('S4', [`//SYSUT1 DD DISP=SHR,DSN=PAY.OUT.K${id}`], `DISP=SHR,DSN=PAY.PDS(P${String(number % 30)})`),
    "//S5 EXEC PGM=IEFBR14,PARM='&WORD'",
    `//GONE DD DISP=(OLD,DELETE),DSN=PAY.OUT.K${id}`,
    `//DONE DD DISP=(NEW,CATLG),DSN=PAY.DONE.K${id},UNIT=SYSDA,SPACE=(TRK,1)`,
    ...copy(
      'S6',
      ['//SYSUT1 DD DATA,DLM=ZZ', jobCard(`C${id}`, 'CLASS=A,MSGCLASS=H'), '//S1 EXEC PGM=IEFBR14', 'ZZ'],
      'SYSOUT=(A,INTRDR)',
    ),
  ].join('\n');
}
