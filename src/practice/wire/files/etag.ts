import { createHash } from 'node:crypto';
import { framed } from '../records.rules.ts';

/** A content tag: bare hexadecimal digits over the stored bytes, the same whatever the data type of the request. */
export const etagOf = (records: readonly Buffer[]) =>
  createHash('sha256').update(framed(records)).digest('hex').slice(0, 32).toUpperCase();

/** Whether If-Match or If-None-Match names a tag: one or several, bare, quoted or weak; `*` names whatever there is. */
export function namesTag(text: string, tag: string): boolean {
  return text.split(',').some((one) => {
    const bare = one.trim().replaceAll(/^(W\/)?"|"$/g, '');
    return bare === '*' || bare === tag;
  });
}
