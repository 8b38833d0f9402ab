import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { readLoaderInput } from '../../../src/practice/subsystems/batch-loader.ts';
import { readRule, runsOn } from '../../../src/practice/subsystems/run-rules.ts';
import { batchMachine, jobEnd } from '../support/batch.ts';
import { pacedClock } from '../../../src/shared/clock.ts';
import { smallSite } from '../support/small-system.ts';

const daysOf = (rule: string, from: string, days: number) => {
  const read = readRule(rule);
  if (read === undefined) throw new Error(`cannot read ${rule}`);
  const start = DateTime.fromISO(from);
  return Array.from({ length: days }, (_, at) => start.plus({ days: at }))
    .filter((day) => runsOn(read, day))
    .map((day) => day.toISODate());
};

describe('run cycles by rule', () => {
  it.each([
    ['ONLY LAST(1) DAY(DAY) MONTH(MARCH,JUNE,SEPTEMBER,DECEMBER)', ['2026-09-30']],
    ['ONLY LAST(3) DAY(DAY) MONTH(OCTOBER)', ['2026-10-29']],
    ['ONLY(1) DAY(WORKDAY) MONTH', ['2026-09-01', '2026-10-01']],
    ['EVERY(2) DAY(FRIDAY) MONTH(SEPTEMBER)', ['2026-09-04', '2026-09-18']],
  ])('gives the days of %s', (rule, days) => {
    expect(daysOf(rule, '2026-09-01', 61)).toEqual(days);
  });

  it('runs every day of the year', () => {
    expect(daysOf('EVERY DAY(DAY) YEAR', '2026-02-27', 3)).toHaveLength(3);
  });

  it.each(['EVERY DAY(DAY) WEEK(3)', 'DAY(DAY)', 'ONLY(1) DAY(HOLIDAY)'])('does not pretend to know %s', (rule) => {
    expect(readRule(rule)).toBeUndefined();
  });
});

const application = (job: string) => `ADSTART ADID(PAYDAY) OWNER(PAY) DESCR('DAILY PAY')
ADRUN   NAME(DAILY) RULE(3) IATIME(2200)
ADRULE  EVERY DAY(DAY) YEAR
ADOP    WSID(CPU1) OPNO(10) JOBN(${job}) STARTTIME(2230)
        DESCR('FIRST')
ADOP    WSID(CPU1) OPNO(20) JOBN(PAYJOB2) PREOPNO(10)`;

describe('batch-loader input', () => {
  it('becomes an application with operations, predecessors and its own statements', () => {
    const { applications, action } = readLoaderInput([
      'OPTIONS SUBSYS(OPCP) ACTION(REPLACE)',
      ...application('PAYJOB1').split('\n'),
    ]);
    expect(action).toBe('REPLACE');
    expect(applications).toMatchObject([
      {
        adid: 'PAYDAY',
        operations: [
          { number: 10, jobname: 'PAYJOB1', startTime: '2230' },
          { number: 20, jobname: 'PAYJOB2', predecessors: [{ number: 10 }] },
        ],
      },
    ]);
    expect(readLoaderInput(applications[0]?.statements ?? []).applications).toEqual(applications);
  });

  it.each([
    ['ADOP    OPNO(10) JOBN(X)', 'NO ADSTART'],
    ['ADSTART OWNER(X)', 'ADID IS MISSING'],
    ['ADSTART ADID(X)\nADOP OPNO(0) JOBN(X)', 'OPNO'],
    ['ADSTART ADID(X)\nADRUN NAME(R)\nADRULE EVERY DAY(NODAY) YEAR', 'ADRULE'],
  ])('is refused: %s', (text, error) => {
    expect(readLoaderInput(text.split('\n')).error).toContain(error);
  });
});

const job = (name: string) => `//${name} JOB (ACCT),'PAY',CLASS=A,MSGCLASS=H
//*%OPC SCAN
//STEP1    EXEC PGM=IEFBR14,PARM='%OYMD1.'`;

async function schedulerAt(time: string, speed = 2000) {
  const segment = { realFrom: Date.now(), bookFrom: Date.parse(time), speed };
  const machine = await batchMachine(
    smallSite({
      libraries: [{ dsname: 'PAY.JCL' }, { dsname: 'PAY.OPC' }],
      subsystems: { schedulers: [{ subsystem: 'OPCP', user: 'OTHER', jclLibraries: ['PAY.JCL'] }] },
    }),
    pacedClock(() => [segment]),
  );
  machine.member('PAY.JCL', 'PAYJOB1', job('PAYJOB1'));
  machine.member('PAY.JCL', 'PAYJOB2', job('PAYJOB2'));
  const load = (control: string) =>
    machine.run(`//LOAD     EXEC PGM=EQQYLTOP
//EQQMLOG  DD SYSOUT=*
//SYSIN    DD *
${control}
/*`);
  const scheduler = machine.subsystems.scheduler('OPCP');
  if (scheduler === undefined) throw new Error('no scheduler');
  return { ...machine, load, scheduler };
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('the practice scheduler', () => {
  it('takes definitions by ACTION(ADD) once, by REPLACE again, and none by SCAN', async () => {
    await using machine = await schedulerAt('2026-09-12T08:00:00Z');
    const scan = await machine.load(`OPTIONS SUBSYS(OPCP) ACTION(SCAN)\n${application('PAYJOB1')}`);
    expect(scan.codes).toEqual(['CC 0000']);
    expect(machine.scheduler.applications()).toEqual([]);
    expect((await machine.load(`OPTIONS SUBSYS(OPCP)\n${application('PAYJOB1')}`)).codes).toEqual(['CC 0000']);
    expect((await machine.load(`OPTIONS SUBSYS(OPCP)\n${application('PAYJOB2')}`)).codes).toEqual(['CC 0008']);
    const replaced = await machine.load(`OPTIONS SUBSYS(OPCP) ACTION(REPLACE)\n${application('PAYJOB9')}`);
    expect(replaced.spool('EQQMLOG')).toContain('EQQY001I STATEMENTS FOR AD PAYDAY PROCESSED SUCCESSFULLY');
    expect(machine.scheduler.longTermPlan()[0]).toMatchObject({ adid: 'PAYDAY', operations: ['PAYJOB9', 'PAYJOB2'] });
  });

  it('submits when the time has come, then what waits for it, under its own user', async () => {
    await using machine = await schedulerAt('2026-09-12T21:20:00Z');
    await machine.load(`OPTIONS SUBSYS(OPCP)\n${application('PAYJOB1')}`);
    await until(() => machine.jes.jobs().some(({ jobname, status }) => jobname === 'PAYJOB2' && status === 'OUTPUT'));
    const [first, second] = ['PAYJOB1', 'PAYJOB2'].map((name) =>
      machine.jes.jobs().find(({ jobname }) => jobname === name),
    );
    expect(first?.owner).toBe('OTHER');
    expect(first?.submitted).toBeGreaterThanOrEqual(Date.parse('2026-09-12T21:30:00Z'));
    expect(second?.submitted).toBeGreaterThanOrEqual(first?.ended ?? Infinity);
    const { spool } = await jobEnd(machine, 'PAYJOB1', first?.jobid ?? '');
    expect(spool('JESJCL')).toContain("PARM='20260912'");
    expect(spool('JESJCL')).toContain('//*>OPC SCAN');
  });

  it('keeps a held operation back until it is released', async () => {
    await using machine = await schedulerAt('2026-09-12T21:20:00Z');
    machine.jes.onChange(() => undefined);
    await machine.load(`OPTIONS SUBSYS(OPCP)\n${application('PAYJOB1')}`);
    expect(machine.scheduler.hold('PAYJOB1')).toBe(true);
    expect(machine.scheduler.hold('PAYJOB1')).toBe(true);
    expect(machine.scheduler.currentPlan().filter(({ held }) => held)).toHaveLength(1);
    await until(() => machine.clock.now() > Date.parse('2026-09-12T21:45:00Z'));
    expect(machine.jes.jobs().some(({ jobname }) => jobname === 'PAYJOB1')).toBe(false);
    expect(machine.scheduler.release('PAYJOB1')).toBe(true);
    await until(() => machine.jes.jobs().some(({ jobname }) => jobname === 'PAYJOB1'));
    expect(machine.scheduler.hold('NOSUCH')).toBe(false);
  });

  it('passes over what was due hours before anybody looked', async () => {
    await using machine = await schedulerAt('2026-09-13T08:00:00Z');
    await machine.load(`OPTIONS SUBSYS(OPCP)\n${application('PAYJOB1')}`);
    const planned = machine.scheduler.currentPlan().map(({ startTime }) => new Date(startTime).toISOString());
    expect(planned[0]).toBe('2026-09-13T21:00:00.000Z');
  });
});
