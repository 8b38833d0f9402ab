import { describe, expect, it } from '@jest/globals';
import { jobOf, practiceSystem } from './practice-system.ts';

const active = ({ status }: { status: string }) => status === 'ACTIVE';
const queued = ({ phase }: { phase: number }) => phase === 10;
const card = (more: string) => `1,'X',${more}`;
const run = (program: string, more: string, name: string) => jobOf(`//S1 EXEC PGM=${program}`, card(more), name);

/** One initiator that takes class B before class A. */
const oneInitiator = { initiators: [{ system: 'PRAC', classes: ['B', 'A'] }] };

async function orderOf(system: ReturnType<typeof practiceSystem>, jcls: readonly string[]): Promise<string[]> {
  const blocker = system.submit(run('WAITS', 'CLASS=A', 'BLOCKER'));
  await system.reaches(blocker, active);
  const jobs = jcls.map((jcl) => system.submit(jcl));
  for (const job of jobs) await system.reaches(job, queued);
  const order: string[] = [];
  system.jes.onChange((job) => {
    if (job.status === 'ACTIVE' && !order.includes(job.jobname)) order.push(job.jobname);
  });
  system.letGo();
  for (const job of jobs) await system.ended(job);
  return order.filter((name) => name !== 'BLOCKER');
}

describe('selection of jobs', () => {
  it('takes the first class of the initiator that has a job, whatever the priority in the next one', async () => {
    const system = practiceSystem({ ...oneInitiator, priorityFromJob: true });
    const order = await orderOf(system, [
      run('ENDS', 'CLASS=A,PRTY=15', 'HIGHA'),
      run('ENDS', 'CLASS=B,PRTY=1', 'LOWB'),
    ]);
    expect(order).toEqual(['LOWB', 'HIGHA']);
  });

  it('honours PRTY= only where the site says so', async () => {
    const jobs = [run('ENDS', 'CLASS=A,PRTY=2', 'LOW'), run('ENDS', 'CLASS=A,PRTY=12', 'HIGH')];
    expect(await orderOf(practiceSystem(oneInitiator), jobs)).toEqual(['LOW', 'HIGH']);
    expect(await orderOf(practiceSystem({ ...oneInitiator, priorityFromJob: true }), jobs)).toEqual(['HIGH', 'LOW']);
  });

  it('always honours /*PRIORITY, and lets an operator change the priority', async () => {
    const first = run('ENDS', 'CLASS=A', 'FIRST');
    const second = `/*PRIORITY 13\n${run('ENDS', 'CLASS=A', 'SECOND')}`;
    expect(await orderOf(practiceSystem(oneInitiator), [first, second])).toEqual(['SECOND', 'FIRST']);
    const system = practiceSystem(oneInitiator);
    await system.reaches(system.submit(run('WAITS', 'CLASS=A', 'BLOCKER')), active);
    const low = await system.reaches(system.submit(first), queued);
    const raised = await system.reaches(system.submit(run('ENDS', 'CLASS=A', 'RAISED')), queued);
    expect(system.jes.control.setPriority(raised, 14)).toMatchObject({ status: 0 });
    system.letGo();
    await system.ended(low);
    expect(raised.started).toBeLessThanOrEqual(low.started ?? 0);
    expect(raised.status).toBe('OUTPUT');
  });
});

describe('job classes', () => {
  it('give TYPRUN, MSGLEVEL, JOBRC and TIME to jobs that say nothing of them', async () => {
    const system = practiceSystem({
      classes: [
        { name: 'A', initiators: 1, messageLevel: { statements: 0, messages: 1 }, jobrc: 'LASTRC', timeMinutes: 0.1 },
        { name: 'S', initiators: 1, typrun: 'SCAN' },
      ],
    });
    const two = '//S1 EXEC PGM=ENDS,PARM=8\n//S2 EXEC PGM=ENDS,PARM=4';
    expect((await system.run(jobOf(two, card('CLASS=A')))).retcode).toBe('CC 0004');
    expect((await system.run(jobOf(two, card('CLASS=A,JOBRC=MAXRC')))).retcode).toBe('CC 0008');
    expect((await system.run(run('NAPS', 'CLASS=A', 'NAPPER'))).retcode).toBe('ABEND S322');
    expect(await system.run(run('ENDS', 'CLASS=S', 'SCANNED'))).toMatchObject({ executed: false, retcode: null });
  });

  it('can be held as a whole', async () => {
    const system = practiceSystem();
    expect(system.jes.control.holdClass('A', true)).toBe(true);
    const job = await system.reaches(system.submit(run('ENDS', 'CLASS=A', 'WAITER')), queued);
    expect([job.status, job.reasonNotRunning]).toEqual(['INPUT', 'Job class is held']);
    system.jes.control.holdClass('A', false);
    expect((await system.ended(job)).retcode).toBe('CC 0000');
    expect(system.jes.control.holdClass('NONE', true)).toBe(false);
  });

  it('with NODELAY let jobs of one name run at once', async () => {
    const system = practiceSystem({ classes: [{ name: 'A', initiators: 2, duplicateNames: 'NODELAY' }] });
    const first = await system.reaches(system.submit(run('WAITS', 'CLASS=A', 'TWIN')), active);
    const second = await system.reaches(system.submit(run('WAITS', 'CLASS=A', 'TWIN')), active);
    system.letGo();
    await Promise.all([system.ended(first), system.ended(second)]);
  });
});

describe('initiators', () => {
  it('take no more jobs once drained, until they are started again or get other classes', async () => {
    const system = practiceSystem(oneInitiator);
    const { control } = system.jes;
    expect(control.drainInitiator('PRAC', 1)).toBe(true);
    expect(control.initiators()).toMatchObject([{ number: 1, status: 'DRAINED', classes: ['B', 'A'] }]);
    const job = await system.reaches(system.submit(run('ENDS', 'CLASS=A', 'WAITER')), queued);
    expect(job.reasonNotRunning).toBe('No initiator is free for the job class');
    control.setInitiatorClasses('PRAC', 1, ['B']);
    control.startInitiator('PRAC', 1);
    expect(job.status).toBe('INPUT');
    control.setInitiatorClasses('PRAC', 1, ['A']);
    expect((await system.ended(job)).retcode).toBe('CC 0000');
    expect(control.startInitiator('PRAC', 9)).toBe(false);
  });

  it('are drained after the job that they run', async () => {
    const system = practiceSystem(oneInitiator);
    const job = await system.reaches(system.submit(run('WAITS', 'CLASS=A', 'LASTONE')), active);
    system.jes.control.drainInitiator('PRAC', 1);
    expect(system.jes.control.initiators()[0]).toMatchObject({ status: 'DRAINING', job: { jobname: 'LASTONE' } });
    system.letGo();
    await system.ended(job);
    await system.reaches(job, () => system.jes.control.initiators()[0]?.status === 'DRAINED');
  });
});
