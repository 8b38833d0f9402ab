import { describe, expect, it } from '@jest/globals';
import { readLayouts } from '../../../src/practice/programs/compiling/copybook.ts';
import { packed, toPacked, toZoned, zoned } from '../../../src/practice/programs/decimal.ts';

const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('decimal fields', () => {
  it.each([
    ['F0F1F2', 12n],
    ['F0F1C2', 12n],
    ['F0F1D2', -12n],
    ['404040F2', 2n],
  ])('reads zoned %s', (hex, value) => {
    expect(zoned(bytes(hex), true)).toBe(value);
  });

  it.each(['404040', 'F0F1FA', 'F0C1C1F0' + '40'])('raises a data exception for zoned %s', (hex) => {
    expect(() => zoned(bytes(hex), true)).toThrow(
      expect.objectContaining({ completion: expect.objectContaining({ code: '0C7' }) }),
    );
  });

  it('takes blanks in an unsigned field for zero, as NUMPROC(NOPFD) code does', () => {
    expect(zoned(bytes('4040'), false)).toBe(0n);
  });

  it.each([
    ['12345C', 12345n],
    ['12345D', -12345n],
    ['12345F', 12345n],
  ])('reads packed %s', (hex, value) => {
    expect(packed(bytes(hex))).toBe(value);
  });

  it('raises a data exception for packed blanks', () => {
    expect(() => packed(bytes('404040'))).toThrow('0C7');
  });

  it('reads back what it wrote', () => {
    expect(zoned(toZoned(-1207n, 7, true), true)).toBe(-1207n);
    expect(packed(toPacked(-1207n, 4, true))).toBe(-1207n);
  });
});

describe('record layouts', () => {
  it('counts bytes of groups, OCCURS, packed and FILLER', () => {
    const [layout] = readLayouts([
      '       01  REC.',
      '           05  A                  PIC X(3).',
      '      * A COMMENT WITH PIC X(99).',
      '           05  FILLER             PIC X.',
      '           05  G.',
      '               10  RATE           PIC S9(2)V9(5)',
      '                                  OCCURS 4 TIMES.',
      '           05  P                  PIC S9(11)V99 COMP-3.',
    ]);
    expect(layout).toMatchObject({ name: 'REC', length: 3 + 1 + 28 + 7 });
    expect(layout?.fields.get('RATE')).toMatchObject({ offset: 4, length: 7, occurs: 4, scale: 5, signed: true });
    expect(layout?.fields.get('P')).toMatchObject({ offset: 32, length: 7, usage: 'PACKED' });
  });

  it('refuses clauses that it would get wrong', () => {
    expect(() => readLayouts(['       01  R.', '           05  A REDEFINES B      PIC X.'])).toThrow('REDEFINES');
  });
});
