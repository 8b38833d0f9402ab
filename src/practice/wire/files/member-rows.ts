import type { Member } from '../../datasets/data-sets.ts';
import type { Row } from './list-answer.ts';
import type { LocalDates } from './local-dates.ts';

/** A member with ISPF statistics as numbers, or load module attributes as strings; without either its name alone. */
export function memberRow(member: Member, dates: LocalDates): Row {
  const { name, load, statistics, aliasOf } = member;
  if (load !== undefined) {
    return {
      member: name,
      ac: load.authorisation,
      ...(aliasOf === undefined ? {} : { 'alias-of': aliasOf }),
      amode: load.amode,
      attr: load.attributes.join(' '),
      rmode: load.rmode,
      size: load.size,
      ttr: load.ttr,
      ssi: load.ssi,
    };
  }
  if (statistics === undefined) return { member: name };
  return {
    member: name,
    vers: statistics.version,
    mod: statistics.modification,
    c4date: dates.day(statistics.created),
    m4date: dates.day(statistics.changed),
    cnorc: statistics.currentRecords,
    inorc: statistics.initialRecords,
    mnorc: statistics.modifiedRecords,
    mtime: dates.time(statistics.changed),
    msec: dates.second(statistics.changed),
    user: statistics.user,
    sclm: 'N',
  };
}
