import { tables } from './tables.ts';

/** Translates between host bytes and text. Characters that the page does not hold become X'3F' (SUB). */
export interface CodePage {
  readonly name: string;
  encode(text: string): Buffer;
  decode(bytes: Uint8Array): string;
}

const substitute = 0x3f;

function singleByte(name: string, characters: string): CodePage {
  const bytes = new Map(Array.from(characters, (character, byte) => [character, byte]));
  return {
    name,
    encode(text) {
      return Buffer.from(Array.from(text, (character) => bytes.get(character) ?? substitute));
    },
    decode(source) {
      let text = '';
      for (const byte of source) text += characters.charAt(byte);
      return text;
    },
  };
}

const latin = (rows: readonly string[]) => Buffer.from(rows.join(''), 'hex').toString('latin1');
const withEuro = (characters: string) => `${characters.slice(0, 0x9f)}\u20ac${characters.slice(0xa0)}`;

/** IBM-1047: what content of the practice system is kept in unless its writer says otherwise. */
export const ebcdic: CodePage = singleByte('IBM-1047', latin(tables['IBM-1047']));

const pages: readonly CodePage[] = [
  ebcdic,
  singleByte('IBM-037', latin(tables['IBM-037'])),
  singleByte('IBM-500', latin(tables['IBM-500'])),
  singleByte('IBM-1140', withEuro(latin(tables['IBM-037']))),
  {
    name: 'ISO8859-1',
    encode: (text) => Buffer.from(text, 'latin1'),
    decode: (bytes) => Buffer.from(bytes).toString('latin1'),
  },
  {
    name: 'UTF-8',
    encode: (text) => Buffer.from(text, 'utf8'),
    decode: (bytes) => Buffer.from(bytes).toString('utf8'),
  },
];

const plain = (name: string) =>
  name
    .toUpperCase()
    .replaceAll(/^(IBM|CP)-?|[-_]/g, '')
    .replace(/^0+/, '');
const byName = new Map(pages.map((page) => [plain(page.name), page]));

/** Finds a code page by the spellings in use: `IBM-037`, `037`, `IBM037`, `cp1047`, `utf8`, `ISO-8859-1`. */
export function codePage(name: string): CodePage | undefined {
  return byName.get(plain(name));
}

const weights = new Map(
  Array.from(ebcdic.decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)), (c, byte) => [c, byte]),
);

/** Order of names in directories and catalogs: by EBCDIC byte, so letters stand before digits. */
export function compareEbcdic(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const apart = (weights.get(left.charAt(at)) ?? 256) - (weights.get(right.charAt(at)) ?? 256);
    if (apart !== 0) return apart;
  }
  return left.length - right.length;
}
