import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromRecords } from '../../../../src/practice/programs/binding/load-module.ts';
import { readDbrm } from '../../../../src/practice/programs/compiling/dbrm.ts';
import { batchMachine } from '../../support/batch.ts';

let machine: Awaited<ReturnType<typeof batchMachine>>;
const load = { recfm: 'U', lrecl: 0, blksize: 32_760 } as const;
beforeAll(async () => {
  machine = await batchMachine();
  machine.library('PAY.COPY', {
    REC: '       01  REC.\n           05  :X:-KEY  PIC X(4).\n           COPY INNER.',
    INNER: '           05  AMOUNT  PIC 9(4).',
    LOOP: '           COPY LOOP.',
  });
  machine.library('PAY.LOAD', {}, load);
  machine.library('PAY.PDS', {}, { ...load, dsntype: 'PDS', dirblk: 5 });
  machine.library('PAY.OBJ');
  machine.library('PAY.DBRM');
  machine.library('DSN.SDSNLOAD', {}, load);
});
afterAll(() => machine.stop());

const cobol = (body = '', data = '') => `       IDENTIFICATION DIVISION.
       PROGRAM-ID. PAYCALC.
       DATA DIVISION.
       WORKING-STORAGE SECTION.
       01  TOTAL  PIC 9(4).
${data === '' ? '' : `${data}\n`}       PROCEDURE DIVISION.
           MOVE 1 TO TOTAL.
${body === '' ? '' : `${body}\n`}           GOBACK.`;

const compileStep = (source: string, options: { parm?: string; dds?: string; object?: string; copy?: boolean } = {}) =>
  `//COB      EXEC PGM=IGYCRCTL,PARM='${options.parm ?? 'LIB'}'
//SYSPRINT DD SYSOUT=*
${options.copy === false ? '' : '//SYSLIB   DD DISP=SHR,DSN=PAY.COPY\n'}//SYSLIN   DD DISP=SHR,DSN=PAY.OBJ(${options.object ?? 'PAYCALC'})
${options.dds === undefined ? '' : `${options.dds}\n`}//SYSIN    DD *
${source}
/*`;

const bindStep = (control: string, options: { parm?: string; dds?: string; lib?: string; print?: string } = {}) =>
  `//LKED     EXEC PGM=IEWL,PARM='${options.parm ?? 'MAP,XREF'}'
//SYSPRINT DD SYSOUT=*
//OBJ      DD DISP=SHR,DSN=PAY.OBJ
//SYSLMOD  DD DISP=SHR,DSN=${options.lib ?? 'PAY.LOAD'}
${options.dds === undefined ? '' : `${options.dds}\n`}//SYSLIN   DD *
${control}
/*`;

const compile = (source: string, options = {}) => machine.run(compileStep(source, options));
const bind = (control: string, options = {}) => machine.run(bindStep(control, options));
const object = (member = 'PAYCALC') => Buffer.concat([...machine.dataSets.read('PAY.OBJ', member)]).toString('hex');
const build = async (
  source: string,
  control: string,
  options: { parm?: string; dds?: string; lib?: string } = {},
  compiling = {},
) => {
  await compile(source, compiling);
  return bind(control, options);
};

describe('the COBOL compiler', () => {
  it('compiles with copybooks, nested and with REPLACING, and lists them', async () => {
    const done = await compile(
      cobol('           MOVE 2 TO AMOUNT.', '           COPY REC REPLACING ==:X:== BY ==PAY==.'),
    );
    expect(done.codes).toEqual(['CC 0000']);
    const listing = done.spool('SYSPRINT');
    expect(listing).toMatch(/PP 5655-EC6 IBM Enterprise COBOL for z\/OS {2}6\.3\.0.*Page {5}1/);
    expect(listing).toMatch(/0000\d\dC +05 {2}PAY-KEY/);
    expect(listing).toMatch(/0000\d\dC +05 {2}AMOUNT/);
    expect(listing).toContain('End of compilation 1,  program PAYCALC,  highest severity 0.');
    expect(listing.trimEnd()).toMatch(/Return code 0$/);
  });

  it.each([
    [
      'a copybook that is nowhere',
      cobol('', '           COPY NOWHERE.'),
      'IGYLI0049-S Copy member "NOWHERE" was not found in library "SYSLIB".',
      'CC 0012',
    ],
    ['a copybook that copies itself', cobol('', '           COPY LOOP.'), 'IGYLI0057-S', 'CC 0012'],
    ['a verb that is none', cobol('           MOVEE 1 TO TOTAL.'), 'IGYPS2072-S "MOVEE" was invalid.', 'CC 0012'],
    [
      'a name that nothing declares',
      cobol('           MOVE 1 TO TOTALL.'),
      'IGYPS2121-S "TOTALL" was not defined as a data-name.',
      'CC 0012',
    ],
    ['++INCLUDE', cobol('           ++INCLUDE REC'), 'IGYPS2072-S "++INCLUDE" was invalid.', 'CC 0012'],
    [
      'EXEC SQL without the option',
      cobol('           EXEC SQL COMMIT END-EXEC.'),
      '"EXEC SQL" statements were found',
      'CC 0012',
    ],
    ['no program at all', '       PROCEDURE DIVISION.', 'IGYDS1040-S', 'CC 0012'],
  ])('refuses %s', async (_, source, message, code) => {
    await compile(cobol());
    const before = object();
    const done = await compile(source);
    expect(done.codes).toEqual([code]);
    expect(done.spool('SYSPRINT')).toContain(message);
    expect(done.spool('SYSPRINT')).toMatch(/-?Messages {4}Total/);
    expect(done.spool('SYSPRINT')).toContain('Return code 12');
    expect(object()).toBe(before);
  });

  it('judges no names when a copybook is missing', async () => {
    const done = await compile(cobol('           MOVE 1 TO UNKNOWN-YET.', '           COPY NOWHERE.'));
    expect(done.spool('SYSPRINT')).not.toContain('IGYPS2121');
  });

  it('ends 8 for an option that does not exist and still makes the object, unless NOCOMPILE(E)', async () => {
    const done = await compile(cobol(), { parm: 'LIB,FROB', object: 'FROB' });
    expect([done.codes[0], done.spool('SYSPRINT').includes('IGYOS4003-E')]).toEqual(['CC 0008', true]);
    expect(machine.dataSets.member('PAY.OBJ', 'FROB')).toBeDefined();
    await compile(cobol(), { parm: 'FROB,NOCOMPILE(E)', object: 'FROB2' });
    expect(machine.dataSets.member('PAY.OBJ', 'FROB2')).toBeUndefined();
  });

  it('makes equal objects of equal source, others of another copybook or option', async () => {
    const source = cobol('', '           COPY REC REPLACING ==:X:== BY ==PAY==.');
    await compile(source);
    const first = object();
    await compile(source);
    expect(object()).toBe(first);
    await compile(source, { parm: 'LIB,TRUNC(BIN)' });
    expect(object()).not.toBe(first);
    machine.member('PAY.COPY', 'INNER', '           05  AMOUNT  PIC 9(5).');
    await compile(source);
    expect(object()).not.toBe(first);
  });

  it('compiles several programs, parted by CBL and END PROGRAM', async () => {
    const two = `       CBL NODYNAM\n${cobol()}\n       END PROGRAM PAYCALC.\n${cobol().replace('PAYCALC', 'PAYTWO')}`;
    const listing = (await compile(two)).spool('SYSPRINT');
    expect(listing).toContain('End of compilation 1,  program PAYCALC');
    expect(listing).toContain('End of compilation 2,  program PAYTWO');
  });

  it('writes a DBRM with the token of the object, new at every compile', async () => {
    const sql = cobol('           EXEC SQL UPDATE PAY.ACCT SET A = 1 END-EXEC.');
    const dds = '//DBRMLIB  DD DISP=SHR,DSN=PAY.DBRM(PAYCALC)';
    const token = async () => {
      const done = await build(
        sql,
        ' INCLUDE OBJ(PAYCALC)\n NAME PAYSQL(R)',
        { dds: '//SYSLIB   DD DISP=SHR,DSN=DSN.SDSNLOAD' },
        { parm: 'SQL', dds },
      );
      expect(done.codes).toEqual(['CC 0000']);
      const dbrm = readDbrm(machine.dataSets.read('PAY.DBRM', 'PAYCALC'));
      const module = fromRecords(machine.dataSets.read('PAY.LOAD', 'PAYSQL'));
      expect(dbrm?.tables).toEqual(['PAY.ACCT']);
      expect(module?.contoken).toBe(dbrm?.contoken);
      return dbrm?.contoken;
    };
    expect(await token()).not.toBe(await token());
  });
});

describe('precompiler, translator, assembler', () => {
  const two = (
    program: string,
    out: string,
    dds: string,
    source: string,
    parm = '',
  ) => `//PC       EXEC PGM=${program},PARM='${parm}'
//SYSPRINT DD SYSOUT=*
//SYSTERM  DD SYSOUT=*
//SYSLIB   DD DISP=SHR,DSN=PAY.COPY
${dds}//${out.padEnd(8)} DD DISP=SHR,DSN=PAY.OBJ(OUT)
//SYSIN    DD *
${source}
/*`;
  it('carry one token from DSNHPC through the compiler into the module', async () => {
    const done = await machine.run(
      two(
        'DSNHPC',
        'SYSCIN',
        '//DBRMLIB  DD DISP=SHR,DSN=PAY.DBRM(PAYPRE)\n',
        cobol('           EXEC SQL COMMIT END-EXEC.').replace('PAYCALC', 'PAYPRE'),
        'HOST(COBOL),VERSION(V1)',
      ),
    );
    expect(done.codes).toEqual(['CC 0000']);
    expect(machine.text('PAY.OBJ', 'OUT')).toContain('*    EXEC SQL COMMIT');
    const steps = compileStep('', { object: 'PAYPRE' }).replace(
      /SYSIN {4}DD \*\n[\s\S]*/,
      'SYSIN    DD DISP=SHR,DSN=PAY.OBJ(OUT)\n',
    );
    await machine.run(
      `${steps}${bindStep(' INCLUDE OBJ(PAYPRE)\n NAME PAYPRE(R)', { dds: '//SYSLIB   DD DISP=SHR,DSN=DSN.SDSNLOAD' })}`,
    );
    const dbrm = readDbrm(machine.dataSets.read('PAY.DBRM', 'PAYPRE'));
    const module = fromRecords(machine.dataSets.read('PAY.LOAD', 'PAYPRE'));
    expect([module?.contoken, module?.version]).toEqual([dbrm?.contoken, 'V1']);
  });

  it('turn EXEC CICS into calls, and miss an END-EXEC', async () => {
    expect(
      (await machine.run(two('DFHECP1$', 'SYSPUNCH', '', cobol('           EXEC CICS RETURN\n           END-EXEC.'))))
        .codes,
    ).toEqual(['CC 0000']);
    expect(machine.text('PAY.OBJ', 'OUT')).toContain("CALL 'DFHEI1'");
    expect((await machine.run(two('DFHECP1$', 'SYSPUNCH', '', cobol('           EXEC CICS RETURN.')))).codes).toEqual([
      'CC 0008',
    ]);
  });

  it.each([
    ['a plain section', 'PAYASM   CSECT\n         BR    14\n         END', 0, 'No Statements Flagged'],
    [
      'an operation that is nowhere',
      'PAYASM   CSECT\n         FROBIT5 1\n         END',
      8,
      'ASMA057E Undefined operation code - FROBIT5',
    ],
    [
      'a COPY member that is nowhere',
      'PAYASM   CSECT\n         COPY  NOWHERE\n         END',
      12,
      'ASMA060S COPY code not found - NOWHERE',
    ],
  ])('assemble %s', async (_, source, code, message) => {
    const done = await machine.run(two('ASMA90', 'SYSLIN', '', source));
    expect(done.codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
    expect(done.spool('SYSPRINT')).toContain(message);
  });

  it('punch the symbolic map of a mapset', async () => {
    machine.library('CICS.SDFHMAC');
    const source =
      'PAYSET   DFHMSD TYPE=&SYSPARM,LANG=COBOL\nPAYMAP   DFHMDI SIZE=(24,80)\nACCT     DFHMDF POS=(1,1),LENGTH=10\n         DFHMSD TYPE=FINAL\n         END';
    const step = two('ASMA90', 'SYSPUNCH', '', source, 'SYSPARM(DSECT)').replace('DSN=PAY.COPY', 'DSN=CICS.SDFHMAC');
    expect((await machine.run(step)).codes).toEqual(['CC 0000']);
    expect(machine.text('PAY.OBJ', 'OUT')).toContain('02  ACCTI  PIC X(10).');
  });

  it('look PL/I members up', async () => {
    const pli = (name: string) =>
      two('IBMZPLI', 'SYSLIN', '', ` PAYPLI: PROC OPTIONS(MAIN);\n %INCLUDE ${name};\n END PAYPLI;`);
    expect((await machine.run(pli('REC'))).codes).toEqual(['CC 0000']);
    expect((await machine.run(pli('NOWHERE'))).codes).toEqual(['CC 0012']);
  });
});

describe('the binder', () => {
  it('saves a module with alias, SSI, modes and authorisation, and can be asked for it', async () => {
    const done = await build(
      cobol(),
      ' INCLUDE OBJ(PAYCALC)\n ALIAS PAYC1\n SETSSI AB12CD34\n SETCODE AC(1)\n MODE AMODE(31),RMODE(24)\n ENTRY PAYCALC\n NAME PAYMOD(R)',
      { parm: 'MAP,XREF,RENT' },
    );
    expect(done.codes).toEqual(['CC 0000']);
    const listing = done.spool('SYSPRINT');
    expect(listing).toContain(
      'IEW2850I F920 PAYMOD HAS BEEN SAVED WITH AMODE  31 AND RMODE    24.  ENTRY POINT NAME IS PAYCALC.',
    );
    for (const text of [
      'IEW2231I 0481 END OF SAVE PROCESSING.',
      'IEW2008I 0F03 PROCESSING COMPLETED.  RETURN CODE =  0.',
      'M O D U L E  M A P',
      'C R O S S - R E F E R E N C E',
      '  2008  2231  2278  2850',
    ])
      expect(listing).toContain(text);
    expect(machine.dataSets.member('PAY.LOAD', 'PAYMOD')?.load).toMatchObject({
      ssi: 'AB12CD34',
      amode: '31',
      rmode: '24',
      authorisation: '01',
      attributes: ['RN', 'RU'],
    });
    expect(machine.dataSets.member('PAY.LOAD', 'PAYC1')?.aliasOf).toBe('PAYMOD');
  });

  it('takes the member of SYSLMOD when there is no NAME, and says which entry it assumed', async () => {
    await compile(cobol());
    const done = await bind(' INCLUDE OBJ(PAYCALC)', { lib: 'PAY.LOAD(PAYDD)' });
    expect(done.spool('SYSPRINT')).toContain(
      'IEW2650I 5102 MODULE ENTRY NOT PROVIDED.  ENTRY DEFAULTS TO SECTION PAYCALC.',
    );
    expect(machine.dataSets.member('PAY.LOAD', 'PAYDD')).toBeDefined();
  });

  const caller = cobol("           CALL 'PAYSUB'.");
  const sub = cobol().replace('PAYCALC', 'PAYSUB');
  it('leaves an unresolved call: 8, not executable, S706 when it is run; 4 with NCAL', async () => {
    await compile(caller, { object: 'CALLER' });
    const done = await bind(' INCLUDE OBJ(CALLER)\n NAME PAYNX(R)');
    expect(done.codes).toEqual(['CC 0008']);
    expect(done.spool('SYSPRINT')).toContain('IEW2456E 9207 SYMBOL PAYSUB UNRESOLVED.');
    expect((await machine.run('//GO EXEC PGM=PAYNX\n//STEPLIB  DD DISP=SHR,DSN=PAY.LOAD')).codes).toEqual([
      'ABEND S706',
    ]);
    const called = await bind(' INCLUDE OBJ(CALLER)\n NAME PAYNCAL(R)', { parm: 'NCAL' });
    expect([called.codes[0], called.spool('SYSPRINT').includes('IEW2454W')]).toEqual(['CC 0004', true]);
    expect(machine.dataSets.member('PAY.LOAD', 'PAYNCAL')?.load?.attributes).not.toContain('NX');
    expect((await bind(' INCLUDE OBJ(CALLER)\n NAME PAYLET(R)', { parm: 'LET' })).codes).toEqual(['CC 0008']);
    expect(machine.dataSets.member('PAY.LOAD', 'PAYLET')?.load?.attributes).not.toContain('NX');
  });

  it('does not put a module that cannot run in the place of one that can', async () => {
    await compile(caller, { object: 'CALLER' });
    await build(cobol(), ' INCLUDE OBJ(PAYCALC)\n NAME PAYKEEP(R)');
    const before = machine.dataSets.read('PAY.LOAD', 'PAYKEEP');
    const done = await bind(' INCLUDE OBJ(CALLER)\n NAME PAYKEEP(R)');
    expect([done.codes[0], done.spool('SYSPRINT').includes('IEW2638S')]).toEqual(['CC 0012', true]);
    expect(machine.dataSets.read('PAY.LOAD', 'PAYKEEP')).toEqual(before);
  });

  it('calls sub-programs from SYSLIB; an old caller keeps the old one until it is bound again', async () => {
    await compile(caller, { object: 'CALLER' });
    await compile(sub, { object: 'PAYSUB' });
    const link = () => bind(' INCLUDE OBJ(CALLER)\n NAME PAYALL(R)', { dds: '//SYSLIB   DD DISP=SHR,DSN=PAY.OBJ' });
    expect((await link()).codes).toEqual(['CC 0000']);
    const sections = () =>
      fromRecords(machine.dataSets.read('PAY.LOAD', 'PAYALL'))?.bound?.sections.map(
        ({ name, digest }) => `${name} ${digest}`,
      );
    const first = sections();
    expect(first?.map((one) => one.split(' ')[0])).toEqual(['PAYCALC', 'PAYSUB']);
    await compile(sub.replace('MOVE 1', 'MOVE 2'), { object: 'PAYSUB' });
    expect(sections()).toEqual(first);
    await link();
    expect(sections()).not.toEqual(first);
  });

  it.each([
    [
      'a member that INCLUDE does not find',
      ' INCLUDE OBJ(NOWHERE)\n INCLUDE OBJ(PAYCALC)\n NAME PAYX1(R)',
      {},
      'IEW2303E',
      8,
    ],
    ['a DD that is missing', ' INCLUDE NODD(X)\n INCLUDE OBJ(PAYCALC)\n NAME PAYX2(R)', {}, 'IEW2302E', 8],
    ['nothing to bind', ' NAME PAYX3(R)', {}, 'IEW2230S 0414 MODULE HAS NO TEXT.', 12],
    ['a library of text', ' INCLUDE OBJ(PAYCALC)\n NAME PAYX4(R)', { lib: 'PAY.OBJ' }, 'IEW2735S', 12],
    ['a PDS for COBOL 5 and later', ' INCLUDE OBJ(PAYCALC)\n NAME PAYX5(R)', { lib: 'PAY.PDS' }, 'IEW2606S', 12],
    ['an entry that is nowhere', ' INCLUDE OBJ(PAYCALC)\n ENTRY OTHER\n NAME PAYX6(R)', {}, 'IEW2648E', 8],
    ['a statement that is none', ' FROB X\n INCLUDE OBJ(PAYCALC)\n NAME PAYX7(R)', {}, 'IEW2333E', 8],
    ['a member that is there, without (R)', ' INCLUDE OBJ(PAYCALC)\n NAME PAYDD', {}, 'IEW2636S', 12],
  ])('tells of %s', async (_, control, options, message, code) => {
    const done = await build(cobol(), control, options);
    expect(done.codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
    expect(done.spool('SYSPRINT')).toContain(message);
  });

  it.each(['HEWL', 'IEWBLINK', 'LINKEDIT', 'HEWLH096'])('answers to %s', async (name) => {
    const done = await machine.run(
      bindStep(' INCLUDE OBJ(PAYCALC)\n NAME PAYNAME(R)').replace('PGM=IEWL', `PGM=${name}`),
    );
    expect(done.codes).toEqual(['CC 0000']);
  });
});

describe('AMBLIST', () => {
  const list = (control: string, dds = '') =>
    machine.run(`//LIST     EXEC PGM=AMBLIST
//SYSPRINT DD SYSOUT=*
//SYSLIB   DD DISP=SHR,DSN=PAY.LOAD
//OBJECT   DD DISP=SHR,DSN=PAY.OBJ(PAYCALC)
${dds}//SYSIN    DD *
${control}
/*`);
  it('shows size, SSI, link date and translator, and a text that changes with the source', async () => {
    await build(
      cobol(),
      " INCLUDE OBJ(PAYCALC)\n IDENTIFY PAYCALC('BUILD 42, TESTED')\n SETSSI AB12CD34\n NAME PAYMOD(R)",
    );
    const idr = (await list('  LISTIDR MEMBER=PAYMOD')).spool('SYSPRINT');
    expect(idr).toContain('MODULE SSI:           AB12CD34');
    expect(idr).toContain('ON DAY 255 OF YEAR 2026');
    expect(idr).toMatch(/PAYCALC +USER DATA +BUILD 42, TESTED/);
    expect(idr).toMatch(/PAYCALC +2026\/255 +5655-EC6/);
    const text = async () =>
      (await list('  LISTLOAD OUTPUT=MODLIST,MEMBER=(PAYMOD)'))
        .spool('SYSPRINT')
        .split('\n')
        .filter((line) => line.includes('TEXT'));
    const before = await text();
    await build(cobol(), ' INCLUDE OBJ(PAYCALC)\n NAME PAYMOD(R)');
    expect(await text()).toEqual(before);
    await build(cobol('           DISPLAY 1.'), ' INCLUDE OBJ(PAYCALC)\n NAME PAYMOD(R)');
    expect(await text()).not.toEqual(before);
  });

  it('lists objects and all members', async () => {
    const done = await list('  LISTOBJ DDN=OBJECT\n  LISTLOAD OUTPUT=XREF');
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.spool('SYSPRINT')).toMatch(/SECTION PAYCALC/);
  });

  it.each([
    ['a member that is not there', '  LISTLOAD MEMBER=NOWHERE', 'CC 0004'],
    ['a statement that is none', '  LISTFROB MEMBER=PAYMOD', 'CC 0008'],
    ['a DD that is missing', '  LISTIDR DDN=NODD,MEMBER=PAYMOD', 'CC 0008'],
    ['LISTLPA', '  LISTLPA', 'CC 0008'],
  ])('ends with a code for %s', async (_, control, code) => {
    expect((await list(control)).codes).toEqual([code]);
  });
});
