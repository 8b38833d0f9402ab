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
const minuteMs = 60_000;
const dayMs = 86_400_000;

const two = (value: number) => String(value).padStart(2, '0');

/** Dates of a time zone for lists of many rows: offsets and days are looked up once. */
export function localDates(zone: string): LocalDates {
  const offsets = new Map<number, number>();
  const days = new Map<number, string>();
  const local = (at: number) => {
    const quarter = Math.floor(at / quarterMs);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = DateTime.fromMillis(quarter * quarterMs, { zone }).offset;
      offsets.set(quarter, offset);
    }
    return at + offset * minuteMs;
  };
  const minuteOfDay = (at: number) => Math.floor((local(at) / minuteMs) % 1440);
  return {
    day(at) {
      const number = Math.floor(local(at) / dayMs);
      let text = days.get(number);
      if (text === undefined) {
        text = DateTime.fromMillis(number * dayMs, { zone: 'utc' }).toFormat('yyyy/MM/dd');
        days.set(number, text);
      }
      return text;
    },
    time: (at) => `${two(Math.floor(minuteOfDay(at) / 60))}:${two(minuteOfDay(at) % 60)}`,
    second: (at) => two(Math.floor(local(at) / 1000) % 60),
  };
}
