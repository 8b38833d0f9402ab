import { DataSetError } from '../../datasets/data-sets.ts';
import { UnixError } from '../../unix/errno.ts';
import type { WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { jobsError } from './errors.ts';
import type { InternalReader } from './internal-reader.ts';

/** Lines of the data set, member or UNIX file that a submit request names. @throws {Refusal} by the reasons of category 6 */
export function linesOfFile(parts: WireParts, request: WireRequest, reader: InternalReader): string[] {
  const file = fileName(request.body);
  if (file.startsWith('//')) return linesOfDataSet(parts, request.user, file.slice(2).toUpperCase(), reader);
  if (file.startsWith('/')) return linesOfUnixFile(parts, request.user, file);
  throw jobsError(400, 18, 'Submit input file name must be an absolute path');
}

function linesOfDataSet(parts: WireParts, user: string, name: string, { mode, page }: InternalReader): string[] {
  if (mode !== '' && mode !== 'RECORD')
    throw jobsError(400, 19, 'Internal reader mode must be RECORD for data set submission');
  if (/^'?DD:/.test(name)) throw jobsError(400, 15, 'DD names are not supported for submit input');
  const quoted = /^'(.*)'$/.exec(name)?.[1];
  const match = /^([^()]+)(?:\(([^()]+)\))?$/.exec(quoted ?? `${user}.${name}`);
  const [dsname, member] = [match?.[1] ?? '', match?.[2]];
  const shown = member === undefined ? dsname : `${dsname}(${member})`;
  if (parts.dataSets.find(dsname) === undefined) throw jobsError(400, 16, `Data set not found: ${shown}`);
  const refused = jobsError(500, 5, `Error opening input data set: //'${shown}'`, 8);
  if (!parts.authority.allows(user, 'DATASET', dsname, 'READ')) throw refused;
  try {
    return parts.dataSets.read(dsname, member).map((record) => page.decode(record).trimEnd());
  } catch (error) {
    if (error instanceof DataSetError) throw refused;
    throw error;
  }
}

function linesOfUnixFile({ unix }: WireParts, user: string, file: string): string[] {
  try {
    return unix
      .readText(file, user)
      .replace(/\r?\n$/, '')
      .split(/\r?\n/);
  } catch (error) {
    if (error instanceof UnixError) throw jobsError(500, 5, `Error opening input file: ${file}`, 8);
    throw error;
  }
}

function fileName(body: Buffer): string {
  let document: unknown;
  try {
    document = JSON.parse(body.toString('utf8'));
  } catch {
    throw jobsError(400, 3, "Request does not contain 'JSON' content");
  }
  if (typeof document === 'object' && document !== null && 'file' in document && typeof document.file === 'string')
    return document.file;
  throw jobsError(400, 3, "Request does not contain 'file' content");
}
