import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';
import { smallSite } from '../support/small-system.ts';

const site = smallSite({
  subsystems: { db2: [{ ssid: 'DBP1', location: 'LOC1', plans: [{ name: 'SHELFPLN', pklist: ['SHELF.*'] }] }] },
});

/** Runs SQL from a member, where a line may begin with a slash and an asterisk. */
async function shelfDb2() {
  const machine = await batchMachine(site);
  machine.library('DEVA.SQL');
  const sql = async (text: string) => {
    machine.member('DEVA.SQL', 'INPUT', text);
    const done = await machine.run(`//SQL      EXEC PGM=IKJEFT01
//SYSTSPRT DD SYSOUT=*
//SYSPRINT DD SYSOUT=*
//SYSTSIN  DD *
  DSN SYSTEM(DBP1)
  RUN PROGRAM(DSNTEP4) PLAN(SHELFPLN)
  END
/*
//SYSIN    DD DISP=SHR,DSN=DEVA.SQL(INPUT)`);
    return { code: done.retcode, text: done.spool('SYSPRINT') };
  };
  const load = (statement: string, rows: string) =>
    machine.run(`//LOAD     EXEC PGM=DSNUTILB,PARM='DBP1,SHELF1'
//SYSPRINT DD SYSOUT=*
//SYSREC   DD *
${rows}
/*
//SYSIN    DD *
${statement}
/*`);
  return { sql, load, [Symbol.asyncDispose]: () => machine.stop() };
}

describe('SQL as installation jobs have it', () => {
  it('leaves out bracketed comments, over several lines and beside a statement', async () => {
    await using db2 = await shelfDb2();
    const done = await db2.sql(`/* The shelves; and their rooms. */
/* One more,
   with a ' in it -- and a ; */
CREATE TABLE SHELF.ROOMS /* here; too */ (ROOM CHAR(4));
INSERT INTO SHELF.ROOMS VALUES ('A/*B');
SELECT ROOM FROM SHELF.ROOMS;`);
    expect(done.text).not.toContain('SQLCODE = -');
    expect(done.text).toContain('| A/*B |');
    expect(done.code).toBe('CC 0000');
  });

  it('drops a table space by the database that it was made in', async () => {
    await using db2 = await shelfDb2();
    const made = await db2.sql(`CREATE DATABASE SHELFDB;
CREATE TABLESPACE ROOMTS IN SHELFDB USING STOGROUP SYSDEFLT;
CREATE TABLESPACE LOOSETS;
DROP TABLESPACE SHELFDB.ROOMTS;
DROP TABLESPACE LOOSETS;
DROP DATABASE SHELFDB;`);
    expect(made.code).toBe('CC 0000');
    const again = await db2.sql('DROP TABLESPACE SHELFDB.ROOMTS;');
    expect(again.code).toBe('CC 0008');
    expect(again.text).toContain('SQLCODE = -204, ERROR:  SHELFDB.ROOMTS IS AN UNDEFINED NAME');
  });

  it('gives a utility an unqualified table of its user', async () => {
    await using db2 = await shelfDb2();
    await db2.sql('CREATE TABLE ROOMS (ROOM CHAR(4));');
    const loaded = await db2.load('LOAD DATA INTO TABLE ROOMS (ROOM POSITION(1:4) CHAR(4))', 'R001\nR002');
    expect(loaded.codes).toEqual(['CC 0000']);
    expect((await db2.sql('SELECT ROOM FROM DEVA.ROOMS;')).text).toContain('R002');
  });
});
