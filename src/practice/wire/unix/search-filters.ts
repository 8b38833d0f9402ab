import { patternOf } from '../../commands/shell/patterns.rules.ts';
import type { FileStatus, UnixFiles } from '../../unix/unix-files.ts';
import { badRequest } from '../files/errors.ts';

/** Whether a file is among those searched for. */
export type Filter = (name: string, status: FileStatus) => boolean;

const kinds: Readonly<Record<string, FileStatus['kind'] | 'none'>> = {
  ...{ c: 'character', d: 'directory', f: 'file', l: 'link', p: 'none', s: 'none' },
};
const day = 86_400_000;
const units: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** `+n` more, `-n` less, `n` just so many. */
function compares(text: string, unit: number): (value: number) => boolean {
  const wanted = Number(/\d+/.exec(text)?.[0] ?? 0) * unit;
  if (text.startsWith('+')) return (value) => value > wanted;
  if (text.startsWith('-')) return (value) => value < wanted;
  return (value) => value === wanted;
}

const refused = (name: string) => badRequest(13, name);

/**
 * The filters of a query; empty when the list is no search.
 *
 * @see IBM z/OS Management Facility Programming Guide, List the files and directories of a UNIX file path (table of
 *   filters: group, mtime, name, size, perm, type, user)
 * @throws {Refusal} 400 with the name of a filter that is not understood
 */
export function filtersOf(query: URLSearchParams, unix: UnixFiles, now: number): Filter[] {
  const filters: Filter[] = [];
  const given = (name: string, make: (text: string) => Filter) => {
    const text = query.get(name);
    if (text !== null) filters.push(make(text.trim()));
  };
  given('name', (text) => {
    const pattern = patternOf(text);
    return (name) => pattern.test(name);
  });
  given('user', (text) => byOwner(unix.uidOf(text), ({ uid }) => uid));
  given('group', (text) => byOwner(unix.gidOf(text), ({ gid }) => gid));
  given('type', (text) => {
    const kind = kinds[text.toLowerCase()];
    if (kind === undefined) throw refused('type');
    return (_, status) => status.kind === kind;
  });
  given('size', (text) => {
    const unit = units[/[KMG]?$/i.exec(text)?.[0].toUpperCase() ?? ''] ?? 1;
    if (!/^[-+ ]?\d+[KMG]?$/i.test(text)) throw refused('size');
    const fits = compares(text, unit);
    return (_, { size }) => fits(size);
  });
  given('mtime', (text) => {
    if (!/^[-+ ]?\d+$/.test(text)) throw refused('mtime');
    const fits = compares(text, 1);
    return (_, { modified }) => fits(Math.floor((now - modified) / day));
  });
  given('perm', (text) => {
    if (!/^-?[0-7]{1,4}$/.test(text)) throw refused('perm');
    const bits = Number.parseInt(text.replace('-', ''), 8);
    return (_, { mode }) => (text.startsWith('-') ? (mode & bits) === bits : mode === bits);
  });
  return filters;
}

const byOwner =
  (id: number | undefined, of: (status: FileStatus) => number): Filter =>
  (_, status) =>
    id !== undefined && of(status) === id;
