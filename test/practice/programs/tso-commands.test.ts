import { describe, expect, it } from '@jest/globals';
import { rexxSystem } from '../rexx/rexx-system.ts';

const tso = async (
  commands: string,
  entry = 'IKJEFT01',
  prepare?: (system: Awaited<ReturnType<typeof rexxSystem>>) => void,
) => {
  await using system = await rexxSystem();
  prepare?.(system);
  const done = await system.tso(commands, '', entry);
  return {
    codes: done.codes,
    text: done.spool('SYSTSPRT'),
    done,
    jobs: system.jes.jobs().map(({ jobname }) => jobname),
  };
};

describe('a TSO command', () => {
  it('allocates, lists, renames and deletes data sets', async () => {
    const { codes, text } = await tso(`  ALLOC DA(NEW.DATA) F(OUT) NEW SPACE(1,1) TRACKS -
        RECFM(F B) LRECL(80) DSORG(PS)
  LISTDS NEW.DATA HISTORY
  FREE F(OUT)
  RENAME NEW.DATA OLD.DATA
  LISTCAT ENTRIES(OLD.DATA)
  DELETE OLD.DATA
  LISTDS 'DEVA.OLD.DATA'`);
    expect(codes).toEqual(['CC 0012']);
    expect(text).toContain('--RECFM-LRECL-BLKSIZE-DSORG-CREATED');
    expect(text).toContain('NONVSAM ------- DEVA.OLD.DATA');
    expect(text).toContain('IKJ58503I DATA SET DEVA.OLD.DATA NOT IN CATALOG');
  });

  it.each([
    ["ALLOC DA('DEVA.NONE') F(A) SHR", 'IKJ56228I DATA SET DEVA.NONE NOT IN CATALOG', 12],
    ["ALLOC DA('DEVA.EXEC') F(SYSEXEC) SHR", 'IKJ56246I DATA SET DEVA.EXEC NOT ALLOCATED, FILE IN USE', 12],
    ["ALLOC DA('DEVA.DATA') F(A) NEW SPACE(1) TRACKS", 'IGD17101I', 12],
    ['FREE F(NONE)', 'IKJ56247I FILE NONE NOT FREED, IS NOT ALLOCATED', 12],
    ['DELETE NONE', 'IDC3012I', 8],
    ['FOO BAR', 'IKJ56500I COMMAND FOO NOT FOUND', 12],
    ['%NOEXEC', 'IKJ56500I COMMAND NOEXEC NOT FOUND', 12],
    ["SUBMIT 'DEVA.NONE'", 'IKJ56228I', 12],
    ['PERMIT X', 'ICH00001I', 12],
    ['OUTPUT J', 'IKJ56302I', 12],
    ['STATUS NOJOB', 'IKJ56216I', 12],
    ['ISPSTART CMD(X)', 'ISPP330', 20],
    ["CALL 'DEVA.EXEC(NOPGM)'", 'IKJ56709I MEMBER NOPGM', 12],
  ])('%s answers %s', async (command, message, code) => {
    const { codes, text } = await tso(`  ${command}`);
    expect(text).toContain(message);
    expect(codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
  });

  it('does not get what another address space holds', async () => {
    const { codes, text } = await tso("  ALLOC DA('DEVA.EXEC') F(A) OLD", 'IKJEFT01', ({ jes }) =>
      (jes as unknown as { names: { add(owner: string, dsname: string, level: string): void } }).names.add(
        'CICSX',
        'DEVA.EXEC',
        'shared',
      ),
    );
    expect(codes).toEqual(['CC 0012']);
    expect(text).toContain('IKJ56225I DATA SET DEVA.EXEC ALREADY IN USE');
  });

  it('names data sets after PROFILE PREFIX', async () => {
    const { text } = await tso(
      '  PROFILE NOPREFIX\n  LISTDS DEVA.EXEC\n  PROFILE PREFIX(DEVA)\n  LISTDS EXEC MEMBERS\n  PROFILE',
    );
    expect(text.match(/DEVA\.EXEC/g)).toHaveLength(3);
    expect(text).toContain('PREFIX(DEVA)');
  });

  it('submits a job and shows where it is', async () => {
    const { text, jobs } = await tso("  SUBMIT 'DEVA.EXEC(JOB)'\n  STATUS DEVAJOB", 'IKJEFT01', ({ put }) => {
      put('JOB', "//DEVAJOB JOB (ACCT),'X',CLASS=A\n//S EXEC PGM=IEFBR14");
    });
    expect(text).toMatch(/IKJ56250I JOB DEVAJOB\(J\w+\) SUBMITTED/);
    expect(text).toMatch(/IKJ56211I JOB DEVAJOB/);
    expect(jobs).toContain('DEVAJOB');
  });

  it('runs a CLIST', async () => {
    const { text, codes } = await tso("  EXEC 'DEVA.EXEC(CL)' 'HELLO LEVEL(2)'", 'IKJEFT01', ({ put }) => {
      put(
        'CL',
        'PROC 1 WORD LEVEL(1)\nSET N = &LEVEL + 1\nIF &N = 3 THEN WRITE &WORD &N &SYSUID\nELSE WRITE WRONG\nGOTO LAST\nWRITE NEVER\nLAST: EXIT CODE(&N)',
      );
    });
    expect(text).toContain('HELLO 3 DEVA');
    expect(text).not.toMatch(/NEVER|WRONG/);
    expect(codes).toEqual(['CC 0003']);
  });
});

describe('an exec under TSO', () => {
  const rexx = (text: string) => `/* REXX */\n${text}`;
  const run = (text: string, entry?: string) => tso('  %SAMPLE one two', entry, ({ put }) => put('SAMPLE', rexx(text)));

  it('is found in SYSEXEC and gives its code', async () => {
    const { text, codes } = await run('parse arg a b\nsay b a userid() sysvar("SYSENV")\nexit 7');
    expect(text).toContain('two one DEVA BACK');
    expect(codes).toEqual(['CC 0007']);
  });

  it('catches the lines of commands, and sees their codes', async () => {
    const { text } = await run(`x = outtrap('l.')
address tso "LISTDS 'DEVA.EXEC'"
y = outtrap('off')
say l.0 l.1
"FOO"
say rc
"LISTDS 'DEVA.NONE'"
say rc sysdsn("'DEVA.NONE'") '/' sysdsn("'DEVA.EXEC(SAMPLE)'")`);
    expect(text).toMatch(/\d DEVA\.EXEC/);
    expect(text).toMatch(/ -3\n/);
    expect(text).toContain('12 DATASET NOT FOUND / OK');
  });

  it('reads and writes with EXECIO', async () => {
    const { text } = await run(`"ALLOC F(OUT) DA('DEVA.DATA') OLD REUSE"
l.1 = 'first'; l.2 = 'second'; l.0 = 2
"EXECIO * DISKW OUT (STEM L. FINIS"
"EXECIO * DISKR OUT (STEM R. FINIS"
say r.0 strip(r.2) rc
queue 'third'
"EXECIO 1 DISKR OUT"
"EXECIO 5 DISKR OUT (STEM S. FINIS"
say rc s.0 queued()
"EXECIO 1 DISKR NONE"
say rc
"FREE F(OUT)"
x = listdsi("'DEVA.DATA'")
say x sysdsorg syslrecl`);
    expect(text).toMatch(/2 second 0/);
    expect(text).toMatch(/2 1 2\n/);
    expect(text).toContain('IRX0557E');
    expect(text).toMatch(/0 PS 80/);
  });

  it('leaves lines on the stack that run as commands', async () => {
    expect((await run("queue 'TIME'")).text).toMatch(/READY\n +TIME\n +IKJ56650I/);
  });

  it('calls other execs as functions and commands', async () => {
    const { text } = await tso('  %OUTER', 'IKJEFT01', ({ put }) => {
      put('OUTER', rexx("say twice(4)\n'%INNER abc'\nsay rc"));
      put('TWICE', rexx('arg n\nreturn n * 2'));
      put('INNER', rexx("parse arg t\nsay 'inner' t\nexit 3"));
    });
    expect(text).toMatch(/ 8\n[^]* inner abc\n[^]* 3\n/);
  });

  it('asks SDSF and issues commands', async () => {
    const { text } = await run(`address sdsf "ISFEXEC ST"
say rc jname.0 > 0
address sdsf "ISFSLASH 'D T'"
say isfulog.1`);
    expect(text).toMatch(/0 1|1/);
    expect(text).toContain('IEE136I');
  });

  it('shows the line that fails, and ends 20000 and the number', async () => {
    const { text, codes } = await run("say 'before'\nsay 1 +");
    expect(text).toContain('IRX0035I Error running SAMPLE, line 3: Invalid expression');
    expect(codes).toEqual([`CC ${String(20_035 % 4096).padStart(4, '0')}`]);
  });
});

describe('ISPSTART', () => {
  it('runs a dialog in batch: ZISPFRC is the code, LMMSTATS sets statistics', async () => {
    await using system = await rexxSystem();
    system.put(
      'DLG',
      `/* REXX */
address ispexec
"LMINIT DATAID(ID) DATASET('DEVA.EXEC')"
"LMMSTATS DATAID("id") MEMBER(DLG) VERSION(3) MODLEVEL(7) USER(BUILD)"
zispfrc = 6
"VPUT (ZISPFRC) SHARED"
exit 0`,
    );
    const done = await system.tso(
      '  ISPSTART CMD(%DLG)',
      '//ISPPROF  DD DSN=&&PROF,DISP=(NEW,DELETE),SPACE=(TRK,(1,1,1)),LRECL=80,RECFM=FB',
    );
    expect(done.codes).toEqual(['CC 0006']);
    expect(system.dataSets.member('DEVA.EXEC', 'DLG')?.statistics).toMatchObject({
      version: 3,
      modification: 7,
      user: 'BUILD',
    });
  });
});

describe('TSO commands that once answered the same whatever happened', () => {
  it('TIME counts the time of the session', async () => {
    const { text } = await tso("  TIME\n  CALL 'DEVA.LOAD(NONE)'\n  TIME");
    expect(text).not.toContain('12345');
    expect(text).toMatch(/CPU-00:00:00 SERVICE-\d+ SESSION-00:00:0\d/);
  });

  it('PROFILE lists the switches that it was given', async () => {
    const { text, codes } = await tso('  PROFILE NOINTERCOM MODE\n  PROFILE LIST');
    expect(codes).toEqual(['CC 0000']);
    expect(text).toMatch(/ NOINTERCOM .* MODE /);
  });

  it.each([
    ["  SEND 'HELLO' USER(NOBODY)", 12, 'IKJ55072I USER(S) NOBODY NOT LOGGED ON'],
    ["  SEND 'HELLO' USER(DEVA)", 0, 'HELLO DEVA'],
    ['  EXECUTIL TS', 12, 'COMMAND NOT IMITATED'],
    ['  EXECUTIL SEARCHDD(NO)', 12, 'COMMAND NOT IMITATED'],
    ['  EXECUTIL SEARCHDD(YES)', 0, 'EXECUTIL'],
  ])('%s gives %d', async (command, code, message) => {
    const { text, codes } = await tso(command);
    expect([codes, text]).toEqual([[`CC ${String(code).padStart(4, '0')}`], expect.stringContaining(message)]);
  });
});
