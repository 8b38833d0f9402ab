import { describe, expect, it } from '@jest/globals';
import { codePage, codePageNames, compareEbcdic, ebcdic } from '../../../src/practice/codepages/code-page.ts';

const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const hex = (name: string, text: string) => codePage(name)!.encode(text).toString('hex').toUpperCase();

describe('code pages', () => {
  it('give back every byte that they decode, each byte as a character of its own', () => {
    for (const name of codePageNames.filter((one) => !/^(UTF|UCS)/.test(one))) {
      const page = codePage(name)!;
      expect([name, new Set(page.decode(all)).size, page.encode(page.decode(all)).equals(all)]).toEqual([
        name,
        256,
        true,
      ]);
    }
  });

  it('differ where 1047 and 037 differ: brackets, caret and not sign', () => {
    expect(hex('IBM-1047', '[]^¬')).toBe('ADBD5FB0');
    expect(hex('037', '[]^¬')).toBe('BABBB05F');
    expect(hex('500', '[]!|')).toBe('4A5A4FBB');
    expect(hex('924', '[]€Œ')).toBe('ADBD9FB7');
  });

  it.each([
    ['IBM-273', 'ÄÖÜäöüß', '4AE05AC06AD0A1'],
    ['IBM-277', 'ÆØÅæøå', '7B7C5BC06AD0'],
    ['IBM-278', 'ÄÖÅäöå', '7B7C5BC06AD0'],
    ['IBM-280', 'àèéìòù', 'C0D05AA16A79'],
    ['IBM-284', 'Ññ¡¿', '7B6AAAAB'],
    ['IBM-285', '£$', '5B4A'],
    ['IBM-297', 'éèàçù£', 'C0D07CE06A7B'],
    ['IBM-871', 'ÞÐÆÖþðæö', '4A7C5A5FC079D0A1'],
    ['IBM-870', 'ŁłŻżŐő', 'BA9AB4B2EFCF'],
    ['IBM-850', 'é€', '821A'],
    ['ISO8859-15', 'é€', 'E9A4'],
    ['ISO8859-1', 'é€', 'E91A'],
  ])('%s has national letters where they belong', (name, letters, bytes) => expect(hex(name, letters)).toBe(bytes));

  it.each(['1140', '1141', '1144', '1145', '1146', '1147', '1148', '1149', '924', '1153'])(
    "%s has the euro at X'9F'",
    (name) => expect(hex(name, '€')).toBe('9F'),
  );

  it.each(['1142', '1143'])("%s has the euro at X'5A'", (name) => expect(hex(name, '€')).toBe('5A'));

  it.each(['1140/037', '1141/273', '1142/277', '1143/278', '1144/280', '1145/284', '1146/285', '1147/297'])(
    '%s: the page with the euro has lost the currency sign alone',
    (pair) => {
      const [euro, plain] = pair.split('/').map((name) => codePage(name)!.decode(all));
      expect(euro).toBe(plain!.replace('¤', '€'));
    },
  );

  it("end lines with X'15' and keep X'25' for the next-line control, on every EBCDIC page", () => {
    for (const name of codePageNames.filter((one) => /^IBM-(?!850)/.test(one)))
      expect([name, hex(name, 'A0 \n\u0085')]).toEqual([name, 'C1F0401525']);
  });

  it('keep Unicode as it is', () => {
    expect(hex('UTF-8', 'é€😀')).toBe('C3A9E282ACF09F9880');
    expect(hex('UCS-2', 'A€')).toBe('004120AC');
    expect(codePage('UTF-16')!.decode(Buffer.from('004120AC', 'hex'))).toBe('A€');
  });

  it("put X'3F' for one character that they do not hold, also for a pair of surrogates", () => {
    expect(hex('1047', 'A😀B漢')).toBe('C13FC23F');
  });

  it('are found by every spelling in use; pages of double bytes are unknown', () => {
    for (const name of ['IBM-1047', 'IBM1047', '1047', 'cp1047', 'ibm-01047', ' 1047 '])
      expect(codePage(name)).toBe(ebcdic);
    expect(codePage('IBM-037')).toBe(codePage('37'));
    expect(codePage('utf8')?.name).toBe('UTF-8');
    expect(codePage('ISO-8859-1')).toBe(codePage('819'));
    for (const name of ['IBM-930', 'IBM-937', 'IBM-939', 'IBM-1399', '', 'nonsense'])
      expect(codePage(name)).toBe(undefined);
  });

  it('order letters before digits', () => {
    expect(['0', 'A', '#', 'Z', '$'].sort(compareEbcdic)).toEqual(['$', '#', 'A', 'Z', '0']);
  });
});
