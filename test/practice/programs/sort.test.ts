import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';

const sort = (control: string, input = 'B  2\nA  3\nC  1') => `//SORT     EXEC PGM=SORT
//SYSOUT   DD SYSOUT=*
//SORTIN   DD *
${input}
/*
//SORTOUT  DD DSN=DEVA.OUT,DISP=(NEW,CATLG,DELETE),SPACE=(TRK,(1,1)),
//            RECFM=FB,LRECL=80
//SYSIN    DD *
${control}
/*`;

describe('DFSORT', () => {
  it('sorts and counts what went in and out', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(sort('  SORT FIELDS=(1,1,CH,A)'));
    expect(machine.text('DEVA.OUT')).toBe('A  3\nB  2\nC  1');
    expect(done.spool('SYSOUT')).toContain('ICE054I 0 RECORDS - IN: 3, OUT: 3');
  });

  it('selects by INCLUDE and OMIT and copies', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(
      sort("  OPTION COPY\n  INCLUDE COND=(1,1,CH,NE,C'A',AND,\n               4,1,ZD,GT,1)"),
    );
    expect(machine.text('DEVA.OUT')).toBe('B  2');
    expect(done.spool('SYSOUT')).toContain('IN: 3, OUT: 1');
  });

  it.each([
    ['a statement that is not imitated', '  SORT FIELDS=COPY\n  OUTFIL FNAMES=X'],
    ['no sort statement', '  END'],
    ['a format that does not exist', '  SORT FIELDS=(1,1,XX,A)'],
  ])('ends 16 for %s', async (_, control) => {
    await using machine = await batchMachine();
    expect((await machine.run(sort(control))).codes).toEqual(['CC 0016']);
  });

  it('is asked by ICETOOL for counts that become return codes', async () => {
    await using machine = await batchMachine();
    const tool = (statement: string) => `//TOOL     EXEC PGM=ICETOOL
//TOOLMSG  DD SYSOUT=*
//DFSMSG   DD SYSOUT=*
//IN       DD *
ONE
TWO
/*
//TOOLIN   DD *
  ${statement}
/*`;
    const counted = await machine.run(tool('COUNT FROM(IN) EMPTY RC12'));
    expect(counted.codes).toEqual(['CC 0000']);
    expect(counted.spool('TOOLMSG')).toContain('ICE628I 0 RECORD COUNT:  000000000000002');
    expect((await machine.run(tool('COUNT FROM(IN) NOTEMPTY RC4'))).codes).toEqual(['CC 0004']);
    expect((await machine.run(tool('COUNT FROM(IN) NOTEQUAL(3)'))).codes).toEqual(['CC 0012']);
    expect((await machine.run(tool('SPLICE FROM(IN) TO(X)'))).codes).toEqual(['CC 0012']);
    const listed = await machine.run(tool("DISPLAY FROM(IN) LIST(DFSMSG) HEADER('WORD') ON(1,3,CH)"));
    expect(
      listed
        .spool('DFSMSG')
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(['WORD', 'ONE', 'TWO']);
  });
});
