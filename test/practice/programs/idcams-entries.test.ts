import { describe, expect, it } from '@jest/globals';
import { accessMethodServices } from '../../../src/practice/programs/idcams.ts';
import { batchMachine } from '../support/batch.ts';
import { smallSite } from '../support/small-system.ts';

const ams = (commands: string, more = '', parm = '') => `//AMS      EXEC PGM=IDCAMS${parm}
//SYSPRINT DD SYSOUT=*${more}
//SYSIN    DD *
${commands}
/*`;

type Machine = Awaited<ReturnType<typeof batchMachine>>;
const code = (value: number) => [`CC ${String(value).padStart(4, '0')}`];

const generation = (base: string) => `//G        EXEC PGM=IEFBR14
//DD1      DD DSN=${base}(+1),DISP=(NEW,CATLG,DELETE),
//            SPACE=(TRK,(1,1)),RECFM=FB,LRECL=80`;

async function withGroup(machine: Machine, generations = 2, more = '') {
  await machine.run(ams(`  DEFINE GDG (NAME(DEVA.GDG) LIMIT(3) SCRATCH ${more})`));
  for (let at = 0; at < generations; at += 1) await machine.run(generation('DEVA.GDG'));
}

describe('IDCAMS DELETE', () => {
  it('takes generic names for one qualifier and masks for all', async () => {
    await using machine = await batchMachine();
    for (const name of ['DEVA.T.A', 'DEVA.T.B', 'DEVA.T.B.C', 'DEVA.U']) machine.library(name);
    const one = await machine.run(ams('  DELETE DEVA.T.*'));
    expect(one.codes).toEqual(code(0));
    expect(machine.dataSets.list('DEVA.T').map(({ dsname }) => dsname)).toEqual(['DEVA.T.B.C']);
    await machine.run(ams('  DELETE DEVA.T.** MASK'));
    expect(machine.dataSets.list('DEVA.T')).toEqual([]);
    expect((await machine.run(ams('  DELETE DEVA.T.*'))).codes).toEqual(code(8));
  });

  it('takes several names, and all that can be deleted', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.A');
    machine.library('DEVA.B');
    const done = await machine.run(ams('  DELETE (DEVA.A -\n          DEVA.NONE -\n          DEVA.B)'));
    expect(done.codes).toEqual(code(8));
    expect(machine.dataSets.find('DEVA.B')).toBeUndefined();
  });

  it('leaves a data set on its volume under NOSCRATCH', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    const volume = machine.dataSets.find('DEVA.LIB')?.volume ?? '';
    const done = await machine.run(ams('  DELETE DEVA.LIB NOSCRATCH'));
    expect(done.spool('SYSPRINT')).toContain('IDC0550I ENTRY (A) DEVA.LIB DELETED');
    expect(machine.dataSets.locate('DEVA.LIB')).toBeUndefined();
    expect(machine.dataSets.onVolume(volume).find('DEVA.LIB')).toBeDefined();
  });

  it('keeps what has not expired, unless PURGE says otherwise', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB');
    await machine.run(ams('  ALTER DEVA.LIB TO(2099365)'));
    const kept = await machine.run(ams('  DELETE DEVA.LIB'));
    expect(kept.codes).toEqual(code(8));
    expect(kept.spool('SYSPRINT')).toContain('IDC0551I ** ENTRY DEVA.LIB NOT DELETED');
    expect((await machine.run(ams('  DELETE DEVA.LIB PURGE'))).codes).toEqual(code(0));
  });

  it('deletes aliases with what they stand for, and an alias alone', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB');
    await machine.run(
      ams('  DEFINE ALIAS (NAME(DEVA.ONE) RELATE(DEVA.LIB))\n  DEFINE ALIAS (NAME(DEVA.TWO) RELATE(DEVA.LIB))'),
    );
    const one = await machine.run(ams('  DELETE DEVA.ONE ALIAS'));
    expect(one.spool('SYSPRINT')).toContain('IDC0550I ENTRY (X) DEVA.ONE DELETED');
    const all = await machine.run(ams('  DELETE DEVA.LIB'));
    expect(all.spool('SYSPRINT')).toMatch(/ENTRY \(X\) DEVA.TWO DELETED\n.*ENTRY \(A\) DEVA.LIB DELETED/);
  });

  it('deletes all members that a mask takes', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A1: 'a', A2: 'a', B: 'b' });
    const done = await machine.run(ams('  DELETE DEVA.LIB(A*)'));
    expect(done.spool('SYSPRINT')).toContain('IDC0549I MEMBER A2 DELETED');
    expect(machine.dataSets.members('DEVA.LIB').map(({ name }) => name)).toEqual(['B']);
  });

  it('says 8 for an entry of another type', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB');
    expect((await machine.run(ams('  DELETE DEVA.LIB CLUSTER'))).codes).toEqual(code(8));
  });

  it('deletes a base with its generations by FORCE, and leaves them by RECOVERY', async () => {
    await using machine = await batchMachine();
    await withGroup(machine);
    expect((await machine.run(ams('  DELETE DEVA.GDG GDG'))).codes).toEqual(code(8));
    const volume = machine.dataSets.find('DEVA.GDG.G0001V00')?.volume ?? '';
    expect((await machine.run(ams('  DELETE DEVA.GDG GDG RECOVERY'))).codes).toEqual(code(0));
    expect(machine.dataSets.findGdg('DEVA.GDG')).toBeUndefined();
    expect(machine.dataSets.onVolume(volume).find('DEVA.GDG.G0001V00')).toBeDefined();
  });

  it('deletes one generation as H', async () => {
    await using machine = await batchMachine();
    await withGroup(machine);
    const done = await machine.run(ams('  DELETE DEVA.GDG.G0001V00'));
    expect(done.spool('SYSPRINT')).toContain('IDC0550I ENTRY (H) DEVA.GDG.G0001V00 DELETED');
    expect(machine.dataSets.findGdg('DEVA.GDG')?.generations).toEqual(['DEVA.GDG.G0002V00']);
  });

  it('refuses without the authority, as RACF does', async () => {
    const site = smallSite({
      profiles: [{ class: 'DATASET', name: 'SAFE.**', uacc: 'READ', access: { OTHER: 'ALTER' } }],
    });
    await using machine = await batchMachine(site);
    machine.library('SAFE.LIB');
    const done = await machine.run(ams('  DELETE SAFE.LIB\n  DEFINE GDG (NAME(SAFE.GDG) LIMIT(2))'));
    expect(done.codes).toEqual(code(12));
    expect(done.spool('SYSPRINT')).toMatch(
      /IDC3018I SECURITY VERIFICATION FAILED\n.*\n.*IDC0551I \*\* ENTRY SAFE.LIB NOT DELETED/,
    );
    expect(machine.dataSets.find('SAFE.LIB')).toBeDefined();
  });
});

describe('IDCAMS DEFINE and ALTER of entries', () => {
  it.each([
    ['0 for 300 generations under EXTENDED', '  DEFINE GDG (NAME(DEVA.BIG) LIMIT(300) EXTENDED)', 0],
    ['12 for 300 without', '  DEFINE GDG (NAME(DEVA.BIG) LIMIT(300))', 12],
    ['12 for a base without a limit', '  DEFINE GDG (NAME(DEVA.BIG))', 12],
    ['12 for an object that is none', '  DEFINE THING (NAME(DEVA.X))', 12],
    ['8 for ALTER of what is not there', '  ALTER DEVA.NONE NEWNAME(DEVA.X)', 8],
    ['12 for a new name that is taken', '  ALTER DEVA.LIB NEWNAME(DEVA.TWO)', 12],
    ['12 for ALTER with nothing to change', '  ALTER DEVA.LIB', 12],
    ['12 for a limit where there are no generations', '  ALTER DEVA.LIB LIMIT(3)', 12],
    ['12 for ADDVOLUMES', '  ALTER DEVA.LIB ADDVOLUMES(*)', 12],
    ['8 for a member that is not there', '  ALTER DEVA.LIB(NONE) NEWNAME(DEVA.LIB(B))', 8],
    ['0 for a member that is', '  ALTER DEVA.LIB(A) NEWNAME(DEVA.LIB(B))', 0],
  ])('gives %s', async (_, command, wanted) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    machine.library('DEVA.TWO');
    expect((await machine.run(ams(command))).codes).toEqual(code(wanted));
  });

  it('renames data sets, also by a generic name', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.A.LOAD', { A: 'a' });
    machine.library('DEVA.B.LOAD');
    const done = await machine.run(ams('  ALTER DEVA.*.LOAD NEWNAME(DEVA.*.OLD)'));
    expect(done.spool('SYSPRINT')).toContain('IDC0531I ENTRY DEVA.A.LOAD ALTERED');
    expect(machine.text('DEVA.A.OLD', 'A')).toBe('a');
    expect(machine.dataSets.find('DEVA.B.OLD')).toBeDefined();
  });

  it('changes a base; a smaller limit rolls off', async () => {
    await using machine = await batchMachine();
    await withGroup(machine, 3);
    await machine.run(ams('  ALTER DEVA.GDG LIMIT(1) NOSCRATCH FIFO'));
    expect(machine.dataSets.findGdg('DEVA.GDG')).toMatchObject({
      ...{ limit: 1, scratch: false, fifo: true, generations: ['DEVA.GDG.G0003V00'] },
    });
  });

  it('makes a data set by ALLOCATE and gives it a name for the commands that follow', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'one' });
    const done = await machine.run(
      ams(
        '  ALLOC DATASET(DEVA.NEW) FILE(OUT) NEW TRACKS SPACE(2 1) -\n RECFM(F B) LRECL(80)\n  REPRO IDS(DEVA.LIB(A)) OUTFILE(OUT)',
      ),
    );
    expect(done.codes).toEqual(code(0));
    expect(machine.text('DEVA.NEW')).toBe('one');
    expect((await machine.run(ams('  ALLOC DATASET(DEVA.NONE) FILE(IN) SHR'))).codes).toEqual(code(12));
  });
});

describe('IDCAMS LISTCAT', () => {
  const listed = async (machine: Machine, command: string) => (await machine.run(ams(command))).spool('SYSPRINT');

  it('lists names, volumes and associations', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB');
    await machine.run(ams('  DEFINE ALIAS (NAME(DEVA.ALIAS) RELATE(DEVA.LIB))'));
    const names = await listed(machine, '  LISTCAT ENT(DEVA.LIB)');
    expect(names).toContain('NONVSAM ------- DEVA.LIB');
    expect(names).toContain('IN-CAT ---');
    expect(names).not.toContain('VOLSER');
    expect(await listed(machine, '  LISTC ENT(DEVA.LIB) VOLUME')).toMatch(
      /VOLSER-+\w+ {5}DEVTYPE------X'3010200F' {5}FSEQN------------------0/,
    );
    expect(await listed(machine, '  LISTCAT ENT(DEVA.LIB) ALL')).toContain('ALIAS----DEVA.ALIAS');
    expect(await listed(machine, '  LISTCAT ENT(DEVA.ALIAS) ALL')).toMatch(
      /ALIAS --------- DEVA.ALIAS[\s\S]*NONVSAM--DEVA.LIB/,
    );
  });

  it('lists what is below a level, by type', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.X');
    machine.library('DEVA.X.Y.Z');
    await withGroup(machine, 1);
    const level = await listed(machine, '  LISTCAT LEVEL(DEVA.X)');
    expect(level).toContain('NONVSAM ------- DEVA.X.Y.Z');
    expect(level).not.toMatch(/NONVSAM -+ DEVA.X\n/);
    const groups = await listed(machine, '  LISTCAT LEVEL(DEVA) GDG ALL');
    expect(groups).toMatch(/GDG BASE ------ DEVA.GDG[\s\S]*LIMIT------------------3 {5}SCRATCH {5}NOEMPTY {5}LIFO/);
    expect(groups).toContain('NONVSAM--DEVA.GDG.G0001V00');
    expect(groups).not.toContain('NONVSAM ------- DEVA');
    expect(groups).toMatch(/GDG -------------------1\n/);
  });
});

describe('IDCAMS control', () => {
  it.each([
    ['a hyphen goes on, a plus glues', '  DELETE -\n    DEVA.N+\n    ONE', 8, 'ENTRY DEVA.NONE NOT FOUND'],
    ['comments stand anywhere', '  /* first */ DELETE /* what */ DEVA.NONE /* then\n  more */', 8, 'DEVA.NONE'],
    [
      'a blank record ends a command',
      '  DELETE -\n\n    DEVA.NONE',
      12,
      "IDC3218I REQUIRED POSITIONAL PARAMETER 'ENTRYNAME'",
    ],
    ['a semicolon ends a command', '  DELETE DEVA.NONE; SET MAXCC=0', 0, 'IDC0002I'],
    ['columns after 72 are not read', `  DELETE DEVA.NONE${' '.repeat(55)}-00000010`, 8, 'DEVA.NONE'],
    ['an unknown verb', '  DELTE DEVA.NONE', 12, "IDC3219I VERB NAME 'DELTE' UNKNOWN"],
    ['parentheses that do not match', '  LISTCAT ENT(DEVA.NONE', 12, 'IDC3202I ABOVE TEXT BYPASSED'],
    ['LASTCC that is set counts for MAXCC', '  SET LASTCC=4', 4, 'MAXIMUM CONDITION CODE WAS 4'],
    ['a code over 16 becomes 16', '  SET MAXCC=20', 16, 'MAXIMUM CONDITION CODE WAS 16'],
    ['16 ends the stream', '  SET MAXCC=16\n  SET MAXCC=0', 16, 'WAS 16'],
    ['both codes start at 0', '  IF MAXCC = 0 THEN IF LASTCC EQ 0 THEN SET MAXCC=3', 3, 'WAS 3'],
    ['ELSE is taken', '  DELETE DEVA.NONE\n  IF LASTCC < 8 THEN SET MAXCC=1\n  ELSE SET MAXCC=2', 2, 'WAS 2'],
    [
      'DO and END nest',
      '  IF MAXCC=0 THEN DO\n    IF LASTCC NE 1 THEN DO\n      SET MAXCC=5\n    END\n  END',
      5,
      'WAS 5',
    ],
    ['END alone is out of place', '  END', 16, "IDC3225I INCORRECT USE OF 'END'"],
    ['DO without END is wrong', '  IF MAXCC=0 THEN DO\n  SET MAXCC=1', 16, "IDC3225I INCORRECT USE OF 'DO'"],
  ])('%s', async (_, commands, wanted, message) => {
    await using machine = await batchMachine();
    const done = await machine.run(ams(commands));
    expect([done.codes, done.spool('SYSPRINT')]).toEqual([code(wanted), expect.stringContaining(message)]);
  });

  it('takes margins from PARM, and nothing that it does not know', async () => {
    await using machine = await batchMachine();
    expect((await machine.run(ams('DELETE DEVA.NONE', '', ",PARM='MARGINS(1 72)'"))).codes).toEqual(code(8));
    expect((await machine.run(ams('  SET MAXCC=0', '', ",PARM='WHAT'"))).codes).toEqual(code(16));
  });

  it('ends 16 without SYSPRINT or SYSIN', async () => {
    await using machine = await batchMachine();
    expect((await machine.run('//AMS EXEC PGM=IDCAMS\n//SYSIN DD DUMMY')).codes).toEqual(code(16));
    expect((await machine.run('//AMS EXEC PGM=IDCAMS\n//SYSPRINT DD SYSOUT=*')).codes).toEqual(code(16));
  });

  it('reads nothing from an empty sequential data set and ends 0; REPRO without its DD ends 12', async () => {
    await using machine = await batchMachine();
    const dds = '\n//IN       DD DUMMY\n//OUT      DD DSN=DEVA.OUT,DISP=(NEW,CATLG),SPACE=(TRK,1)';
    const empty = await machine.run(ams('  REPRO INFILE(IN) OUTFILE(OUT)', dds));
    expect(empty.codes).toEqual(code(0));
    expect(empty.spool('SYSPRINT')).toContain('IDC0005I NUMBER OF RECORDS PROCESSED WAS 0');
    const missing = await machine.run(ams('  REPRO INFILE(NONE) OUTFILE(NONE)'));
    expect(missing.codes).toEqual(code(12));
    expect(missing.spool('SYSPRINT')).toMatch(
      /IDC3300I {2}ERROR OPENING NONE[\s\S]*IDC3003I FUNCTION TERMINATED. CONDITION CODE IS 12/,
    );
  });

  it("lists without control characters for the files service, on its user's authority", async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB');
    const run = accessMethodServices(machine.dataSets, 'UTC', { now: () => 0, allows: (user) => user === 'DEVA' });
    const refused = await run(['DELETE -', '  DEVA.LIB'], 'OTHER');
    expect(refused.code).toBe(8);
    expect(refused.listing).toContain('IDC3018I SECURITY VERIFICATION FAILED');
    const { code: done, listing } = await run(['DELETE -', '  DEVA.LIB'], 'DEVA');
    expect(done).toBe(0);
    expect(listing[0]).toMatch(/^IDCAMS {2}SYSTEM SERVICES/);
    expect(listing).toContain('IDC0550I ENTRY (A) DEVA.LIB DELETED');
    expect(listing.at(-1)).toBe('IDC0002I IDCAMS PROCESSING COMPLETE. MAXIMUM CONDITION CODE WAS 0');
  });
});
