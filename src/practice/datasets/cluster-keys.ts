import { DataSetError } from './data-sets.ts';
import type { ClusterDefinition, VsamKey, VsamRange, VsamRecord } from './vsam.ts';

/** @throws DataSetError `record-length` for a record that is too long, or too short for its key */
export function demandLength(
  dsname: string,
  { type, key, maximumRecord }: ClusterDefinition,
  { length }: Buffer,
): void {
  const least = key === undefined ? 1 : key.offset + key.length;
  if (length > maximumRecord || length < least || (type === 'LDS' && length !== 4096))
    throw new DataSetError({ kind: 'record-length', dsname, length });
}

export const keyIn = ({ offset, length }: { offset: number; length: number }, data: Buffer) =>
  data.subarray(offset, offset + length);

export const keyText = (key: VsamKey) => (typeof key === 'number' ? String(key) : key.toString('hex').toUpperCase());

export const missing = (dsname: string, key: VsamKey) =>
  new DataSetError({ kind: 'record-missing', dsname, key: keyText(key) });

/** Records in the order of another key, those of a range alone. */
export function byAlternateKey(
  records: readonly VsamRecord[],
  key: { offset: number; length: number },
  { from, to, skip = 0, count = Infinity }: VsamRange,
) {
  const low = typeof from === 'number' ? undefined : from;
  const high = typeof to === 'number' ? undefined : to;
  const within = (own: Buffer) =>
    (low === undefined || Buffer.compare(own, low) >= 0) &&
    (high === undefined || Buffer.compare(own.subarray(0, high.length), high) <= 0);
  return records
    .filter(({ data }) => data.length >= key.offset + key.length)
    .map(({ data }) => ({ key: keyIn(key, data), data }))
    .filter((record) => within(record.key))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .slice(skip, skip + count);
}
