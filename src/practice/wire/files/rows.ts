import { DateTime } from 'luxon';
import type { DataSetEntry, Member } from '../../datasets/data-sets.ts';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { header } from '../answer.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A list answer: `moreRows` only when the limit cut it, `totalRows` only when asked for. */
export function listAnswer(request: WireRequest, rows: readonly Row[]): WireAnswer {
  const wanted = Number(header(request, 'X-IBM-Max-Items') ?? 1000);
  const limit = Number.isInteger(wanted) && wanted >= 0 ? wanted : 1000;
  const items = limit === 0 ? rows : rows.slice(0, limit);
  const total = /,\s*total/i.test(header(request, 'X-IBM-Attributes') ?? '');
  return json(200, {
    items,
    returnedRows: items.length,
    ...(items.length < rows.length ? { moreRows: true } : {}),
    ...(total ? { totalRows: rows.length } : {}),
    JSONversion: 1,
  });
}

/** The first word of X-IBM-Attributes. */
export const attributesAsked = (request: WireRequest) =>
  (header(request, 'X-IBM-Attributes') ?? '').split(',')[0]?.trim().toLowerCase() ?? '';

const day = (at: number, zone: string) => DateTime.fromMillis(at, { zone }).toFormat('yyyy/MM/dd');

/** A data set with its attributes: sizes are strings of digits. */
export function dataSetRow(
  entry: DataSetEntry,
  usage: { usedTracks: number; allocatedTracks: number; extents: number },
  zone: string,
): Row {
  const { attributes } = entry;
  const isLibrary = attributes.dsntype === 'LIBRARY';
  const percent =
    usage.allocatedTracks === 0 ? 0 : Math.min(100, Math.ceil((100 * usage.usedTracks) / usage.allocatedTracks));
  return {
    dsname: entry.dsname,
    blksz: String(attributes.blksize),
    catnm: 'CATALOG.MASTER',
    cdate: day(entry.created, zone),
    dev: '3390',
    ...(attributes.dsorg === 'PO' ? { dsntp: isLibrary ? 'LIBRARY' : 'PDS' } : {}),
    dsorg: attributes.dsorg === 'PO' ? (isLibrary ? 'PO-E' : 'PO') : 'PS',
    edate: '***None***',
    extx: String(usage.extents),
    lrecl: String(attributes.lrecl),
    migr: 'NO',
    mvol: 'N',
    ovf: 'NO',
    rdate: day(entry.referenced, zone),
    recfm: attributes.recfm,
    sizex: String(usage.allocatedTracks),
    spacu: attributes.spaceUnit,
    used: String(percent),
    vol: entry.volume,
    vols: entry.volume,
  };
}

/** A member with ISPF statistics as numbers, or load module attributes as strings. */
export function memberRow(member: Member, zone: string): Row {
  const { name, load, statistics, aliasOf } = member;
  if (load !== undefined) {
    const { size, ttr, ssi, amode, rmode } = load;
    const alias = aliasOf === undefined ? {} : { 'alias-of': aliasOf };
    return {
      member: name,
      ac: load.authorisation,
      ...alias,
      amode,
      attr: load.attributes.join(' '),
      rmode,
      size,
      ttr,
      ssi,
    };
  }
  if (statistics === undefined) return { member: name };
  const changed = DateTime.fromMillis(statistics.changed, { zone });
  return {
    member: name,
    vers: statistics.version,
    mod: statistics.modification,
    c4date: day(statistics.created, zone),
    m4date: changed.toFormat('yyyy/MM/dd'),
    cnorc: statistics.currentRecords,
    inorc: statistics.initialRecords,
    mnorc: statistics.modifiedRecords,
    mtime: changed.toFormat('HH:mm'),
    msec: changed.toFormat('ss'),
    user: statistics.user,
    sclm: 'N',
  };
}
