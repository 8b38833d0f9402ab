import { describe, expect, it } from '@jest/globals';
import { matchedLines } from '../../../../src/practice/programs/comparing/matched-lines.rules.ts';
import { batchMachine } from '../../support/batch.ts';

const members = { A: 'one\ntwo\nthree', B: 'one\nTWO\nthree\nfour', SAME: 'one\ntwo\nthree' };

const compare = (first: string, second: string, control: string) => `//CMP      EXEC PGM=IEBCOMPR
//SYSPRINT DD SYSOUT=*
//SYSUT1   DD DISP=SHR,DSN=${first}
//SYSUT2   DD DISP=SHR,DSN=${second}
//SYSIN    DD *
${control}
/*`;

const superc = (newer: string, older: string, parm: string) => `//CMP      EXEC PGM=ISRSUPC,PARM='${parm}'
//OUTDD    DD SYSOUT=*
//NEWDD    DD DISP=SHR,DSN=${newer}
//OLDDD    DD DISP=SHR,DSN=${older}`;

describe('IEBCOMPR', () => {
  it.each([
    ['0 for equal members', 'DEVA.LIB(A)', 'DEVA.LIB(SAME)', '  COMPARE TYPORG=PS', 0],
    ['8 for different ones', 'DEVA.LIB(A)', 'DEVA.LIB(B)', '  COMPARE TYPORG=PS', 8],
    ['0 for equal libraries', 'DEVA.LIB', 'DEVA.LIB', '  COMPARE TYPORG=PO', 0],
    ['8 for a member that one library lacks', 'DEVA.TWO', 'DEVA.LIB', '  COMPARE TYPORG=PO', 8],
    ['12 for a wrong statement', 'DEVA.LIB(A)', 'DEVA.LIB(B)', '  COMPARE TYPORG=XX', 12],
    ['12 for user exits', 'DEVA.LIB(A)', 'DEVA.LIB(B)', '  COMPARE TYPORG=PS\n  EXITS ERROR=X', 12],
  ])('ends %s', async (_, first, second, control, code) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', members);
    machine.library('DEVA.TWO', { A: members.A, OTHER: 'x' });
    const done = await machine.run(compare(first, second, control));
    expect(done.codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
  });

  it('counts what it compared, and shows what differs', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', members);
    const { spool } = await machine.run(compare('DEVA.LIB(A)', 'DEVA.LIB(B)', '  COMPARE TYPORG=PS'));
    expect(spool('SYSPRINT')).toContain('IEB221I RECORDS ARE NOT EQUAL - RECORD 2');
    expect(spool('SYSPRINT')).toContain('TOTAL NUMBER OF RECORDS COMPARED = 00000003');
  });
});

describe('ISRSUPC', () => {
  it.each([
    ['0 for equal files', 'DEVA.LIB(A)', 'DEVA.LIB(SAME)', 'FILECMP,OVSUML', 0],
    ['1 for different lines', 'DEVA.LIB(A)', 'DEVA.LIB(B)', 'DELTAL,LINECMP', 1],
    ['0 when letters alone differ and case is nothing', 'DEVA.LIB(UP)', 'DEVA.LIB(A)', 'LINECMP,ANYC', 0],
    ['1 for different words', 'DEVA.LIB(A)', 'DEVA.LIB(B)', 'WORDCMP', 1],
    ['4 for an option that is not known', 'DEVA.LIB(A)', 'DEVA.LIB(SAME)', 'LINECMP,WHAT', 4],
    ['8 for what it does not do', 'DEVA.LIB(A)', 'DEVA.LIB(SAME)', 'SRCHCMP', 8],
    ['1 for libraries with other members', 'DEVA.LIB', 'DEVA.TWO', 'LINECMP', 1],
  ])('ends %s', async (_, newer, older, parm, code) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { ...members, UP: members.A.toUpperCase() });
    machine.library('DEVA.TWO', { A: members.A });
    const done = await machine.run(superc(newer, older, parm));
    expect(done.codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
  });

  it('lists inserted and deleted lines with their numbers', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', members);
    const { spool } = await machine.run(superc('DEVA.LIB(B)', 'DEVA.LIB(A)', 'DELTAL,LINECMP'));
    const listing = spool('OUTDD');
    expect(listing).toMatch(/ISRSUPC {3}- {3}MVS\/PDF FILE\/LINE\/WORD\/BYTE\/SFOR COMPARE UTILITY/);
    expect(listing).toMatch(/ I - TWO +RPL= {4}1 00002 00002/);
    expect(listing).toMatch(/ D - two/);
    expect(listing).toMatch(/ I - four +INS= {4}1 00004 00004/);
    expect(listing).toMatch(/2 NUMBER OF LINE MATCHES/);
  });

  it('finds the lines that two long texts share', () => {
    const left = Array.from({ length: 50_000 }, (_, at) => `line ${String(at)}`);
    const right = left.flatMap((line, at) => (at % 1000 === 0 ? [] : at % 777 === 0 ? [line, 'new'] : [line]));
    const pairs = matchedLines(left, right);
    expect(pairs).toHaveLength(left.length - 50);
    expect(pairs.every(([a, b]) => left[a] === right[b])).toBe(true);
  });

  it('matches lines that stand often', () => {
    expect(matchedLines(['a', 'x', 'a', 'b'], ['x', 'a', 'a', 'b'])).toEqual([
      [1, 0],
      [2, 2],
      [3, 3],
    ]);
  });
});

describe('IEBPTPCH', () => {
  const print = (control: string, output = 'SYSOUT=*') => `//PRT      EXEC PGM=IEBPTPCH
//SYSPRINT DD SYSOUT=*
//SYSUT1   DD DISP=SHR,DSN=DEVA.LIB
//SYSUT2   DD ${output}
//SYSIN    DD *
${control}
/*`;

  it('prints members with a title and in groups of eight characters', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'ABCDEFGHIJKLMNOP' });
    const done = await machine.run(
      print("  PRINT TYPORG=PO,MAXNAME=1\n  TITLE ITEM=('MY LIBRARY',10)\n  MEMBER NAME=A"),
    );
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.spool('SYSUT2')).toMatch(/^1 {9}MY LIBRARY\n-MEMBER NAME {2}A\n ABCDEFGH {2}IJKLMNOP/);
  });

  it('prints fields', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'ABCDEF' });
    const { spool } = await machine.run(print('  PRINT TYPORG=PO,MAXFLDS=2\n  RECORD FIELD=(2,5,,1),FIELD=(1,1,XE,5)'));
    expect(spool('SYSUT2')).toContain('\n EF  C1');
  });

  it.each([
    ['8 for a member that is not there', '  PRINT TYPORG=PO,MAXNAME=1\n  MEMBER NAME=NONE', 8],
    ['12 for user exits', '  PRINT TYPORG=PO\n  EXITS INREC=X', 12],
    ['12 for a statement that is none', '  SHOW TYPORG=PO', 12],
  ])('ends %s', async (_, control, code) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    expect((await machine.run(print(control))).codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
  });

  it('punches cards', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'one', B: 'two' });
    await machine.run(print('  PUNCH TYPORG=PO', 'DSN=DEVA.OUT,DISP=(NEW,CATLG),SPACE=(TRK,1)'));
    expect(machine.text('DEVA.OUT')).toBe('MEMBER NAME  A\none\nMEMBER NAME  B\ntwo');
  });
});

describe('IEHPROGM', () => {
  const progm = (control: string) => `//P        EXEC PGM=IEHPROGM
//SYSPRINT DD SYSOUT=*
//SYSIN    DD *
${control}
/*`;

  it('scratches members and data sets, and leaves the catalog alone', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a', B: 'b' });
    const volume = machine.dataSets.find('DEVA.LIB')?.volume ?? '';
    const one = await machine.run(progm(`  SCRATCH DSNAME=DEVA.LIB,VOL=3390=${volume},MEMBER=A`));
    expect(one.codes).toEqual(['CC 0000']);
    expect(machine.dataSets.members('DEVA.LIB').map(({ name }) => name)).toEqual(['B']);
    const all = await machine.run(progm(`  SCRATCH DSNAME=DEVA.LIB,VOL=3390=${volume},PURGE`));
    expect(all.spool('SYSPRINT')).toContain('NORMAL END OF TASK RETURNED FROM SCRATCH');
    expect(machine.dataSets.find('DEVA.LIB')).toBeUndefined();
    expect(machine.dataSets.locate('DEVA.LIB')).toBeDefined();
    await machine.run(progm('  UNCATLG DSNAME=DEVA.LIB'));
    expect(machine.dataSets.locate('DEVA.LIB')).toBeUndefined();
  });

  it('renames on the volume and catalogues the new name', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    const volume = machine.dataSets.find('DEVA.LIB')?.volume ?? '';
    const done = await machine.run(
      progm(`  UNCATLG DSNAME=DEVA.LIB
  RENAME DSNAME=DEVA.LIB,VOL=3390=${volume},NEWNAME=DEVA.NEW
  CATLG DSNAME=DEVA.NEW,VOL=3390=${volume}`),
    );
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.NEW', 'A')).toBe('a');
  });

  it.each([
    ['what is not there', '  UNCATLG DSNAME=DEVA.NONE'],
    ['a statement that is none', '  DROP DSNAME=DEVA.LIB'],
    ['a keyword that is none', '  UNCATLG DSNAME=DEVA.LIB,WHY=NOT'],
  ])('ends 8 for %s', async (_, control) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    expect((await machine.run(progm(control))).codes).toEqual(['CC 0008']);
    expect(machine.dataSets.find('DEVA.LIB')).toBeDefined();
  });
});

describe('IEBEDIT', () => {
  const jobs =
    '//ONE      JOB (A)\n//S1       EXEC PGM=X\n//D        DD DUMMY\n//S2       EXEC PGM=Y\n//TWO      JOB (A)\n//S1       EXEC PGM=Z';
  const edit = (control: string) => `//E        EXEC PGM=IEBEDIT
//SYSPRINT DD SYSOUT=*
//SYSUT1   DD DISP=SHR,DSN=DEVA.LIB(JOBS)
//SYSUT2   DD DSN=DEVA.OUT,DISP=(NEW,CATLG),SPACE=(TRK,1)
//SYSIN    DD *
${control}
/*`;

  it.each([
    ['a job', '  EDIT START=TWO', '//TWO      JOB (A)\n//S1       EXEC PGM=Z', 0],
    [
      'the steps that are named',
      '  EDIT START=ONE,TYPE=INCLUDE,STEPNAME=(S2)',
      '//ONE      JOB (A)\n//S2       EXEC PGM=Y',
      0,
    ],
    [
      'what comes from a step on',
      '  EDIT START=ONE,TYPE=POSITION,STEPNAME=S2',
      '//ONE      JOB (A)\n//S2       EXEC PGM=Y',
      0,
    ],
    [
      'nothing of a step that is not there, with 4',
      '  EDIT START=TWO,TYPE=INCLUDE,STEPNAME=(S9)',
      '//TWO      JOB (A)',
      4,
    ],
  ])('takes %s', async (_, control, text, code) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { JOBS: jobs });
    expect((await machine.run(edit(control))).codes).toEqual([`CC 000${String(code)}`]);
    expect(machine.text('DEVA.OUT')).toBe(text);
  });
});
