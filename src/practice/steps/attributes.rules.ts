/** Attributes of data sets by DD, model and system default (z/OS DFSMS Using Data Sets: System-Determined Block Size). */

import type { Attributes, RecordFormat } from '../datasets/data-sets.ts';
import type { DcbModel, DdModel, SpaceRequest } from '../jcl/job-model.rules.ts';

const halfTrack = 27_998;
const trackBytes = 56_664;
const tracksPerCylinder = 15;

/** RECFM= as a label says it: T (track overflow) and D (ASCII tapes) mean nothing on these disks. */
export function recordFormat(coded: string): RecordFormat {
  const control = /A/.test(coded) ? 'A' : /M/.test(coded) ? 'M' : '';
  if (coded.startsWith('U')) return `U${control}`;
  const blocked = coded.includes('B');
  const spanned = coded.includes('S');
  const blocks = blocked ? (spanned ? 'BS' : 'B') : spanned ? 'S' : '';
  return coded.startsWith('F') ? `F${blocks}${control}` : `V${blocks}${control}`;
}

export function blockSize(recfm: RecordFormat, lrecl: number): number {
  if (recfm.startsWith('U')) return 32_760;
  if (recfm.startsWith('F') && !recfm.includes('B') && lrecl > 0) return lrecl;
  if (recfm.startsWith('V')) return Math.max(halfTrack, Math.min(lrecl + 4, 32_760));
  return lrecl > 0 ? Math.max(lrecl, Math.floor(halfTrack / lrecl) * lrecl) : halfTrack;
}

function tracks(space: SpaceRequest): { primary: number; secondary: number } {
  const { unit } = space;
  if (unit === 'CYL')
    return { primary: space.primary * tracksPerCylinder, secondary: space.secondary * tracksPerCylinder };
  if (unit === 'TRK') return { primary: space.primary, secondary: space.secondary };
  const of = (count: number) => Math.ceil((count * Math.max(1, unit)) / trackBytes);
  return { primary: of(space.primary), secondary: of(space.secondary) };
}

/** A label whose record form nobody has said yet: made by a step that did not open the data set. */
export const isOpenLabel = ({ recfm, lrecl, blksize, dsorg }: Attributes): boolean =>
  (recfm === '?' || recfm === 'U') && lrecl === 0 && blksize === 0 && dsorg === 'PS';

/** What DD says alone, in the terms of a label. */
export function ddAttributes(dcb: DcbModel): Partial<Attributes> {
  return {
    ...(dcb.recfm === undefined ? {} : { recfm: recordFormat(dcb.recfm) }),
    ...(dcb.lrecl === undefined ? {} : { lrecl: dcb.lrecl }),
    ...(dcb.blksize === undefined || dcb.blksize === 0 ? {} : { blksize: dcb.blksize }),
  };
}

/** The label of a new data set from DD over model; what stays open is filled when a program opens it. */
export function newLabel(dd: DdModel, member: string | undefined, like: Attributes | undefined): Attributes {
  const space = dd.space === undefined ? undefined : tracks(dd.space);
  const library = dd.dsntype === 'LIBRARY';
  const partitioned =
    library ||
    dd.dsntype === 'PDS' ||
    member !== undefined ||
    (dd.space?.directory ?? 0) > 0 ||
    dd.dcb.dsorg?.startsWith('PO');
  const dsorg = partitioned === true || (dd.dcb.dsorg === undefined && like?.dsorg === 'PO') ? 'PO' : 'PS';
  const coded = { ...(like === undefined ? {} : pick(like)), ...ddAttributes(dd.dcb) };
  const formed = dd.dcb.recfm !== undefined || dd.dcb.lrecl !== undefined || like !== undefined || dsorg === 'PO';
  const recfm = coded.recfm ?? (formed ? 'FB' : '?');
  const lrecl = coded.lrecl ?? (formed && !recfm.startsWith('U') ? 80 : 0);
  const replaced = dd.dcb.lrecl !== undefined || dd.dcb.recfm !== undefined;
  const blksize = dd.dcb.blksize ?? (replaced ? undefined : coded.blksize);
  return {
    dsorg,
    ...(dsorg === 'PO'
      ? { dsntype: library || (dd.dsntype === undefined && like?.dsntype === 'LIBRARY') ? 'LIBRARY' : 'PDS' }
      : {}),
    recfm,
    lrecl,
    blksize: blksize !== undefined && blksize > 0 ? blksize : formed ? blockSize(recfm, lrecl) : 0,
    primary: space?.primary ?? like?.primary ?? tracksPerCylinder,
    secondary: space?.secondary ?? like?.secondary ?? tracksPerCylinder,
    dirblk: dd.space?.directory ?? like?.dirblk ?? 0,
    ...spaceUnit(dd.space, like),
  };
}

function spaceUnit(space: SpaceRequest | undefined, like: Attributes | undefined) {
  if (space === undefined) return { spaceUnit: like?.spaceUnit ?? ('TRACKS' as const) };
  if (space.unit === 'CYL') return { spaceUnit: 'CYLINDERS' as const };
  if (space.unit === 'TRK') return { spaceUnit: 'TRACKS' as const };
  return { spaceUnit: 'BLOCKS' as const, averageLength: space.unit };
}

const pick = ({ recfm, lrecl, blksize }: Attributes): Partial<Attributes> => ({ recfm, lrecl, blksize });
