import { describe, expect, it } from '@jest/globals';
import { packageRows } from '../../src/readiness/packages.rules.ts';
import { scanFaults } from '../../src/readiness/scan.rules.ts';
import { answerOf, failed, passed, unknown } from '../../src/readiness/system-answers.rules.ts';

const check = { kind: 'absent' as const, question: 'Free?', members: [{ library: 'A.B', member: 'C' }], dataSets: [] };

describe('one answer from several findings', () => {
  it('fails before it is unknown, and is unknown before it passes', () => {
    const bad = failed('X is there', 'Remove X', 'implementer');
    const open = unknown('no answer', 'Look', 'administrator');
    expect(answerOf(check, [passed, open, bad], 'good')).toMatchObject({
      verdict: 'fail',
      nextAction: { what: 'Remove X' },
    });
    expect(answerOf(check, [passed, open], 'good')).toMatchObject({ verdict: 'unknown', found: 'no answer' });
    expect(answerOf(check, [passed, passed], 'good')).toMatchObject({ verdict: 'pass', found: 'good' });
  });

  it('names three things and counts the rest', () => {
    const many = ['A', 'B', 'C', 'D', 'E'].map((name) => failed(`${name} differs`, 'Look', 'implementer'));
    expect(answerOf(check, many, 'good').found).toBe('A differs; B differs; C differs; and 2 more');
  });
});

describe('a scanned job', () => {
  it('passes over messages that only tell what was done', () => {
    expect(scanFaults('        3 IEFC653I SUBSTITUTION JCL - PGM=X\n IEFC001I PROCEDURE P WAS EXPANDED')).toEqual([]);
  });

  it.each(['  2 IEFC605I UNIDENTIFIED OPERATION FIELD', '10.00.44 JOB04712  IEFC452I J - JOB NOT RUN - JCL ERROR'])(
    'does not pass with %s',
    (line) => {
      expect(scanFaults(`fine\n${line}`)).toEqual([line.trim()]);
    },
  );
});

describe('rows of the package query', () => {
  const row = '   1_| SAVPROD | SVINTPST | R2609A | 1A2B3C4D5E6F7081 |';
  const count = (n: number) => `0SUCCESSFUL RETRIEVAL OF          ${n} ROW(S)`;

  it('are read when every statement was counted', () => {
    expect(packageRows([row, count(1), count(0)].join('\n'), 2)).toEqual([
      { collection: 'SAVPROD', name: 'SVINTPST', version: 'R2609A', token: '1A2B3C4D5E6F7081' },
    ]);
  });

  it.each([
    ['a statement has no count', [row, count(1)]],
    ['rows are missing', [count(1), count(0)]],
    ['Db2 reported an error', [row, count(1), count(0), 'DSNT408I SQLCODE = -204, ERROR']],
  ])('are not trusted when %s', (_what, lines) => {
    expect(packageRows(lines.join('\n'), 2)).toBeUndefined();
  });
});
