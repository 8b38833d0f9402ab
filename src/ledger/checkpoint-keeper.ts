import type { Ledger, LedgerPage } from './ledger.schema.ts';

export interface KeeperOptions {
  readonly ledger: Pick<Ledger, 'head' | 'follow'>;
  /** Signs a checkpoint over at least this many pages. */
  readonly checkpoint: (atLeast: number) => Promise<unknown>;
  /** Pages after which one is signed in any case. @default 256 */
  readonly every?: number;
  /** A page after which one is signed at once: the closing of a release. */
  readonly isOccasion: (page: LedgerPage) => boolean;
  readonly signal: AbortSignal;
  readonly onTrouble: (error: unknown) => void;
}

/** Signs checkpoints as the book grows: at intervals, and at every occasion. */
export async function keepCheckpoints({
  ledger,
  checkpoint,
  every = 256,
  isOccasion,
  signal,
  onTrouble,
}: KeeperOptions): Promise<void> {
  let signed = ledger.head();
  for await (const page of ledger.follow(signed, signal)) {
    if (page.page - signed < every && !isOccasion(page)) continue;
    signed = page.page;
    await checkpoint(page.page).catch(onTrouble);
  }
}
