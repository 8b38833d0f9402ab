import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../../src/practice/codepages/code-page.ts';
import type { Attributes } from '../../../../src/practice/datasets/data-sets.ts';
import { batchMachine } from '../../support/batch.ts';
import { textLibrary } from '../../support/text-library.ts';

const gener = (dds: string, control = '//SYSIN    DD DUMMY', program = 'IEBGENER') =>
  `//GEN      EXEC PGM=${program}\n//SYSPRINT DD SYSOUT=*\n${control}\n${dds}`;

const statements = (text: string) => `//SYSIN    DD *\n${text}\n/*`;
const toNew = `//SYSUT2   DD DSN=DEVA.OUT,DISP=(NEW,CATLG),SPACE=(TRK,(1,1))`;
const threeLines = '//SYSUT1   DD *\nONE\nTWO\nTHREE\n/*';

const sequential: Attributes = { ...textLibrary, dsorg: 'PS' };
delete sequential.dsntype;

describe('IEBGENER', () => {
  it('copies, takes the record form from the input where the output has none, and says so', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(gener(`${threeLines}\n${toNew}`));
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.OUT')).toBe('ONE\nTWO\nTHREE');
    const listing = done.spool('SYSPRINT');
    expect(listing).toMatch(/^1DATA SET UTILITY - GENERATE +PAGE 0001/);
    expect(listing).toContain('IEB352I WARNING: ONE OR MORE OF THE OUTPUT DCB PARMS COPIED FROM INPUT');
    expect(listing).toContain('PROCESSING ENDED AT EOD');
  });

  it('ends 0 for an empty input, and empties the output', async () => {
    await using machine = await batchMachine();
    machine.dataSets.create('DEVA.OUT', sequential, 'DEVA');
    machine.dataSets.write('DEVA.OUT', undefined, [ebcdic.encode('OLD')], { user: 'DEVA' });
    const dds = '//SYSUT1   DD DUMMY,DCB=(RECFM=FB,LRECL=80)\n//SYSUT2   DD DISP=OLD,DSN=DEVA.OUT';
    expect((await machine.run(gener(dds))).codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.OUT')).toBe('');
  });

  it.each([
    ['an output with another record length', '//SYSUT2   DD DISP=OLD,DSN=DEVA.LONG', threeLines],
    ['a dummy input without a record form', '//SYSUT2   DD DISP=OLD,DSN=DEVA.LONG', '//SYSUT1   DD DUMMY'],
    ['a block size that is no multiple', `${toNew},\n//  RECFM=FB,LRECL=80,BLKSIZE=81`, threeLines],
  ])('ends 12 with IEB311I for %s', async (_, output, input) => {
    await using machine = await batchMachine();
    machine.dataSets.create('DEVA.LONG', { ...sequential, lrecl: 100, blksize: 1000 }, 'DEVA');
    const done = await machine.run(gener(`${input}\n${output}`));
    expect(done.codes).toEqual(['CC 0012']);
    expect(done.spool('SYSPRINT')).toContain('IEB311I CONFLICTING DCB PARAMETERS');
  });

  it.each([
    ['a DD that is missing', toNew, '//SYSIN    DD DUMMY'],
    ['SYSIN that is missing', `${threeLines}\n${toNew}`, '//X        DD DUMMY'],
    ['a statement of another kind', `${threeLines}\n${toNew}`, statements('  COPY ALL=YES')],
    ['user exits', `${threeLines}\n${toNew}`, statements('  GENERATE MAXFLDS=1\n  EXITS KEY=MYEXIT')],
    ['more fields than announced', `${threeLines}\n${toNew}`, statements('  GENERATE MAXNAME=1\n  RECORD FIELD=(5)')],
    ['a keyword that is not known', `${threeLines}\n${toNew}`, statements('  GENERATE MOST=1')],
  ])('ends 12 for %s', async (_, dds, control) => {
    await using machine = await batchMachine();
    expect((await machine.run(gener(dds, control))).codes).toEqual(['CC 0012']);
  });

  it('abends S013-18 when the input has no such member', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    const done = await machine.run(gener(`//SYSUT1   DD DISP=SHR,DSN=DEVA.LIB(NONE)\n${toNew}`));
    expect(done.codes).toEqual(['ABEND S013']);
  });

  it('edits fields: moves, literals, and unpacked numbers', async () => {
    await using machine = await batchMachine();
    machine.dataSets.create('DEVA.IN', { ...sequential, lrecl: 10, blksize: 1000 }, 'DEVA');
    const record = Buffer.concat([ebcdic.encode('ABCDE'), Buffer.from('12345C', 'hex'), ebcdic.encode('  ')]);
    machine.dataSets.write('DEVA.IN', undefined, [record], { user: 'DEVA' });
    const control = statements(
      "  GENERATE MAXFLDS=4,MAXLITS=3\n  RECORD FIELD=(2,4,,1),FIELD=(3,'X-Y',,3),\n               FIELD=(3,6,PZ,6)",
    );
    const done = await machine.run(
      gener(`//SYSUT1   DD DISP=SHR,DSN=DEVA.IN\n${toNew},\n//  RECFM=FB,LRECL=20`, control),
    );
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.OUT')).toBe('DEX-Y1234E');
  });

  it('splits its input into members', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', {}, { dsntype: 'PDS', dirblk: 5 });
    const control = statements(
      "  GENERATE MAXNAME=3,MAXGPS=1,MAXLITS=3\n  MEMBER NAME=(FIRST,ALSO)\n  RECORD IDENT=(3,'TWO',1)\n  MEMBER NAME=REST",
    );
    const done = await machine.run(gener(`${threeLines}\n//SYSUT2   DD DISP=SHR,DSN=DEVA.LIB`, control));
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.LIB', 'FIRST')).toBe('ONE\nTWO');
    expect(machine.text('DEVA.LIB', 'REST')).toBe('THREE');
    expect(machine.dataSets.member('DEVA.LIB', 'ALSO')).toMatchObject({ aliasOf: 'FIRST' });
    expect(machine.dataSets.member('DEVA.LIB', 'REST')?.statistics).toBeUndefined();
  });

  it('destroys the directory of a PDS that it writes to without a member name', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' }, { dsntype: 'PDS', dirblk: 5 });
    const done = await machine.run(gener(`${threeLines}\n//SYSUT2   DD DISP=OLD,DSN=DEVA.LIB`));
    expect(done.codes).toEqual(['CC 0000']);
    expect(() => machine.dataSets.read('DEVA.LIB', 'A')).toThrow();
  });

  it('abends when the output has no room', async () => {
    await using machine = await batchMachine();
    const much = Array.from({ length: 2000 }, () => 'x').join('\n');
    machine.library('DEVA.LIB', { A: much });
    const small = `//SYSUT2   DD DSN=DEVA.OUT,DISP=(NEW,CATLG),SPACE=(TRK,1)`;
    const done = await machine.run(gener(`//SYSUT1   DD DISP=SHR,DSN=DEVA.LIB(A)\n${small}`));
    expect(done.codes).toEqual(['ABEND SD37']);
  });
});

describe('ICEGENER', () => {
  it('copies as DFSORT does, cutting what is too long', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(
      gener(`${threeLines}\n${toNew},\n//  RECFM=FB,LRECL=3`, '//SYSIN    DD DUMMY', 'ICEGENER'),
    );
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.OUT')).toBe('ONE\nTWO\nTHR');
    expect(done.spool('SYSPRINT')).toContain('ICE054I 0 RECORDS - IN: 3, OUT: 3');
  });

  it('leaves control statements to IEBGENER', async () => {
    await using machine = await batchMachine();
    const control = statements('  GENERATE MAXFLDS=1\n  RECORD FIELD=(1,2,,1)');
    await machine.run(gener(`${threeLines}\n${toNew},\n//  RECFM=FB,LRECL=1`, control, 'ICEGENER'));
    expect(machine.text('DEVA.OUT')).toBe('N\nW\nH');
  });

  it.each([
    ['12, not 16, for a failure', toNew, 12],
    ['24 for what it does not support', `${threeLines}\n${toNew}`, 24],
  ])('ends %s', async (_, dds, code) => {
    await using machine = await batchMachine();
    const step = gener(dds, '//SYSIN    DD DUMMY', 'ICEGENER');
    const done = await machine.run(code === 24 ? step.replace('ICEGENER', "ICEGENER,PARM='X'") : step);
    expect(done.codes).toEqual([`CC 00${String(code)}`]);
  });
});
