import { codePage, ebcdic } from '../codepages/code-page.ts';
import type { CodePage } from '../codepages/code-page.ts';
import { UnixError } from './errno.ts';
import type { FileTag } from './unix-files.ts';

/** The code page in which a file's text is: its tag's when it is tagged as text, else 1047. */
export const pageOf = (tag: FileTag | undefined): CodePage =>
  (tag?.type === 'text' && tag.codeset !== undefined ? codePage(tag.codeset) : undefined) ?? ebcdic;

/** Text in a code page that holds every character of it. @throws {UnixError} EILSEQ */
export function encoded(text: string, page: CodePage, path: string): Buffer {
  const bytes = page.encode(text);
  if (page.decode(bytes) !== text) throw new UnixError('EILSEQ', path);
  return bytes;
}
