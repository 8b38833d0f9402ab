import { ebcdic } from '../../codepages/code-page.ts';
import { packed, zoned } from '../decimal.ts';
import type { Condition, SortControl, SortField } from './sort-control.ts';

/** Reads a numeric field; BI unsigned, FI two's complement, ZD and PD as COBOL reads them. */
export function numberIn(record: Uint8Array, { position, length, format }: SortField): bigint {
  const bytes = record.subarray(position - 1, position - 1 + length);
  if (format === 'ZD') return zoned(bytes, true);
  if (format === 'PD') return packed(bytes);
  const unsigned = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return format === 'FI' && (bytes[0] ?? 0) > 127 ? unsigned - 256n ** BigInt(bytes.length) : unsigned;
}

const textIn = (record: Uint8Array, { position, length }: SortField): Buffer =>
  Buffer.from(record.subarray(position - 1, position - 1 + length));

function compareFields(left: Uint8Array, right: Uint8Array, field: SortField): number {
  if (field.format === 'CH' || field.format === 'BI') return Buffer.compare(textIn(left, field), textIn(right, field));
  const [a, b] = [numberIn(left, field), numberIn(right, field)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function holds(record: Uint8Array, condition: Condition): boolean {
  if (condition.kind !== 'test') {
    const first = holds(record, condition.left);
    return condition.kind === 'and' ? first && holds(record, condition.right) : first || holds(record, condition.right);
  }
  const { left, right, operator } = condition;
  const order = orderOf(record, left, right);
  return { EQ: order === 0, NE: order !== 0, GT: order > 0, GE: order >= 0, LT: order < 0, LE: order <= 0 }[operator];
}

function orderOf(record: Uint8Array, left: SortField, right: (Condition & { kind: 'test' })['right']): number {
  if (right.kind === 'text') {
    const value = ebcdic.encode(right.value.padEnd(left.length).slice(0, left.length));
    return Buffer.compare(textIn(record, left), value);
  }
  if (right.kind === 'field' && left.format === 'CH')
    return Buffer.compare(textIn(record, left), textIn(record, right.value));
  const other = right.kind === 'number' ? right.value : numberIn(record, right.value);
  const own = left.format === 'CH' ? numberIn(record, { ...left, format: 'ZD' }) : numberIn(record, left);
  return own < other ? -1 : own > other ? 1 : 0;
}

/** Selects, sorts (equal keys keep their order) and drops duplicates as the statements say. */
export function sorted(records: readonly Buffer[], control: SortControl): readonly Buffer[] {
  const { include, omit, keys } = control;
  const kept = records.filter(
    (record) => (include === undefined || holds(record, include)) && (omit === undefined || !holds(record, omit)),
  );
  if (control.copy) return kept;
  const byKeys = (a: Buffer, b: Buffer): number => {
    for (const key of keys) {
      const order = compareFields(a, b, key);
      if (order !== 0) return key.descending ? -order : order;
    }
    return 0;
  };
  const ordered = [...kept].sort(byKeys);
  return control.dropDuplicates
    ? ordered.filter((one, at) => at === 0 || byKeys(ordered[at - 1] ?? one, one) !== 0)
    : ordered;
}
