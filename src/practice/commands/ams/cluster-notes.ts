import { DateTime } from 'luxon';
import type { ClusterNotes } from '../../datasets/vsam.ts';
import { numberOf } from './names.ts';

/** The values of a keyword, undefined when it is not there. */
export type Settings = (keyword: string) => readonly string[] | undefined;

/**
 * Attributes that say how buffers, control and recovery go: nothing here acts on them, the catalog keeps them.
 *
 * @see z/OS DFSMS Access Method Services Commands, DEFINE CLUSTER; Interpreting LISTCAT Output Listings
 */
export function clusterNotes(settings: Settings, before: ClusterNotes = {}): ClusterNotes {
  const given = (keyword: string) => settings(keyword) !== undefined;
  const bufferSpace = numberOf(settings('BUFFERSPACE')?.[0]);
  const text = (name: 'exceptionExit' | 'bwo' | 'log' | 'logStream' | 'account' | 'eattr', keyword: string) => {
    const value = settings(keyword)?.[0];
    return value === undefined ? {} : { [name]: value };
  };
  return {
    ...before,
    ...(bufferSpace === undefined ? {} : { bufferSpace }),
    ...(given('SPEED') || given('RECOVERY') ? { speed: given('SPEED') } : {}),
    ...(given('WRITECHECK') || given('NOWRITECHECK') ? { writeCheck: given('WRITECHECK') } : {}),
    ...text('exceptionExit', 'EXCEPTIONEXIT'),
    ...text('bwo', 'BWO'),
    ...text('log', 'LOG'),
    ...text('logStream', 'LOGSTREAMID'),
    ...text('account', 'ACCOUNT'),
    ...text('eattr', 'EATTR'),
  };
}

/** `TO(yyyyddd)` and `FOR(days)` as `yyyy/ddd`; undefined when neither is there or the day cannot be read. */
export function expiryDay(to: string | undefined, days: string | undefined, now: number): string | undefined {
  if (to !== undefined) {
    const parts = /^(\d{4}|\d{2})(\d{3})$/.exec(to);
    if (parts === null) return undefined;
    const [, year = '', day = ''] = parts;
    return `${year.length === 2 ? `19${year}` : year}/${day}`;
  }
  if (days === undefined) return undefined;
  const count = numberOf(days, 0, 9999) ?? 0;
  return count === 9999
    ? '9999/999'
    : DateTime.fromMillis(now, { zone: 'utc' }).plus({ days: count }).toFormat('yyyy/ooo');
}
