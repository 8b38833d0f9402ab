import { describe, expect, it } from '@jest/globals';
import { complaintsOf, dbrmToken, loadCarriesToken, messagesIn } from '../../src/jcl/index.ts';

describe('messages in output', () => {
  const text = [
    ' IEB167I FOLLOWING MEMBER(S) COPIED FROM INPUT DATA SET REFERENCED BY IN',
    ' IEB154I SVCINTR  HAS BEEN SUCCESSFULLY COPIED',
    ' ICE054I 0 RECORDS - IN: 25000, OUT: 25000',
  ].join('\n');

  it('are found by their words, an asterisk standing for the rest of one line at most', () => {
    const rules = [
      { text: ' SVCINTR *HAS BEEN*COPIED' },
      { text: ' CINTR *HAS BEEN*COPIED' },
      { text: 'IEB167I*OUT: ' },
      { text: 'MEMBER(S)' },
    ];
    expect(messagesIn(text, rules)).toEqual([rules[0], rules[3]]);
  });

  it('that are missing or forbidden are complaints; the DD name counts', () => {
    const outputs = [{ ddname: 'SYSPRINT', text }];
    expect(
      complaintsOf(outputs, {
        requires: [{ text: 'ICE054I*OUT: *' }, { text: 'DSNT232I' }, { text: 'IEB154I', ddname: 'SYSOUT' }],
        forbids: [{ text: 'OUT: 0' }, { text: 'IEB167I', ddname: 'SYSPRINT' }],
      }),
    ).toEqual(['missing: DSNT232I', 'missing in SYSOUT: IEB154I', 'forbidden in SYSPRINT: IEB167I']);
  });
});

describe('consistency tokens', () => {
  const token = Buffer.from('1A2B3C4D5E6F7081', 'hex');
  const dbrm = Buffer.alloc(160, 0x40);
  token.copy(dbrm, 24);

  it('stand in columns 25 to 32 of a DBRM', () => {
    expect(dbrmToken(dbrm)).toBe('1A2B3C4D5E6F7081');
    expect(dbrmToken(dbrm.subarray(0, 100))).toBeUndefined();
    expect(dbrmToken(Buffer.alloc(80, 0x40))).toBeUndefined();
    expect(dbrmToken(Buffer.alloc(80))).toBeUndefined();
  });

  it('stand in a load module with their halves swapped', () => {
    const swapped = Buffer.from('5E6F70811A2B3C4D', 'hex');
    expect(loadCarriesToken(Buffer.concat([Buffer.alloc(13), swapped, Buffer.alloc(5)]), '1A2B3C4D5E6F7081')).toBe(
      true,
    );
    expect(loadCarriesToken(Buffer.concat([Buffer.alloc(13), token, Buffer.alloc(5)]), '1A2B3C4D5E6F7081')).toBe(false);
    expect(loadCarriesToken(swapped, 'no token')).toBe(false);
  });
});
