import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';
import { smallSite } from '../support/small-system.ts';

const site = smallSite({
  libraries: [{ dsname: 'PAY.JCL' }, { dsname: 'PAY.OPC' }],
});

describe('Workload Automation Programming Language', () => {
  it.each([
    ['a command that is not imitated', '  ADD ADID(X)', 12],
    ['a subsystem that is not there', '  LIST ADCOM ADID(X) SELECT(Y)', 12],
  ])('ends 12 for %s', async (_, command, code) => {
    await using machine = await batchMachine(site);
    const done = await machine.run(`//WAPL     EXEC PGM=IKJEFT01,PARM='%EQQYXTOP SUBSYS(OPCX)'
//SYSTSPRT DD SYSOUT=*
//SYSTSIN  DD DUMMY
//SYSIN    DD *
${command}
/*`);
    expect(done.codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
  });
});

describe('EQQBATCH', () => {
  it('ends 12 for batch programs other than the print of the long-term plan', async () => {
    await using machine = await batchMachine(site);
    const done = await machine.run(`//LTP      EXEC PGM=EQQBATCH,PARM='EQQLTCRE'
//EQQMLOG  DD SYSOUT=*
//LTREPORT DD SYSOUT=*
//SYSIN    DD DUMMY`);
    expect(done.codes).toEqual(['CC 0012']);
  });
});
