/** What a header or trailer of OUTFIL shows: page, date, counts and totals. */

import { ebcdic } from '../../codepages/code-page.ts';
import { dateForm, type RunTime } from './constants.rules.ts';
import { digitsOf, fieldAt, numberIn } from './numbers.rules.ts';
import { type ItemReader, readShown } from './numeric-items.rules.ts';
import { keyword, listOf } from './operands.rules.ts';
import type { Running, Scope } from './report-plan.rules.ts';

/** The header or trailer that an item stands in. */
export interface AreaSetting {
  now: RunTime;
  running: Running[];
  page: { number: number };
  scope: Scope;
  level: number;
}

/** `'text'`, PAGE, DATE=, TIME=, COUNT, SUBCOUNT, TOTAL=, MIN=, MAX=, AVG= and their SUB forms. */
export function reportItem(reader: ItemReader, setting: AreaSetting): ((record: Uint8Array) => Buffer) | undefined {
  const text = reader.items[reader.at] ?? '';
  const { key, value } = keyword(text);
  const date = dateForm(key, listOf(value)[0] ?? '', setting.now);
  if (date !== undefined && value !== '') {
    reader.at += 1;
    return () => ebcdic.encode(date);
  }
  if (key === 'PAGE') {
    reader.at += 1;
    const shown = value === '' ? plainCount(6) : readShown({ items: listOf(value), at: 0 }, 15);
    return () => shown(BigInt(setting.page.number));
  }
  const count = /^(SUB)?COUNT(15)?([+-]\d+)?$/.exec(key);
  if (count !== null) {
    reader.at += 1;
    return counted(
      { keeps: count[1] !== undefined, wide: count[2] !== undefined, plus: count[3] ?? '0', value },
      setting,
    );
  }
  const total = /^(SUB)?(TOTAL|TOT|MIN|MAX|AVG)$/.exec(key);
  if (total === null || value === '') return undefined;
  reader.at += 1;
  return totalled(total[1] !== undefined, total[2] ?? '', value, setting);
}

const plainCount = (width: number) => (value: bigint) => ebcdic.encode(value.toString().padStart(width).slice(-width));

function counted(
  form: { keeps: boolean; wide: boolean; plus: string; value: string },
  setting: AreaSetting,
): (record: Uint8Array) => Buffer {
  let seen = 0n;
  setting.running.push({ ...setting, keeps: form.keeps, add: () => (seen += 1n), reset: () => (seen = 0n) });
  const shown =
    form.value === '' ? plainCount(form.wide ? 15 : 8) : readShown({ items: listOf(form.value), at: 0 }, 15);
  return () => shown(seen + BigInt(form.plus));
}

function totalled(keeps: boolean, kind: string, value: string, setting: AreaSetting): (record: Uint8Array) => Buffer {
  const items = listOf(value);
  const field = fieldAt(items, 0, undefined);
  const shown = readShown({ items, at: 3 }, kind.startsWith('TOT') ? Math.max(15, digitsOf(field)) : digitsOf(field));
  let sum = 0n;
  let count = 0n;
  let extreme: bigint | undefined;
  setting.running.push({
    ...setting,
    keeps,
    add(record) {
      const one = numberIn(record, field);
      sum += one;
      count += 1n;
      if (extreme === undefined || (kind === 'MIN' ? one < extreme : one > extreme)) extreme = one;
    },
    reset() {
      sum = 0n;
      count = 0n;
      extreme = undefined;
    },
  });
  return () =>
    shown(kind.startsWith('TOT') ? sum : kind === 'AVG' ? (count === 0n ? 0n : sum / count) : (extreme ?? 0n));
}
