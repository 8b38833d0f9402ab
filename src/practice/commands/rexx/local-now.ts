import { DateTime } from 'luxon';
import type { RexxHost } from './host.ts';

/** Local time of the system. */
export const localNow = (host: Pick<RexxHost, 'now' | 'timeZone'>): DateTime =>
  DateTime.fromMillis(host.now(), { zone: host.timeZone, locale: 'en' });
