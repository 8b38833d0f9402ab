/** DD parameters understood (z/OS MVS JCL Reference: DD statement). */

import type { CodedDd } from './coded-dds.rules.ts';
import type { DdModel, DdReference } from './job-model.rules.ts';
import { readDataSetName } from './data-set-name.rules.ts';
import { readDcb, readDisp, readPathDisp, readSpace } from './dd-parameters.rules.ts';
import { exclusionFaults } from './exclusions.rules.ts';
import { valueFault } from './keyword-values.rules.ts';
import { canonicalKey, ddKeywords } from './keywords.rules.ts';
import { texts } from './messages.rules.ts';
import { subparameters, toOperand, unquote } from './operands.rules.ts';

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
    ...readCluster(keywords),
    ...readOutputLimit(keywords.get('OUTLIM')),
    ...(keywords.get('GDGORDER') === 'FIFO' ? { oldestFirst: true } : {}),
    concatenated: [],
  };
}

const clusterTypes = { KS: 'KSDS', ES: 'ESDS', RR: 'RRDS', LS: 'LDS' } as const;

/** RECORG, KEYLEN and KEYOFF. */
function readCluster(keywords: Keywords): Pick<DdModel, 'cluster'> {
  const type = Object.entries(clusterTypes).find(([code]) => code === keywords.get('RECORG'))?.[1];
  const number = (key: string) => Number(keywords.get(key) ?? 0);
  return type === undefined ? {} : { cluster: { type, keyLength: number('KEYLEN'), keyOffset: number('KEYOFF') } };
}

function readOutputLimit(raw: string | undefined): Pick<DdModel, 'outputLimit'> {
  return raw === undefined || Number(raw) === 0 ? {} : { outputLimit: Number(raw) };
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
