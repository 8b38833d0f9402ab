import { canonicalJson, parseCanonicalJson } from '../shared/canonical-json.ts';
import { sha256, sha256Hex } from '../shared/digest.ts';
import { isProblem, LockstepError } from '../shared/errors.ts';
import type { Chance } from '../shared/ids.ts';
import type { Actor, Entry, Instant, PageFacts } from './entry.schema.ts';
import { type CommandRef, EntryText, PageBody, pageFormat, type StoredPage } from './page.schema.ts';

/** The hash that page 1 names as its predecessor's. */
export const noPage = '0'.repeat(64);

/** Most bytes of a page (body and entries) and of one entry's text. */
export const pageLimitBytes = 1024 * 1024;
export const entryLimitBytes = 64 * 1024;

export const pageId = (book: string, page: number): string => `${book}:${String(page).padStart(12, '0')}`;

/** Merkle leaf of a page: SHA-256(0x00 ‖ body), as RFC 9162 hashes a leaf. */
export const leafOf = (body: string): Buffer => sha256(Uint8Array.of(0), body);

export interface PageDraft {
  readonly book: string;
  readonly page: number;
  readonly prev: string;
  readonly at: Instant;
  readonly actor: Actor;
  readonly command: CommandRef;
  readonly cause?: string;
  readonly entries: readonly Entry[];
}

export interface SealedPage {
  readonly stored: StoredPage;
  /** Leaf hash in lower-case hexadecimal. */
  readonly leaf: string;
}

/**
 * Makes a page of what one command decided.
 *
 * @throws {LockstepError} `ledger.entry-unfit` when an entry is over 64 KiB, the page over 1 MiB, or a value has no
 *   canonical form
 */
export function sealPage(draft: PageDraft, chance: Chance): SealedPage {
  const entries = draft.entries.map((entry) => sealEntry(entry, chance));
  const { book, page, prev, at, actor, command, cause } = draft;
  const body = canonicalJson({
    ...{ format: pageFormat, book, page, prev, at, actor, command },
    ...(cause === undefined ? {} : { cause }),
    entries: entries.map(({ digest }) => digest),
  });
  const size = entries.reduce((sum, { sealed }) => sum + Buffer.byteLength(sealed.text), Buffer.byteLength(body));
  if (size > pageLimitBytes)
    throw new LockstepError('ledger.entry-unfit', `the page is over ${pageLimitBytes} bytes`, { size });
  const streams = [...new Set(draft.entries.map((entry) => entry.stream))];
  const stored = { _id: pageId(book, page), book, streams, body, entries: entries.map(({ sealed }) => sealed) };
  return { stored, leaf: leafOf(body).toString('hex') };
}

function sealEntry({ stream, seq, type, data }: Entry, chance: Chance) {
  const text = canonicalJson({ stream, seq, type, data });
  if (Buffer.byteLength(text) > entryLimitBytes)
    throw new LockstepError('ledger.entry-unfit', `an entry of type ${type} is over ${entryLimitBytes} bytes`, {
      stream,
      type,
    });
  const salt = chance.bytes(16);
  return { sealed: { salt: salt.toString('base64url'), text }, digest: sha256Hex(salt, text) };
}

/**
 * Reads a page that was just made, as every later reader will.
 *
 * @throws {LockstepError} `ledger.entry-unfit` where a name, an id or a key is not of its form
 */
export function openSealed({ stored }: SealedPage): OpenedPage {
  try {
    return openPage(stored);
  } catch (cause) {
    const { place } = isProblem(cause, 'ledger.damaged') ? cause.facts : {};
    throw new LockstepError('ledger.entry-unfit', 'a name, an id or a key is not of its form', { place }, { cause });
  }
}

export interface OpenedPage extends PageFacts {
  readonly book: string;
  readonly prev: string;
  readonly cause?: string;
  readonly key?: { readonly key: string; readonly digest: string };
  readonly entries: readonly Entry[];
  readonly leaf: string;
}

/**
 * Reads a stored page and checks what can be checked of it alone: canonical forms, its id, and each entry's digest.
 *
 * @throws {LockstepError} `ledger.damaged`; `facts` name page and place
 */
export function openPage(stored: StoredPage): OpenedPage {
  const body = bodyOf(stored);
  if (stored._id !== pageId(body.book, body.page) || stored.book !== body.book) throw damaged(stored, '_id');
  if (stored.entries.length !== body.entries.length) throw damaged(stored, 'entries');
  const entries = stored.entries.map((sealed, index): Entry => {
    if ('erased' in sealed)
      return { stream: sealed.stream, seq: sealed.seq, type: sealed.type, data: {}, erased: true };
    const salt = Buffer.from(sealed.salt, 'base64url');
    if (salt.toString('base64url') !== sealed.salt || sha256Hex(salt, sealed.text) !== body.entries[index])
      throw damaged(stored, `entries[${index}]`);
    return entryOf(stored, sealed.text, index);
  });
  const { id, key, digest } = body.command;
  return {
    ...{ book: body.book, page: body.page, prev: body.prev, at: body.at, actor: body.actor, command: id },
    ...(body.cause === undefined ? {} : { cause: body.cause }),
    ...(key === undefined || digest === undefined ? {} : { key: { key, digest } }),
    entries,
    leaf: leafOf(stored.body).toString('hex'),
  };
}

/** The page before another one; its time where it is known. */
export interface PageBefore {
  readonly page: number;
  readonly leaf: string;
  readonly at?: Instant | undefined;
}

/**
 * @throws {LockstepError} `ledger.damaged` for a page that is not the next one, does not name the one before, or has an
 *   earlier time without being a correction of the clock
 */
export function refuseGap(
  { page, prev, at, entries }: Pick<OpenedPage, 'page' | 'prev' | 'at' | 'entries'>,
  before: PageBefore,
): void {
  if (page !== before.page + 1 || prev !== before.leaf)
    throw new LockstepError('ledger.damaged', `page ${page} does not follow the page before it`, { page });
  if (before.at !== undefined && at < before.at && !entries.some(({ type }) => type === 'clock.corrected/1'))
    throw new LockstepError('ledger.damaged', `page ${page} is dated before the page before it`, { page });
}

function bodyOf(stored: StoredPage): PageBody {
  try {
    return PageBody.parse(parseCanonicalJson(stored.body));
  } catch (cause) {
    throw damaged(stored, 'body', cause);
  }
}

function entryOf(stored: StoredPage, text: string, index: number): Entry {
  try {
    return EntryText.parse(parseCanonicalJson(text));
  } catch (cause) {
    throw damaged(stored, `entries[${index}].text`, cause);
  }
}

function damaged(stored: StoredPage, place: string, cause?: unknown): LockstepError {
  return new LockstepError(
    'ledger.damaged',
    `${stored._id}: ${place} is not what was recorded`,
    { page: stored._id, place },
    { cause },
  );
}
