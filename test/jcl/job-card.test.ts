import { describe, expect, it } from '@jest/globals';
import { JobCard } from '../../src/estate/estate.schema.ts';
import { correlatorOf, jobCardOf, jobCardValues } from '../../src/jcl/index.ts';

const card = JobCard.parse({
  system: 'KSB1',
  accounting: 'SAV,{{version}}',
  programmer: '{{release}} {{changes}}',
  class: 'R',
  messageClass: 'Q',
  notify: 'RLMOPS',
});
const values = jobCardValues({
  release: 'REL-000042',
  version: 'R2609A',
  prefix: 'R609A',
  step: '030',
  changes: ['CHG-000481', 'CHG-000487'],
});
const correlator = 'LABCDEFGHIJKLMNOPQRSTUVWXY';

describe('the JOB card', () => {
  it('of a release job is held and carries the correlator', () => {
    expect(jobCardOf({ card, jobname: 'R609A030', type: 'HOLD', values, correlator })).toEqual([
      "//R609A030 JOB (SAV,R2609A),'REL42 CHG481 CHG487',CLASS=R,MSGCLASS=Q,",
      '//  MSGLEVEL=(1,1),NOTIFY=RLMOPS,TYPRUN=HOLD,',
      "//  UJOBCORR='LABCDEFGHIJKLMNOPQRSTUVWXY'",
    ]);
  });

  it('of a scan carries none, because a scan is no attempt', () => {
    expect(jobCardOf({ card, jobname: 'R609A030', type: 'SCAN', values, correlator }).join('\n')).toMatch(
      /NOTIFY=RLMOPS,TYPRUN=SCAN$/,
    );
  });

  it('of a job that starts at once has no TYPRUN', () => {
    expect(jobCardOf({ card, jobname: 'R609AQRY', type: 'RUN', values }).join('\n')).not.toContain('TYPRUN');
  });

  it('keeps the programmer field to 20 characters by leaving out whole words, and doubles apostrophes', () => {
    const many = jobCardValues({
      ...values,
      release: 'REL-000042',
      changes: ['CHG-000481', 'CHG-000487', 'CHG-000490'],
    });
    expect(jobCardOf({ card, jobname: 'R609A030', type: 'RUN', values: many })[0]).toContain("'REL42 CHG481 CHG487'");
    const named = { ...card, programmer: "O'Neil" };
    expect(jobCardOf({ card: named, jobname: 'R609A030', type: 'RUN', values })[0]).toContain("'O''Neil'");
  });

  it('refuses accounting information that would end the operand', () => {
    const bad = { ...card, accounting: 'SAV),CLASS=A' };
    expect(() => jobCardOf({ card: bad, jobname: 'R609A030', type: 'RUN', values })).toThrow(/Accounting/);
  });
});

describe('the correlator of an attempt', () => {
  it('is the same whoever computes it, and another for each attempt, step, run and book', () => {
    const one = correlatorOf('BAAAA', 'RUN-000001', '030', 1);
    expect(one).toBe(correlatorOf('BAAAA', 'RUN-000001', '030', 1));
    expect(one).toMatch(/^L[A-Z2-7]{25}$/);
    const all = [
      one,
      correlatorOf('BAAAA', 'RUN-000001', '030', 2),
      correlatorOf('BAAAA', 'RUN-000001', '040', 1),
      correlatorOf('BAAAA', 'RUN-000002', '030', 1),
      correlatorOf('BAAAB', 'RUN-000001', '030', 1),
    ];
    expect(new Set(all).size).toBe(5);
  });

  it('keeps its form', () => {
    expect(correlatorOf('BAAAAAAAAAAAAAAAAAAAAAAAAAA', 'RUN-000001', '030', 1)).toBe('LE6GFW2NOI22BZ7VDKT42L4V2Q');
  });
});
