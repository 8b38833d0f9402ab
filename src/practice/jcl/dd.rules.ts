/** DD parameters understood (z/OS MVS JCL Reference: DD statement). */

import type { CodedDd } from './coded-dds.rules.ts';
import type {
  DataSetName,
  DcbModel,
  DdModel,
  DdReference,
  Disposition,
  SpaceRequest,
  Status,
} from './job-model.rules.ts';
import { exclusionFaults } from './exclusions.rules.ts';
import { valueFault } from './keyword-values.rules.ts';
import { canonicalKey, dcbKeywords, ddKeywords } from './keywords.rules.ts';
import { texts } from './messages.rules.ts';
import { splitList, subparameters, toOperand, unquote } from './operands.rules.ts';

/** What understanding a DD needs from its surroundings. */
export interface DdContext {
  readonly messageClass: string;
  /** Classes of OUTPUT statements by name. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Resolves `*.dd`, `*.step.dd`, `*.call.step.dd`. */
  readonly refer: (reference: string) => DdReference | undefined;
  readonly fault: (statement: number, text: string) => void;
}

type Keywords = ReadonlyMap<string, string>;

/** Understands a DD with what is concatenated to it. Faults are told to the context; a usable model comes back anyway. */
export function understandDd(coded: readonly CodedDd[], context: DdContext): DdModel | undefined {
  const [first, ...rest] = coded.map((dd) => understandOne(dd, context));
  if (first === undefined) return undefined;
  const dummyAt = rest.findIndex((dd) => dd.source.kind === 'dummy');
  const read = first.source.kind === 'dummy' ? [] : rest.slice(0, dummyAt < 0 ? undefined : dummyAt);
  return { ...first, concatenated: read };
}

function understandOne(coded: CodedDd, context: DdContext): DdModel {
  const keywords = new Map<string, string>();
  const positional: string[] = [];
  const fault = (text: string) => context.fault(coded.statement, text);
  for (const { key, raw } of coded.operands) {
    if (key === '') positional.push(raw);
    else if (!ddKeywords.has(key)) fault(texts.keyword(key));
    else {
      const name = canonicalKey(key);
      const wrong = keywords.has(name) ? texts.duplicate(key, 'DD') : valueFault('DD', name, raw);
      if (wrong !== undefined) fault(wrong);
      if (raw !== '') keywords.set(name, raw);
    }
  }
  for (const word of positional) if (!['*', 'DATA', 'DUMMY', ''].includes(word)) fault(texts.positional('DD'));
  for (const wrong of exclusionFaults('DD', new Set([...positional, ...keywords.keys()]))) fault(wrong);
  for (const wrong of outputFaults(keywords.get('OUTPUT'), context)) fault(wrong);
  return model(coded, keywords, positional, context, fault);
}

/** OUTPUT=*.name must name an OUTPUT statement before it. */
function outputFaults(raw: string | undefined, { outputs }: DdContext): string[] {
  const names = raw === undefined ? [] : subparameters(raw).filter((part) => part !== '');
  const found = (part: string) => part.startsWith('*.') && outputs.has(part.split('.').at(-1) ?? '');
  return names.every(found) ? [] : [texts.referBack('OUTPUT')];
}

function model(
  coded: CodedDd,
  keywords: Keywords,
  positional: readonly string[],
  context: DdContext,
  fault: (text: string) => void,
): DdModel {
  const space = readSpace(keywords.get('SPACE'), keywords.get('AVGREC'), fault);
  const disp =
    keywords.get('PATH') === undefined ? readDisp(keywords.get('DISP'), fault) : readPathDisp(keywords.get('PATHDISP'));
  const dcb = readDcb(keywords, context, fault);
  const volume = /SER=\(?'?([A-Z0-9@#$]+)/.exec(keywords.get('VOL') ?? '')?.[1];
  const dsntype = subparameters(keywords.get('DSNTYPE') ?? '')[0];
  return {
    name: coded.name,
    statement: coded.statement,
    source: readSource(coded, keywords, positional, context, fault),
    ...disp,
    dcb,
    ...(space === undefined ? {} : { space }),
    ...(dsntype === undefined || dsntype === '' ? {} : { dsntype }),
    ...(volume === undefined ? {} : { volume }),
    ...readPlace(keywords, context, fault),
    ...readClasses(keywords),
    ...readExpiry(keywords),
    ...(keywords.get('GDGORDER') === 'FIFO' ? { oldestFirst: true } : {}),
    concatenated: [],
  };
}

/** UNIT and VOL=REF. */
function readPlace(
  keywords: Keywords,
  context: DdContext,
  fault: (text: string) => void,
): Pick<DdModel, 'unit' | 'volumeOf'> {
  const unit = subparameters(keywords.get('UNIT') ?? '')[0] ?? '';
  const reference = /REF=([^,)]*(?:\([^)]*\))?)/.exec(keywords.get('VOL') ?? '')?.[1];
  const volumeOf = reference?.startsWith('*.') === true ? context.refer(reference.slice(2)) : undefined;
  if (reference?.startsWith('*.') === true && volumeOf === undefined) fault(texts.referBack('VOL'));
  const dsname = reference === undefined || reference.startsWith('*.') ? undefined : unquote(reference);
  return {
    ...(unit === '' || unit.startsWith('AFF=') ? {} : { unit }),
    ...(volumeOf === undefined ? {} : { volumeOf }),
    ...(dsname === undefined || dsname === '' ? {} : { volumeOf: { dsname } }),
  };
}

function readClasses(keywords: Keywords): Pick<DdModel, 'storageClass' | 'managementClass' | 'dataClass'> {
  const storageClass = unquote(keywords.get('STORCLAS') ?? '');
  const managementClass = keywords.get('MGMTCLAS');
  const dataClass = keywords.get('DATACLAS');
  return {
    ...(storageClass === '' ? {} : { storageClass }),
    ...(managementClass === undefined ? {} : { managementClass }),
    ...(dataClass === undefined ? {} : { dataClass }),
  };
}

/** EXPDT and RETPD, also as subparameters of LABEL. */
function readExpiry(keywords: Keywords): Pick<DdModel, 'expires'> {
  const label = subparameters(keywords.get('LABEL') ?? '').map(toOperand);
  const coded = (key: string) => keywords.get(key) ?? label.find((part) => part.key === key)?.raw;
  const date = coded('EXPDT');
  const days = coded('RETPD');
  if (date !== undefined) return { expires: { date: unquote(date) } };
  return days !== undefined && /^\d{1,4}$/.test(days) ? { expires: { days: Number(days) } } : {};
}

/** PATH=, which names a UNIX file. */
function readPath(path: string, keywords: Keywords): DdModel['source'] {
  const text = unquote(path);
  if (text === '/dev/null') return { kind: 'dummy' };
  const list = (key: string) => subparameters(keywords.get(key) ?? '').filter((word) => word !== '');
  return {
    kind: 'path',
    path: text,
    options: list('PATHOPTS'),
    mode: list('PATHMODE'),
    filedata: keywords.get('FILEDATA') ?? 'BINARY',
  };
}

function readSource(
  coded: CodedDd,
  keywords: Keywords,
  positional: readonly string[],
  context: DdContext,
  fault: (text: string) => void,
): DdModel['source'] {
  if (positional.includes('DUMMY')) return { kind: 'dummy' };
  if (positional.includes('*') || positional.includes('DATA')) return { kind: 'in-stream', data: coded.data ?? [] };
  const sysout = keywords.get('SYSOUT');
  if (sysout !== undefined) return readSysout(sysout, outputClassOf(keywords, context), context, fault);
  const ddname = keywords.get('DDNAME');
  if (ddname !== undefined) return { kind: 'postponed', ddname };
  const path = keywords.get('PATH');
  if (path !== undefined) return readPath(path, keywords);
  const dsn = keywords.get('DSN');
  if (dsn === undefined) return { kind: 'data-set', of: { kind: 'unnamed' } };
  if (unquote(dsn) === 'NULLFILE') return { kind: 'dummy' };
  const of = readDataSetName(dsn, context, fault);
  return of === undefined ? { kind: 'dummy' } : { kind: 'data-set', of };
}

/** Class of the OUTPUT statement that a SYSOUT DD refers to. */
function outputClassOf(keywords: Keywords, { outputs }: DdContext): string {
  const name = subparameters(keywords.get('OUTPUT') ?? '')[0] ?? '';
  return outputs.get(name.split('.').at(-1) ?? '') ?? '';
}

function readSysout(
  raw: string,
  ofOutput: string,
  context: DdContext,
  fault: (text: string) => void,
): DdModel['source'] {
  const [coded = '', writer = ''] = subparameters(raw).map(unquote);
  const named = coded === '' ? ofOutput : coded;
  const outputClass = named === '*' || named === '' ? context.messageClass : named;
  if (!/^[A-Z0-9]$/.test(outputClass)) fault(texts.classDesignation('SYSOUT'));
  return writer === '' ? { kind: 'sysout', outputClass } : { kind: 'sysout', outputClass, writer };
}

const qualifier = /^[A-Z@#$][A-Z0-9@#$-]{0,7}$/;

/** Reads DSN=. Faults of the form are told; undefined then. */
export function readDataSetName(
  raw: string,
  context: Pick<DdContext, 'refer'>,
  fault: (text: string) => void,
): DataSetName | undefined {
  if (raw.startsWith('*.')) {
    const of = context.refer(raw.slice(2));
    if (of === undefined) fault(texts.referBack('DSN'));
    return of === undefined ? undefined : { kind: 'backward', of };
  }
  const text = unquote(raw);
  const split = /^([^()]*)(?:\(([^()]*)\))?$/.exec(text);
  const base = split?.[1] ?? '';
  const inside = split?.[2];
  if (split === null || inside === '') {
    refuse(fault, texts.syntax('DSN'));
    return;
  }
  if (base.startsWith('&')) return readTemporary(base, inside, fault);
  const wrong = nameFault(base);
  if (wrong !== undefined) {
    refuse(fault, wrong);
    return;
  }
  if (inside === undefined) return { kind: 'permanent', dsname: base };
  if (/^[+-]?\d{1,3}$/.test(inside)) return { kind: 'permanent', dsname: base, generation: Number(inside) };
  if (!qualifier.test(inside)) {
    refuse(fault, inside.includes('&') ? texts.ampersand('DSN') : texts.syntax('DSN'));
    return;
  }
  return { kind: 'permanent', dsname: base, member: inside };
}

function readTemporary(
  base: string,
  inside: string | undefined,
  fault: (text: string) => void,
): DataSetName | undefined {
  const name = base.replace(/^&&?/, '');
  if (!qualifier.test(name)) {
    refuse(fault, name.includes('.') ? texts.ampersand('DSN') : texts.syntax('DSN'));
    return;
  }
  return inside === undefined ? { kind: 'temporary', name } : { kind: 'temporary', name, member: inside };
}

function nameFault(dsname: string): string | undefined {
  if (dsname.includes('&')) return texts.ampersand('DSN');
  if (dsname.includes('..') || dsname.startsWith('.') || dsname.endsWith('.')) return texts.period('DSN');
  if (dsname === '') return texts.syntax('DSN');
  if (dsname.length > 44) return texts.length('DSN');
  for (const part of dsname.split('.')) {
    if (part.length > 8) return texts.length('DSN');
    if (/^[^A-Z@#$]/.test(part)) return texts.firstCharacter('DSN');
    if (!qualifier.test(part)) return texts.syntax('DSN');
  }
  return undefined;
}

function refuse(fault: (text: string) => void, text: string): undefined {
  fault(text);
  return undefined;
}

const statuses: ReadonlySet<string> = new Set(['NEW', 'OLD', 'SHR', 'MOD']);
const dispositions: ReadonlySet<string> = new Set(['KEEP', 'DELETE', 'CATLG', 'UNCATLG', 'PASS']);

function readDisp(raw: string | undefined, fault: (text: string) => void) {
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
function readPathDisp(raw: string | undefined) {
  const [normal = '', abnormal = ''] = subparameters(raw ?? '').map((word): Disposition | '' =>
    word === 'DELETE' ? 'DELETE' : word === 'KEEP' ? 'KEEP' : '',
  );
  const end = normal === '' ? ('KEEP' as const) : normal;
  return { status: 'OLD' as const, normal: end, abnormal: abnormal === '' ? end : abnormal };
}

function readSpace(
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

function readDcb(keywords: Keywords, context: DdContext, fault: (text: string) => void): DcbModel {
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

/** Members of a JCLLIB ORDER list or the like, apostrophes removed. */
export const namesOf = (raw: string): string[] =>
  (raw.startsWith('(') ? splitList(raw.replace(/^\(/, '').replace(/\)$/, '')) : [raw]).map(unquote);
