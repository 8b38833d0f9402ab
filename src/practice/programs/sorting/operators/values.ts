/** ICETOOL operators that look at the values of fields: STATS, UNIQUE, RANGE and VERIFY. */

import { fieldOf } from '../icetool-display.ts';
import { bytesOf, isPacked, numberIn, type SortField } from '../numbers.rules.ts';
import { groupsOf } from '../tool-groups.rules.ts';
import { centuryStart, counted, everywhere, fieldsOn, first, keysOn, recordsOf, type ToolRun } from '../tool-run.ts';
import { checkKeywords, type ToolStatement } from '../tool-statements.rules.ts';

const signed = (value: bigint) =>
  `${value < 0n ? '-' : '+'}${(value < 0n ? -value : value).toString().padStart(15, '0')}`;

export function stats(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'ON'], [...everywhere, 'USING', 'NOSIGN']);
  const { records } = recordsOf(run, statement);
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  for (const value of statement.keywords.get('ON') ?? []) {
    const field = value === 'VLEN' ? undefined : fieldOf(value);
    const numbers = records.map((record) => (field === undefined ? BigInt(record.length) : numberIn(record, field)));
    const total = numbers.reduce((sum, one) => sum + one, 0n);
    const least = numbers.reduce((best, one) => (one < best ? one : best), numbers[0] ?? 0n);
    const most = numbers.reduce((best, one) => (one > best ? one : best), numbers[0] ?? 0n);
    run.listing.line(`ICE607I 0 STATISTICS FOR (${value.padEnd(8)}):`);
    run.listing.line(`ICE608I 0   MINIMUM: ${signed(least)}, MAXIMUM: ${signed(most)}`);
    run.listing.line(
      `ICE609I 0   AVERAGE: ${signed(numbers.length === 0 ? 0n : total / BigInt(numbers.length))}, TOTAL  : ${signed(total)}`,
    );
  }
  return 0;
}

export function unique(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'ON'], everywhere);
  const { records } = recordsOf(run, statement, 'SORT');
  const groups = groupsOf(records, keysOn(statement), centuryStart(run));
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  run.listing.line(`ICE629I 0 NUMBER OF UNIQUE VALUES FOR (${first(statement, 'ON')}):  ${counted(groups.length)}`);
  return 0;
}

export function range(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'ON'], [...everywhere, 'USING', 'HIGHER', 'LOWER', 'EQUAL', 'NOTEQUAL']);
  const { records } = recordsOf(run, statement);
  const [field] = fieldsOn(statement);
  const bound = (key: string) => (statement.keywords.has(key) ? BigInt(first(statement, key)) : undefined);
  const [higher, lower, equal, notEqual] = [bound('HIGHER'), bound('LOWER'), bound('EQUAL'), bound('NOTEQUAL')];
  const inside = records.filter((record) => {
    const value = field === undefined ? 0n : numberIn(record, field);
    if (equal !== undefined) return value === equal;
    if (notEqual !== undefined) return value !== notEqual;
    return (higher === undefined || value > higher) && (lower === undefined || value < lower);
  });
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  run.listing.line(`ICE631I 0 NUMBER OF VALUES IN RANGE FOR (${first(statement, 'ON')}):  ${counted(inside.length)}`);
  return 0;
}

/** Digits and signs of ZD and PD fields; 200 errors (LIMIT) end it with 12. */
export function verify(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'ON'], [...everywhere, 'USING', 'NOSIGN', 'LIMIT']);
  const { records } = recordsOf(run, statement);
  const limit = Number(first(statement, 'LIMIT') || '200');
  let errors = 0;
  for (const field of fieldsOn(statement))
    records.forEach((record, at) => {
      const bytes = bytesOf(record, field);
      if (isValid(bytes, field) || errors >= limit) return;
      errors += 1;
      run.listing.line(
        `ICE618A 0 INVALID (${String(field.position)},${String(field.length)},${field.format}) VALUE - RECORD: ${counted(at + 1)}, HEX VALUE: ${bytes.toString('hex').toUpperCase()}`,
      );
    });
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  return errors > 0 ? 12 : 0;
}

function isValid(bytes: Buffer, field: SortField): boolean {
  if (field.format === 'PD') return isPacked(bytes);
  const last = bytes.at(-1) ?? 0;
  return (
    bytes.every((byte) => (byte & 0x0f) <= 9) &&
    bytes.subarray(0, -1).every((byte) => byte >> 4 === 0xf) &&
    last >> 4 >= 0xa
  );
}
