import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';
import { smallSite } from '../support/small-system.ts';

const site = smallSite({
  libraries: [{ dsname: 'PAY.JCL' }],
  subsystems: { schedulers: [{ subsystem: 'OPCP', user: 'DEVA', jclLibraries: ['PAY.JCL'] }] },
});
const system = () => batchMachine(site);
type Machine = Awaited<ReturnType<typeof system>>;

const step = (program: string, dds: Record<string, string>, parm = '') =>
  [
    `//LOAD     EXEC PGM=${program},PARM='${parm}'`,
    ...['EQQMLOG', 'SYSPRINT', 'DAPRINT'].map((name) => `//${name.padEnd(8)} DD SYSOUT=*`),
    ...Object.entries(dds).map(([name, text]) => `//${name.padEnd(8)} DD *\n${text}\n/*`),
  ].join('\n');

const application = (adid: string, more = '') => `  ADSTART ADID(${adid}) OWNER(PAY)
  ADRUN NAME(DAILY) IATIME(2200)
  ADRULE EVERY(1) DAY(WORKDAY)
  ADOP WSID(CPU1) OPNO(10) JOBN(PAYA)
  ADOP WSID(CPU1) OPNO(20) JOBN(PAYB)
  ADDEP PREOPNO(10)
  ADSR RESOURCE('PAY.DB') USAGE(X)${more}`;

describe('EQQYLTOP', () => {
  const load = (machine: Machine, text: string, action = 'ADD') =>
    machine.run(step('EQQYLTOP', { SYSIN: `  OPTIONS ACTION(${action}) SUBSYS(OPCP) CHECK(Y)\n${text}` }));
  const names = (machine: Machine) =>
    machine.subsystems
      .scheduler('OPCP')
      ?.applications()
      .map(({ adid }) => adid);

  it('adds, refuses what exists, replaces, and only looks with SCAN', async () => {
    await using machine = await system();
    const added = await load(machine, application('PAYDAY'));
    expect(added.codes).toEqual(['CC 0000']);
    expect(added.spool('EQQMLOG')).toContain('EQQY001I STATEMENTS FOR AD PAYDAY PROCESSED SUCCESSFULLY');
    expect(added.spool('EQQMLOG')).toContain('EQQY004I END OF PROCESSING. HIGHEST RETURN CODE 0000');
    const again = await load(machine, application('PAYDAY'));
    expect([again.codes[0], again.spool('EQQMLOG').includes('EXISTS AND ACTION(ADD)')]).toEqual(['CC 0008', true]);
    expect((await load(machine, application('PAYDAY'), 'REPLACE')).codes).toEqual(['CC 0000']);
    expect((await load(machine, application('PAYNIGHT'), 'SCAN')).codes).toEqual(['CC 0000']);
    expect(names(machine)).toEqual(['PAYDAY']);
  });

  it('leaves out the application in error and loads the others', async () => {
    await using machine = await system();
    const done = await load(
      machine,
      `${application('PAYONE')}\n  ADSTART ADID(PAYBAD)\n  ADFROB X(1)\n${application('PAYTWO')}`,
    );
    expect(done.codes).toEqual(['CC 0008']);
    expect(done.spool('EQQMLOG')).toContain('STATEMENTS FOR AD PAYBAD WERE NOT PROCESSED');
    expect(names(machine)).toEqual(['PAYONE', 'PAYTWO']);
  });

  it('scans when OPTIONS is misplaced', async () => {
    await using machine = await system();
    const done = await machine.run(
      step('EQQYLTOP', { SYSIN: `${application('PAYDAY')}\n  OPTIONS ACTION(ADD) SUBSYS(OPCP)` }),
    );
    expect([done.codes[0], done.spool('EQQMLOG').includes('EQQY003E OPTIONS STATEMENT MISPLACED')]).toEqual([
      'CC 0008',
      true,
    ]);
    expect(names(machine)).toEqual([]);
  });

  it('ends 12 for a subsystem that is not there, and without SYSIN', async () => {
    await using machine = await system();
    expect(
      (await machine.run(step('EQQYLTOP', { SYSIN: `  OPTIONS SUBSYS(OPCX)\n${application('PAYDAY')}` }))).codes,
    ).toEqual(['CC 0012']);
    expect((await machine.run(step('EQQYLTOP', {}))).codes).toEqual(['CC 0012']);
  });

  it('keeps operator instructions to be listed', async () => {
    await using machine = await system();
    const text = `${application('PAYDAY')}\n  OISTART ADID(PAYDAY) OPNO(10)\n  OIT CALL THE PAYROLL DESK`;
    expect((await load(machine, text)).codes).toEqual(['CC 0000']);
    const listed = await machine.run(
      step('EQQYXTOP', { SYSIN: '  LIST OI ADID(PAYDAY)' }, 'SUBSYS(OPCP)').replace('//EQQMLOG ', '//EQQYLOG '),
    );
    expect(listed.spool('EQQYLOG')).toContain('CALL THE PAYROLL DESK');
  });
});

describe('the CA 7 batch terminal', () => {
  const terminal = (machine: Machine, text: string) =>
    machine.run(step('SASSBSTR', { SYSIN: `/LOGON MASTER\n${text}\n/LOGOFF` }));

  it('keeps jobs, connections and schedules, and lists them', async () => {
    await using machine = await system();
    await terminal(
      machine,
      'DBM\nJOB\nADD,PAYA,JCLID=1,\n  JCLLIB=PAY.JCL\nADD,PAYB,JCLID=1\nUPD,PAYB,OWNER=PAY\nCONN\nADD,PAYB,JOB=PAYA\nSCHD\nADD,PAYA,TIME=2200',
    );
    const done = await terminal(machine, 'LJOB,JOB=PAY*,LIST=ALL');
    for (const text of ['PAYA     ID 001 MEMBER PAYA', 'OWNER=PAY', 'JOB=PAYA', 'TIME=2200', 'SLIF-00'])
      expect(done.spool('SYSPRINT')).toContain(text);
  });

  it.each([
    ['a job that exists', 'DB\nJOB\nADD,PAYA,JCLID=1\nADD,PAYA,JCLID=1', 'SM20-04'],
    ['a job that does not', 'DB\nJOB\nDELETE,NOBODY', 'SM20-05'],
    ['a name that is none', 'DB\nJOB\nADD,TOOLONGNAME', 'SM20-02'],
    ['a connection of nobody', 'DB\nCONN\nADD,NOBODY,JOB=PAYA', 'SM61-05'],
    ['a listing of nothing', 'LJOB,JOB=NOBODY', 'SLIF-04'],
    ['a demand of nobody', 'DEMAND,JOB=NOBODY', 'SPO7-05'],
    ['a command that is none', 'FROB,JOB=X', 'SMTL-05'],
  ])('ends 0 for %s: the error is in the text', async (_, commands, message) => {
    await using machine = await system();
    const done = await terminal(machine, commands);
    expect([done.codes[0], done.spool('SYSPRINT').includes(message)]).toEqual(['CC 0000', true]);
  });

  it('answers nothing before LOGON, and runs a job on demand', async () => {
    await using machine = await system();
    expect((await machine.run(step('SASSBSTR', { SYSIN: 'LJOB,JOB=*' }))).spool('SYSPRINT')).toContain('NOT LOGGED ON');
    machine.member('PAY.JCL', 'PAYA', "//PAYA     JOB (ACCT),'PAY',CLASS=A\n//S EXEC PGM=IEFBR14");
    const done = await terminal(machine, 'DB\nJOB\nADD,PAYA,JCLLIB=PAY.JCL\nDEMAND,JOB=PAYA');
    expect(done.spool('SYSPRINT')).toMatch(/SPO7-00 JOB PAYA\(JOB\d+\)/);
    expect(machine.jes.jobs().some(({ jobname }) => jobname === 'PAYA')).toBe(true);
  });
});

describe('Control-M', () => {
  const built = async (machine: Machine) => {
    machine.member('PAY.JCL', 'PAYA', "//PAYA     JOB (ACCT),'PAY',CLASS=A\n//S EXEC PGM=IEFBR14");
    return machine.run(
      step(
        'CTMBLT',
        { SYSIN: ' MEMNAME=PAYMISS MEMLIB=PAY.JCL\n MEMNAME=PAYA MEMLIB=PAY.JCL OWNER=PAY' },
        'TABLE=PAYTAB',
      ),
    );
  };

  it('builds and updates tables', async () => {
    await using machine = await system();
    expect((await built(machine)).codes).toEqual(['CC 0000']);
    expect((await machine.run(step('CTMBLT', { SYSIN: ' MEMNAME=TOOLONGNAME' }, 'TABLE=PAYTAB'))).codes).toEqual([
      'CC 0008',
    ]);
    const update = (job: string) =>
      machine.run(step('CTMTBUPD', { SYSIN: ` TABLE=PAYTAB MEMNAME=${job} OWNER=OTHER` }));
    expect((await update('PAYA')).codes).toEqual(['CC 0000']);
    expect((await update('NOBODY')).codes).toEqual(['CC 0004']);
    expect(machine.subsystems.definitions?.('control-m').get('PAYTAB PAYA')).toMatchObject({ OWNER: 'OTHER' });
  });

  it('orders jobs, and stops at the first bad definition unless CNTERCRD=Y', async () => {
    await using machine = await system();
    await built(machine);
    machine.subsystems.definitions?.('control-m').put('PAYTAB AAAA', { MEMLIB: 'NO.WHERE' });
    const stopped = await machine.run(step('CTMJOB', { DAJOB: ' ORDER TABLE=PAYTAB' }));
    expect([stopped.codes[0], stopped.spool('DAPRINT').includes('JOB536S')]).toEqual(['CC 0008', true]);
    expect(stopped.spool('DAPRINT')).not.toContain('JOB PAYA ORDERID');
    const goesOn = await machine.run(step('CTMJOB', { DAJOB: ' ORDER TABLE=PAYTAB CNTERCRD=Y' }));
    expect([goesOn.codes[0], goesOn.spool('DAPRINT').includes('JOB PAYA ORDERID=JOB')]).toEqual(['CC 0008', true]);
    const one = await machine.run(step('CTMJOB', { DAJOB: ' FORCE TABLE=PAYTAB JOB=PAYA' }));
    expect([one.codes[0], one.spool('DAPRINT').includes('FORCED')]).toEqual(['CC 0000', true]);
    expect((await machine.run(step('CTMJOB', { DAJOB: ' ORDER TABLE=NOWHERE' }))).codes).toEqual(['CC 0008']);
  });

  it('keeps conditions, and refuses the AutoEdit test', async () => {
    await using machine = await system();
    const cond = async (text: string) => (await machine.run(step('IOACND', {}, text))).codes[0];
    expect(await cond('ADD COND PAY-DONE 0912')).toBe('CC 0000');
    expect(await cond('CHECK COND PAY-DONE 0912')).toBe('CC 0000');
    expect(await cond('DELETE COND PAY-DONE 0912')).toBe('CC 0000');
    expect(await cond('CHECK COND PAY-DONE 0912')).toBe('CC 0004');
    expect(await cond('FROB COND X')).toBe('CC 0008');
    expect((await machine.run(step('CTMAESIM', {}))).codes).toEqual(['CC 0008']);
  });
});
