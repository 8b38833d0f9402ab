import { DateTime } from 'luxon';
import type { Blackout, Estate } from './estate.schema.ts';

/**
 * The instant of a local time in the estate's zone, in milliseconds since 1970-01-01T00:00Z. Where a clock change
 * gives a local time twice, the earlier one; where it leaves one out, the time as many minutes after the gap.
 */
export function millisOf(estate: Pick<Estate, 'timeZone'>, local: string): number {
  return DateTime.fromISO(local, { zone: estate.timeZone }).toMillis();
}

/** The same as RFC 3339 in UTC with milliseconds: `2026-09-12T22:00:00.000Z`. */
export function instantOf(estate: Pick<Estate, 'timeZone'>, local: string): string {
  return new Date(millisOf(estate, local)).toISOString();
}

/** The local time `2026-09-12T23:00` of an instant; seconds are cut off. */
export function localTimeOf(estate: Pick<Estate, 'timeZone'>, instant: string | number): string {
  const time = typeof instant === 'number' ? DateTime.fromMillis(instant) : DateTime.fromISO(instant);
  return time.setZone(estate.timeZone).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** The first blackout that touches the time from `from` up to `to`, both in milliseconds since 1970. */
export function blackoutDuring(
  estate: Pick<Estate, 'timeZone' | 'blackouts'>,
  from: number,
  to: number = from + 1,
): Blackout | undefined {
  return estate.blackouts.find(
    (blackout) => millisOf(estate, blackout.from) < to && from < millisOf(estate, blackout.to),
  );
}
