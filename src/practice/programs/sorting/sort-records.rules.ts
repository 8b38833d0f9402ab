/** Sorting and merging by control fields. */

import { keyWidth, type SortKey, writeKey } from './keys.rules.ts';

/** The keys of many records, side by side in one area. */
interface KeyArea {
  bytes: Buffer;
  width: number;
}

function keysOf(records: readonly Uint8Array[], keys: readonly SortKey[], centuryStart: number): KeyArea {
  const width = keys.reduce((sum, key) => sum + keyWidth(key), 0);
  const bytes = Buffer.alloc(records.length * width);
  records.forEach((record, index) => {
    let at = index * width;
    for (const key of keys) {
      writeKey(bytes, at, record, key, centuryStart);
      at += keyWidth(key);
    }
  });
  return { bytes, width };
}

const compareAt = ({ bytes, width }: KeyArea, left: number, right: number): number =>
  bytes.compare(bytes, right * width, right * width + width, left * width, left * width + width);

/** Whether neighbours of a sorted list have equal keys. */
export type SameKey = (left: number, right: number) => boolean;

/**
 * Sorts; equal keys keep their order whether EQUALS was asked for or not. The work area holds the records themselves
 * (shared with whoever read them), their keys and one number a record.
 */
export function sortRecords<T extends Uint8Array>(
  records: readonly T[],
  keys: readonly SortKey[],
  centuryStart: number,
): { records: T[]; same: SameKey } {
  const area = keysOf(records, keys, centuryStart);
  const order = Uint32Array.from(records, (_, index) => index);
  const head = Math.min(6, area.width);
  const heads = Float64Array.from(records, (_, index) =>
    head === 0 ? 0 : area.bytes.readUIntBE(index * area.width, head),
  );
  order.sort((a, b) => (heads[a] ?? 0) - (heads[b] ?? 0) || compareAt(area, a, b) || a - b);
  return {
    records: Array.from(order, (index) => records[index]).filter((record) => record !== undefined),
    same: (left, right) => compareAt(area, order[left] ?? 0, order[right] ?? 0) === 0,
  };
}

/** Place of the first record that is lower than the one before it; undefined when the list is in order. */
export function outOfSequence(
  records: readonly Uint8Array[],
  keys: readonly SortKey[],
  centuryStart: number,
): number | undefined {
  const area = keysOf(records, keys, centuryStart);
  for (let at = 1; at < records.length; at += 1) if (compareAt(area, at - 1, at) > 0) return at;
  return undefined;
}

/** Compares keys of two lists of records, for matching files. */
export function keyBytes(record: Uint8Array, keys: readonly SortKey[], centuryStart: number): Buffer {
  return keysOf([record], keys, centuryStart).bytes;
}
