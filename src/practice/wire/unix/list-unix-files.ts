import { UnixError } from '../../unix/errno.ts';
import type { FileStatus } from '../../unix/unix-files.ts';
import { header, json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { badRequest } from '../files/errors.ts';
import { mostItems } from '../files/list-answer.ts';
import type { WireParts } from '../parts.ts';
import { filtersOf } from './search-filters.ts';
import type { Filter } from './search-filters.ts';
import { statRefused, worded } from './unix-errors.ts';
import { absolute } from './unix-path.ts';
import { rowOf } from './unix-rows.ts';

type Found = readonly [name: string, status: FileStatus];

/**
 * The files of a directory, `.` and `..` first; a file alone shows its whole path. With a filter it searches all that is
 * below, and names are relative.
 *
 * @see IBM z/OS Management Facility Programming Guide, List the files and directories of a UNIX file path
 */
export function listUnixFiles(parts: WireParts, request: WireRequest): WireAnswer {
  const { unix } = parts;
  const { user, query } = request;
  const path = absolute(query.get('path') ?? '');
  if ((query.get('path') ?? '').trim() === '') throw badRequest(13, 'path');
  const filters = filtersOf(query, unix, parts.clock.now());
  const isLstat = header(request, 'X-IBM-Lstat')?.toLowerCase() === 'true';
  const found = worded(statRefused, (): readonly Found[] => {
    const status = unix.status(path, user, { follow: !isLstat });
    if (isLstat || status.kind !== 'directory') return [[path, status]];
    if (filters.length > 0) return search(parts, user, path, searchHow(query, filters));
    const dots: Found[] = ['.', '..'].map((name) => [name, unix.status(`${path}/${name}`, user)]);
    return [...dots, ...unix.list(path, user).map(({ name, status: of }): Found => [name, of])];
  });
  const items = found.slice(0, mostItems(request)).map(([name, status]) => rowOf(name, status));
  return json(200, { items, returnedRows: items.length, totalRows: found.length, JSONversion: 1 });
}

interface SearchHow {
  filters: readonly Filter[];
  depth: number;
  entersMounts: boolean;
  followsLinks: boolean;
}

function searchHow(query: URLSearchParams, filters: readonly Filter[]): SearchHow {
  const depth = query.get('depth');
  const filesys = query.get('filesys') ?? 'same';
  const symlinks = query.get('symlinks') ?? 'follow';
  if (depth !== null && !/^\d+$/.test(depth)) throw badRequest(13, 'depth');
  if (!/^(all|same)$/i.test(filesys)) throw badRequest(13, 'filesys');
  if (!/^(follow|report)$/i.test(symlinks)) throw badRequest(13, 'symlinks');
  return {
    filters,
    depth: depth === null || Number(depth) === 0 ? Infinity : Number(depth),
    entersMounts: filesys.toLowerCase() === 'all',
    followsLinks: symlinks.toLowerCase() === 'follow',
  };
}

/** Every file below a directory that the user may see and all filters let through. Directories that may not be read are left out. */
function search({ unix }: WireParts, user: string, start: string, how: SearchHow): Found[] {
  const found: Found[] = [];
  const { device } = unix.status(start, user);
  const been = new Set<string>();
  const visit = (directory: string, prefix: string, depth: number): void => {
    const { inode, device: at } = unix.status(directory, user);
    if (been.has(`${String(at)} ${String(inode)}`)) return;
    been.add(`${String(at)} ${String(inode)}`);
    for (const { name, status: own } of readable(() => unix.list(directory, user))) {
      const path = `${directory}/${name}`;
      const status = how.followsLinks && own.kind === 'link' && unix.exists(path, user) ? unix.status(path, user) : own;
      const shown = prefix + name;
      if (how.filters.every((fits) => fits(name, status))) found.push([shown, status]);
      if (status.kind !== 'directory' || depth >= how.depth || (status.device !== device && !how.entersMounts))
        continue;
      visit(path, `${shown}/`, depth + 1);
    }
  };
  visit(start, '', 1);
  return found;
}

function readable<Item>(list: () => readonly Item[]): readonly Item[] {
  try {
    return list();
  } catch (error) {
    if (error instanceof UnixError && error.errno === 'EACCES') return [];
    throw error;
  }
}
