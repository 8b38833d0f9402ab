import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../../support/batch.ts';

const superc = (parm: string, statements = '') => `//CMP      EXEC PGM=ISRSUPC,PARM='${parm}'
//OUTDD    DD SYSOUT=*
//NEWDD    DD DISP=SHR,DSN=DEVA.LIB(NEW)
//OLDDD    DD DISP=SHR,DSN=DEVA.LIB(OLD)
//SYSIN    DD *
${statements}
/*`;

const print = (control: string, output = 'SYSOUT=*') => `//PRINT    EXEC PGM=IEBPTPCH
//SYSPRINT DD SYSOUT=*
//SYSUT1   DD DISP=SHR,DSN=DEVA.LIB
//SYSUT2   DD ${output}
//SYSIN    DD *
${control}
/*`;

const lines = Array.from({ length: 40 }, (_, at) => `LINE ${String(at).padStart(2, '0')}`);

async function compared(parm: string, statements?: string) {
  const machine = await batchMachine();
  try {
    machine.library('DEVA.LIB', { OLD: lines.join('\n'), NEW: lines.with(20, 'CHANGED').join('\n') });
    const done = await machine.run(superc(parm, statements));
    return { codes: done.codes, listing: done.spool('OUTDD') };
  } finally {
    await machine[Symbol.asyncDispose]();
  }
}

describe('ISRSUPC options', () => {
  it.each(['FMVLNS', 'REFMOVR', 'WIDE', 'APNDLST', 'GWCBL'])('warns that %s is not imitated', async (option) => {
    const { codes, listing } = await compared(`DELTAL,LINECMP,${option}`);
    expect(codes).toEqual(['CC 0004']);
    expect(listing).toContain(`ISRS001W PROCESS OPTION OR STATEMENT NOT RECOGNIZED: ${option}`);
  });

  it('shows ten same lines around a change under CHNGL', async () => {
    const { codes, listing } = await compared('CHNGL,LINECMP');
    expect(codes).toEqual(['CC 0001']);
    const seen = lines.filter((line) => listing.includes(line));
    expect([seen[0], seen.at(-1), seen.length]).toEqual(['LINE 10', 'LINE 30', 21]);
  });

  it('puts titles in the heading and leaves out the totals under NOSUMS', async () => {
    const { listing } = await compared('DELTAL,LINECMP,NOSUMS', " NTITLE 'Tonight'\n OTITLE 'Last week'");
    expect(listing).toMatch(/NEW: Tonight +OLD: Last week/);
    expect(listing).not.toContain('SUMMARY AND STATISTICS');
  });
});

describe('IEBPTPCH limits and numbers', () => {
  it.each([
    ['more fields than MAXFLDS', '  PRINT TYPORG=PO,MAXFLDS=1\n  RECORD FIELD=(2),FIELD=(1,5)'],
    ['fields without MAXFLDS', '  PRINT TYPORG=PO\n  RECORD FIELD=(2)'],
    ['more members than MAXNAME', '  PRINT TYPORG=PO,MAXNAME=1\n  MEMBER NAME=A\n  MEMBER NAME=B'],
    ['INITPG', '  PRINT TYPORG=PO,INITPG=4'],
  ])('ends %s with 12', async (_, control) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a', B: 'b' });
    expect((await machine.run(print(control))).codes).toEqual(['CC 0012']);
  });

  it('begins a page after MAXLINE lines, and spaces as CNTRL says', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'one\ntwo\nthree' });
    const { spool } = await machine.run(print("  PRINT TYPORG=PO,MAXLINE=3,CNTRL=2\n  TITLE ITEM=('TOP')"));
    expect(spool('SYSUT2').match(/^1TOP/gm)).toHaveLength(3);
    expect(spool('SYSUT2')).toMatch(/^0one/m);
  });

  it('numbers what it punches by CDSEQ and CDINCR', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'one\ntwo' });
    await machine.run(print('  PUNCH TYPORG=PO,CDSEQ=100,CDINCR=5', 'DSN=DEVA.OUT,DISP=(NEW,CATLG),SPACE=(TRK,1)'));
    expect(
      machine
        .text('DEVA.OUT')
        .split('\n')
        .map((line) => line.slice(72)),
    ).toEqual(['00000100', '00000105', '00000110']);
  });
});

describe('IEBUPDTE operands', () => {
  it.each(['SSI=XYZ', 'LEVEL=GG', 'SOURCE=7'])('refuses %s with 12', async (operand) => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    const done = await machine.run(`//UPD      EXEC PGM=IEBUPDTE,PARM=NEW
//SYSPRINT DD SYSOUT=*
//SYSUT2   DD DISP=SHR,DSN=DEVA.LIB
//SYSIN    DD DATA,DLM=ZZ
./ ADD NAME=NEW,${operand}
one
./ ENDUP
ZZ`);
    expect(done.codes).toEqual(['CC 0012']);
    expect(machine.dataSets.member('DEVA.LIB', 'NEW')).toBeUndefined();
  });
});
