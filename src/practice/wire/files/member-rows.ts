import type { Member } from '../../datasets/data-sets.ts';
import { rowText } from './list-answer.ts';
import type { Row } from './list-answer.ts';
import type { LocalDates } from './local-dates.ts';

const known = new WeakMap<object, { readonly name: string; readonly text: string }>();

/** The row of a member as text; made once for each state of its directory entry. */
export function memberText(member: Member, dates: LocalDates): string {
  const about = member.load ?? member.statistics;
  if (about === undefined) return rowText(memberRow(member, dates));
  const before = known.get(about);
  if (before?.name === member.name) return before.text;
  const text = rowText(memberRow(member, dates));
  known.set(about, { name: member.name, text });
  return text;
}

/** A member with ISPF statistics as numbers, or load module attributes as strings; without either its name alone. */
function memberRow(member: Member, dates: LocalDates): Row {
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
