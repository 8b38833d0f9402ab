import type { BookConfig } from '../config/read-config.ts';
import { readCheckpoint, verifyCheckpoint } from '../ledger/checkpoint.rules.ts';
import { CheckpointSigned } from '../ledger/own-entries.schema.ts';
import { LeafList } from '../ledger/leaf-list.ts';
import { noPage, type OpenedPage, refuseGap } from '../ledger/page.rules.ts';
import { readBack } from '../ledger/read-back.ts';
import { publicHalfOf } from '../shared/ed25519.ts';
import { LockstepError } from '../shared/errors.ts';
import { chance } from '../shared/ids.ts';
import type { Store } from '../store/ports.ts';
import { type KeptFiles, openKeptFiles } from './kept-files.ts';
import { openStore } from './open-store.ts';

/** What was read of a book that is whole. */
export interface VerifiedBook {
  readonly pages: number;
  readonly entries: number;
  /** Entries whose text was erased: their digests stand. */
  readonly erased: number;
  readonly checkpoints: number;
}

/**
 * Reads every page of a book that no service has open: forms, digests, the chain, the signed checkpoints, and that the
 * book contains the last checkpoint that was published outside its database.
 *
 * @throws {LockstepError} `ledger.damaged` naming the page, `ledger.elsewhere` for a restored backup
 */
export async function verifyBook(config: BookConfig, print: (text: string) => void): Promise<VerifiedBook> {
  const store = openStore(config);
  try {
    const found = await verifyPages(store, openKeptFiles(config.dataFolder, config.signingKey, chance));
    print(`${found.pages} pages with ${found.entries} entries, each what was recorded and after the one before it\n`);
    if (found.erased > 0) print(`${found.erased} entries were erased: their digests stand, their texts are gone\n`);
    print(`${found.checkpoints} signed checkpoints, each over the pages that are here\n`);
    return found;
  } finally {
    await store.close();
  }
}

export async function verifyPages(store: Store, { key, published }: Pick<KeptFiles, 'key' | 'published'>) {
  const leaves = new LeafList();
  const head = await store.pages.head();
  const counted = { entries: 0, erased: 0, checkpoints: 0 };
  let last = { page: 0, leaf: noPage };
  for await (const stored of store.pages.pages(1, head.page)) {
    const page = await readBack(store.pages, stored);
    refuseGap(page, last);
    leaves.append(page.leaf);
    last = page;
    counted.entries += page.entries.length;
    counted.erased += page.entries.filter(({ erased }) => erased === true).length;
    for (const signed of checkpointsOn(page)) {
      verifyCheckpoint(signed.note, publicHalfOf(key.privateKey));
      refuseOtherRoot(leaves, { size: signed.size, root: Buffer.from(signed.root, 'hex') });
      counted.checkpoints += 1;
    }
  }
  if (last.page !== head.page || last.leaf !== head.leaf)
    throw new LockstepError('ledger.damaged', `page ${last.page + 1} is not there`, { page: last.page + 1 });
  const note = await published.last();
  if (note !== undefined) refuseOtherRoot(leaves, readCheckpoint(note));
  return { pages: head.page, ...counted };
}

const checkpointsOn = ({ entries }: OpenedPage): CheckpointSigned[] =>
  entries.filter(({ type }) => type === 'checkpoint.signed/1').map(({ data }) => CheckpointSigned.parse(data));

function refuseOtherRoot(leaves: LeafList, checkpoint: { size: number; root: Buffer }): void {
  if (leaves.contains(checkpoint)) return;
  const { size } = checkpoint;
  throw new LockstepError(
    'ledger.elsewhere',
    `the book has ${leaves.size} pages here and does not contain the checkpoint over ${size}: is it a restored backup?`,
    { size },
  );
}
