import type { RecordFormat } from '../../datasets/data-sets.ts';
import type { Dd, Step } from '../program.ts';

interface Format {
  recfm: RecordFormat;
  lrecl: number;
  /** Something was taken from the input that the output left open. */
  copied: boolean;
}

const familyOf = (recfm: string | undefined) => (recfm === '?' ? undefined : recfm?.charAt(0));

const known = (size: number | undefined) => (size === 0 ? undefined : size);

const formOf = ({ attributes, kind }: Dd) =>
  kind === 'in-stream'
    ? { family: 'F', lrecl: 80 }
    : { family: familyOf(attributes.recfm), lrecl: known(attributes.lrecl) };

/**
 * Whether a plain copy is impossible: SYSUT1 without any record form, formats F, V and U that differ, F records of
 * another length, V records that may not fit. SYSOUT takes every length.
 *
 * @see z/OS MVS System Messages Vol 7, IEB311I
 */
export function formatConflict(input: Dd, output: Dd): boolean {
  const from = formOf(input);
  const to = formOf(output);
  if (from.family === undefined) return true;
  if (to.family !== undefined && to.family !== from.family) return true;
  if (to.lrecl === undefined || from.lrecl === undefined || from.family === 'U') return false;
  if (from.family === 'F') return to.lrecl !== from.lrecl;
  return to.lrecl < from.lrecl;
}

/** The record form of the output; undefined when its block size is no multiple of its record length. */
export function copiedFormat(input: Dd, output: Dd, editedLength?: number): Format | undefined {
  const own = output.attributes;
  const ownFamily = familyOf(own.recfm);
  const inputFormat = input.attributes.recfm === '?' ? undefined : input.attributes.recfm;
  const recfm = ownFamily === undefined || own.recfm === undefined ? (inputFormat ?? 'FB') : own.recfm;
  const lrecl = known(own.lrecl) ?? (editedLength === undefined ? known(input.attributes.lrecl) : editedLength) ?? 80;
  const block = known(own.blksize);
  if (block !== undefined && recfm.startsWith('F') && block % lrecl !== 0) return undefined;
  return { recfm, lrecl, copied: ownFamily === undefined || known(own.lrecl) === undefined };
}

/** A PDS read without a member name gives directory blocks, whose length is not the one of the label. */
export function readsDirectory(step: Step, input: Dd): boolean {
  const entry = input.dsname === undefined ? undefined : step.dataSets.find(input.dsname);
  const first = input.concatenation[0];
  return entry?.attributes.dsorg === 'PO' && first?.member === undefined;
}

/** Records written to a PDS without a member name begin where the directory was: no member can be found again. */
export function overwriteDirectory(step: Step, output: Dd): void {
  if (output.dsname === undefined || output.concatenation[0]?.member !== undefined) return;
  const entry = step.dataSets.find(output.dsname);
  if (entry?.attributes.dsorg !== 'PO' || entry.attributes.dsntype === 'LIBRARY') return;
  const { dsntype: _, ...label } = entry.attributes;
  step.dataSets.remove(entry.dsname);
  step.dataSets.create(entry.dsname, { ...label, dsorg: 'PS', dirblk: 0 }, step.user, entry.volume);
}
