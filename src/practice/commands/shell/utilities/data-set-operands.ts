import { ebcdic } from '../../../codepages/code-page.ts';
import { DataSetError } from '../../../datasets/data-sets.ts';
import type { Attributes } from '../../../datasets/data-sets.ts';
import { Name8 } from '../../../site/names.schema.ts';
import { DataSetName } from '../../../site/names.schema.ts';
import type { ShellSystem } from '../command.ts';
import { readFile } from '../files.ts';

export interface DataSetOperand {
  /** As it was typed. */
  readonly text: string;
  readonly dsname: string;
  readonly member: string | undefined;
}

/** A data set that cannot be read or written, as cp words it. */
export class DataSetFailure extends Error {
  override readonly name = 'DataSetFailure';
}

/** `//'A.B(C)'`, or `//B(C)` behind the user id (z/OS UNIX System Services Command Reference: cp). */
export function dataSetOf(text: string, user: string): DataSetOperand | undefined {
  if (!text.startsWith('//')) return undefined;
  const quoted = /^\/\/'([^']+)'$/.exec(text)?.[1];
  const full = (quoted ?? `${user}.${text.slice(2)}`).toUpperCase();
  const match = /^([^()]+)(?:\(([^()]+)\))?$/.exec(full);
  const dsname = match?.[1] ?? '';
  const member = match?.[2];
  const isValid = DataSetName.safeParse(dsname).success && (member === undefined || Name8.safeParse(member).success);
  if (!isValid)
    throw new DataSetFailure(
      `FSUM6258 cannot open file "${text}": EDC5047I An invalid file name was specified as a function parameter. (errno2=0xC00B0286)`,
    );
  return { text, dsname, member };
}

const cannotOpen = (text: string, reason: string) =>
  new DataSetFailure(`FSUM6258 cannot open file "${text}": ${reason}`);
const notFound = 'EDC5049I The specified file name could not be located. (errno2=0xC00B0641)';
const noMember = 'EDC5067I An attempt was made to open a nonexistent file for read. (errno2=0xC00A0022)';
const abended = 'EDC5092I An I/O abend was trapped. (errno2=0xC00B0403)';

function entryOf({ dataSets, mayUse }: ShellSystem, { text, dsname }: DataSetOperand, level: 'READ' | 'UPDATE') {
  const entry = dataSets.find(dsname);
  if (entry === undefined) throw cannotOpen(text, notFound);
  if (!mayUse(dsname, level)) throw cannotOpen(text, abended);
  return entry;
}

/** Runs an access to a data set; its faults become messages. */
function accessing<Result>(text: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    throw cannotOpen(text, error.fault.kind === 'member-missing' ? noMember : abended);
  }
}

export interface FromHow {
  isBinary: boolean;
  mode: number;
}

function contentOf(system: ShellSystem, from: DataSetOperand, isBinary: boolean): Buffer {
  const { attributes } = entryOf(system, from, 'READ');
  if (attributes.dsorg === 'PO' && from.member === undefined) throw cannotOpen(from.text, abended);
  const records = accessing(from.text, () => system.dataSets.read(from.dsname, from.member));
  if (isBinary || attributes.recfm === 'U') return Buffer.concat(records);
  const lines = records.map((record) => {
    const line = ebcdic.decode(record);
    if (attributes.recfm.startsWith('F')) return line.replace(/ +$/, '');
    return line === ' ' ? '' : line;
  });
  return ebcdic.encode(lines.map((line) => `${line}\n`).join(''));
}

export function copyFromDataSet(system: ShellSystem, from: DataSetOperand, path: string, how: FromHow): void {
  system.unix.write(path, system.user, contentOf(system, from, how.isBinary), { mode: how.mode });
}

/** Copies every member of a library into a directory; false when the data set is no library. */
export function membersInto(system: ShellSystem, from: DataSetOperand, directory: string, how: FromHow): boolean {
  if (entryOf(system, from, 'READ').attributes.dsorg !== 'PO') return false;
  for (const { name } of accessing(from.text, () => system.dataSets.members(from.dsname)))
    copyFromDataSet(system, { ...from, member: name }, `${directory}/${name}`, how);
  return true;
}

/** What cp gives a sequential data set that it makes, unless -P says otherwise. */
const newSequential: Attributes = {
  ...{ dsorg: 'PS', recfm: 'VB', lrecl: 1028, blksize: 6144, primary: 15, secondary: 15, dirblk: 0 },
  spaceUnit: 'TRACKS',
};

export interface CopySource {
  readonly text: string;
  readonly path: string;
  readonly from: DataSetOperand | undefined;
}

export function copyIntoDataSet(
  system: ShellSystem,
  source: CopySource,
  into: DataSetOperand,
  { isBinary, made }: { isBinary: boolean; made: Partial<Omit<Attributes, 'dsorg'>> },
): void {
  const { unix, user, dataSets } = system;
  const bytes =
    source.from !== undefined
      ? contentOf(system, source.from, isBinary)
      : isBinary
        ? unix.read(source.path, user)
        : ebcdic.encode(readFile(unix, source.path, user));
  if (dataSets.find(into.dsname) === undefined && into.member === undefined) {
    if (!system.mayUse(into.dsname, 'UPDATE')) throw cannotOpen(into.text, abended);
    accessing(into.text, () => dataSets.create(into.dsname, { ...newSequential, ...made }, user));
  }
  const { attributes } = entryOf(system, into, 'UPDATE');
  const target = memberFor(source, into, attributes);
  const { records, truncated } = recordsOf(bytes, attributes, isBinary);
  accessing(into.text, () => dataSets.write(target.dsname, target.member, records, { user, statistics: 'none' }));
  if (truncated)
    throw new DataSetFailure(
      `FSUM6260 write error on file "${into.text}": EDC5003I Truncation of a record occurred during an I/O operation. (errno2=0xC0400060)`,
    );
}

/** A library takes a file under its name without what follows the first period. */
function memberFor(source: CopySource, into: DataSetOperand, { dsorg }: Attributes): DataSetOperand {
  if (dsorg !== 'PO' && into.member !== undefined) throw cannotOpen(into.text, abended);
  if (dsorg !== 'PO' || into.member !== undefined) return into;
  const member = source.from?.member ?? /([^/.]*)[^/]*$/.exec(source.text)?.[1]?.toUpperCase() ?? '';
  if (!Name8.safeParse(member).success)
    throw cannotOpen(
      into.text,
      'EDC5047I An invalid file name was specified as a function parameter. (errno2=0xC00B0286)',
    );
  return { ...into, member };
}

function recordsOf(bytes: Buffer, { recfm, lrecl, blksize }: Attributes, isBinary: boolean) {
  const longest = recfm === 'U' ? blksize : recfm.startsWith('V') ? lrecl - 4 : lrecl;
  if (isBinary || recfm === 'U') {
    const count = Math.ceil(bytes.length / longest);
    const records = Array.from({ length: count }, (_, at) => bytes.subarray(at * longest, (at + 1) * longest));
    const last = records.at(-1);
    if (last !== undefined && recfm.startsWith('F')) records[count - 1] = Buffer.concat([last], longest);
    return { records, truncated: false };
  }
  const text = ebcdic.decode(bytes);
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const whole = lines.map((line) => ebcdic.encode(line === '' && recfm.startsWith('V') ? ' ' : line));
  const truncated = whole.some((record) => record.length > longest);
  return { records: whole.map((record) => record.subarray(0, longest)), truncated };
}
