import type { MemberStatistics, WriteAbout } from './data-sets.ts';

/** ISPF statistics after a save: a new member starts at 01.00, a changed one counts its modification level up to 99. */
export function statisticsAfter(
  before: MemberStatistics | undefined,
  about: WriteAbout,
  records: number,
  now: number,
): MemberStatistics | undefined {
  const wanted = about.statistics;
  if (wanted === undefined) return before;
  if (wanted === 'none') return undefined;
  if (wanted !== 'update') return wanted;
  const counted = { changed: now, currentRecords: records, user: about.user };
  if (before === undefined) {
    return { version: 1, modification: 0, created: now, initialRecords: records, modifiedRecords: 0, ...counted };
  }
  return { ...before, modification: Math.min(99, before.modification + 1), modifiedRecords: 0, ...counted };
}
