import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { createDataSets } from '../../../src/practice/datasets/create-data-sets.ts';
import { scratchLeftTemporaries } from '../../../src/practice/datasets/left-temporaries.ts';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import type { Disk } from '../../../src/practice/disk/disk.ts';
import type { Job } from '../../../src/practice/jes/jes.ts';
import { practiceSystem } from './practice-system.ts';
import { quickClock } from '../support/quick-clock.ts';

/** A system on a disk that holds jobs and data sets. */
function start(disk: Disk, more: { retentionSeconds?: number } = {}) {
  const dataSets = createDataSets({ disk, clock: quickClock(), volumes: [{ serial: 'PRC001', tracks: 150_000 }] });
  const system = practiceSystem({ disk, dataSets, systems: [{ name: 'SY2', active: false }], initiators, ...more });
  scratchLeftTemporaries(dataSets, system.jes.keptTemporaries());
  const lines = (dsname: string) => dataSets.read(dsname).map((record) => ebcdic.decode(record).trimEnd());
  return { ...system, dataSets, lines };
}

const initiators = ['PRAC', 'SY2'].map((system) => ({ system, classes: ['A'] }));

/** Passes data on, makes a generation and a data set in the step that is lost, and reads what was passed. */
const body = `//S1 EXEC PGM=COPIES
//SYSUT1 DD *
PASSED ON
/*
//SYSUT2 DD DSN=&&WORK,DISP=(,PASS),SPACE=(TRK,1),LRECL=80,RECFM=FB
//S2 EXEC PGM=SHOWS,PARM='SAID BY S2'
//SYSPRINT DD SYSOUT=*
//S3 EXEC PGM=ENDS,PARM=4
//S4 EXEC PGM=WAITS,COND=(4,NE,S3)
//MADE DD DSN=A.MADE,DISP=(NEW,CATLG),SPACE=(TRK,1),LRECL=80,RECFM=FB
//WORK DD DSN=&&WORK,DISP=(OLD,PASS)
//S5 EXEC PGM=COPIES
//SYSUT1 DD DSN=&&WORK,DISP=(OLD,DELETE)
//SYSUT2 DD DSN=A.MADE,DISP=OLD
`;
const onJob = `//LOST JOB 1,'X',RD=R\n${body}`;
const onStep = `//LOST JOB 1,'X'\n${body.replace('COND=(4,NE,S3)', 'COND=(4,NE,S3),RD=R')}`;

const inFourth = ({ steps }: Job) => steps.some((step) => step.active && step['step-name'] === 'S4');

async function endsWell(system: ReturnType<typeof start>, job: Job): Promise<void> {
  system.letGo();
  expect((await system.ended(job)).retcode).toBe('CC 0004');
  expect(job.steps.map((step) => `${step['step-name']} ${step.completion ?? ''}`)).toEqual([
    ...['S1 CC 0000', 'S2 CC 0000', 'S3 CC 0004', 'S4 CC 0000', 'S5 CC 0000'],
  ]);
  expect(system.lines('A.MADE')).toEqual(['PASSED ON']);
  expect(system.spool(job, 'SYSPRINT').join('')).toContain('SAID BY S2');
  expect(system.dataSets.list('SYS%%%%%')).toEqual([]);
}

describe('a job that goes on with the step that was lost', () => {
  it.each([
    ['RD of its JOB statement', onJob],
    ['RD of the EXEC statement', onStep],
  ])('has what was passed, the codes and the output of earlier steps: %s', async (_, jcl) => {
    const disk = memoryDisk();
    const before = start(disk);
    const job = await before.reaches(before.submit(jcl), inFourth);
    expect(before.dataSets.find('A.MADE')).toBeDefined();
    await before.jes.stop();
    const after = start(disk);
    await endsWell(after, after.jes.byCorrelator(job.correlator)!);
  });

  it('does so too after a second loss before it ran again', async () => {
    const disk = memoryDisk();
    const before = start(disk);
    const job = await before.reaches(before.submit(onJob), inFourth);
    await before.jes.stop();
    await start(disk).jes.stop();
    const after = start(disk);
    await endsWell(after, after.jes.byCorrelator(job.correlator)!);
  });

  it('leaves the output of one that may not until its retention ends, as that of others', async () => {
    const disk = memoryDisk();
    const before = start(disk);
    const job = await before.reaches(before.submit(onJob.replace('RD=R', 'RD=NR')), inFourth);
    await before.jes.stop();
    const after = start(disk, { retentionSeconds: 0.2 });
    expect(after.jes.byCorrelator(job.correlator)?.retcode).toBe('SYS FAIL');
    for (let turn = 0; turn < 500 && after.jes.byCorrelator(job.correlator) !== undefined; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(after.jes.byCorrelator(job.correlator)).toBeUndefined();
  });

  it('does so on another system of the sysplex', async () => {
    const system = start(memoryDisk());
    const job = await system.reaches(system.submit(onJob), inFourth);
    expect(job.system).toBe('PRAC');
    system.jes.control.setSystem('SY2', true);
    system.jes.control.setSystem('PRAC', false);
    await system.reaches(job, (one) => one.system === 'SY2' && inFourth(one));
    await endsWell(system, job);
  });

  it('leaves nothing temporary behind where it may not', async () => {
    const system = start(memoryDisk());
    const job = await system.reaches(system.submit(onJob.replace('RD=R', 'RD=NR')), inFourth);
    system.jes.control.setSystem('PRAC', false);
    expect((await system.ended(job)).retcode).toBe('SYS FAIL');
    expect(system.dataSets.list('SYS%%%%%')).toEqual([]);
    expect(job.steps.some(({ active }) => active)).toBe(false);
  });
});

describe('RESTART= of the JOB statement', () => {
  const jcl = (at: string) =>
    `//AGAIN JOB 1,'X',RESTART=${at}
//P PROC
//PA EXEC PGM=ENDS
//PB EXEC PGM=ENDS
// PEND
//FIRST EXEC PGM=ENDS
//CALL EXEC P
`;
  it.each([
    ['CALL', ['PA', 'PB']],
    ['CALL.PB', ['PB']],
    ['*', ['FIRST', 'PA', 'PB']],
  ])('%s begins with its step, a call with the first step of its procedure', async (at, steps) => {
    const job = await practiceSystem().run(jcl(at));
    expect(job.steps.map((step) => step['step-name'])).toEqual(steps);
  });
});
