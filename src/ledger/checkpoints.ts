import type { Ed25519Key } from '../shared/ed25519.ts';
import { publicHalfOf } from '../shared/ed25519.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Store } from '../store/ports.ts';
import type { BookLedger } from './book-ledger.ts';
import { readCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.rules.ts';
import type { StoredPage } from './page.schema.ts';
import { bookStream, type CheckpointSigned } from './own-entries.schema.ts';
import { checkpoints as checkpointsView, restoreKey, restores } from './own.views.ts';
import { Turns } from './turns.ts';

/** Where signed checkpoints go besides the book: outside its database, so that a restored backup is noticed. */
export interface PublishedNotes {
  last(): Promise<string | undefined>;
  append(note: string): Promise<void>;
}

export interface CheckpointNeeds {
  readonly ledger: BookLedger;
  readonly store: Store;
  readonly key: Ed25519Key;
  readonly published: PublishedNotes;
}

/** Signs the book's size and root, and proves pages against them. Only acknowledged sizes are ever signed. */
export function bookProofs({ ledger, store, key, published }: CheckpointNeeds) {
  const turns = new Turns();
  /** Only what the book records is published, in order of size, and again where a crash came between. */
  const publish = (checkpoint: CheckpointSigned) =>
    turns.take(async () => {
      const last = await published.last();
      if (last === undefined || readCheckpoint(last).size < checkpoint.size || (await isAnsweredFor(ledger, last)))
        await published.append(checkpoint.note);
      return { note: checkpoint.note, size: checkpoint.size };
    });
  return {
    /** The newest checkpoint over at least this many pages, or a new one over all pages so far. */
    checkpoint: async (atLeast: number): Promise<{ note: string; size: number }> => {
      if (ledger.head() < atLeast) await ledger.catchUp();
      const { rows } = await ledger.query(checkpointsView, { index: 'size', order: 'desc', limit: 1 });
      const newest = rows[0];
      // Another instance may have signed, and folded, what this one has not read yet: its tree proves it all the same.
      if (newest !== undefined && newest.size > ledger.leaves.size) await ledger.catchUp();
      if (newest !== undefined && newest.size >= atLeast) return publish(newest);
      const size = ledger.head();
      const root = ledger.leaves.rootAt(size);
      const own: CheckpointSigned = {
        ...{ size, root: root.toString('hex') },
        note: signCheckpoint({ book: ledger.book, size, root }, key),
      };
      let standing = own;
      await ledger.commit({
        actor: { kind: 'service', id: 'lockstep' },
        decide: async (reading) => {
          const now = await reading.query(checkpointsView, { index: 'size', order: 'desc', limit: 1 });
          standing = now.rows.find((other) => other.size >= size) ?? own;
          return standing === own ? [{ stream: bookStream, type: 'checkpoint.signed/1', data: own }] : [];
        },
      });
      return publish(standing);
    },
    pagesOf: (stream: string): AsyncIterable<StoredPage> => store.pages.pagesOf(stream),
    inclusion: (page: number, size: number): Buffer[] => ledger.leaves.inclusion(page - 1, size),
  };
}

/**
 * Compares the book with the last note that was published outside its database.
 *
 * @throws {LockstepError} `ledger.elsewhere` for a book that is shorter than the note, or does not contain it: a
 *   restored backup. Jobs may have run since; nothing is driven until a person has looked.
 */
export async function refuseOldBackup({ ledger, key, published }: Omit<CheckpointNeeds, 'store'>): Promise<void> {
  const last = await published.last();
  if (last === undefined) return;
  refuseOtherKey(last, key);
  const { size, root } = readCheckpoint(last);
  if (await isAnsweredFor(ledger, last)) return;
  if (!ledger.leaves.contains({ size, root }))
    throw new LockstepError(
      'ledger.elsewhere',
      `this is a restored backup: the book has ${ledger.head()} pages and does not contain the checkpoint over ${size} that was ` +
        'published. Jobs may have run since. It can be read, and it records, submits and drives nothing. Look at the jobs that ' +
        'it does not know (lockstep book unknown-jobs); once somebody has seen to them, lockstep book accept-restored lets it go on',
      { head: ledger.head(), size, root: root.toString('hex') },
    );
}

/** Whether a person has answered for the loss of what this note vouches for. */
async function isAnsweredFor(ledger: BookLedger, note: string): Promise<boolean> {
  const { size, root } = readCheckpoint(note);
  return (await ledger.get(restores, restoreKey({ size, root: root.toString('hex') }))) !== undefined;
}

function refuseOtherKey(note: string, key: Ed25519Key): void {
  try {
    verifyCheckpoint(note, publicHalfOf(key));
  } catch (cause) {
    throw new LockstepError(
      'config.invalid',
      'signingKey: the last published checkpoint of this book was signed with another key; give that key, or put the list of published checkpoints away knowingly',
      { setting: 'signingKey' },
      { cause },
    );
  }
}
