import { z } from 'zod';
import type { Attributes, RecordFormat } from '../../datasets/data-sets.ts';
import { DataSetError } from '../../datasets/data-sets.ts';
import { empty } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { allocationError, badRequest, dataSetNotFound, filesError } from './errors.ts';
import { isDataSetName } from './target.ts';
import type { Target } from './target.ts';

const Wish = z.looseObject({
  volser: z.string().optional(),
  dsorg: z.string().optional(),
  alcunit: z.string().optional(),
  primary: z.number().int().min(0).optional(),
  secondary: z.number().int().min(0).optional(),
  dirblk: z.number().int().min(0).optional(),
  blksize: z.number().int().min(0).optional(),
  lrecl: z.number().int().min(0).optional(),
  recfm: z.string().optional(),
  dsntype: z.string().optional(),
  like: z.string().optional(),
});
type Wish = z.infer<typeof Wish>;

/** Creates a data set: 201 with an empty body. A name in use, no authority and no space are allocation errors, HTTP 500. */
export function createDataSet(parts: WireParts, request: WireRequest, { dsname, volume }: Target): WireAnswer {
  if (!isDataSetName(dsname)) throw allocationError(860, 2);
  const wish = wishOf(request.body);
  if (!parts.authority.allows(request.user, 'DATASET', dsname, 'ALTER')) throw allocationError(900, 7);
  const serial = wish.volser?.toUpperCase() ?? volume;
  if (serial !== undefined && !parts.site.volumes.some((known) => known.serial === serial))
    throw allocationError(540, 0);
  const model = wish.like === undefined ? undefined : modelOf(parts, wish.like.toUpperCase());
  try {
    parts.dataSets.create(dsname, attributesOf(wish, model), request.user, serial);
  } catch (error) {
    if (error instanceof DataSetError && error.fault.kind === 'exists') throw allocationError(-26868, 0);
    if (error instanceof DataSetError && error.fault.kind === 'no-space') throw allocationError(900, 7);
    throw error;
  }
  const group = dsname.replace(/\.G\d{4}V\d{2}$/, '');
  if (group !== dsname && parts.dataSets.findGdg(group) !== undefined) parts.dataSets.rollIn(group, dsname);
  return empty(201);
}

function wishOf(body: Buffer): Wish {
  let document: unknown;
  try {
    document = JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
  } catch {
    throw filesError({ status: 400, category: 7, rc: 4, reason: 1, message: 'JSON input cannot be parsed' });
  }
  const wish = Wish.safeParse(document);
  if (!wish.success)
    throw badRequest(7, `Value of ${String(wish.error.issues[0]?.path[0] ?? 'the request')} is not valid`);
  return wish.data;
}

function modelOf({ dataSets }: WireParts, dsname: string): Attributes {
  const model = dataSets.find(dsname);
  if (model === undefined) throw dataSetNotFound(dsname);
  return model.attributes;
}

function attributesOf(wish: Wish, model: Attributes | undefined): Attributes {
  const isCylinders = wish.alcunit === undefined ? model?.spaceUnit === 'CYLINDERS' : /^CYL/i.test(wish.alcunit);
  const tracks = (quantity: number | undefined) =>
    quantity === undefined ? undefined : quantity * (/^CYL/i.test(wish.alcunit ?? '') ? 15 : 1);
  const dsorg = (wish.dsorg ?? model?.dsorg ?? 'PS').toUpperCase().startsWith('PO') ? 'PO' : 'PS';
  const recfm = wish.recfm === undefined ? (model?.recfm ?? 'FB') : recordFormat(wish.recfm.toUpperCase());
  const lrecl = wish.lrecl ?? model?.lrecl ?? (recfm === 'U' ? 0 : 80);
  const blksize = wish.blksize ?? model?.blksize ?? 0;
  const dsntype =
    wish.dsntype === undefined
      ? (model?.dsntype ?? 'PDS')
      : wish.dsntype.toUpperCase() === 'LIBRARY'
        ? 'LIBRARY'
        : 'PDS';
  return {
    dsorg,
    ...(dsorg === 'PO' ? { dsntype } : {}),
    recfm,
    lrecl,
    blksize: blksize === 0 ? halfTrack(recfm, lrecl) : blksize,
    primary: tracks(wish.primary) ?? model?.primary ?? 1,
    secondary: tracks(wish.secondary) ?? model?.secondary ?? 0,
    dirblk: wish.dirblk ?? model?.dirblk ?? 0,
    spaceUnit: isCylinders ? 'CYLINDERS' : 'TRACKS',
  };
}

function recordFormat(text: string): RecordFormat {
  if (text.startsWith('U')) return 'U';
  const kind = text.startsWith('V') ? 'V' : 'F';
  if (/[AM]/.test(text)) return `${kind}BA`;
  return text.includes('B') ? `${kind}B` : kind;
}

/** System-determined block size: the largest that fits half a 3390 track. */
function halfTrack(recfm: RecordFormat, lrecl: number): number {
  if (!recfm.startsWith('F') || lrecl === 0) return recfm === 'U' ? 32_760 : 27_998;
  return recfm === 'F' ? lrecl : Math.max(1, Math.floor(27_998 / lrecl)) * lrecl;
}
