import { ebcdic } from '../../codepages/code-page.ts';

/** Characters of hexadecimal digits in the code page of the system. */
export function decodeHex(digits: string): string {
  return ebcdic.decode(Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex'));
}
