import { z } from 'zod';
import type { Attributes, Organisation, RecordFormat, SpaceUnit } from '../../datasets/data-sets.ts';
import { blocksPerTrack } from '../../datasets/space.rules.ts';

const quantity = z.number().int().min(0).optional();
const word = z.string().trim().toUpperCase().optional();

/**
 * The body of a create request; names that it does not know are passed over.
 *
 * @see IBM z/OS Management Facility Programming Guide, Create a sequential and partitioned data set
 */
export const AllocationWish = z.looseObject({
  volser: word,
  unit: word,
  dsorg: word,
  alcunit: word,
  primary: quantity,
  secondary: quantity,
  dirblk: quantity,
  avgblk: quantity,
  blksize: quantity,
  lrecl: quantity,
  recfm: word,
  storclass: word,
  mgntclass: word,
  dataclass: word,
  dsntype: word,
  like: word,
});
export type AllocationWish = z.infer<typeof AllocationWish>;

/** SVC 99 error code and, as reason, the key of the text unit at fault. */
export interface WrongWish {
  rc: number;
  reason: number;
}

/** Text unit keys (z/OS MVS Authorized Assembler Services Guide, DYNALLOC text units by function). */
const key = {
  tracks: 0x07,
  primary: 0x0a,
  secondary: 0x0b,
  directory: 0x0c,
  blockSize: 0x30,
  organisation: 0x3c,
  recordLength: 0x42,
  recordFormat: 0x49,
  setType: 0x8012,
};
/** X'035C', a value that is not valid; X'0384', a unit of space without a quantity. */
const notValid = 0x035c;
const quantityMissing = 0x0384;

const mostQuantity = 16_777_215;
const longest = 32_760;
const units: Readonly<Record<string, SpaceUnit>> = {
  TRK: 'TRACKS',
  CYL: 'CYLINDERS',
  BLK: 'BLOCKS',
  BLOCK: 'BLOCKS',
  AVGBLK: 'BLOCKS',
};
const types: Readonly<Record<string, NonNullable<Attributes['dsntype']>>> = {
  BASIC: 'BASIC',
  LARGE: 'LARGE',
  EXTREQ: 'EXTREQ',
  EXTPREF: 'EXTPREF',
  PDS: 'PDS',
  LIBRARY: 'LIBRARY',
};

export const isSpaceUnit = (alcunit: string) => units[alcunit] !== undefined;

/** What dynamic allocation would refuse, before any volume is looked at. The choice of keys is unverified. */
export function wrongIn(wish: AllocationWish, model: Attributes | undefined): WrongWish | undefined {
  const dsorg = organisationOf(wish, model);
  const { primary, secondary = 0, dirblk = 0, blksize = 0, lrecl = 0, recfm, dsntype } = wish;
  if (primary === undefined && model === undefined) return { rc: quantityMissing, reason: key.tracks };
  const wrong: readonly (readonly [boolean, number])[] = [
    [(primary ?? 0) > mostQuantity, key.primary],
    [secondary > mostQuantity, key.secondary],
    [dirblk > mostQuantity || (dirblk > 0 && dsorg === 'PS'), key.directory],
    [blksize > longest, key.blockSize],
    [lrecl > longest, key.recordLength],
    [dsorg === undefined, key.organisation],
    [recfm !== undefined && recordFormat(recfm) === undefined, key.recordFormat],
    [dsntype !== undefined && !fits(dsntype, dsorg), key.setType],
  ];
  const first = wrong.find(([isWrong]) => isWrong);
  return first === undefined ? undefined : { rc: notValid, reason: first[1] };
}

function fits(dsntype: string, dsorg: Organisation | undefined): boolean {
  const type = types[dsntype];
  return type !== undefined && (type === 'PDS' || type === 'LIBRARY') === (dsorg === 'PO');
}

function organisationOf(wish: AllocationWish, model: Attributes | undefined): 'PS' | 'PO' | undefined {
  const dsorg = wish.dsorg ?? model?.dsorg ?? (wish.dsntype === 'LIBRARY' || wish.dsntype === 'PDS' ? 'PO' : 'PS');
  return dsorg === 'PS' || dsorg === 'PO' ? dsorg : undefined;
}

const recordForms = /^(?:F(?:B|S|BS)?[AM]?|V(?:B|S|BS)?[AM]?|U[AM]?)$/;

const isRecordFormat = (text: string): text is RecordFormat => recordForms.test(text);

function recordFormat(text: string): RecordFormat | undefined {
  const ordered = text.replace(/^(.)([AM])(B?S?)$/, '$1$3$2');
  return isRecordFormat(ordered) ? ordered : undefined;
}

/** The label of a data set that a wish without faults describes; what it leaves open comes from the model. */
export function attributesOf(wish: AllocationWish, model: Attributes | undefined): Attributes {
  const dsorg = organisationOf(wish, model) ?? 'PS';
  const record = recordOf(wish, model);
  const type =
    (wish.dsntype === undefined ? undefined : types[wish.dsntype]) ??
    (model?.dsorg === dsorg ? model.dsntype : undefined);
  const dsntype = type ?? (dsorg === 'PO' ? 'PDS' : undefined);
  return {
    dsorg,
    ...(dsntype === undefined ? {} : { dsntype }),
    ...record,
    ...spaceOf(wish, model, record.blksize),
    dirblk: dsorg === 'PO' && dsntype !== 'LIBRARY' ? (wish.dirblk ?? model?.dirblk ?? 0) : 0,
    ...classesOf(wish, model),
  };
}

function recordOf(
  wish: AllocationWish,
  model: Attributes | undefined,
): Pick<Attributes, 'recfm' | 'lrecl' | 'blksize'> {
  const saysNothing = wish.recfm === undefined && wish.lrecl === undefined && wish.blksize === undefined;
  if (saysNothing && model === undefined) return { recfm: '?', lrecl: 0, blksize: 0 };
  const recfm = (wish.recfm === undefined ? undefined : recordFormat(wish.recfm)) ?? model?.recfm ?? 'FB';
  const lrecl = wish.lrecl ?? model?.lrecl ?? (recfm.startsWith('U') ? 0 : 80);
  const changes = wish.recfm !== undefined || wish.lrecl !== undefined;
  const blksize = wish.blksize ?? (changes ? 0 : (model?.blksize ?? 0));
  return { recfm, lrecl, blksize: blksize === 0 && recfm !== '?' ? halfTrack(recfm, lrecl) : blksize };
}

/** System-determined block size: the largest that fits half a 3390 track. */
function halfTrack(recfm: RecordFormat, lrecl: number): number {
  if (recfm.startsWith('U')) return longest;
  if (!recfm.startsWith('F') || lrecl === 0) return Math.max(27_998, recfm.includes('S') ? 0 : lrecl + 4);
  return /^F[AM]?$/.test(recfm) ? lrecl : Math.max(1, Math.floor(27_998 / lrecl)) * lrecl;
}

function spaceOf(wish: AllocationWish, model: Attributes | undefined, blksize: number) {
  const spaceUnit = wish.alcunit === undefined ? (model?.spaceUnit ?? 'TRACKS') : (units[wish.alcunit] ?? 'TRACKS');
  const block = wish.avgblk ?? model?.averageLength ?? (blksize === 0 ? 4096 : blksize);
  const tracks = (amount: number) => {
    if (spaceUnit === 'CYLINDERS') return amount * 15;
    return spaceUnit === 'BLOCKS' ? Math.ceil(amount / blocksPerTrack(block)) : amount;
  };
  return {
    primary: wish.primary === undefined ? (model?.primary ?? 0) : tracks(wish.primary),
    secondary: wish.secondary === undefined ? (model?.secondary ?? 0) : tracks(wish.secondary),
    spaceUnit,
    ...(spaceUnit === 'BLOCKS' ? { averageLength: block } : {}),
  };
}

function classesOf(wish: AllocationWish, model: Attributes | undefined) {
  const dataclas = wish.dataclass ?? model?.dataclas;
  const storclas = wish.storclass ?? model?.storclas;
  const mgmtclas = wish.mgntclass ?? model?.mgmtclas;
  return {
    ...(dataclas === undefined ? {} : { dataclas }),
    ...(storclas === undefined ? {} : { storclas }),
    ...(mgmtclas === undefined ? {} : { mgmtclas }),
  };
}
