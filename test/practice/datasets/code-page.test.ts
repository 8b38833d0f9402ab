import { describe, expect, it } from '@jest/globals';
import { codePage, compareEbcdic, ebcdic } from '../../../src/practice/codepages/code-page.ts';

describe('code pages', () => {
  it('give back every byte that they decode', () => {
    for (const name of ['IBM-1047', 'IBM-037', 'IBM-500', 'IBM-1140', 'ISO8859-1']) {
      const page = codePage(name)!;
      const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      expect(page.encode(page.decode(all))).toEqual(all);
    }
  });

  it('differ where 1047 and 037 differ: brackets, caret and not sign', () => {
    expect(ebcdic.encode('[]^¬')).toEqual(Buffer.from('ADBD5FB0', 'hex'));
    expect(codePage('037')?.encode('[]^¬')).toEqual(Buffer.from('BABBB05F', 'hex'));
    expect(ebcdic.encode('A0 \n')).toEqual(Buffer.from('C1F04015', 'hex'));
  });

  it('are found by every spelling in use', () => {
    for (const name of ['IBM-1047', 'IBM1047', '1047', 'cp1047']) expect(codePage(name)).toBe(ebcdic);
    expect(codePage('utf8')?.name).toBe('UTF-8');
    expect(codePage('IBM-930')).toBeUndefined();
  });

  it('order letters before digits', () => {
    expect(['0', 'A', '#', 'Z', '$'].sort(compareEbcdic)).toEqual(['$', '#', 'A', 'Z', '0']);
  });
});
