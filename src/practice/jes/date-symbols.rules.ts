/** System symbols of date and time (z/OS MVS Initialization and Tuning Reference: dynamic system symbols). */

import { DateTime } from 'luxon';

const forms = {
  YYMMDD: 'yyLLdd',
  HHMMSS: 'HHmmss',
  DAY: 'dd',
  HR: 'HH',
  JDAY: 'ooo',
  MIN: 'mm',
  MON: 'LL',
  SEC: 'ss',
  YR2: 'yy',
  YR4: 'yyyy',
  DATE: 'yyLLdd',
  TIME: 'HHmmss',
} as const;

/** Names with and without L: local time and UTC. `at` is milliseconds since 1970. */
export function dateSymbols(at: number, timeZone: string): [string, string][] {
  const times = [
    ['', DateTime.fromMillis(at, { zone: 'utc' })],
    ['L', DateTime.fromMillis(at, { zone: timeZone })],
  ] as const;
  return times.flatMap(([prefix, time]): [string, string][] => [
    ...Object.entries(forms).map(([name, form]): [string, string] => [prefix + name, time.toFormat(form)]),
    [`${prefix}WDAY`, time.setLocale('en').toFormat('ccc').toUpperCase()],
  ]);
}
