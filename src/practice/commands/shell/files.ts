import { codePage, ebcdic } from '../../codepages/code-page.ts';
import { UnixError } from '../../unix/errno.ts';
import type { FileTag, UnixFiles } from '../../unix/unix-files.ts';

/** The page that automatic conversion takes for a file; none for a file that is kept as it is. */
const convertedFrom = (tag: FileTag | undefined) =>
  tag?.type === 'text' && tag.codeset !== undefined ? codePage(tag.codeset) : undefined;

/** A file as a command of the shell reads it: tagged text is converted to 1047, all else is taken byte for byte. */
export function readFile(unix: UnixFiles, path: string, user: string): string {
  const bytes = unix.read(path, user);
  return (convertedFrom(unix.status(path, user).tag) ?? ebcdic).decode(bytes);
}

/** Writes a command's output into a file, in the page that the file is tagged with. */
export function writeFile(
  unix: UnixFiles,
  path: string,
  user: string,
  text: string,
  how: { append: boolean; mode: number },
): void {
  const tag = unix.exists(path, user) ? unix.status(path, user).tag : undefined;
  unix.write(path, user, (convertedFrom(tag) ?? ebcdic).encode(text), how);
}

/** The absolute form of a path; what is left of `.` and `..` is for the walk to resolve. */
export const absolute = (directory: string, path: string): string =>
  path.startsWith('/') || path === '' ? path : `${directory === '/' ? '' : directory}/${path}`;

export const baseName = (path: string): string => {
  const bare = path.replace(/\/+$/, '');
  return bare === '' && path !== '' ? '/' : bare.slice(bare.lastIndexOf('/') + 1);
};

export const directoryName = (path: string): string => {
  const bare = path.replace(/\/+$/, '');
  if (bare === '') return path === '' ? '.' : '/';
  const at = bare.lastIndexOf('/');
  if (at < 0) return '.';
  return bare.slice(0, at).replace(/\/+$/, '') || '/';
};

export const isDirectory = (unix: UnixFiles, path: string, user: string): boolean => {
  try {
    return unix.status(path, user).kind === 'directory';
  } catch (error) {
    if (error instanceof UnixError) return false;
    throw error;
  }
};
