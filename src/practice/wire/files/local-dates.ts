import { DateTime } from 'luxon';

export interface LocalDates {
  /** `YYYY/MM/DD` */
  day(at: number): string;
  /** `HH:MM` */
  time(at: number): string;
  /** `SS` */
  second(at: number): string;
}

/** Zones change their offset at full quarters of an hour. */
const quarterMs = 900_000;

/** Dates of a time zone for lists of many rows: the offset is looked up once a quarter of an hour. */
export function localDates(zone: string): LocalDates {
  const offsets = new Map<number, number>();
  const local = (at: number) => {
    const quarter = Math.floor(at / quarterMs);
    const offset = offsets.get(quarter) ?? DateTime.fromMillis(quarter * quarterMs, { zone }).offset;
    offsets.set(quarter, offset);
    return DateTime.fromMillis(at + offset * 60_000, { zone: 'utc' }).toISO() ?? '';
  };
  return {
    day: (at) => local(at).slice(0, 10).replaceAll('-', '/'),
    time: (at) => local(at).slice(11, 16),
    second: (at) => local(at).slice(17, 19),
  };
}
