import { z } from 'zod';
import { ClockSegment } from '../shared/clock.ts';
import { Instant, type EntryTypes } from './entry.schema.ts';
import { BookId } from './page.schema.ts';

/** Stream of what concerns the book itself: birth, checkpoints, clock. */
export const bookStream = 'book';

export const BookBorn = z.strictObject({
  book: BookId,
  /** A rehearsal book runs on a paced clock; a real one never does. */
  kind: z.enum(['real', 'rehearsal']),
  /** Random id that is also kept outside the database: a copy elsewhere is noticed. */
  home: z.string(),
  estate: z.string(),
});
export type BookBorn = z.infer<typeof BookBorn>;

/** The book lives in another place from now on: what was a copy drives, and what drove is a copy. */
export const BookMoved = z.strictObject({ home: z.string(), by: z.string(), reason: z.string() });
export type BookMoved = z.infer<typeof BookMoved>;

/** Pages may have an earlier time again: nothing else lowers the time of the book. */
export const ClockCorrected = z.strictObject({ at: Instant, by: z.string(), reason: z.string() });

export const CheckpointSigned = z.strictObject({ size: z.int().min(1), root: z.string(), note: z.string() });
export type CheckpointSigned = z.infer<typeof CheckpointSigned>;

/** A jump of a rehearsal book's clock, or a change of its speed. */
export const ClockPaced = z.strictObject({ segment: ClockSegment, because: z.string() });

export const RequestRefused = z.strictObject({
  code: z.string(),
  message: z.string(),
  facts: z.record(z.string(), z.json()),
});

/**
 * The personal texts of an entry of the same stream are gone for good: who erased them and why, the entry's place and
 * digest, and the facts of it that stay.
 */
export const TextErased = z.strictObject({
  page: z.int().min(1),
  /** Index of the entry on its page, from 0. */
  entry: z.int().min(0),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  seq: z.int().min(1),
  type: z.string(),
  /** The entry's data, with `[erased]` for each personal text. */
  kept: z.record(z.string(), z.json()),
  by: z.string(),
  reason: z.string(),
});
export type TextErased = z.infer<typeof TextErased>;

/**
 * The machine's time when the book stood before this page: a mark to count days from, whatever the book's own clock says.
 * Rows of Idempotency-Keys of pages up to `upTo` leave; 0: none do.
 */
export const KeysAged = z.strictObject({ machine: Instant, upTo: z.int().min(0) });
export type KeysAged = z.infer<typeof KeysAged>;

/**
 * A person answers for a backup that was restored: what came after it, up to the checkpoint over `size` pages with this
 * root, is lost to the book. `unknown` counts the jobs of ours that were found and that the book does not know.
 */
export const BookRestored = z.strictObject({
  size: z.int(),
  root: z.string(),
  unknown: z.int().min(0),
  by: z.string(),
  reason: z.string(),
});
export type BookRestored = z.infer<typeof BookRestored>;

/** Entry types of the ledger itself. */
export const ledgerEntries = {
  'book.born/1': BookBorn,
  'book.moved/1': BookMoved,
  'book.restored/1': BookRestored,
  'checkpoint.signed/1': CheckpointSigned,
  'clock.corrected/1': ClockCorrected,
  'clock.paced/1': ClockPaced,
  'text.erased/1': TextErased,
  'keys.aged/1': KeysAged,
  'request.refused/1': RequestRefused,
} as const satisfies EntryTypes;
