import { z } from 'zod';
import { Actor, Instant } from './entry.schema.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Names the form of a page's body; a reader that does not know it stops. */
export const pageFormat = 'urn:lockstep:page:1';

/** `B` and 26 base-32 characters. */
export const BookId = z.string().regex(/^B[A-Z2-7]{26}$/);

export const CommandRef = z.strictObject({
  id: z.string().min(1).max(128),
  /** Idempotency-Key of the caller, and the digest of method, path, If-Match and body that it stands for. */
  key: z.string().min(1).max(128).optional(),
  digest: hash.optional(),
});
export type CommandRef = z.infer<typeof CommandRef>;

/** What a page's `body` says, as canonical JSON text (RFC 8785). Its bytes are the Merkle leaf. */
export const PageBody = z.strictObject({
  format: z.literal(pageFormat),
  book: BookId,
  page: z.int().min(1),
  /** Leaf hash of the page before; 64 zeros for page 1. */
  prev: hash,
  at: Instant,
  actor: Actor,
  command: CommandRef,
  cause: z.string().optional(),
  /** SHA-256 of each entry's salt and text, in order. */
  entries: z.array(hash).min(1),
});
export type PageBody = z.infer<typeof PageBody>;

/** An entry as stored: digest in the body = SHA-256(salt bytes ‖ text bytes). */
export const SealedEntry = z.strictObject({
  /** 16 bytes in base64url. */
  salt: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  /** Canonical JSON of `{ stream, seq, type, data }`. */
  text: z.string(),
});

/** Stands where text and salt of an entry were erased; the digest in the body stays. */
export const ErasedEntry = z.strictObject({
  erased: z.literal(true),
  stream: z.string(),
  seq: z.int().min(1),
  type: z.string(),
});

export const StoredPage = z.strictObject({
  /** `<book>:<12-digit page>`: carries the uniqueness that makes an append safe. */
  _id: z.string(),
  book: BookId,
  streams: z.array(z.string()),
  body: z.string(),
  entries: z.array(z.union([SealedEntry, ErasedEntry])),
});
export type StoredPage = z.infer<typeof StoredPage>;

export const EntryText = z.strictObject({
  stream: z.string().min(1).max(128),
  seq: z.int().min(1),
  type: z.string().regex(/^[a-z][a-z.-]*\/[1-9]\d*$/),
  data: z.record(z.string(), z.json()),
});
