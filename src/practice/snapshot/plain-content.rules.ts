import { ebcdic } from '../codepages/code-page.ts';
import type { Attributes } from '../datasets/data-sets.ts';

/** What decides how records lie in a plain file. */
export type RecordForm = Pick<Attributes, 'recfm' | 'lrecl'>;

/** Control characters in Unicode; a tab may stand in text. */
const control = /[^\P{Cc}\t]/u;

const isFixed = ({ recfm, lrecl }: RecordForm) => recfm.startsWith('F') && lrecl > 0;

/** True when the text of these records says all about them: no control characters, fixed records of full length. */
export function isText(records: readonly Buffer[], form: RecordForm): boolean {
  if (form.recfm.startsWith('U')) return false;
  return records.every((record) => {
    if (isFixed(form) && record.length !== form.lrecl) return false;
    return !control.test(ebcdic.decode(record));
  });
}

/** One line a record in UTF-8; blanks at the end of fixed records are left off. */
export function textOf(records: readonly Buffer[], form: RecordForm): Buffer {
  const lines = records.map((record) => {
    const text = ebcdic.decode(record);
    return isFixed(form) ? text.replace(/ +$/, '') : text;
  });
  return Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
}

/**
 * Records of a text file. A line feed at the end of the last line may be missing; carriage returns before line feeds do
 * not count.
 *
 * @throws {Error} names the line that is too long or has a character that EBCDIC page 1047 does not know
 */
export function recordsOfText(file: Buffer, form: RecordForm): Buffer[] {
  const text = file.toString('utf8');
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, at) => {
    const record = ebcdic.encode(line);
    if (ebcdic.decode(record) !== line) throw new Error(`line ${String(at + 1)} has a character that IBM-1047 has not`);
    const longest = form.recfm.startsWith('V') ? form.lrecl - 4 : form.lrecl;
    if (form.lrecl > 0 && record.length > longest)
      throw new Error(`line ${String(at + 1)} is longer than ${String(longest)} characters`);
    return isFixed(form) ? Buffer.concat([record, Buffer.alloc(form.lrecl - record.length, 0x40)]) : record;
  });
}

/** Fixed records one behind the other; of others each behind its length in four bytes, as z/OSMF's record mode has it. */
export function binaryOf(records: readonly Buffer[], form: RecordForm): Buffer {
  if (isFixed(form) && records.every((record) => record.length === form.lrecl)) return Buffer.concat(records);
  return Buffer.concat(records.flatMap((record) => [lengthOf(record), record]));
}

/** @throws {Error} when the file ends within a record */
export function recordsOfBinary(file: Buffer, form: RecordForm): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    const isLong = !isFixed(form);
    if (isLong && at + 4 > file.length) throw new Error('the file ends within a record');
    const length = isLong ? file.readUInt32BE(at) : form.lrecl;
    const from = at + (isLong ? 4 : 0);
    if (from + length > file.length) throw new Error('the file ends within a record');
    records.push(file.subarray(from, from + length));
    at = from + length;
  }
  return records;
}

function lengthOf(record: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(record.length, 0);
  return length;
}
