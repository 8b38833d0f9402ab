import type { IndexValue } from '../../ledger/view.schema.ts';
import type { Bound } from '../query.rules.ts';

/** Sorts after whatever may follow a prefix. */
const afterAll = '\uffff';

/**
 * A place as one text whose order is the place's own order: numbers before strings, strings by UTF-8 bytes, shorter
 * before longer. It holds for comparison by UTF-8 bytes (MongoDB's simple collation) and by UTF-16 units alike:
 * U+0000 and U+0001 are escaped to leave a terminator free, and what lies beyond U+FFFE is put behind U+FFFF.
 */
export const placeText = (place: readonly IndexValue[]): string => place.map(valueText).join('');

export const boundText = ({ place, past }: Bound): string => placeText(place) + (past ? afterAll : '');

function valueText(value: IndexValue): string {
  if (typeof value === 'number') return `n${numberText(value)}\u0000`;
  const text = value
    // eslint-disable-next-line no-control-regex -- the two lowest characters make room for the terminator
    .replaceAll(/[\u0000\u0001]/g, (low) => `\u0001${low === '\u0000' ? '\u0001' : '\u0002'}`)
    .replaceAll(/[\uffff\u{10000}-\u{10ffff}]/gu, (high) => `\uffff${high === '\uffff' ? '\u0001' : high}`);
  return `s${text}\u0000`;
}

/** IEEE 754 bits in hexadecimal, turned so that their order is the numbers' order. */
function numberText(value: number): string {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value === 0 ? 0 : value);
  const negative = ((bits[0] ?? 0) & 0x80) !== 0;
  for (const [index, byte] of bits.entries()) bits[index] = negative ? ~byte : index === 0 ? byte | 0x80 : byte;
  return bits.toString('hex');
}
