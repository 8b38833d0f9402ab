import { createHash } from 'node:crypto';
import { framed } from '../records.rules.ts';

/** A content tag: bare hexadecimal digits over the stored bytes, the same whatever the data type of the request. */
export const etagOf = (records: readonly Buffer[]) =>
  createHash('sha256').update(framed(records)).digest('hex').slice(0, 32).toUpperCase();

/** A tag as a client sends it; quotes are tolerated. */
export const bareTag = (text: string) => text.trim().replaceAll(/^(W\/)?"|"$/g, '');
