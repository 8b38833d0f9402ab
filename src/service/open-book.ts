import type { Config } from '../config/read-config.ts';
import type { Estate } from '../estate/estate.schema.ts';
import type { Logger } from '../http/log.ts';
import { keepCheckpoints } from '../ledger/checkpoint-keeper.ts';
import { bookProofs, refuseOldBackup } from '../ledger/checkpoints.ts';
import { erasing } from '../ledger/erasing.ts';
import { followOtherInstances } from '../ledger/follow-others.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { keepTime } from '../ledger/timekeeper.ts';
import { wallGuard } from '../ledger/wall-guard.ts';
import { machineTime, systemClock, type Clock } from '../shared/clock.ts';
import { isProblem } from '../shared/errors.ts';
import type { Store } from '../store/ports.ts';
import { allEntryTypes, allViews } from './book-definition.ts';
import type { AppendWatch } from './conditions.ts';
import type { KeptFiles } from './kept-files.ts';
import { DatabaseClock } from './machine-clock.ts';
import { personalTexts } from './personal-texts.ts';
import { openStore } from './open-store.ts';
import { checkNewestPages } from './page-checks.ts';

/** Cell that is written to see whether the store can be written. */
const trial = 'trial';

export interface BookNeeds {
  readonly estate: Estate;
  readonly files: KeptFiles;
  readonly clock: Clock;
  readonly log: Logger;
  readonly appends: AppendWatch;
}

/**
 * Opens store and book, which is read only where it is a restored backup, and keeps the book as it grows: checkpoints, and what other instances
 * append.
 *
 * @throws {LockstepError} what `openLedger` and `refuseOldBackup` refuse; the store is closed then
 */
export async function openBook(config: Config, { estate, files, clock, log, appends }: BookNeeds) {
  const store = openStore(config, (message) => log.warn(message));
  const { privateKey } = files.key;
  const { published } = files;
  try {
    const database = config.book === 'real' ? databaseClockOf(store) : undefined;
    const wall = config.book === 'real' ? wallGuard(machineTime) : () => undefined;
    // Before the first page: a new book is born, and the engine taken, at a time that fits or not at all.
    await database?.look();
    const ledger = await openLedger({
      guard: () => (wall(), database?.check()),
      ...{ store, views: allViews, entryTypes: allEntryTypes, clock, kind: config.book },
      ...{ home: files.home, estate: estate.estate, onAppend: appends.note },
      answerWithinMs: config.answerTimeoutSeconds * 1000,
      onProgress: (page) => log.info({ page }, 'views are being made from the pages'),
    });
    const checkOlder = await checkNewestPages(ledger, store);
    await barOldBackup({ ledger, key: privateKey, published });
    const proofs = bookProofs({ ledger, store, key: privateKey, published });
    const erasingTexts = erasing({ ledger, store, personal: personalTexts, machine: systemClock });
    const over = new AbortController();
    const { signal } = over;
    const trouble = (what: string) => (error: unknown) =>
      log.error({ error: error instanceof Error ? error.message : String(error) }, what);
    void keepCheckpoints({
      ...{ ledger, signal, onTrouble: trouble('a checkpoint could not be signed') },
      checkpoint: async (atLeast) => {
        if (ledger.refusal() === undefined) await proofs.checkpoint(atLeast);
      },
      isOccasion: (page) => page.entries.some(({ type }) => type === 'release.closed/1'),
    }).catch(trouble('checkpoints are no longer signed'));
    if (store.kind === 'mongodb')
      void followOtherInstances(ledger, {
        machine: systemClock,
        signal,
        onTrouble: trouble('pages of other instances cannot be read'),
      });
    void keepTime({ ledger, machine: systemClock, signal, onTrouble: trouble('old keys could not be aged') });
    void database?.watch(signal);
    void checkOlder(signal).catch(trouble('older pages can no longer be checked'));
    const close = async () => {
      over.abort(new Error('the book is closed'));
      ledger.stop();
      await store.close();
    };
    const tryStore = async () => {
      const before = await store.cell.get(trial);
      await store.cell.swap(trial, before, String(Number(before ?? '0') + 1));
    };
    // One process alone has an embedded store.
    const shared = store.kind === 'mongodb' ? { cell: store.cell } : {};
    return { ledger, proofs, tryStore, close, database, erasing: erasingTexts, wall, ...shared };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function databaseClockOf(store: Store): DatabaseClock | undefined {
  const read = store.clock?.bind(store);
  return read === undefined ? undefined : new DatabaseClock({ read, machine: systemClock });
}

/** A restored backup can be looked at; nothing is decided on it before somebody has answered for it. */
async function barOldBackup(needs: Parameters<typeof refuseOldBackup>[0]): Promise<void> {
  try {
    await refuseOldBackup(needs);
  } catch (error) {
    if (!isProblem(error, 'ledger.elsewhere')) throw error;
    needs.ledger.bar(error);
  }
}
