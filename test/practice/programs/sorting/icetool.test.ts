import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { batchMachine } from '../../support/batch.ts';
import { sortStep } from './sort-job.ts';

let machine: Awaited<ReturnType<typeof batchMachine>>;
beforeAll(async () => {
  machine = await batchMachine();
});
afterAll(() => machine.stop());

const tool = async (statements: string, options: { input?: string; dds?: string } = {}) => {
  const done = await machine.run(`//TOOL     EXEC PGM=ICETOOL
//TOOLMSG  DD SYSOUT=*
//DFSMSG   DD SYSOUT=*
//IN       DD *
${options.input ?? 'B 002\nA 001\nC 003\nA 005\n'}/*
//OUT      DD SYSOUT=*
//OTHER    DD SYSOUT=*
${options.dds === undefined ? '' : `${options.dds}\n`}//TOOLIN   DD *
${statements}
/*`);
  const of = (ddname: string) =>
    done
      .spool(ddname)
      .split('\n')
      .map((line) => line.trim());
  return { ...done, of, messages: done.spool('TOOLMSG') };
};

describe('ICETOOL', () => {
  it.each([
    ['EMPTY RC4', 'CC 0000'],
    ['NOTEMPTY RC4', 'CC 0004'],
    ['NOTEMPTY RC8', 'CC 0008'],
    ['NOTEMPTY', 'CC 0012'],
    ['EQUAL(4) RC8', 'CC 0008'],
    ['NOTEQUAL(4) RC8', 'CC 0000'],
    ['HIGHER(3) RC4', 'CC 0004'],
    ['LOWER(4) RC4', 'CC 0000'],
  ])('turns a count into a return code: %s', async (criteria, code) => {
    const done = await tool(` COUNT FROM(IN) ${criteria}`);
    expect(done.codes).toEqual([code]);
    expect(done.messages).toContain('ICE628I 0 RECORD COUNT:  000000000000004');
    expect(done.messages).toContain(`ICE601I 0 DFSORT ICETOOL UTILITY RUN ENDED - RETURN CODE:  ${code.slice(-2)}`);
  });

  it('tells whether a file is empty', async () => {
    const done = await tool(' COUNT FROM(IN) EMPTY RC4', { input: '' });
    expect([done.codes[0], done.messages.includes('ICE628I 0 RECORD COUNT:  000000000000000')]).toEqual([
      'CC 0004',
      true,
    ]);
  });

  it('copies and sorts through DFSORT', async () => {
    const dds = '//S1CNTL   DD *\n  SORT FIELDS=(3,3,CH,D)\n/*';
    const done = await tool(' SORT FROM(IN) TO(OUT,OTHER) -\n   USING(S1)\n COPY FROM(IN) TO(OTHER)', { dds });
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.of('OUT')).toEqual(['A 005', 'C 003', 'B 002', 'A 001']);
    expect(done.messages).toContain(
      'ICE606I 0 DFSORT CALL 0001 FOR SORT FROM IN       TO OUT      USING S1CNTL COMPLETED',
    );
    expect(done.spool('DFSMSG')).toContain('ICE054I 0 RECORDS - IN: 4, OUT: 4');
  });

  it.each([
    ['FIRST', 'A 001,B 002,C 003'],
    ['LAST', 'A 005,B 002,C 003'],
    ['ALLDUPS', 'A 001,A 005'],
    ['NODUPS', 'B 002,C 003'],
    ['FIRSTDUP', 'A 001'],
    ['LASTDUP', 'A 005'],
    ['HIGHER(1)', 'A 001,A 005'],
    ['EQUAL(1)', 'B 002,C 003'],
  ])('selects %s and leaves the rest to DISCARD', async (criterion, wanted) => {
    const done = await tool(` SELECT FROM(IN) TO(OUT) ON(1,1,CH) ${criterion} DISCARD(OTHER)`);
    expect(done.of('OUT').join()).toBe(wanted);
    expect([...done.of('OUT'), ...done.of('OTHER')].sort()).toEqual(['A 001', 'A 005', 'B 002', 'C 003']);
    expect(done.messages).toContain(
      `ICE638I 0 NUMBER OF RECORDS RESULTING FROM CRITERIA:  ${String(wanted.split(',').length).padStart(15, '0')}`,
    );
  });

  it.each([
    [' SPLICE FROM(IN) TO(OUT) ON(1,1,CH) WITH(5,1)', 'A 005'],
    [' SPLICE FROM(IN) TO(OUT) ON(1,1,CH) WITH(5,1) KEEPNODUPS', 'A 005,B 002,C 003'],
    [' SPLICE FROM(IN) TO(OUT) ON(1,1,CH) WITH(5,1) KEEPBASE', 'A 001,A 005'],
    [' SUBSET FROM(IN) TO(OUT) INPUT KEEP HEADER TRAILER', 'B 002,A 005'],
    [' SUBSET FROM(IN) TO(OUT) INPUT REMOVE FIRST(2)', 'C 003,A 005'],
    [' SUBSET FROM(IN) TO(OUT) INPUT KEEP RRN(2,3)', 'A 001,C 003'],
  ])('%s', async (statement, wanted) => {
    expect((await tool(statement)).of('OUT').join()).toBe(wanted);
  });

  it('sorts between header and trailer, and resizes', async () => {
    const sorted = await tool(' DATASORT FROM(IN) TO(OUT) HEADER USING(D1)', {
      dds: '//D1CNTL   DD *\n SORT FIELDS=(3,3,CH,D)\n/*',
    });
    expect(sorted.of('OUT')).toEqual(['B 002', 'A 005', 'C 003', 'A 001']);
    expect((await tool(' RESIZE FROM(IN) TO(OUT) TOLEN(40)')).of('OUT').slice(0, 3)).toEqual(['B 002', '', 'A 001']);
  });

  it('tells statistics, ranges and unique values', async () => {
    const done = await tool(
      ' STATS FROM(IN) ON(3,3,ZD)\n RANGE FROM(IN) ON(3,3,ZD) HIGHER(1) LOWER(5)\n UNIQUE FROM(IN) ON(1,1,CH)',
    );
    for (const message of [
      'MINIMUM: +000000000000001, MAXIMUM: +000000000000005',
      'AVERAGE: +000000000000002, TOTAL  : +000000000000011',
      'ICE631I 0 NUMBER OF VALUES IN RANGE FOR (3,3,ZD):  000000000000002',
      'FOR (1,1,CH):  000000000000003',
    ])
      expect(done.messages).toContain(message);
  });

  it('verifies decimal digits', async () => {
    const done = await tool(' VERIFY FROM(IN) ON(2,3,ZD)');
    expect(done.codes).toEqual(['CC 0012']);
    expect(done.messages).toContain('ICE618A 0 INVALID (2,3,ZD) VALUE - RECORD: 000000000000001, HEX VALUE: 40F0F0');
  });

  it('lists fields in columns, and how often values occur', async () => {
    const listed = await tool(
      " DISPLAY FROM(IN) LIST(OUT) TITLE('STOCK') PAGE -\n HEADER('KEY') HEADER('AMOUNT') ON(1,1,CH) ON(3,3,ZD) BLANK -\n TOTAL('SUM')",
    );
    expect(listed.of('OUT').map((line) => line.replaceAll(/\s+/g, ' '))).toEqual([
      '1STOCK - 1 -',
      '',
      'KEY AMOUNT',
      '--- ----------------',
      'B 2',
      'A 1',
      'C 3',
      'A 5',
      '',
      'SUM 11',
    ]);
    const occurring = await tool(' OCCUR FROM(IN) LIST(OUT) NOHEADER BLANK ON(1,1,CH) ON(VALCNT)');
    expect(occurring.of('OUT').map((line) => line.replaceAll(/\s+/g, ' '))).toEqual(['A 2', 'B 1', 'C 1']);
  });

  it('stops at an error, or goes on where MODE CONTINUE says so', async () => {
    const bad = ' COUNT FROM(NOWHERE)';
    const stopped = await tool(`${bad}\n COUNT FROM(IN)`);
    expect(stopped.codes).toEqual(['CC 0012']);
    expect(stopped.messages).toContain('ICE630I 2 MODE IN EFFECT:  SCAN');
    expect(stopped.messages).not.toContain('ICE628I');
    expect((await tool(` MODE CONTINUE\n${bad}\n COUNT FROM(IN)`)).messages).toContain('ICE628I');
  });

  it.each([
    ['an operator that does not exist', ' FROB FROM(IN)', 'ICE605A'],
    ['a keyword that does not exist', ' COUNT FROM(IN) WITHOUT', 'ICE604A'],
    ['a keyword that is missing', ' SELECT FROM(IN) TO(OUT) ON(1,1,CH)', 'ICE613A'],
    ['a control data set that is missing', ' SORT FROM(IN) TO(OUT) USING(XX)', 'ICE056A'],
  ])('ends 12 for %s', async (_, statement, message) => {
    const done = await tool(statement);
    expect([done.codes[0], done.messages.includes(message)]).toEqual(['CC 0012', true]);
  });

  it('ends 16 when DFSORT fails, and 24 without TOOLMSG', async () => {
    const failing = await tool(' SORT FROM(IN) TO(OUT) USING(S1)', {
      dds: '//S1CNTL   DD *\n SORT FIELDS=(1,1,XX,A)\n/*',
    });
    expect(failing.codes).toEqual(['CC 0016']);
    expect((await machine.run('//T EXEC PGM=ICETOOL')).codes).toEqual(['CC 0024']);
  });
});

describe('SyncSort', () => {
  it('has its own messages and abends U0016', async () => {
    const good = await machine.run(sortStep({ control: ' SORT FIELDS=(1,1,CH,A)', program: 'SYNCSORT' }));
    expect([good.codes[0], good.spool('SYSOUT').includes('WER054I  RCD IN          3, OUT          3')]).toEqual([
      'CC 0000',
      true,
    ]);
    machine.dataSets.remove('DEVA.OUT');
    const bad = await machine.run(sortStep({ control: ' SORT FIELDS=(1,1,XX,A)', program: 'SYNCSORT' }));
    expect([bad.codes[0], bad.spool('SYSOUT').includes('WER999A  UNSUCCESSFUL SORT')]).toEqual(['ABENDU0016', true]);
  });
});
