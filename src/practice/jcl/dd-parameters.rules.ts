/** DISP, SPACE and DCB of a DD (z/OS MVS JCL Reference: DISP, SPACE and DCB parameters). */

import type { DcbModel, DdReference, Disposition, SpaceRequest, Status } from './job-model.rules.ts';
import { dcbKeywords } from './keywords.rules.ts';
import { texts } from './messages.rules.ts';
import { subparameters, toOperand, unquote } from './operands.rules.ts';

const statuses: ReadonlySet<string> = new Set(['NEW', 'OLD', 'SHR', 'MOD']);
const dispositions: ReadonlySet<string> = new Set(['KEEP', 'DELETE', 'CATLG', 'UNCATLG', 'PASS']);

/** DISP= with its defaults. */
export function readDisp(raw: string | undefined, fault: (text: string) => void) {
  const parts = raw === undefined ? [] : subparameters(raw);
  const [status = '', normal = '', abnormal = ''] = parts;
  const known =
    (status === '' || statuses.has(status) || status === 'RNW') &&
    (normal === '' || dispositions.has(normal)) &&
    (abnormal === '' || (dispositions.has(abnormal) && abnormal !== 'PASS'));
  if (!known || parts.length > 3) {
    fault(texts.subparameters('DISP'));
    return { status: 'OLD' as const, normal: 'KEEP' as const, abnormal: 'KEEP' as const };
  }
  const begin = (status === '' ? 'NEW' : status) as Status;
  const unsaid: Disposition = begin === 'NEW' ? 'DELETE' : 'KEEP';
  const end = (normal === '' ? unsaid : normal) as Disposition;
  const failed = (abnormal === '' ? (end === 'PASS' ? unsaid : end) : abnormal) as Disposition;
  return { status: begin, normal: end, abnormal: failed };
}

/** PATHDISP: KEEP or DELETE, at the normal and at the abnormal end. */
export function readPathDisp(raw: string | undefined) {
  const [normal = '', abnormal = ''] = subparameters(raw ?? '').map((word): Disposition | '' =>
    word === 'DELETE' ? 'DELETE' : word === 'KEEP' ? 'KEEP' : '',
  );
  const end = normal === '' ? ('KEEP' as const) : normal;
  return { status: 'OLD' as const, normal: end, abnormal: abnormal === '' ? end : abnormal };
}

/** SPACE= with AVGREC=. */
export function readSpace(
  raw: string | undefined,
  avgrec: string | undefined,
  fault: (text: string) => void,
): SpaceRequest | undefined {
  if (raw === undefined || raw === '') return undefined;
  const [unit = '', quantity = ''] = subparameters(raw);
  const [primary = '0', secondary = '', directory = ''] = subparameters(quantity);
  const scale = avgrec === 'K' ? 1024 : avgrec === 'M' ? 1024 * 1024 : 1;
  const amounts = [primary, secondary === '' ? '0' : secondary, directory === '' ? '0' : directory];
  if (!/^(TRK|CYL|ABSTR|\d+)$/.test(unit)) fault(texts.syntax('SPACE'));
  if (!amounts.every((amount) => /^\d{1,8}$/.test(amount))) {
    fault(texts.numeric('SPACE'));
    return undefined;
  }
  const [first = 0, second = 0, blocks = 0] = amounts.map(Number);
  const by = unit === 'CYL' ? ('CYL' as const) : /^\d+$/.test(unit) ? Number(unit) * scale : ('TRK' as const);
  return { unit: by, primary: first, secondary: second, directory: blocks };
}

/** DCB= and its subparameters as keywords, LIKE= and REFDD=. */
export function readDcb(
  keywords: ReadonlyMap<string, string>,
  context: { readonly refer: (reference: string) => DdReference | undefined },
  fault: (text: string) => void,
): DcbModel {
  const coded = new Map<string, string>();
  let like: DcbModel['like'];
  for (const part of subparameters(keywords.get('DCB') ?? '')) {
    const { key, raw } = toOperand(part);
    if (key !== '') {
      if (!dcbKeywords.has(key)) fault(texts.keyword(key));
      coded.set(key, raw);
    } else if (raw.startsWith('*.')) {
      like = context.refer(raw.slice(2));
      if (like === undefined) fault(texts.referBack('DCB'));
    } else if (raw !== '') like = { dsname: unquote(raw) };
  }
  for (const key of ['RECFM', 'LRECL', 'BLKSIZE', 'DSORG']) {
    const raw = keywords.get(key);
    if (raw !== undefined) coded.set(key, raw);
  }
  const refer = keywords.get('REFDD');
  if (refer?.startsWith('*.') === true) like = context.refer(refer.slice(2));
  const model = keywords.get('LIKE');
  if (model !== undefined) like = { dsname: unquote(model) };
  return { ...numbers(coded, fault), ...(like === undefined ? {} : { like }) };
}

function numbers(coded: ReadonlyMap<string, string>, fault: (text: string) => void): DcbModel {
  const recfm = coded.get('RECFM');
  const dsorg = coded.get('DSORG');
  const sized = (key: 'LRECL' | 'BLKSIZE'): number | undefined => {
    const text = coded.get(key);
    if (text === undefined || text === '' || text === 'X') return undefined;
    const match = /^(\d{1,6})(K?)$/.exec(text);
    if (match === null) fault(texts.numeric(key));
    return match === null ? undefined : Number(match[1]) * (match[2] === 'K' ? 1024 : 1);
  };
  const lrecl = sized('LRECL');
  const blksize = sized('BLKSIZE');
  return {
    ...(recfm === undefined || recfm === '' ? {} : { recfm }),
    ...(dsorg === undefined || dsorg === '' ? {} : { dsorg }),
    ...(lrecl === undefined ? {} : { lrecl }),
    ...(blksize === undefined ? {} : { blksize }),
  };
}
