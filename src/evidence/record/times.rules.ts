import { DateTime } from 'luxon';

/** A moment: milliseconds since 1970-01-01T00:00Z, or an instant as recorded. */
export type Moment = number | string;

const minuteMs = 60_000;
const dayMinutes = 1_440;

export const millis = (moment: Moment): number =>
  typeof moment === 'number' ? moment : DateTime.fromISO(moment, { zone: 'utc' }).toMillis();

/** The instant of a wall-clock time in a zone, in milliseconds since 1970. */
export const millisOfLocal = (local: string, zone: string): number => DateTime.fromISO(local, { zone }).toMillis();

const at = (moment: Moment, zone: string) => DateTime.fromMillis(millis(moment)).setZone(zone).setLocale('en-GB');

/** `23:26` */
export const hourOf = (moment: Moment, zone: string): string => at(moment, zone).toFormat('HH:mm');

/** `Saturday 12 September 2026` */
export const dayOf = (moment: Moment, zone: string): string => at(moment, zone).toFormat('cccc d LLLL yyyy');

/** `12 Sep 2026, 23:26 BST` */
export const momentOf = (moment: Moment, zone: string): string =>
  `${at(moment, zone).toFormat('d LLL yyyy, HH:mm')} ${zoneOf(moment, zone)}`;

/** `12 Sep, 23:26`: where the year is plain. */
export const shortMomentOf = (moment: Moment, zone: string): string => at(moment, zone).toFormat('d LLL, HH:mm');

/** Abbreviation as the people of the zone write it (`BST`, `EDT`); else `UTC+5:30`. */
export function zoneOf(moment: Moment, zone: string): string {
  const names = ['en-GB', 'en-US', 'en-AU'].map((locale) => at(moment, zone).setLocale(locale).toFormat('ZZZZ'));
  return names.find((name) => !/^(?:GMT|UTC)[+-]/.test(name)) ?? at(moment, zone).toFormat("'UTC'Z");
}

/** The local date and time as HTML's `datetime` wants it. */
export const machineTimeOf = (moment: Moment): string => new Date(millis(moment)).toISOString();

/** Whole minutes from one moment to another, cut off towards the past: 137.9 minutes left are 137. */
export const minutesBetween = (from: Moment, to: Moment): number => Math.floor((millis(to) - millis(from)) / minuteMs);

/** Whole minutes that something took, rounded. */
export const minutesTaken = (from: Moment, to: Moment): number => Math.round((millis(to) - millis(from)) / minuteMs);

/** `137 min`; from two days on, days and hours say more: `6 d 4 h`. */
export function spanOf(minutes: number): string {
  if (Math.abs(minutes) < 2 * dayMinutes) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
