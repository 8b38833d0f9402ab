import { DateTime } from 'luxon';

/** A rule-based run cycle: which days of which months, counted from the front or from the back. */
export interface RunRule {
  kind: 'EVERY' | 'ONLY';
  /** Counts given, such as the 1 of LAST(1); every one when empty. */
  counts: readonly number[];
  fromEnd: boolean;
  /** ISO weekdays 1 to 7 that count. */
  weekdays: readonly number[];
  /** 1 to 12; undefined means that the year is counted through. */
  months: readonly number[] | undefined;
  /** Local time of input arrival, `hhmm`. */
  arrival: string;
}

const monthNames = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
];
const dayKinds: Readonly<Record<string, readonly number[]>> = {
  DAY: [1, 2, 3, 4, 5, 6, 7],
  WORKDAY: [1, 2, 3, 4, 5],
  WORK: [1, 2, 3, 4, 5],
  FREEDAY: [6, 7],
  FREE: [6, 7],
  MONDAY: [1],
  MON: [1],
  TUESDAY: [2],
  TUE: [2],
  WEDNESDAY: [3],
  WED: [3],
  THURSDAY: [4],
  THU: [4],
  FRIDAY: [5],
  FRI: [5],
  SATURDAY: [6],
  SAT: [6],
  SUNDAY: [7],
  SUN: [7],
};

/**
 * Reads the keywords of an ADRULE with the run cycle's IATIME: EVERY or ONLY, LAST, DAY, MONTH or names of months, YEAR.
 * Work days are Monday to Friday: the practice calendar has no holidays.
 *
 * @returns undefined for what the practice system does not imitate (WEEK, PERIOD, ORIGINSHIFT) or cannot read
 */
export function readRule(text: string): RunRule | undefined {
  const words = text.match(/[A-Z]+(?:\([^)]*\))?/g) ?? [];
  const value = (name: string) => {
    const word = words.find((one) => one === name || one.startsWith(`${name}(`));
    return word === undefined
      ? undefined
      : (/\((.*)\)/.exec(word)?.[1] ?? '').split(/[,\s]+/).filter((one) => one !== '');
  };
  const every = value('EVERY');
  const only = value('ONLY');
  const last = value('LAST');
  const known = /^(EVERY|ONLY|LAST|DAY|MONTH|YEAR|IATIME)(\(|$)/;
  if ((every === undefined) === (only === undefined)) return undefined;
  if (words.some((word) => !known.test(word) && !monthNames.includes(word))) return undefined;
  const days = value('DAY')?.map((day) => dayKinds[day]);
  if (days === undefined || days.length === 0 || days.includes(undefined)) return undefined;
  const named = [...(value('MONTH') ?? []), ...words.filter((word) => monthNames.includes(word))];
  const months = named.map((name) => monthNames.indexOf(name) + 1);
  if (months.includes(0)) return undefined;
  return {
    kind: every === undefined ? 'ONLY' : 'EVERY',
    counts: [...(last ?? []), ...(every ?? only ?? [])].map(Number),
    fromEnd: last !== undefined,
    weekdays: days.flatMap((day) => day ?? []),
    months: months.length > 0 ? months : value('MONTH') === undefined ? undefined : monthNames.map((_, at) => at + 1),
    arrival: value('IATIME')?.[0] ?? '0000',
  };
}

/** Whether the rule gives this local date. */
export function runsOn(rule: RunRule, date: DateTime): boolean {
  if (rule.months !== undefined && !rule.months.includes(date.month)) return false;
  if (!rule.weekdays.includes(date.weekday)) return false;
  const interval = rule.counts[0] ?? 1;
  if (rule.counts.length === 0 || (rule.kind === 'EVERY' && interval === 1)) return true;
  const number = numberOf(rule, date);
  return rule.kind === 'ONLY' ? rule.counts.includes(number) : (number - 1) % interval === 0;
}

/** How many days of the rule's kind there are from the edge of the month (or year) to this date, itself included. */
function numberOf(rule: RunRule, date: DateTime): number {
  const span = rule.months === undefined ? 'year' : 'month';
  const edge = rule.fromEnd ? date.endOf(span).startOf('day') : date.startOf(span);
  let number = 0;
  for (let day = date.startOf('day'); ; day = day.plus({ days: rule.fromEnd ? 1 : -1 })) {
    if (rule.weekdays.includes(day.weekday)) number += 1;
    if (day.hasSame(edge, 'day')) return number;
  }
}
