import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { converted } from './converted.ts';

const name = fc.string({ unit: fc.constantFrom(...Array.from('ABZ@09')), minLength: 1, maxLength: 9 });
const value = fc.oneof(
  name,
  fc.constantFrom(
    "'A B'",
    "'IT''S'",
    '&A',
    '&A..B',
    '&&T',
    '(A,B)',
    '((A),B',
    '',
    '*',
    '*.S.A',
    "'&A",
    'A(+1)',
    '4,LT',
  ),
);
const keyword = fc.constantFrom(
  ...'PGM PROC PARM COND TIME DSN DISP SPACE UNIT VOL DCB SYSOUT DDNAME PATH SYMBOLS DLM MEMBER ORDER SYMLIST A ZZ'.split(
    ' ',
  ),
);
const operand = fc.oneof(
  value,
  fc.tuple(keyword, value).map(([key, raw]) => `${key}=${raw}`),
  fc.tuple(keyword, name, value).map(([key, step, raw]) => `${key}.${step}=${raw}`),
);
const operation = fc.constantFrom(
  ...'JOB EXEC DD PROC PEND SET EXPORT JCLLIB INCLUDE IF ELSE ENDIF OUTPUT CNTL ENDCNTL COMMAND XMIT NOTIFY SCHEDULE exec'.split(
    ' ',
  ),
);
const statement = fc
  .tuple(fc.option(name), operation, fc.array(operand, { maxLength: 5 }), fc.boolean())
  .map(([label, word, operands, split]) =>
    word === 'IF'
      ? `//${label ?? ''} IF ${operands.join(' ')} THEN`
      : `//${label ?? ''} ${word} ${operands.join(split ? ',\n//  ' : ',')}`,
  );
const other = fc.constantFrom(
  '//* COMMENT',
  '/*',
  '//',
  'DATA',
  '/*JOBPARM P=PROC01',
  '/*XEQ',
  '$$',
  '//S1 EXEC P',
  '//A DD *',
);
const job = fc.array(fc.oneof({ weight: 4, arbitrary: statement }, { weight: 1, arbitrary: other }), { maxLength: 30 });

const members = {
  'SYS1.PROCLIB(P)': '//P PROC A=1\n//S EXEC PGM=&A\n//A DD DSN=X,DISP=SHR\n// INCLUDE MEMBER=Q\n// PEND',
  'SYS1.PROCLIB(Q)': '//B DD *\nX\n//  INCLUDE MEMBER=Q',
  'SYS1.PROCLIB(A)': '//A PROC\n//B EXEC A\n//C EXEC P',
};

describe('generated JCL', () => {
  it('always ends with a listing, and with steps or a message', () => {
    fc.assert(
      fc.property(job, (statements) => {
        const { listing, messages, job: model } = converted(statements.join('\n'), members);
        expect(listing.length).toBeGreaterThan(0);
        expect(model.steps.length + messages.length).toBeGreaterThan(0);
        for (const { text } of messages) expect(text).toMatch(/^(IEFC\d{3}I|NOTIFY) /);
      }),
      { numRuns: 250 },
    );
  });

  it('names a statement that is listed in every message', () => {
    fc.assert(
      fc.property(job, (statements) => {
        const { listing, messages } = converted(statements.join('\n'), members);
        const numbers = new Set(listing.map((line) => Number(line.slice(0, 9).trim() || 0)));
        for (const { statement: number } of messages) expect(number === 0 || numbers.has(number)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('large JCL', () => {
  const lines = (count: number, text: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => text(at)).join('\n');

  it('of 5,000 statements is converted whole', () => {
    const body = lines(
      250,
      (step) =>
        `//S${step} EXEC PGM=A\n${lines(19, (dd) => `//D${dd} DD DSN=${step === 0 ? 'A.B' : '*.S0.D0'},DISP=SHR`)}`,
    );
    const whole = converted(body);
    expect(whole.errors).toEqual([]);
    expect(whole.job.steps).toHaveLength(250);
    expect(whole.listing).toHaveLength(5001);
  });

  it.each([
    ['comments after a call', `//S1 EXEC P\n${lines(5000, () => '//* C')}`],
    ['continued conditions', `// IF RC = 0\n${lines(5000, () => '//   | RC = 0')}`],
    ['a condition of many parts', `// IF (${lines(600, () => '//   RC = 0 |').slice(5)} RC = 1) THEN`],
    ['parentheses', `//S1 EXEC PGM=A,PARM=${'('.repeat(40)}\n${lines(500, () => `//  ${'('.repeat(60)},`)}`],
    [
      'an open apostrophe',
      `//S1 EXEC PGM=A,PARM='${'X'.repeat(49)}\n${lines(5000, () => `//             ${'Y'.repeat(56)}`)}`,
    ],
    ['INCLUDE of itself', lines(3000, () => '// INCLUDE MEMBER=Q')],
    ['calls of itself', lines(300, (at) => `//S${at} EXEC A`)],
    ['data without an end', `//S1 EXEC PGM=A\n//A DD DATA\n${lines(5000, () => '//B DD DUMMY')}`],
    ['SET of each other', lines(3000, (at) => `// SET A=&B,B='&A.${at}'`)],
  ])('ends: %s', (_, body) => {
    expect(converted(body, members).listing.length).toBeGreaterThan(0);
  });
});
