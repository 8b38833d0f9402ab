import { describe, expect, it } from '@jest/globals';
import { approvedDigest, jclDigests, withoutJobStatement } from '../../src/jcl/index.ts';

const body = ['//S1 EXEC PGM=IEFBR14', '//SYSIN DD *', '  KEEP   ', '/*'];

describe('the digest that people approve', () => {
  const approved = approvedDigest(body);

  it.each([
    ['a plain JOB statement', ['//J JOB 1']],
    ['a continued one', ["//J JOB (SAV),'X Y',CLASS=R,", '//  TYPRUN=HOLD,', "//  UJOBCORR='L1'"]],
    ['one with a comment that ends in a comma', ["//J JOB (SAV),'A,B'   a comment,"]],
    ['a continued one with comments', ['//J JOB 1,CLASS=R, because,', '//  MSGCLASS=Q and so on,']],
  ])('does not depend on %s', (_what, job) => {
    expect(jclDigests([...job, ...body]).approved).toBe(approved);
  });

  it('does not depend on trailing blanks, line ends or a last empty line', () => {
    expect(jclDigests(`//J JOB 1\r\n${body.map((line) => `${line}  `).join('\r\n')}\r\n`).approved).toBe(approved);
  });

  it('changes with one character of the body, and the intent with one of the JOB statement', () => {
    const one = jclDigests(['//J JOB 1', ...body]);
    expect(jclDigests(['//J JOB 1', ...body.slice(0, 3), '  KEEPX', '/*']).approved).not.toBe(one.approved);
    expect(jclDigests(['//K JOB 1', ...body])).toMatchObject({ approved: one.approved });
    expect(jclDigests(['//K JOB 1', ...body]).intent).not.toBe(one.intent);
  });

  it('keeps comment cards and statements that come before the first EXEC', () => {
    expect(withoutJobStatement(['//J JOB 1,', '//* between', '//  CLASS=A', '// JCLLIB ORDER=X.Y', ...body])).toEqual([
      '// JCLLIB ORDER=X.Y',
      ...body.map((line) => line.trimEnd()),
    ]);
  });
});
