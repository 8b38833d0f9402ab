import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../../src/practice/codepages/code-page.ts';
import { batchMachine } from '../../support/batch.ts';
import { type SortJob, sorted, sortStep } from './sort-job.ts';

let machine: Awaited<ReturnType<typeof batchMachine>>;
beforeAll(async () => {
  machine = await batchMachine();
});
afterAll(() => machine.stop());

const run = (job: SortJob) => sorted(machine, job);
const records = async (control: string, input?: string) =>
  (await run({ control, ...(input === undefined ? {} : { input }) })).records;

describe('the order of DFSORT', () => {
  it('sorts by character and counts what went in and out', async () => {
    const done = await run({ control: '  SORT FIELDS=(1,1,CH,A)' });
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.records).toEqual(['A  3', 'B  2', 'C  1']);
    for (const message of [
      'ICE143I 0 BLOCKSET     SORT  TECHNIQUE SELECTED',
      'ICE000I 0 - CONTROL STATEMENTS FOR',
      'ICE054I 0 RECORDS - IN: 3, OUT: 3',
      'ICE055I 0 INSERT 0, DELETE 0',
      'ICE090I 0 OUTPUT LRECL = 80',
      'ICE052I 0 END OF DFSORT',
    ])
      expect(done.messages).toContain(message);
  });

  it('is EBCDIC: letters of small kind, letters, digits', async () => {
    expect(await records(' SORT FIELDS=(1,1,CH,A)', '1\nA\na')).toEqual(['a', 'A', '1']);
    expect(await records(' SORT FIELDS=(1,1,AC,A)', 'a\nA\n1')).toEqual(['1', 'A', 'a']);
  });

  it('keeps the order of equal keys, descending too', async () => {
    expect(await records(' SORT FIELDS=(1,1,CH,D)', 'A1\nB1\nA2\nB2')).toEqual(['B1', 'B2', 'A1', 'A2']);
  });

  it.each([
    ['zoned', ' SORT FIELDS=(1,3,ZD,A)', '00A\n01J\n00J\n010', ['01J', '00J', '00A', '010']],
    ['signs in print', ' SORT FIELDS=(1,5,FS,A)', '  +12\n  -30\n    4', ['  -30', '    4', '  +12']],
    ['free form', ' SORT FIELDS=(1,6,UFF,D)', '1,200\n$ 999\n17', ['1,200', '$ 999', '17']],
    ['two keys with FORMAT', ' SORT FORMAT=CH,FIELDS=(3,1,A,1,1,D)', 'A 2\nB 1\nC 1', ['C 1', 'B 1', 'A 2']],
    ['years of two digits', ' SORT FIELDS=(1,2,Y2C,A)', '05\n99\n50', ['50', '99', '05']],
  ])('knows %s', async (_, control, input, wanted) => {
    expect(await records(control, input)).toEqual(wanted);
  });

  it('reads binary and packed numbers', async () => {
    const bytes = ['0000012d', '0000003c', '0000002d'].map((hex) => Buffer.from(hex, 'hex'));
    machine.library('DEVA.PACKED', {}, { dsorg: 'PS', lrecl: 4, blksize: 4 });
    machine.dataSets.write('DEVA.PACKED', undefined, bytes, { user: 'DEVA' });
    const packed = async (format: string) => {
      await run({ control: ` SORT FIELDS=(1,4,${format},A)\n OUTREC BUILD=(1,4,HEX)`, dds: '' });
      machine.dataSets.remove('DEVA.OUT');
      await machine.run(
        sortStep({ control: ` SORT FIELDS=(1,4,${format},A)\n OUTREC BUILD=(1,4,HEX)` }).replace(
          /SORTIN {3}DD \*\n[\s\S]*?\/\*/,
          'SORTIN   DD DSN=DEVA.PACKED,DISP=SHR',
        ),
      );
      return machine.text('DEVA.OUT').split('\n');
    };
    expect(await packed('PD')).toEqual(['0000012D', '0000002D', '0000003C']);
    expect(await packed('BI')).toEqual(['0000002D', '0000003C', '0000012D']);
  });

  it('merges files that are in sequence and refuses one that is not', async () => {
    const merge = (second: string) =>
      ` //M EXEC PGM=SORT
//SYSOUT   DD SYSOUT=*
//SORTIN01 DD *
A
C
/*
//SORTIN02 DD *
${second}
/*
//SORTOUT  DD SYSOUT=*
//SYSIN    DD *
  MERGE FIELDS=(1,1,CH,A)
/*`.slice(1);
    const good = await machine.run(merge('B\nD'));
    expect(good.spool('SORTOUT').split('\n')).toEqual(['A', 'B', 'C', 'D']);
    const bad = await machine.run(merge('D\nB'));
    expect(bad.codes).toEqual(['CC 0016']);
    expect(bad.spool('SYSOUT')).toContain('ICE068A 0 OUT OF SEQUENCE SORTIN02');
  });
});

describe('INCLUDE and OMIT', () => {
  const input = 'A 10 20260912\nB 05 20250101\nC 30 20260913';
  it.each([
    [" INCLUDE COND=(1,1,CH,EQ,C'A',OR,3,2,ZD,GT,20)", ['A', 'C']],
    [" INCLUDE COND=((1,1,CH,EQ,C'A',OR,1,1,CH,EQ,C'B'),AND,3,2,ZD,LT,10)", ['B']],
    [" INCLUDE COND=(1,1,CH,EQ,C'A',|,1,1,CH,EQ,C'B',&,3,2,ZD,GE,+50)", ['A']],
    [" OMIT COND=(1,1,EQ,X'C1'),FORMAT=BI", ['B', 'C']],
    [" INCLUDE COND=(1,1,SS,EQ,C'A,C')", ['A', 'C']],
    [" INCLUDE COND=(1,14,SS,EQ,C'2025')", ['B']],
    [' INCLUDE COND=(6,8,CH,EQ,DATE1)', ['A']],
    [' INCLUDE COND=(6,8,ZD,GT,DATE1P)', ['C']],
    [' INCLUDE COND=(6,8,CH,EQ,DATE1+1)', ['C']],
    [' INCLUDE COND=(3,2,CH,LT,6,2,CH)', ['A', 'B']],
    [' INCLUDE COND=(3,2,FS,NE,NUM)', []],
    [" INCLUDE COND=(1,1,BI,ALL,X'C2')", ['B', 'C']],
    [' INCLUDE COND=ALL', ['A', 'B', 'C']],
  ])('%s', async (control, wanted) => {
    const made = (await records(` OPTION COPY\n${control}`, input)).map((line) => line.charAt(0));
    expect(made.join('')).toBe(wanted.join(''));
  });

  it('takes SKIPREC before it selects and STOPAFT after', async () => {
    expect(await records(" OPTION COPY,SKIPREC=1,STOPAFT=1\n INCLUDE COND=(1,1,CH,NE,C'B')", input)).toEqual([
      'C 30 20260913',
    ]);
  });
});

describe('reformatting', () => {
  it.each([
    ["BUILD=(3,2,C'-',1,1,2X,8:C'END')", 'AB12', '12-A   END'],
    ["OVERLAY=(6:C'X',1:C'Z')", 'AB12', 'ZB12 X'],
    ['BUILD=(1,2,HEX)', 'AB', 'C1C2'],
    ['BUILD=(1,4,TRAN=UTOL)', 'AbC1', 'abc1'],
    ['BUILD=(SEQNUM,3,ZD,START=10,INCR=5)', 'A', '010'],
    ['BUILD=(1,5,ZD,M11)', '00123', '00123'],
    ['BUILD=(1,5,ZD,M10)', '00123', '  123'],
    ['BUILD=(1,7,ZD,M12)', '012345J', '-123,451'.padStart(10)],
    ['BUILD=(1,7,ZD,M18)', '0123456', '1,234.56'.padStart(10)],
    ['BUILD=(1,3,ZD,M2)', '00J', ' .01-'.replace(' ', '0')],
    ['BUILD=(1,5,ZD,EDIT=(I,IIT.TS),SIGNS=(,,+,-))', '0012L', ' 12.3-'.padStart(8)],
    ['BUILD=(1,8,ZD,EDIT=(TTTT-TT-TT))', '20260912', '2026-09-12'],
    ['BUILD=(1,5,ZD,TO=PD,LENGTH=3,HEX)', '', undefined],
    ['BUILD=(1,3,ZD,ADD,4,3,ZD,TO=ZD,LENGTH=4)', '010005', '0015'],
    ['BUILD=((1,3,ZD,ADD,+2),MUL,+10,EDIT=(IIIT))', '010', ' 120'],
    ['BUILD=(1,3,ZD,DIV,+3,TO=ZD,LENGTH=3)', '010', '003'],
    ["BUILD=(1,1,CHANGE=(3,C'A',C'ONE',C'B',C'TWO'),NOMATCH=(C'???'))", 'B', 'TWO'],
    ['BUILD=(1,8,JFY=(SHIFT=RIGHT))', ' AB', '      AB'],
    ["BUILD=(1,10,SQZ=(SHIFT=LEFT,MID=C','))", 'A  B C', 'A,B,C'],
    ["FINDREP=(IN=C'AB',OUT=C'X')", 'ABCABD', 'XCXD'],
    ["FINDREP=(INOUT=(C'A',C'1',C'B',C'2'))", 'ABBA', '1221'],
    ["IFTHEN=(WHEN=(1,1,CH,EQ,C'A'),OVERLAY=(5:C'FIRST')),IFTHEN=(WHEN=NONE,OVERLAY=(5:C'OTHER'))", 'B', 'B   OTHER'],
    [
      "IFTHEN=(WHEN=INIT,OVERLAY=(2:C'I')),IFTHEN=(WHEN=(1,2,CH,EQ,C'AI'),OVERLAY=(3:C'!'),HIT=NEXT),IFTHEN=(WHEN=ANY,OVERLAY=(4:C'?'))",
      'A',
      'AI!?',
    ],
    ['BUILD=(DATE1(-),DATE3,DATE2+4)', 'A', '2026-09-122026255202701'],
  ])('OUTREC %s', async (operand, input, wanted) => {
    const done = await run({
      control: `  SORT FIELDS=COPY\n  OUTREC ${operand.length > 55 ? operand.replaceAll(/,(?=IFTHEN|NOMATCH)/g, ',\n   ') : operand}`,
      input,
    });
    if (wanted === undefined) expect(done.codes).toEqual(['CC 0016']);
    else expect(done.records[0]?.trimEnd()).toBe(wanted.trimEnd());
  });

  it('works on the reformatted record after INREC', async () => {
    expect(await records(' INREC BUILD=(4,1,1,1)\n SORT FIELDS=(1,1,CH,A)')).toEqual(['1C', '2B', '3A']);
  });

  it('pushes parts of the first record of a group into the others', async () => {
    const control = " OPTION COPY\n INREC IFTHEN=(WHEN=GROUP,BEGIN=(1,1,CH,EQ,C'H'),\n  PUSH=(10:2,3,ID=2,SEQ=2))";
    expect(await records(control, 'H001\nD\nH002\nD')).toEqual([
      'H001     0010101',
      'D        0010102',
      'H002     0020201',
      'D        0020202',
    ]);
  });

  it('pads and cuts to the LRECL of SORTOUT and says so', async () => {
    const done = await run({ control: ' OPTION COPY,TRUNC=RC4', out: 'RECFM=FB,LRECL=2' });
    expect(done.codes).toEqual(['CC 0004']);
    expect(done.messages).toContain('ICE171I 0 SORTOUT LRECL OF 2 IS DIFFERENT FROM SORTIN(NN) LRECL OF 80 - RC=4');
    expect(done.records).toEqual(['B', 'A', 'C']);
  });
});

describe('SUM', () => {
  const input = 'A010\nB005\nA020';
  it('adds up, drops duplicates, and leaves what does not fit', async () => {
    expect(await records(' SORT FIELDS=(1,1,CH,A)\n SUM FIELDS=(2,3,ZD)', input)).toEqual(['A030', 'B005']);
    expect(await records(' SORT FIELDS=(1,1,CH,A)\n SUM FIELDS=NONE', input)).toEqual(['A010', 'B005']);
    const over = await run({ control: ' SORT FIELDS=(1,1,CH,A)\n SUM FIELDS=(2,3,ZD)', input: 'A600\nA600' });
    expect(over.records).toEqual(['A600', 'A600']);
    expect(over.messages).toContain('ICE152I 0 OVERFLOW DURING RECORD SUMMATION PROCESSING - RC=0');
  });
});

describe('OUTFIL', () => {
  const out = (names: string[]) => names.map((name) => `//${name.padEnd(8)} DD SYSOUT=*`).join('\n');
  const outfil = async (control: string, names: string[], input = 'A1\nB2\nC3\nD4') => {
    const done = await run({ control: ` OPTION COPY\n${control}`, input, dds: out(names) });
    return { ...done, of: (name: string) => done.spool(name).split('\n') };
  };

  it('distributes by condition, and the rest by SAVE', async () => {
    const done = await outfil(
      " OUTFIL FNAMES=ONE,INCLUDE=(1,1,CH,EQ,C'A')\n OUTFIL FNAMES=TWO,OMIT=(1,1,CH,LE,C'C')\n OUTFIL FNAMES=REST,SAVE",
      ['ONE', 'TWO', 'REST'],
    );
    expect([done.of('ONE'), done.of('TWO'), done.of('REST')]).toEqual([['A1'], ['D4'], ['B2', 'C3']]);
    expect(done.messages).toContain('ICE227I 0 ONE     : DELETED = 3, REPORT = 0, DATA = 1');
  });

  it.each([
    [' OUTFIL FNAMES=(ONE,TWO),SPLIT', 'A1,C3', 'B2,D4'],
    [' OUTFIL FNAMES=(ONE,TWO),SPLITBY=2', 'A1,B2', 'C3,D4'],
    [' OUTFIL FNAMES=(ONE,TWO),SPLIT1R=1', 'A1', 'B2,C3,D4'],
    [' OUTFIL FNAMES=ONE,STARTREC=2,ENDREC=3\n OUTFIL FNAMES=TWO,SAMPLE=2', 'B2,C3', 'A1,C3'],
    [' OUTFIL FNAMES=ONE,BUILD=(2,1,/,1,1),ENDREC=1\n OUTFIL FNAMES=TWO,REPEAT=2,ENDREC=1', '1,A', 'A1,A1'],
  ])('%s', async (control, one, two) => {
    const done = await outfil(control, ['ONE', 'TWO']);
    expect([done.of('ONE').join(), done.of('TWO').join()]).toEqual([one, two]);
  });

  it('writes a trailer with count and total', async () => {
    const done = await outfil(
      " OUTFIL FNAMES=ONE,REMOVECC,HEADER1=('LIST'),\n  TRAILER1=('N=',COUNT=(M11,LENGTH=3),\n  ' T=',TOTAL=(2,1,ZD,M11,LENGTH=4))",
      ['ONE'],
    );
    expect(done.of('ONE')).toEqual(['LIST', 'A1', 'B2', 'C3', 'D4', 'N=004 T=0010']);
  });

  it('writes sections with carriage control', async () => {
    const done = await outfil(
      " OUTFIL FNAMES=ONE,LINES=60,\n  SECTIONS=(1,1,HEADER3=('GROUP ',1,1),\n  TRAILER3=('SUM ',TOTAL=(2,1,ZD,M10,LENGTH=3)))",
      ['ONE'],
      'A1\nA2\nB5',
    );
    expect(done.of('ONE')).toEqual(['1GROUP A', ' A1', ' A2', ' SUM   3', ' GROUP B', ' B5', ' SUM   5']);
  });

  it('makes F of V records, and keeps V descriptor words', async () => {
    const step = (control: string) =>
      sortStep({ control })
        .replace('RECFM=FB', 'RECFM=VB')
        .replace(/SORTIN {3}DD \*\n[\s\S]*?\/\*/, 'SORTIN   DD DSN=DEVA.VARY,DISP=SHR');
    machine.library('DEVA.VARY', {}, { dsorg: 'PS', recfm: 'VB', lrecl: 84, blksize: 27998 });
    machine.dataSets.write(
      'DEVA.VARY',
      undefined,
      ['BB', 'A', 'CCCC'].map((text) => ebcdic.encode(text)),
      { user: 'DEVA' },
    );
    const result = async (control: string) => {
      if (machine.dataSets.find('DEVA.OUT') !== undefined) machine.dataSets.remove('DEVA.OUT');
      const done = await machine.run(step(control));
      return {
        done,
        lines:
          machine.dataSets.find('DEVA.OUT') === undefined
            ? []
            : machine.dataSets.read('DEVA.OUT').map((one) => ebcdic.decode(one)),
      };
    };
    expect((await result(' SORT FIELDS=(5,1,CH,A)')).lines).toEqual(['A', 'BB', 'CCCC']);
    expect((await result(" OPTION COPY\n OUTREC BUILD=(1,4,C'>',5)")).lines).toEqual(['>BB', '>A', '>CCCC']);
    expect((await result(' OPTION COPY\n OUTFIL VTOF,BUILD=(5,3)')).lines).toEqual(['BB ', 'A  ', 'CCC']);
    const short = await result(' SORT FIELDS=(5,3,CH,A)');
    expect(short.done.spool('SYSOUT')).toContain(
      'ICE218A 0 6 BYTE VARIABLE RECORD IS SHORTER THAN 7 BYTE MINIMUM FOR SORT FIELDS',
    );
    expect((await result(' OPTION COPY\n OUTREC BUILD=(5,3)')).done.spool('SYSOUT')).toContain(
      'ICE251A 0 MISSING RDW OR DATA FOR OUTREC',
    );
  });
});

describe('JOINKEYS', () => {
  const join = (control: string) =>
    machine.run(`//J        EXEC PGM=SORT
//SYSOUT   DD SYSOUT=*
//SORTJNF1 DD *
K1 ONE
K2 TWO
K3 TRE
/*
//SORTJNF2 DD *
K2 ZWEI
K3 DREI
K4 VIER
/*
//SORTOUT  DD SYSOUT=*
//SYSIN    DD *
 JOINKEYS FILE=F1,FIELDS=(1,2,A)
 JOINKEYS FILE=F2,FIELDS=(1,2,A)
${control}
 OPTION COPY
/*`);
  it.each([
    [' REFORMAT FIELDS=(F1:1,6,F2:3,5)', 'K2 TWO ZWEI|K3 TRE DREI'],
    [' JOIN UNPAIRED\n REFORMAT FIELDS=(F1:1,3,F2:1,3,?)', 'K1    1|K2 K2 B|K3 K3 B|   K4 2'],
    [' JOIN UNPAIRED,F1,ONLY', 'K1 ONE'],
    [' JOIN UNPAIRED,F2,ONLY\n REFORMAT FIELDS=(F2:1,7)', 'K4 VIER'],
  ])('%s', async (control, wanted) => {
    const done = await join(control);
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.spool('SORTOUT').replaceAll('\n', '|')).toBe(wanted);
  });

  it('counts what was joined', async () => {
    expect((await join(' REFORMAT FIELDS=(F1:1,6)')).spool('SYSOUT')).toContain(
      'ICE421I 0 JOINED RECORDS: COUNT=00000000000000000002',
    );
  });
});

describe('control statements', () => {
  it('continue after a comma, in column 72 and inside constants; comments are skipped', async () => {
    const broken =
      ` SORT FIELDS=(4,1,CH,A,      BY AMOUNT\n* A COMMENT\n               1,1,CH,A)\n OUTREC BUILD=(1,1,${"C'".padEnd(71 - 19)}X`.padEnd(
        0,
      );
    const control = `${broken.slice(0, broken.lastIndexOf('\n'))}\n OUTREC BUILD=(1,1,\n               4,1)`;
    expect(await records(control)).toEqual(['C1', 'B2', 'A3']);
    const text = " OPTION COPY\n OUTREC BUILD=(1,1,C'".padEnd(13 + 71 - 3, '-');
    expect(
      (await records(`${text.slice(0, 13)}${text.slice(13).padEnd(71, '-')}X\n${' '.repeat(15)}TAIL')`))[0],
    ).toMatch(/^B-+TAIL$/);
  });

  it('take symbols for fields and constants', async () => {
    const dds = "//SYMNAMES DD *\nKey,1,1,CH\nSkipped,*,2\nAmount,=,1\nAmt,4,1,ZD\nWanted,C'A'\n/*";
    const done = await run({
      control: ' SORT FIELDS=(Amt,D)\n INCLUDE COND=(Key,NE,Wanted)\n OUTREC BUILD=(Key,Amt,M11,Key)',
      dds,
    });
    expect(done.records).toEqual(['B2B', 'C1C']);
  });

  it('are overridden by DFSPARM, and options come by PARM', async () => {
    expect(
      (await run({ control: ' SORT FIELDS=(1,1,CH,A)', dds: '//DFSPARM  DD *\n SORT FIELDS=(4,1,CH,A)\n/*' })).records,
    ).toEqual(['C  1', 'B  2', 'A  3']);
    expect((await run({ control: ' SORT FIELDS=(1,1,CH,A)', parm: 'STOPAFT=1' })).records).toEqual(['B  2']);
  });

  it.each([
    ['ICE005A 0 STATEMENT DEFINER ERROR', ' SORTE FIELDS=(1,1,CH,A)'],
    ['ICE005A 0 STATEMENT DEFINER ERROR: ALTSEQ IS NOT IMITATED', ' SORT FIELDS=(1,1,CH,A)\n ALTSEQ CODE=(C1D2)'],
    ['ICE005A 0 STATEMENT DEFINER ERROR: SUM XSUM IS NOT IMITATED', ' SORT FIELDS=(1,1,CH,A)\n SUM FIELDS=NONE,XSUM'],
    ['ICE005A 0 STATEMENT DEFINER ERROR: FORMAT FL IS NOT IMITATED', ' SORT FIELDS=(1,4,FL,A)'],
    ['ICE007A 0 SYNTAX ERROR', ' SORT FIELDS=(1,1,CH,A'],
    ['ICE010A 0 NO SORT OR MERGE CONTROL STATEMENT', ' END'],
    ['ICE011A 0 DUPLICATE SORT AND/OR MERGE STATEMENTS', ' SORT FIELDS=COPY\n SORT FIELDS=COPY'],
    ['ICE012A 0 MISSING FIELDS OPERAND DEFINER', ' SORT EQUALS'],
    ['ICE013A 0 INVALID SORT OR MERGE STATEMENT OPERAND', ' SORT FIELDS=(1,1,CH,A),FOO'],
    ['ICE016A 0 INVALID FIELDS OPERAND VALUE', ' SORT FIELDS=(1,1,CH,X)'],
    ['ICE017A 0 INVALID DISPLACEMENT OR LENGTH VALUE', ' SORT FIELDS=(0,1,CH,A)'],
    ['ICE018A 0 INVALID OR MISSING FIELD FORMAT', ' SORT FIELDS=(1,1,XX,A)'],
    ['ICE027A 0 END OF FIELD BEYOND MAXIMUM RECORD LENGTH', ' SORT FIELDS=(80,2,CH,A)'],
    ['ICE027A 0 END OF FIELD BEYOND', " SORT FIELDS=COPY\n INCLUDE COND=(80,2,CH,EQ,C'A')"],
    ['ICE027A 0 END OF FIELD BEYOND', ' SORT FIELDS=COPY\n INREC BUILD=(1,81)'],
    ['ICE027A 0 END OF FIELD BEYOND', ' SORT FIELDS=COPY\n OUTFIL BUILD=(79,3,ZD,M10)'],
    ['ICE107A 0 DUPLICATE, CONFLICTING, OR MISSING INCLUDE OR OMIT', ' SORT FIELDS=COPY\n INCLUDE FORMAT=CH'],
    ['ICE110A 0 INVALID SUM FIELD FORMAT', ' SORT FIELDS=(1,1,CH,A)\n SUM FIELDS=(1,2,CH)'],
    ['ICE111A 0 REFORMATTING FIELD ERROR', ' SORT FIELDS=COPY\n OUTREC BUILD=(1,2,FOO)'],
    ['ICE113A 0 COMPARISON FIELD ERROR', " SORT FIELDS=COPY\n INCLUDE COND=(1,1,CH,XX,C'A')"],
    ['ICE114A 0 INVALID COMPARISON', ' SORT FIELDS=COPY\n INCLUDE COND=(1,1,CH,EQ,5)'],
    ['ICE214A 0 DUPLICATE, CONFLICTING, OR MISSING OUTFIL', ' SORT FIELDS=COPY\n OUTFIL INCLUDE=ALL,SAVE'],
    ['ICE161A 0 ERROR IN SYMNAMES STATEMENT', ' SORT FIELDS=COPY', '//SYMNAMES DD *\n1BAD,1,1\n/*'],
  ])('in error end 16 with %s', async (message, control, dds = '') => {
    const done = await run({ control, dds });
    expect(done.codes).toEqual(['CC 0016']);
    expect(done.messages).toContain(message);
    expect(done.messages).toContain('ICE052I 3 END OF DFSORT');
    expect(done.messages).not.toContain('ICE054I');
  });

  it('mark what is wrong', async () => {
    const { messages } = await run({ control: ' SORT FIELDS=(1,1,XX,A)' });
    const at = messages.split('\n').findIndex((line) => line.includes('XX'));
    const marked = messages.split('\n').slice(at, at + 2);
    expect(marked[1]?.indexOf('*')).toBe(marked[0]?.indexOf('XX'));
  });
});

describe('the end of a run', () => {
  it('is 16 when SORTIN or SORTOUT is missing, 20 without SYSOUT', async () => {
    const without = (ddname: string) =>
      sortStep({ control: ' SORT FIELDS=COPY' }).replace(new RegExp(`^//${ddname} `, 'm'), '//OTHER    ');
    if (machine.dataSets.find('DEVA.OUT') !== undefined) machine.dataSets.remove('DEVA.OUT');
    const noInput = await machine.run(without('SORTIN  '));
    expect(noInput.spool('SYSOUT')).toContain('ICE056A 0 SORTIN   NOT DEFINED');
    machine.dataSets.remove('DEVA.OUT');
    const noOutput = await machine.run(without('SORTOUT '));
    expect(noOutput.spool('SYSOUT')).toContain('ICE056A 0 SORTOUT  NOT DEFINED');
    machine.dataSets.remove('DEVA.OUT');
    const silent = await machine.run(without('SYSOUT  '));
    expect([noInput, noOutput, silent].map(({ codes }) => codes[0])).toEqual(['CC 0016', 'CC 0016', 'CC 0020']);
  });

  it('tells an empty output by NULLOUT and NULLOFL', async () => {
    const empty = await run({ control: ' OPTION COPY,NULLOUT=RC4', input: '' });
    expect([empty.codes[0], empty.messages.includes('ICE173I 0 NO RECORDS FOR THE SORTOUT DATA SET - RC=4')]).toEqual([
      'CC 0004',
      true,
    ]);
    const outfil = await run({ control: " OPTION COPY\n OUTFIL NULLOFL=RC16,INCLUDE=(1,1,CH,EQ,C'?')" });
    expect(outfil.codes).toEqual(['CC 0016']);
    expect((await run({ control: ' OPTION COPY', input: '' })).codes).toEqual(['CC 0000']);
  });

  it('is a user abend in the number of the message under ABEND', async () => {
    expect((await run({ control: ' SORT FIELDS=(1,1,XX,A)\n DEBUG ABEND' })).codes).toEqual(['ABENDU0018']);
  });

  it.each(['ICEMAN', 'DFSORT', 'SORT'])('is the same for %s', async (program) => {
    expect((await run({ control: ' SORT FIELDS=COPY', program })).codes).toEqual(['CC 0000']);
  });
});
