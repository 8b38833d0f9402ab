import { describe, expect, it } from '@jest/globals';
import { newName } from '../../../../src/practice/programs/dumping/new-names.rules.ts';
import { batchMachine } from '../../support/batch.ts';

const dss = (control: string, parm = '', dd = 'DISP=OLD,DSN=DEVA.DUMP') => `//DSS      EXEC PGM=ADRDSSU${parm}
//SYSPRINT DD SYSOUT=*
//DUMP     DD ${dd}
//SYSIN    DD *
${control}
/*`;

const dumped = 'DSN=DEVA.DUMP,DISP=(NEW,CATLG),SPACE=(TRK,(5,5))';

type Machine = Awaited<ReturnType<typeof batchMachine>>;

async function filled(machine: Machine) {
  machine.library('DEVA.LIB.ONE', { A: 'a', B: 'b' });
  machine.dataSets.addAlias('DEVA.LIB.ONE', 'A', 'ALSO');
  machine.library('DEVA.LIB.TWO', { C: 'c' }, { dsntype: 'PDS', dirblk: 5 });
  const done = await machine.run(
    dss('  DUMP DATASET(INCLUDE(DEVA.LIB.**)) -\n       OUTDDNAME(DUMP) TOL(ENQF)', '', dumped),
  );
  expect(done.codes).toEqual(['CC 0000']);
  return done;
}

describe('ADRDSSU', () => {
  it('dumps data sets and says so', async () => {
    await using machine = await batchMachine();
    const listing = (await filled(machine)).spool('SYSPRINT');
    expect(listing).toMatch(/ADR006I \(001\)-STEND\(01\), \S+ \S+ EXECUTION BEGINS/);
    expect(listing).toContain('2 OF 2 DATA SETS WERE SELECTED');
    expect(listing).toContain('ADR454I');
    expect(listing).toMatch(/ADR013I \(001\)-CLTSK\(01\), \S+ \S+ TASK COMPLETED WITH RETURN CODE 0000/);
    expect(listing).toMatch(
      /ADR012I \(SCH\)-DSSU \(01\), \S+ \S+ DFSMSDSS PROCESSING COMPLETE. HIGHEST RETURN CODE IS 0000$/,
    );
  });

  it('restores over what is there only with REPLACE', async () => {
    await using machine = await batchMachine();
    await filled(machine);
    machine.member('DEVA.LIB.ONE', 'A', 'changed');
    const refused = await machine.run(dss('  RESTORE DATASET(INCLUDE(DEVA.LIB.ONE)) INDDNAME(DUMP)'));
    expect(refused.codes).toEqual(['CC 0008']);
    expect(machine.text('DEVA.LIB.ONE', 'A')).toBe('changed');
    const done = await machine.run(dss('  RESTORE DS(INC(DEVA.LIB.ONE)) INDD(DUMP) REPLACE'));
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.LIB.ONE', 'A')).toBe('a');
    expect(machine.dataSets.member('DEVA.LIB.ONE', 'ALSO')).toMatchObject({ aliasOf: 'A' });
  });

  it('restores under new names', async () => {
    await using machine = await batchMachine();
    await filled(machine);
    const done = await machine.run(
      dss('  RESTORE DATASET(INCLUDE(**) BY((DSORG EQ PDS))) -\n    INDDNAME(DUMP) RENAMEU((DEVA.LIB.**,DEVA.OLD.**))'),
    );
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.OLD.TWO', 'C')).toBe('c');
    expect(machine.dataSets.find('DEVA.OLD.ONE')).toBeUndefined();
  });

  it('copies with new names and deletes what it copied', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    const done = await machine.run(
      dss('  COPY DATASET(INCLUDE(DEVA.LIB)) -\n    RENAMEU((DEVA.LIB,DEVA.NEW)) DELETE CATALOG', '', 'DUMMY'),
    );
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.NEW', 'A')).toBe('a');
    expect(machine.dataSets.find('DEVA.LIB')).toBeUndefined();
  });

  it.each(['SPHERE', 'REBLOCK', 'STORGRP(X)', 'TGTALLOC(CYL)', 'NULLSTORCLAS', 'LOGINDDNAME(DUMP)'])(
    'refuses %s, which it does not do',
    async (word) => {
      await using machine = await batchMachine();
      await filled(machine);
      const done = await machine.run(dss(`  RESTORE DS(INC(**)) INDD(DUMP) REPLACE -\n   ${word}`));
      expect(done.codes).toEqual(['CC 0012']);
    },
  );

  it('RENAME gives a new name only where the old one is taken', async () => {
    await using machine = await batchMachine();
    await filled(machine);
    machine.dataSets.remove('DEVA.LIB.TWO');
    const done = await machine.run(dss('  RESTORE DS(INC(**)) INDD(DUMP) -\n RENAME((DEVA.LIB.**,DEVA.OLD.**))'));
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.dataSets.find('DEVA.OLD.ONE')).toBeDefined();
    expect(machine.dataSets.find('DEVA.LIB.TWO')).toBeDefined();
    expect(machine.dataSets.find('DEVA.OLD.TWO')).toBeUndefined();
  });

  it('gives the classes that were asked for, takes from the volumes that were named, and minds expiry', async () => {
    await using machine = await batchMachine();
    await filled(machine);
    await machine.run(dss('  RESTORE DS(INC(DEVA.LIB.ONE)) INDD(DUMP) REPLACE -\n STORCLAS(FAST) MGMTCLAS(KEEP)'));
    expect(machine.dataSets.find('DEVA.LIB.ONE')?.attributes).toMatchObject({ storclas: 'FAST', mgmtclas: 'KEEP' });
    const nowhere = '  DUMP DS(INC(DEVA.LIB.**)) OUTDD(DUMP) LOGINDYNAM((NOVOL))';
    expect((await machine.run(dss(nowhere))).codes).toEqual(['CC 0004']);
    machine.dataSets.relabel('DEVA.LIB.ONE', { expdt: '2099/001' });
    const copy = (more: string) =>
      machine.run(dss(`  COPY DS(INC(DEVA.LIB.ONE)) DELETE ${more} -\n RENU((DEVA.LIB.ONE,DEVA.ONE))`, '', 'DUMMY'));
    expect((await copy('')).codes).toEqual(['CC 0008']);
    expect((await copy('PURGE')).codes).toEqual(['CC 0000']);
  });

  it.each([
    ['8 for a data set that is not there', '  DUMP DATASET(INCLUDE(DEVA.NONE)) OUTDDNAME(DUMP)', 8],
    ['4 for a filter that selects nothing', '  DUMP DATASET(INCLUDE(DEVA.NONE.**)) OUTDDNAME(DUMP)', 4],
    ['12 for a word that is none', '  DUMP DATASET(INCLUDE(DEVA.**)) OUTDDNAME(DUMP) WHAT', 12],
    ['12 for a function that it does not do', '  DEFRAG DDNAME(DUMP)', 12],
    ['12 for a DD that is missing', '  DUMP DATASET(INCLUDE(DEVA.**)) OUTDDNAME(NONE)', 12],
    ['12 for a file that is no dump', '  RESTORE DATASET(INCLUDE(**)) INDDNAME(DUMP)', 12],
    ['0 after SET MAXCC=0', '  DEFRAG DDNAME(DUMP)\n  IF LASTCC = 12 THEN SET MAXCC = 0', 0],
  ])('ends %s', async (_, control, code) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    const done = await machine.run(dss(control, '', 'DUMMY'));
    expect(done.codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
  });

  it('reads commands and does nothing under TYPRUN=NORUN; another value cannot start', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    const control = '  COPY DATASET(INCLUDE(DEVA.LIB)) RENAMEU((DEVA.LIB,DEVA.NEW))';
    const checked = await machine.run(dss(control, ",PARM='TYPRUN=NORUN'", 'DUMMY'));
    expect(checked.codes).toEqual(['CC 0000']);
    expect(machine.dataSets.find('DEVA.NEW')).toBeUndefined();
    expect((await machine.run(dss(control, ",PARM='TYPRUN=WHAT'", 'DUMMY'))).codes).toEqual(['CC 0016']);
  });

  it.each([
    ['A.B.C', 'A.**', 'X.**', 'X.B.C'],
    ['A.B.C', 'A.B.**', 'X.**', 'X.C'],
    ['A.B.C', 'A.B.C', 'X.Y', 'X.Y'],
    ['A.B.C', '**', 'NEW.**', 'NEW.B.C'],
    ['A.B.C', 'Q.**', 'X.**', 'A.B.C'],
  ])('names %s by %s to %s: %s', (name, from, to, wanted) => {
    expect(newName(name, [{ from, to }])).toBe(wanted);
  });
});

const terse = (parm: string, input: string, output: string) => `//T        EXEC PGM=AMATERSE,PARM=${parm}
//SYSPRINT DD SYSOUT=*
//SYSUT1   DD ${input}
//SYSUT2   DD ${output}`;

const fresh = (dsname: string, more = '') => `DSN=${dsname},DISP=(NEW,CATLG),SPACE=(TRK,(2,2))${more}`;

describe('AMATERSE', () => {
  it('packs a library into records of 1,024 bytes and unpacks it again', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a', B: 'b' });
    machine.library('DEVA.BACK');
    const packed = await machine.run(terse('PACK', 'DISP=SHR,DSN=DEVA.LIB', fresh('DEVA.TRS')));
    expect(packed.codes).toEqual(['CC 0000']);
    expect(machine.dataSets.find('DEVA.TRS')?.attributes).toMatchObject({ recfm: 'FB', lrecl: 1024 });
    const back = await machine.run(terse('UNPACK', 'DISP=SHR,DSN=DEVA.TRS', 'DISP=SHR,DSN=DEVA.BACK'));
    expect(back.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.BACK', 'B')).toBe('b');
  });

  it('takes a member, and gives a sequential data set back with its record form', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'one\ntwo' });
    await machine.run(terse('SPACK', 'DISP=SHR,DSN=DEVA.LIB(A)', fresh('DEVA.TRS')));
    const back = await machine.run(terse('UNPACK', 'DISP=SHR,DSN=DEVA.TRS', fresh('DEVA.BACK')));
    expect(back.codes).toEqual(['CC 0000']);
    expect(machine.text('DEVA.BACK')).toBe('one\ntwo');
    expect(machine.dataSets.find('DEVA.BACK')?.attributes).toMatchObject({ recfm: 'FB', lrecl: 80 });
  });

  it.each([
    ['12 for a file that is not packed', 'UNPACK', 'DISP=SHR,DSN=DEVA.LIB(A)', 12],
    ['16 for a PARM that is none', 'SQUEEZE', 'DISP=SHR,DSN=DEVA.LIB(A)', 16],
  ])('ends %s', async (_, parm, input, code) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    const done = await machine.run(terse(parm, input, fresh('DEVA.OUT')));
    expect(done.codes).toEqual([`CC 00${String(code)}`]);
  });

  it('ends 8 for an output of another record length', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    const done = await machine.run(
      terse('PACK', 'DISP=SHR,DSN=DEVA.LIB', fresh('DEVA.OUT', ',\n//  RECFM=FB,LRECL=80')),
    );
    expect(done.codes).toEqual(['CC 0008']);
  });
});

const tso = (commands: string) => `//TSO      EXEC PGM=IKJEFT01
//SYSTSPRT DD SYSOUT=*
//SYSTSIN  DD *
${commands}
/*`;

describe('XMIT and RECEIVE', () => {
  it('move a library through a file of 80-byte records', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    const sent = await machine.run(tso("XMIT PRAC.DEVA DA('DEVA.LIB') OUTDSN('DEVA.XMIT')"));
    expect(sent.codes).toEqual(['CC 0000']);
    expect(sent.spool('SYSTSPRT')).toContain('INMX000I');
    expect(machine.dataSets.find('DEVA.XMIT')?.attributes).toMatchObject({ recfm: 'FB', lrecl: 80 });
    const got = await machine.run(tso("RECEIVE INDSN('DEVA.XMIT')\nDA('DEVA.BACK')"));
    expect(got.codes).toEqual(['CC 0000']);
    expect(got.spool('SYSTSPRT')).toContain('INMR901I Dataset DEVA.LIB from DEVA');
    expect(got.spool('SYSTSPRT')).toContain("INMR001I Restore successful to dataset 'DEVA.BACK'");
    expect(machine.text('DEVA.BACK', 'A')).toBe('a');
  });

  it('take the prefix for names without apostrophes', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    await machine.run(tso('XMIT PRAC.DEVA DA(LIB(A)) OUTDSN(ONE.XMIT)'));
    expect(machine.dataSets.find('DEVA.ONE.XMIT')).toBeDefined();
  });

  it.each([
    ['12 for a data set that is not there', "XMIT PRAC.DEVA DA('DEVA.NONE') OUTDSN('DEVA.X')", 12],
    ['12 for what cannot be sent anywhere', "XMIT FAR.DEVA DA('DEVA.LIB')", 12],
    ['12 for a file that is no transmission', "RECEIVE INDSN('DEVA.LIB(A)')", 12],
    ['0 for nothing to receive', 'RECEIVE', 0],
  ])('end %s', async (_, command, code) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    expect((await machine.run(tso(command))).codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
  });

  it('ends 4 when the prompt is answered with END', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    await machine.run(tso("XMIT PRAC.DEVA DA('DEVA.LIB') OUTDSN('DEVA.XMIT')"));
    expect((await machine.run(tso("RECEIVE INDSN('DEVA.XMIT')\nEND"))).codes).toEqual(['CC 0004']);
  });
});
