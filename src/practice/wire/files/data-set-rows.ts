import { DateTime } from 'luxon';
import type { CatalogEntry } from '../../catalog/catalog.ts';
import type { Attributes, DataSetEntry, DataSets } from '../../datasets/data-sets.ts';
import type { Row } from './list-answer.ts';
import type { LocalDates } from './local-dates.ts';

/** One data set of a list: what the catalog says of it, and its label where it has one. */
export interface Listed {
  dsname: string;
  /** Undefined for one that its volume alone knows. */
  catalogued: CatalogEntry | undefined;
  label: DataSetEntry | undefined;
}

export interface RowParts {
  /** Where the usage of catalogued data sets is asked, and that of others of the volume. */
  sets: DataSets;
  loose: DataSets | undefined;
  catalog: string;
  dates: LocalDates;
}

/** What stands for the volume of entries that have none (z/OS ISPF User's Guide Volume II, Data Set List Utility). */
const insteadOfVolume: Readonly<Partial<Record<CatalogEntry['type'], string>>> = {
  ALIAS: '*ALIAS',
  CLUSTER: '*VSAM*',
  AIX: '*AIX*',
  PATH: '*PATH*',
  GDG: '??????',
};

/** The row of `X-IBM-Attributes: vol`. */
export const volumeRow = (listed: Listed): Row => ({ dsname: listed.dsname, vol: volumeOf(listed) });

function volumeOf({ catalogued, label }: Listed): string {
  const instead = catalogued === undefined ? undefined : insteadOfVolume[catalogued.type];
  return instead ?? label?.volume ?? catalogued?.volumes[0] ?? '';
}

/**
 * The row of `X-IBM-Attributes: base`, keys in alphabetical order after the name. Rows of aliases, clusters, bases of
 * generations and migrated data sets have few attributes.
 */
export function baseRow(listed: Listed, parts: RowParts): Row {
  const { dsname, catalogued, label } = listed;
  if (label?.migrated === true) return { dsname, migr: 'YES', vol: label.volume };
  const instead = catalogued === undefined ? undefined : insteadOfVolume[catalogued.type];
  if (label !== undefined && instead === undefined) return labelRow(listed, label, parts);
  const volumes = volumesOf(listed);
  const isVsam = catalogued !== undefined && ['CLUSTER', 'AIX', 'PATH'].includes(catalogued.type);
  return {
    dsname,
    ...(catalogued === undefined ? {} : { catnm: parts.catalog }),
    ...(isVsam ? { dsorg: 'VS' } : {}),
    migr: 'NO',
    mvol: volumes.length > 1 ? 'Y' : 'N',
    vol: volumeOf(listed),
    ...(isVsam ? {} : { vols: volumes.join(' ') || volumeOf(listed) }),
  };
}

function volumesOf({ catalogued, label }: Listed): readonly string[] {
  if (catalogued !== undefined && catalogued.volumes.length > 0) return catalogued.volumes;
  return label === undefined ? [] : [label.volume];
}

function labelRow(listed: Listed, label: DataSetEntry, { sets, loose, catalog, dates }: RowParts): Row {
  const { attributes } = label;
  const known = label.catalogued ? sets : (loose ?? sets);
  const { usedTracks, allocatedTracks, extents } = known.usage(label.dsname);
  const unknown = attributes.dsorg === 'VS';
  const percent = allocatedTracks === 0 ? 0 : Math.min(100, Math.ceil((100 * usedTracks) / allocatedTracks));
  const volumes = volumesOf(listed);
  const type = typeOf(attributes);
  return {
    dsname: listed.dsname,
    blksz: unknown ? '?' : String(attributes.blksize),
    ...(listed.catalogued === undefined ? {} : { catnm: catalog }),
    cdate: dates.day(label.created),
    dev: '3390',
    ...(type === undefined ? {} : { dsntp: type }),
    dsorg: organisationOf(attributes),
    edate: expiryOf(attributes.expdt),
    extx: String(extents),
    lrecl: unknown || attributes.recfm === '?' ? '?' : String(attributes.lrecl),
    migr: 'NO',
    mvol: volumes.length > 1 ? 'Y' : 'N',
    ovf: 'NO',
    rdate: label.referenced === 0 ? '***None***' : dates.day(label.referenced),
    recfm: unknown ? '?' : attributes.recfm,
    sizex: String(allocatedTracks),
    spacu: attributes.spaceUnit,
    used: unknown ? '?' : String(percent),
    vol: volumes[0] ?? label.volume,
    vols: volumes.join(' '),
  };
}

/** DSNTYPE as ISPF shows it; a plain sequential data set has none. */
function typeOf({ dsorg, dsntype }: Attributes): string | undefined {
  if (dsorg === 'PO') return dsntype === 'LIBRARY' ? 'LIBRARY' : 'PDS';
  if (dsntype === 'LARGE') return 'LARGE';
  return dsntype === 'EXTREQ' || dsntype === 'EXTPREF' ? 'EXTENDED' : undefined;
}

function organisationOf({ dsorg, dsntype }: Attributes): string {
  if (dsorg === 'PO') return dsntype === 'LIBRARY' ? 'PO-E' : 'PO';
  if (dsorg !== 'PS') return dsorg;
  if (dsntype === 'LARGE') return 'PS-L';
  return dsntype === 'EXTREQ' || dsntype === 'EXTPREF' ? 'PS-E' : 'PS';
}

/** `yyyy/ddd` as a date; the days that mean never have no date. */
function expiryOf(expdt: string | undefined): string {
  const [year = 0, day = 0] = (expdt ?? '').split('/').map(Number);
  if (year === 0 || day === 0) return '***None***';
  if (year === 9999 || (year === 1999 && day >= 365)) return '***Perm***';
  return DateTime.fromObject({ year, ordinal: day }, { zone: 'utc' }).toFormat('yyyy/MM/dd');
}
