import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';
import { smallSite } from '../support/small-system.ts';

const site = smallSite({
  libraries: [{ dsname: 'DEVA.UNLOAD', dsorg: 'PS' }],
  subsystems: {
    db2: [
      {
        ssid: 'DBP1',
        location: 'LOC1',
        plans: [{ name: 'PAYPLAN', pklist: ['PAYCOLL.*'] }],
        tables: ['PAYQ.STAFF', 'PAYQ.SECRET'],
        columns: { 'PAYQ.STAFF': ['ID', 'NAME', 'PAY'] },
        privileges: { 'PAYQ.SECRET': ['OTHER'] },
      },
    ],
  },
});

async function system() {
  const machine = await batchMachine(site);
  const sql = async (text: string, program = 'DSNTEP2', parms = '') => {
    const done = await machine.run(`//SQL      EXEC PGM=IKJEFT01
//SYSTSPRT DD SYSOUT=*
//SYSPRINT DD SYSOUT=*
//SYSPUNCH DD SYSOUT=*
//SYSREC00 DD DISP=SHR,DSN=DEVA.UNLOAD
//SYSTSIN  DD *
  DSN SYSTEM(DBP1)
  RUN PROGRAM(${program}) PLAN(PAYPLAN)${parms === '' ? '' : ` PARMS('${parms}')`}
  END
/*
//SYSIN    DD *
${text}
/*`);
    return { codes: done.codes, text: done.spool('SYSPRINT'), punch: done.spool('SYSPUNCH') };
  };
  const utility = async (statements: string, dds = '', id = 'UT1') => {
    const done = await machine.run(`//UT       EXEC PGM=DSNUTILB,PARM='DBP1,${id}'
//SYSPRINT DD SYSOUT=*
${dds === '' ? '' : `${dds}\n`}//SYSIN    DD *
${statements}
/*`);
    return { codes: done.codes, text: done.spool('SYSPRINT') };
  };
  return { ...machine, sql, utility };
}

const rows = `INSERT INTO PAYQ.STAFF VALUES (1, 'ADA', 100);
INSERT INTO PAYQ.STAFF (NAME, ID) VALUES ('BOB', 2);
INSERT INTO PAYQ.STAFF VALUES (3, 'CY', 300);`;

describe('DSNTEP2', () => {
  it('inserts, updates, deletes and selects', async () => {
    await using machine = await system();
    expect((await machine.sql(rows)).codes).toEqual(['CC 0000']);
    const done = await machine.sql(`UPDATE PAYQ.STAFF SET PAY = 200 WHERE PAY IS NULL;
DELETE FROM PAYQ.STAFF WHERE NAME LIKE 'C%';
SELECT NAME, PAY FROM PAYQ.STAFF WHERE PAY >= 100 AND ID IN (1, 2, 9)
 ORDER BY PAY DESC;
SELECT COUNT(*) FROM PAYQ.STAFF;`);
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.text).toMatch(/BOB +\| 200[^]*ADA +\| 100/);
    expect(done.text).toContain('ROWS AFFECTED = 1');
    expect(done.text).toMatch(/1_ \| 2 +\|/);
  });

  it.each([
    ['SELECT X FROM PAYQ.STAFF', -206, '42703'],
    ['SELECT * FROM PAYQ.NONE', -204, '42704'],
    ['SELECT * FROM PAYQ.SECRET', -551, '42501'],
    ['CREATE TABLE PAYQ.STAFF (A INT)', -601, '42710'],
    ['INSERT INTO PAYQ.STAFF VALUES (1)', -117, '42802'],
    ['SELEKT 1', -104, '42601'],
    ['SELECT A FROM PAYQ.STAFF WHERE', -104, '42601'],
  ])('answers %s with SQLCODE %d and 8', async (statement, code, state) => {
    await using machine = await system();
    const done = await machine.sql(`${statement};`);
    expect(done.codes).toEqual(['CC 0008']);
    if (statement.includes('WHERE')) return;
    expect(done.text).toContain(`SQLCODE = ${String(code)}`);
    expect(done.text).toContain(`SQLSTATE   = ${state}`);
  });

  it('ends 4 when nothing was found to change, 12 after ten errors', async () => {
    await using machine = await system();
    expect((await machine.sql('DELETE FROM PAYQ.STAFF WHERE ID = 7;')).codes).toEqual(['CC 0004']);
    expect((await machine.sql(Array.from({ length: 11 }, () => 'DROP TABLE PAYQ.NONE;').join('\n'))).codes).toEqual([
      'CC 0012',
    ]);
  });

  it('takes another terminator, and DDL', async () => {
    await using machine = await system();
    const done = await machine.sql(`--#SET TERMINATOR !
CREATE TABLE PAYQ.NEW (A INTEGER NOT NULL, B CHAR(8)) IN PAYDB.PAYTS!
ALTER TABLE PAYQ.NEW ADD COLUMN C DATE!
INSERT INTO PAYQ.NEW VALUES (1, 'x;y', NULL)!
SELECT B FROM PAYQ.NEW!
DROP TABLE PAYQ.NEW!
SELECT NAME FROM SYSIBM.SYSTABLES WHERE CREATOR = 'PAYQ' ORDER BY NAME!`);
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.text).toContain('x;y');
    expect(done.text).toMatch(/SECRET[^]*STAFF/);
  });
});

describe('DSNTIAD and DSNTIAUL', () => {
  it('refuses SELECT with 8, or 0 under RC0', async () => {
    await using machine = await system();
    expect((await machine.sql('SELECT * FROM PAYQ.STAFF;', 'DSNTIAD')).codes).toEqual(['CC 0008']);
    expect((await machine.sql('SELECT * FROM PAYQ.STAFF;', 'DSNTIAD', 'RC0')).codes).toEqual(['CC 0000']);
  });

  it('unloads the rows of a table', async () => {
    await using machine = await system();
    await machine.sql(rows);
    const done = await machine.sql('SELECT ID, NAME FROM PAYQ.STAFF ORDER BY ID;', 'DSNTIAUL', 'SQL');
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.UNLOAD')).toContain('ADA');
    expect(done.punch).toContain('LOAD DATA LOG NO INDDN SYSREC00 INTO TABLE');
  });
});

describe('DSNUTILB', () => {
  const input = '//SYSREC   DD *\n1 ADA 100\n2 BOB 200\n/*';

  it('loads a table, leaves it in copy pending, and COPY takes that away', async () => {
    await using machine = await system();
    const done = await machine.utility('LOAD DATA REPLACE LOG NO INTO TABLE PAYQ.STAFF', input);
    expect(done.codes).toEqual(['CC 0004']);
    expect(done.text).toContain('DSNU000I');
    expect(done.text).toContain('HIGHEST RETURN CODE=4');
    expect((await machine.utility('COPY TABLESPACE PAYQ.STAFF COPYDDN(SYSCOPY)', '', 'UT2')).codes).toEqual([
      'CC 0000',
    ]);
    expect(machine.subsystems.db2('DBP1')?.utilities.pending().size).toBe(0);
    expect((await machine.sql('SELECT COUNT(*) FROM PAYQ.STAFF;')).text).toMatch(/1_ \| 2 +\|/);
  });

  it('does not start again under an id that is stopped', async () => {
    await using machine = await system();
    expect((await machine.utility('REPAIR OBJECT')).codes).toEqual(['CC 0008']);
    expect((await machine.utility('RUNSTATS TABLESPACE PAYQ.STAFF')).codes).toEqual(['ABEND S04E']);
    const term = machine.commands.find((one) => one.matches('-DBP1 TERM UTILITY(UT1)'));
    expect(await term?.run('-DBP1 TERM UTILITY(UT1)', 'DEVA')).toContainEqual(expect.stringContaining('DSNU116I'));
    expect((await machine.utility('RUNSTATS TABLESPACE PAYQ.STAFF')).codes).toEqual(['CC 0000']);
  });
});
