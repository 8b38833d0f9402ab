/** Field editing as IEBGENER and IEBPTPCH do it (z/OS DFSMSdfp Utilities, RECORD statement). */

import { ebcdic } from '../../codepages/code-page.ts';
import { literalBytes, numberIn, textOf } from './utility-statements.rules.ts';
import type { OperandValue } from './utility-statements.rules.ts';

export type Conversion = 'PZ' | 'ZP' | 'XE' | undefined;

export interface EditedField {
  /** Bytes taken from the input, or of the literal. */
  length: number;
  /** Bytes of a literal, or the first input column, from 0. */
  from: Buffer | number;
  conversion: Conversion;
  /** First output column, from 0. */
  to: number;
}

const blank = 0x40;
const conversions = ['PZ', 'ZP', 'XE'] as const;

/** `FIELD=(length,input-location or 'literal',conversion,output-location)`; undefined when it cannot be read. */
export function fieldOf(value: OperandValue, defaultTo = 1): EditedField | undefined {
  const items = value.kind === 'list' ? value.items : [value];
  if (items.length > 4) return undefined;
  const [length, from, conversion, to] = items;
  const given = (one: OperandValue | undefined) => one !== undefined && textOf(one) !== '';
  const source = from?.kind === 'literal' ? literalBytes(from) : given(from) ? numberIn(from) : 1;
  const bytes = given(length) ? numberIn(length) : Buffer.isBuffer(source) ? source.length : 80;
  const place = given(to) ? numberIn(to) : defaultTo;
  const named = given(conversion) ? conversions.find((one) => one === textOf(conversion)) : undefined;
  if (bytes === undefined || source === undefined || place === undefined) return undefined;
  if (given(conversion) && named === undefined) return undefined;
  if (place < 1 || (typeof source === 'number' && source < 1)) return undefined;
  return { length: bytes, from: typeof source === 'number' ? source - 1 : source, conversion: named, to: place - 1 };
}

/** Bytes that the field has in the output. */
export function editedLength({ length, conversion }: EditedField): number {
  if (conversion === 'PZ') return Math.max(0, 2 * length - 1);
  if (conversion === 'ZP') return Math.floor(length / 2) + 1;
  return conversion === 'XE' ? 2 * length : length;
}

/** Builds an output record; columns that no field fills are blank. */
export function edited(record: Buffer, fields: readonly EditedField[]): Buffer {
  const end = Math.max(0, ...fields.map((field) => field.to + editedLength(field)));
  const output = Buffer.alloc(end, blank);
  for (const field of fields) {
    const source =
      typeof field.from === 'number'
        ? padded(record.subarray(field.from, field.from + field.length), field.length)
        : padded(field.from.subarray(0, field.length), field.length);
    converted(source, field.conversion).copy(output, field.to);
  }
  return output;
}

const padded = (bytes: Buffer, length: number) =>
  bytes.length === length ? bytes : Buffer.concat([bytes, Buffer.alloc(length - bytes.length, blank)]);

function converted(bytes: Buffer, conversion: Conversion): Buffer {
  if (conversion === 'PZ') return unpacked(bytes);
  if (conversion === 'ZP') return packed(bytes);
  return conversion === 'XE' ? ebcdic.encode(bytes.toString('hex').toUpperCase()) : bytes;
}

/** Packed to unpacked decimal: each digit gets a zone, the sign stands in the last zone. */
function unpacked(bytes: Buffer): Buffer {
  const digits: number[] = [];
  for (const byte of bytes) digits.push(byte >> 4, byte & 15);
  const sign = digits.pop() ?? 15;
  return Buffer.from(digits.map((digit, at) => ((at === digits.length - 1 ? sign : 15) << 4) | digit));
}

/** Unpacked to packed decimal. */
function packed(bytes: Buffer): Buffer {
  const nibbles = [...bytes].map((byte) => byte & 15);
  nibbles.push((bytes.at(-1) ?? 0xf0) >> 4);
  if (nibbles.length % 2 === 1) nibbles.unshift(0);
  return Buffer.from(
    Array.from({ length: nibbles.length / 2 }, (_, at) => ((nibbles[2 * at] ?? 0) << 4) | (nibbles[2 * at + 1] ?? 0)),
  );
}
