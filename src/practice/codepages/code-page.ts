import type { CodePage } from './page.ts';
import { changed, singleByte } from './single-byte.ts';
import { differences, latin9, openSystems, personalComputer, withEuro } from './tables.ts';

export type { CodePage } from './page.ts';

const latin1 = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1');
const openSystemsCharacters = Buffer.from(openSystems.join(''), 'hex').toString('latin1');

/** IBM-1047: what content of the practice system is kept in unless its writer says otherwise. */
export const ebcdic: CodePage = singleByte('IBM-1047', openSystemsCharacters);

const unicode: readonly CodePage[] = [
  {
    name: 'UTF-8',
    encode: (text) => Buffer.from(text, 'utf8'),
    decode: (bytes) => Buffer.from(bytes).toString('utf8'),
  },
  {
    name: 'UCS-2',
    encode: (text) => Buffer.from(text, 'utf16le').swap16(),
    decode: (bytes) =>
      Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le'),
  },
  {
    name: 'UTF-16LE',
    encode: (text) => Buffer.from(text, 'utf16le'),
    decode: (bytes) => Buffer.from(bytes).toString('utf16le'),
  },
];

/** How the pages are made, each when it is first asked for. */
const makers = new Map<string, () => CodePage>();
for (const [name, change] of Object.entries(differences))
  makers.set(name, () => singleByte(name, changed(openSystemsCharacters, change)));
for (const [name, base] of Object.entries(withEuro)) {
  const change = differences[base];
  if (change !== undefined)
    makers.set(name, () => singleByte(name, changed(openSystemsCharacters, change).replace('¤', '€')));
}
makers.set('ISO8859-1', () => singleByte('ISO8859-1', latin1, 'ascii'));
makers.set('ISO8859-15', () => singleByte('ISO8859-15', changed(latin1, latin9), 'ascii'));
makers.set('IBM-850', () => singleByte('IBM-850', latin1.slice(0, 0x80) + personalComputer.join(''), 'ascii'));

/** Other names that z/OS converters know: coded character set numbers (z/OS Unicode Services User's Guide, CCSIDs). */
const otherNames: Readonly<Record<string, string>> = {
  '819': 'ISO8859-1',
  '923': 'ISO8859-15',
  LATIN1: 'ISO8859-1',
  '1208': 'UTF-8',
  '1200': 'UCS-2',
  '13488': 'UCS-2',
  'UTF-16': 'UCS-2',
  'UTF-16BE': 'UCS-2',
  '1202': 'UTF-16LE',
};

const plain = (name: string) =>
  name
    .toUpperCase()
    .replaceAll(/^(IBM|CP|CCSID)-?|[-_]/g, '')
    .replace(/^0+/, '');

const officialNames = new Map([
  ...[ebcdic.name, ...unicode.map(({ name }) => name), ...makers.keys()].map((name) => [plain(name), name] as const),
  ...Object.entries(otherNames).map(([other, name]) => [plain(other), name] as const),
]);
const made = new Map([ebcdic, ...unicode].map((page) => [page.name, page]));

/**
 * Finds a code page by the spellings in use: `IBM-037`, `037`, `IBM037`, `cp1047`, `utf8`, `ISO-8859-1`. Pages of double
 * bytes (IBM-930, 933, 935, 937, 939, 1390, 1399) are not among them.
 */
export function codePage(name: string): CodePage | undefined {
  const official = officialNames.get(plain(name.trim()));
  if (official === undefined) return undefined;
  const known = made.get(official) ?? makers.get(official)?.();
  if (known !== undefined) made.set(official, known);
  return known;
}

/** Every code page by its official name. */
export const codePageNames: readonly string[] = [...new Set(officialNames.values())];

const weights = new Uint16Array(0x1_0000).fill(256);
for (let byte = 0; byte < 256; byte += 1) weights[openSystemsCharacters.charCodeAt(byte)] = byte;

/** Order of names in directories and catalogs: by EBCDIC byte, so letters stand before digits. */
export function compareEbcdic(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const apart = (weights[left.charCodeAt(at)] ?? 256) - (weights[right.charCodeAt(at)] ?? 256);
    if (apart !== 0) return apart;
  }
  return left.length - right.length;
}
