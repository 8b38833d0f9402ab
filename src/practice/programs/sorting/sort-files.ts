import type { Attributes } from '../../datasets/data-sets.ts';
import type { Dd, Step } from '../program.ts';
import { SortError } from './control-error.rules.ts';
import { withDescriptor } from './run-plan.rules.ts';

type RecordFormat = Attributes['recfm'];

/** Input of a run: its records with a descriptor word each where the format is V. */
export interface SortInput {
  dd: Dd;
  recfm: RecordFormat;
  lrecl: number;
  blksize: number;
  variable: boolean;
  records: () => readonly Buffer[];
}

/** @throws {SortError} ICE056A when the step has no such DD, ICE043A for what cannot be read record by record */
export function inputOf(step: Step, ddname: string): SortInput {
  const dd = step.dd(ddname);
  if (dd === undefined) throw new SortError(`ICE056A 0 ${ddname.padEnd(8)} NOT DEFINED`);
  const { recfm = 'FB', lrecl = 80, blksize = lrecl } = dd.attributes;
  if (recfm.startsWith('U'))
    throw new SortError(`ICE043A 0 INVALID DATA SET ATTRIBUTES: ${ddname} RECFM - REASON CODE IS 01`);
  const variable = recfm.startsWith('V');
  const records = () => (dd.kind === 'dummy' ? [] : variable ? dd.records().map(withDescriptor) : dd.records());
  return { dd, recfm, lrecl, blksize, variable, records };
}

export interface SortOutput {
  ddname: string;
  records: readonly Buffer[];
  variable: boolean;
  /** Bytes of the longest record, descriptor word and control character included. */
  lrecl: number;
  /** Format where the data set has none yet. */
  recfm: RecordFormat;
}

/** What became of an output: how it was opened, and whether records were padded or cut. */
export interface Opened {
  recfm: RecordFormat;
  lrecl: number;
  blksize: number | undefined;
  different: 'longer' | 'shorter' | undefined;
}

/**
 * Writes records to a DD. F records are padded with blanks or cut to the LRECL of the data set.
 *
 * @throws {SortError} ICE056A; ICE043A when the data set's format does not go with the records
 */
export function writeTo(step: Step, output: SortOutput): Opened {
  const dd = step.dd(output.ddname);
  if (dd === undefined) throw new SortError(`ICE056A 0 ${output.ddname.padEnd(8)} NOT DEFINED`);
  const { recfm = output.recfm, lrecl = output.lrecl } = dd.attributes;
  if (recfm.startsWith('V') !== output.variable && dd.kind === 'data-set')
    throw new SortError(`ICE043A 0 INVALID DATA SET ATTRIBUTES: ${output.ddname} RECFM - REASON CODE IS 06`);
  const real = lrecl === 0 ? output.lrecl : lrecl;
  dd.open({ recfm, lrecl: real });
  for (const record of output.records) dd.write(output.variable ? record.subarray(4) : fitted(record, real));
  const different = real === output.lrecl ? undefined : real > output.lrecl ? 'longer' : 'shorter';
  return { recfm, lrecl: real, blksize: dd.attributes.blksize, different: output.variable ? undefined : different };
}

function fitted(record: Buffer, length: number): Buffer {
  if (record.length === length) return record;
  if (record.length > length) return record.subarray(0, length);
  const area = Buffer.alloc(length, 0x40);
  record.copy(area);
  return area;
}
