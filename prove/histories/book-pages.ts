import { createHash } from 'node:crypto';
import type { StoredPage } from '../../src/ledger/page.schema.ts';

/** An entry as it stands in the book; `data` is absent where it was erased. */
export interface BookEntry {
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A page as read here, by other code than the ledger's own. */
export interface BookPage {
  readonly book: string;
  readonly page: number;
  readonly prev: string;
  readonly leaf: string;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly command: { readonly id: string; readonly key?: string; readonly digest?: string };
  readonly entries: readonly BookEntry[];
  /** Indexes of entries that are not what the body's digests say. */
  readonly changed: readonly number[];
}

const sha256 = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

type Body = Omit<BookPage, 'leaf' | 'entries' | 'changed'> & { readonly entries: readonly string[] };

/** Reads a stored page: its leaf is SHA-256(0x00 ‖ body), an entry's digest SHA-256(salt ‖ text). */
export function readBookPage({ body: text, entries: sealed }: StoredPage): BookPage {
  const { entries: digests, ...body } = JSON.parse(text) as Body;
  const changed: number[] = sealed.length === digests.length ? [] : [Math.min(sealed.length, digests.length)];
  const entries = sealed.map((each, index): BookEntry => {
    if ('erased' in each) return { stream: each.stream, seq: each.seq, type: each.type };
    if (sha256(Buffer.from(each.salt, 'base64url'), each.text) !== digests[index]) changed.push(index);
    return JSON.parse(each.text) as BookEntry;
  });
  return { ...body, leaf: sha256(Uint8Array.of(0), text), entries, changed };
}
