import { describe, expect, it } from '@jest/globals';
import { jobOf, practiceSystem } from './practice-system.ts';

const active = ({ status }: { status: string }) => status === 'ACTIVE';
const queued = ({ phase }: { phase: number }) => phase === 10;
const run = (program: string, more = '', name = 'RELJOB1') => jobOf(`//S1 EXEC PGM=${program}`, `1,'X'${more}`, name);

const plex = () =>
  practiceSystem({
    systems: [{ name: 'PRAC' }, { name: 'SY2' }, { name: 'SY3', active: false }],
    schedulingEnvironments: new Map([
      ['DB2PROD', ['SY2']],
      ['NOWHERE', []],
    ]),
    classes: [{ name: 'A', initiators: 1 }],
  });

describe('a sysplex of several systems', () => {
  it('runs a job on the system that SYSAFF or SYSTEM names, and says so', async () => {
    const system = plex();
    for (const more of [',SYSAFF=SY2', ',SYSTEM=SY2', ',SYSAFF=(-PRAC,SY3)']) {
      const job = await system.run(run('ENDS', more));
      expect([more, job.system]).toEqual([more, 'SY2']);
      expect(system.spool(job, 'JESMSGLG').join('\n')).toContain('- SYS SY2');
    }
    const bySysaff = await system.run("//J JOB 1,'X'\n/*JOBPARM S=SY2\n//S1 EXEC PGM=ENDS\n");
    expect(bySysaff.system).toBe('SY2');
    expect((await system.run(run('ENDS'))).system).toBe('PRAC');
  });

  it('lets a job wait whose system is not active, until it is', async () => {
    const system = plex();
    const job = await system.reaches(system.submit(run('ENDS', ',SYSAFF=SY3')), queued);
    expect(job.reasonNotRunning).toBe('No system that the job may run on is active');
    expect(system.jes.control.setSystem('SY3', true)).toBe(true);
    expect((await system.ended(job)).system).toBe('SY3');
    expect(system.jes.control.setSystem('SY9', true)).toBe(false);
  });

  it('looks for a scheduling environment; one that the site does not name is everywhere', async () => {
    const system = plex();
    expect((await system.run(run('ENDS', ',SCHENV=DB2PROD'))).system).toBe('SY2');
    expect((await system.run(run('ENDS', ',SCHENV=ANYTHING'))).system).toBe('PRAC');
    const job = await system.reaches(system.submit(run('ENDS', ',SCHENV=NOWHERE')), queued);
    expect(job.reasonNotRunning).toBe('The scheduling environment is not available on any system');
    system.jes.cancel(job);
  });

  it('ends the jobs of a system that leaves with SYS FAIL; those that may run again go elsewhere', async () => {
    const system = plex();
    const lost = await system.reaches(system.submit(run('WAITS', ',SYSAFF=SY2', 'LOST')), active);
    const again = `//AGAIN JOB 1,'X'\n/*JOBPARM RESTART=Y\n//S1 EXEC PGM=WAITS\n`;
    const restarted = await system.reaches(system.submit(again), active);
    expect(restarted.system).toBe('PRAC');
    system.jes.control.setSystem('SY2', false);
    expect((await system.ended(lost)).retcode).toBe('SYS FAIL');
    system.jes.control.setSystem('SY2', true);
    system.jes.control.setSystem('PRAC', false);
    await system.reaches(restarted, (job) => job.system === 'SY2' && job.status === 'ACTIVE');
    system.letGo();
    expect((await system.ended(restarted)).retcode).toBe('CC 0000');
    expect(system.jes.executions().get(restarted.correlator)).toBe(2);
    expect(system.spool(restarted, 'JESMSGLG').join('\n')).toContain('RE-ENQUEUED');
  });
});

describe('cancel and restart by an operator', () => {
  it('shows S222 or S122 after MVS CANCEL, and CANCELED after that of JES2', async () => {
    const system = plex();
    const ends = async (by: 'jes' | 'mvs' | 'mvs-dump') => {
      const job = system.submit(run('WAITS', '', 'VICTIM'));
      await system.reaches(job, ({ steps }) => steps.length > 0);
      system.jes.cancel(job, by);
      return (await system.ended(job)).retcode;
    };
    expect([await ends('jes'), await ends('mvs'), await ends('mvs-dump')]).toEqual([
      'CANCELED',
      'ABEND S222',
      'ABEND S122',
    ]);
  });

  it('puts a running job back on the queue, where it runs from the beginning', async () => {
    const system = plex();
    const job = system.submit(jobOf('//S1 EXEC PGM=ENDS\n//S2 EXEC PGM=WAITS', "1,'X'"));
    await system.reaches(job, ({ steps }) => steps.length === 2);
    expect(system.jes.control.restart(job).status).toBe(0);
    await system.reaches(job, () => system.jes.executions().get(job.correlator) === 2);
    system.letGo();
    expect(await system.ended(job)).toMatchObject({ retcode: 'CC 0000' });
    expect(job.steps.map((step) => step['step-name'])).toEqual(['S1', 'S2']);
  });
});
