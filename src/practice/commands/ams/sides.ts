import { ebcdic } from '../../codepages/code-page.ts';
import type { Cluster, VsamKey, VsamRange, VsamRecord } from '../../datasets/vsam.ts';
import type { Dd } from '../../programs/program.ts';
import { AmsFailure, demandAuthority, SyntaxFault } from './ams.ts';
import type { AmsRun, AmsStep } from './ams.ts';
import { entryName, memberOf, numberOf } from './names.ts';
import { valueOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';

/** One end of REPRO, PRINT and the like. */
export type Side =
  | { kind: 'vsam'; name: string; cluster: Cluster }
  | { kind: 'dd'; name: string; dd: Dd }
  | { kind: 'data-set'; name: string; dsname: string; member: string | undefined };

export const cannotOpen = (name: string, code?: number) =>
  new AmsFailure(
    [
      `IDC3300I  ERROR OPENING ${name}`,
      ...(code === undefined ? [] : [`IDC3351I ** VSAM OPEN RETURN CODE IS ${String(code)}`]),
    ],
    12,
  );

/** Words of the two keywords that name a side. */
export interface SideKeywords {
  file: string;
  dataSet: string;
}

/** @throws {AmsFailure} IDC3300I for a DD that is missing, IDC3012I for a data set that is not catalogued */
export function sideOf(step: AmsStep, given: Given, run: AmsRun, words: SideKeywords): Side {
  const ddname = valueOf(given, words.file);
  const dataSet = valueOf(given, words.dataSet);
  if (ddname === undefined && dataSet === undefined)
    throw new SyntaxFault(`IDC3212I REQUIRED KEYWORD ${words.file} OR ${words.dataSet} NOT FOUND`);
  const allocated = ddname === undefined ? undefined : run.allocated.get(ddname);
  if (ddname !== undefined && allocated === undefined) return ddSide(step, ddname);
  return dataSetSide(step, entryName(allocated ?? dataSet ?? ''), words.file.startsWith('OUT') ? 'UPDATE' : 'READ');
}

function ddSide(step: AmsStep, ddname: string): Side {
  const dd = step.dd(ddname);
  if (dd === undefined) {
    step.wto?.(`IEC130I ${ddname.padEnd(8)} DD STATEMENT MISSING`, { system: true });
    throw cannotOpen(ddname);
  }
  const cluster = dd.dsname === undefined ? undefined : step.dataSets.vsam.find(dd.dsname);
  if (cluster !== undefined) return { kind: 'vsam', name: dd.dsname ?? ddname, cluster };
  return { kind: 'dd', name: ddname, dd };
}

function dataSetSide(step: AmsStep, name: string, level: 'READ' | 'UPDATE'): Side {
  const member = memberOf(name);
  const dsname = member?.dsname ?? name;
  demandAuthority(step, dsname, level, (lines) => new AmsFailure([`IDC3300I  ERROR OPENING ${dsname}`, ...lines], 12));
  const entry = step.dataSets.locate(dsname);
  if (entry === undefined)
    throw new AmsFailure([`IDC3012I ENTRY ${dsname} NOT FOUND`, `IDC3300I  ERROR OPENING ${dsname}`], 12);
  const cluster = step.dataSets.vsam.find(pathBase(step, dsname));
  if (cluster !== undefined) return { kind: 'vsam', name: dsname, cluster };
  const found = step.dataSets.find(dsname);
  if (found === undefined) throw cannotOpen(dsname);
  if (found.attributes.dsorg === 'PO' && member === undefined) throw cannotOpen(dsname);
  return { kind: 'data-set', name: dsname, dsname: found.dsname, member: member?.member };
}

/** The cluster that a path comes to in the end. */
function pathBase(step: AmsStep, name: string): string {
  const entry = step.dataSets.locate(name);
  const next = entry?.type === 'PATH' || entry?.type === 'AIX' ? entry.related : undefined;
  return next === undefined ? name : pathBase(step, next);
}

/** An alternate index that was never built is empty: neither it nor a path over it can be opened for input. */
function readable(step: AmsStep, name: string): boolean {
  const entry = step.dataSets.locate(name);
  if (entry?.type === 'PATH' && entry.related !== undefined) return readable(step, entry.related);
  return entry?.type !== 'AIX' || step.dataSets.vsam.findAlternateIndex(name)?.built === true;
}

/** Which records of a side a command takes. */
export interface Part {
  range: VsamRange;
  /** Keys were given: only VSAM has them. */
  keyed: boolean;
}

/** FROMKEY, TOKEY, FROMADDRESS, FROMNUMBER, SKIP, COUNT. */
export function partOf(given: Given): Part {
  const from = boundOf(given, 'FROM');
  const to = boundOf(given, 'TO');
  const skip = numberOf(valueOf(given, 'SKIP'));
  const count = numberOf(valueOf(given, 'COUNT'), 1);
  if ((from !== undefined && skip !== undefined) || (to !== undefined && count !== undefined))
    throw new SyntaxFault('IDC3213I INCONSISTENT PARAMETERS INCLUDING SKIP OR COUNT SPECIFIED');
  const range = {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(skip === undefined ? {} : { skip }),
    ...(count === undefined ? {} : { count }),
  };
  return { range, keyed: from !== undefined || to !== undefined };
}

function boundOf(given: Given, side: 'FROM' | 'TO'): VsamKey | undefined {
  const key = valueOf(given, `${side}KEY`);
  if (key !== undefined) return keyBytes(key.endsWith('*') ? key.slice(0, -1) : key);
  return numberOf(valueOf(given, `${side}ADDRESS`) ?? valueOf(given, `${side}NUMBER`));
}

function keyBytes(text: string): Buffer {
  const hex = /^X'([0-9A-F]*)'$/.exec(text)?.[1];
  return hex === undefined ? ebcdic.encode(text) : Buffer.from(hex, 'hex');
}

/** Records in their order. @throws {AmsFailure} when the side is VSAM without any record, or keys were given for no VSAM */
export function recordsOf(step: AmsStep, side: Side, { range, keyed }: Part): readonly VsamRecord[] {
  if (side.kind === 'vsam') {
    if (side.cluster.usedBytes === 0 && side.cluster.records === 0) throw cannotOpen(side.name, 160);
    if (!readable(step, side.name)) throw cannotOpen(side.name, 160);
    if (side.cluster.key !== undefined && Buffer.isBuffer(range.from) && range.from.length > side.cluster.key.length)
      throw new AmsFailure(
        [`IDC3302I  ACTION ERROR ON ${side.name}`, 'IDC3310I ** KEY SUPPLIED IS LONGER THAN KEY LENGTH OF DATA SET'],
        12,
      );
    return step.dataSets.vsam.read(side.name, range);
  }
  if (keyed)
    throw new AmsFailure(
      ['IDC3302I  ACTION ERROR ON ' + side.name, 'IDC3347I KEYS CANNOT BE USED FOR A DATA SET WITHOUT VSAM'],
      12,
    );
  const all = side.kind === 'dd' ? (side.dd.kind === 'dummy' ? [] : side.dd.records()) : sequential(step, side);
  const { skip = 0, count } = range;
  const part =
    skip === 0 && count === undefined ? all : all.slice(skip, count === undefined ? undefined : skip + count);
  return part.map((data, at) => ({ key: skip + at + 1, data }));
}

function sequential(step: AmsStep, side: Extract<Side, { kind: 'data-set' }>): readonly Buffer[] {
  if (side.member !== undefined && step.dataSets.member(side.dsname, side.member) === undefined)
    throw cannotOpen(`${side.dsname}(${side.member})`);
  return step.dataSets.read(side.dsname, side.member);
}

export const sideWords = {
  INFILE: ['IFILE'],
  INDATASET: ['IDS'],
  OUTFILE: ['OFILE'],
  OUTDATASET: ['ODS'],
  ENVIRONMENT: ['ENV'],
  FROMKEY: ['FKEY'],
  TOKEY: [],
  FROMADDRESS: ['FADDR'],
  TOADDRESS: ['TADDR'],
  FROMNUMBER: ['FNUM'],
  TONUMBER: ['TNUM'],
  SKIP: [],
  COUNT: [],
} as const;
