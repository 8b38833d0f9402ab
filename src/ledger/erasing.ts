import type { Clock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Store } from '../store/ports.ts';
import type { BookLedger } from './book-ledger.ts';
import type { Actor, Entry } from './entry.schema.ts';
import { digestsOf, type PersonalTexts, withoutTexts } from './erasure.rules.ts';
import { eraseFromPages, noteGone, erasuresOf } from './erased-texts.ts';
import type { Command } from './ledger.schema.ts';
import { type Erasure, erasureKey, erasures } from './own.views.ts';
import { prepared } from './prepared.ts';
import { readBack } from './read-back.ts';
import { Turns } from './turns.ts';

export interface ErasingNeeds {
  readonly ledger: BookLedger;
  readonly store: Store;
  readonly personal: PersonalTexts;
  /** The machine's clock. */
  readonly machine: Clock;
}

export interface ErasureRequest extends Pick<Command, 'key'> {
  readonly actor: Actor;
  readonly page: number;
  /** Index of the entry on its page, from 0. */
  readonly entry: number;
  readonly reason: string;
}

/** An entry whose texts are gone. */
export interface ErasedEntry extends Erasure {
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
}

/** Machine milliseconds until every other instance reads the new views: they look several times a second. */
const othersSwitchMs = 2000;

/**
 * Erases personal texts for good: first a page says so, and once that is acknowledged salt and text leave the stored
 * page, all views are made anew without them, and the old ones are dropped. What a crash cuts short is done at the next
 * start, or when the same is asked again.
 */
export function erasing({ ledger, store, personal, machine }: ErasingNeeds) {
  const turns = new Turns();

  async function found({ page, entry }: ErasureRequest): Promise<{ target: Entry; digest: string }> {
    const stored = await store.pages.page(page);
    const target = stored === undefined ? undefined : (await readBack(store.pages, stored)).entries[entry];
    const digest = stored === undefined ? undefined : digestsOf(stored)[entry];
    if (target === undefined || digest === undefined)
      throw new LockstepError('request.not-found', `there is no entry ${entry} on page ${page}`, { page, entry });
    return { target, digest };
  }

  /** What an entry that erases says of it. */
  async function erasable(request: ErasureRequest) {
    const { target, digest } = await found(request);
    const { stream, seq, type, data } = target;
    const paths = personal[type];
    if (paths === undefined)
      throw new LockstepError('ledger.not-erasable', `an entry of type ${type} holds no free text of a person`, {
        type,
      });
    const { page, entry } = request;
    return { stream, told: { page, entry, digest, seq, type, kept: withoutTexts(data, paths) } };
  }

  async function record(request: ErasureRequest): Promise<void> {
    const { actor, reason, key } = request;
    const prepare = await prepared(ledger, request, () => erasable(request));
    await ledger.commit({
      ...{ actor, ...(key === undefined ? {} : { key }) },
      decide: async (reading) => {
        const { stream, told } = prepare();
        if ((await reading.get(erasures, erasureKey(request))) !== undefined) return [];
        return [{ stream, type: 'text.erased/1', data: { ...told, by: actor.id, reason } }];
      },
    });
  }

  async function settle(): Promise<void> {
    const told = await erasuresOf(store, ledger.servedGeneration());
    await eraseFromPages(store, told);
    await ledger.renewViews();
    if (store.kind === 'mongodb') await machine.sleep(othersSwitchMs);
    await store.views.dropBefore(ledger.servedGeneration());
    await noteGone(store, told.length);
  }

  return {
    /**
     * @throws {LockstepError} `request.not-found`; `ledger.not-erasable` for an entry that holds no free text of a
     *   person: codes and answers of systems are evidence, and stay
     */
    erase: (request: ErasureRequest): Promise<ErasedEntry> =>
      turns.take(async () => {
        await record(request);
        await settle();
        const { stream, seq, type } = (await found(request)).target;
        const erasure = await ledger.get(erasures, erasureKey(request));
        return { page: request.page, entry: request.entry, on: erasure?.on ?? ledger.head(), stream, seq, type };
      }),
  };
}
