import type { CodePage } from './page.ts';

/** SUB: what a character becomes that the page does not hold. */
const ebcdicSubstitute = 0x3f;
const asciiSubstitute = 0x1a;

/** A page of 256 code points: `characters` has the one of each. */
export function singleByte(name: string, characters: string, family: 'ebcdic' | 'ascii' = 'ebcdic'): CodePage {
  const substitute = family === 'ebcdic' ? ebcdicSubstitute : asciiSubstitute;
  const bytes = new Uint8Array(0x1_0000).fill(substitute);
  const units = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    const unit = characters.charCodeAt(byte);
    units[byte] = unit;
    bytes[unit] = byte;
  }
  return {
    name,
    encode: (text) => encoded(text, bytes, substitute),
    decode(source) {
      const wide = Buffer.allocUnsafe(source.length * 2);
      for (let at = 0; at < source.length; at += 1) wide.writeUInt16LE(units[source[at] ?? 0] ?? 0, at * 2);
      return wide.toString('utf16le');
    },
  };
}

function encoded(text: string, bytes: Uint8Array, substitute: number): Buffer {
  const whole = Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const isPair = (unit & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
    whole[length] = isPair ? substitute : (bytes[unit] ?? substitute);
    length += 1;
    if (isPair) at += 1;
  }
  return whole.subarray(0, length);
}

/** `characters` with others at some code points: two hexadecimal digits each, and what stands there. */
export function changed(characters: string, [codePoints, others]: readonly [string, string]): string {
  const units = characters.split('');
  for (const [at, byte] of Buffer.from(codePoints, 'hex').entries()) units[byte] = others.charAt(at);
  return units.join('');
}
