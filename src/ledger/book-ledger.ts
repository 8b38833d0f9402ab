import type { Clock } from '../shared/clock.ts';
import { isProblem, LockstepError } from '../shared/errors.ts';
import type { Chance } from '../shared/ids.ts';
import { noLongerNeeded, othersFirst } from '../shared/yielding.ts';
import type { Head, PageWrite, Store } from '../store/ports.ts';
import { blobsOver } from './blobs.ts';
import { CommitQueue, type Pending } from './commit-queue.ts';
import { type Decided, Decider } from './decider.ts';
import type { EntryTypes, Instant } from './entry.schema.ts';
import { erasuresOf } from './erased-texts.ts';
import { Followers } from './followers.ts';
import { buildGeneration, compareGenerations, isOfViews, type RebuildReport, servedVersion } from './generations.ts';
import type { Blobs, Command, Committed, Ledger, LedgerPage } from './ledger.schema.ts';
import { LeafList } from './leaf-list.ts';
import { type OpenedPage, refuseGap } from './page.rules.ts';
import { readBack } from './read-back.ts';
import { ledgerPageOf, LedgerReader } from './reader.ts';
import { RightToDecide } from './right-to-decide.ts';
import { type Patience, settled, untilAnswered } from './settling.ts';
import { Speculation } from './speculation.ts';
import { foldable, tilePut } from './tiling.ts';
import { Turns } from './turns.ts';
import type { AnyView } from './view.schema.ts';

export interface BookSettings {
  readonly book: string;
  readonly kind: 'real' | 'rehearsal';
  /** The random id kept outside the database, and the one that the book names. */
  readonly home: string;
  readonly bookHome: string | undefined;
  readonly store: Store;
  readonly generation: number;
  readonly head: Head;
  readonly lastAt: string | undefined;
  readonly leaves: LeafList;
  readonly views: readonly AnyView[];
  readonly entryTypes: EntryTypes;
  readonly clock: Clock;
  /** Time of retries, back-off and time-outs: the machine's, never the book's. */
  readonly machine: Clock;
  readonly chance: Chance;
  /** Throws when the machine's clocks have parted. */
  readonly guard: () => void;
  /** Machine milliseconds after which a caller is told `ledger.unknown-outcome`; the settling goes on. @default 10000 */
  readonly answerWithinMs?: number;
  /** Called whenever a group was appended or refused: for metrics and readiness. */
  readonly onAppend?: (outcome: string, pages: number) => void;
}

type Written = NonNullable<Decided['write']>;

/** Pause before deciding again where a store says «taken» and shows no page. */
const takenPauseMs = 50;

/** After a look, machine milliseconds for which views of a shared store are surely kept: a quarter of what their dropper waits. */
const servedForMs = 500;

/** Times that views are made anew where another instance served newer ones meanwhile. */
const mostRenewals = 5;

/** Pages that are kept in memory for followers. */
const mostRecent = 128;
/** Pages that a follower of a long book is given before everything else has its turn. */
const pagesAtATime = 16;

const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/**
 * The ledger of one book over a store. Commands decide on what is durable at the head and on what their own group adds
 * to it; a group is appended as a whole, and nothing of it is shown before the store has acknowledged it.
 */
export class BookLedger extends LedgerReader implements Ledger {
  readonly book: string;
  readonly kind: 'real' | 'rehearsal';
  /** The random id that this instance keeps outside the database. */
  readonly home: string;
  readonly blobs: Blobs;
  readonly leaves: LeafList;
  readonly #settings: BookSettings;
  readonly #queue: CommitQueue;
  readonly #decider: Decider;
  readonly #turns = new Turns();
  readonly #followers = new Followers();
  readonly #recent = new Map<number, LedgerPage>();
  readonly #stopping = new AbortController();
  #head: Head;
  #lastAt: string | undefined;
  /** When the views that this instance reads were last seen to be served: the machine's time. */
  #looked = Number.NEGATIVE_INFINITY;
  /** Whether new views, which it reads already, are just being served. */
  #isServing = false;
  readonly #right: RightToDecide;

  constructor(settings: BookSettings) {
    super(settings.store, settings.generation);
    this.#settings = settings;
    this.book = settings.book;
    this.kind = settings.kind;
    this.home = settings.home;
    this.leaves = settings.leaves;
    this.#head = settings.head;
    this.#lastAt = settings.lastAt;
    this.#right = new RightToDecide(settings.book, settings.home, settings.bookHome);
    this.#decider = new Decider(settings);
    this.#queue = new CommitQueue((group) => this.#turns.take(() => this.#commitGroup(group)));
    this.blobs = blobsOver(settings.store.blobs);
  }

  head(): number {
    return this.#head.page;
  }

  /** Time of the last page. */
  lastAt(): Instant | undefined {
    return this.#lastAt;
  }

  refusal(): LockstepError | undefined {
    this.#noteEnded();
    return this.#right.refusal();
  }

  /** Makes the book read only, until a page restores the right to decide. */
  bar(reason: LockstepError): void {
    this.#right.bar(reason);
  }

  version(stream: string): Promise<number> {
    return this.steadily(() => this.#speculation().version(stream));
  }

  async commit(command: Command): Promise<Committed> {
    const committed = await this.#answered(
      this.#queue.add(command, command.id ?? `urn:uuid:${this.#settings.chance.uuid()}`),
    );
    if (!committed.replayed) return committed;
    const { at, entries } = (await this.page(committed.page)) ?? committed;
    return { ...committed, at, entries };
  }

  async *follow(after: number, signal: AbortSignal): AsyncIterable<LedgerPage> {
    let seen = after;
    let read = 0;
    while (!signal.aborted) {
      const until = this.#head.page;
      for await (const page of this.#pagesBetween(seen + 1, until)) {
        yield page;
        read += 1;
        if (read % pagesAtATime === 0) await othersFirst();
        if (isAborted(signal)) return;
      }
      seen = Math.max(seen, until);
      if (this.#head.page === until) await this.#followers.next(signal);
    }
  }

  /** What was taken in last is still in memory: many followers of one book read it once. */
  async *#pagesBetween(from: number, to: number): AsyncIterable<LedgerPage> {
    let next = from;
    for (let page = this.#recent.get(next); page !== undefined && next <= to; page = this.#recent.get(next)) {
      next += 1;
      yield page;
    }
    if (next > to) return;
    for await (const stored of this.store.pages.pages(next, to))
      yield ledgerPageOf(await readBack(this.store.pages, stored));
  }

  #remember(page: OpenedPage): void {
    // After an erasure every page is read anew: what was erased is shown to nobody.
    if (page.entries.some(({ type, erased }) => erased === true || type === 'text.erased/1')) this.#recent.clear();
    else this.#recent.set(page.page, ledgerPageOf(page));
    this.#recent.delete(page.page - mostRecent);
  }

  /**
   * Ends deciding: who waits in the queue is told that nothing was recorded, who waits for an append in doubt that its
   * outcome is unknown. To be called before the store is closed.
   */
  stop(): void {
    this.#right.end(new LockstepError('ledger.unavailable', 'the service stops; nothing was recorded'));
    this.#stopping.abort();
  }

  /**
   * Reads what other instances appended and folds it, between two groups of this one's own; and reads the views that are
   * served now, where somebody made them anew.
   */
  catchUp(): Promise<void> {
    return this.#turns.take(async () => {
      await this.#readServed();
      await this.#readOn();
    });
  }

  /** The generation of the views that this instance reads. */
  servedGeneration(): number {
    return this.generation;
  }

  /**
   * Makes all views anew beside those that are served, and serves them: nobody waits but for the last few pages.
   *
   * @param compare whether the old and the new are compared, byte for byte; nothing is decided meanwhile
   */
  async renewViews({ compare = false } = {}): Promise<RebuildReport> {
    for (let times = 1; ; times += 1) {
      try {
        return await this.#renew(compare);
      } catch (error) {
        // Another instance served newer ones meanwhile, and dropped these.
        if (!isProblem(error, 'ledger.behind') || times === mostRenewals) throw error;
      }
    }
  }

  async #renew(compare: boolean): Promise<RebuildReport> {
    const { views } = this.store;
    const generation = await views.begin();
    await this.#build(generation);
    return this.#turns.take(async () => {
      await this.#build(generation);
      const compared = await compareGenerations(this.store, compare ? this.generation : generation, generation);
      const erased = await erasuresOf(this.store, generation);
      this.#isServing = true;
      // The embedded store drops the old one in the same step, and one that others share may refuse the new one.
      if (this.store.kind === 'embedded') this.generation = generation;
      const served = views.serve(generation, servedVersion(this.#settings.views, erased.length));
      await served.finally(() => (this.#isServing = false));
      this.generation = generation;
      return { pages: this.#head.page, ...compared };
    });
  }

  #build(generation: number): Promise<void> {
    const { views, entryTypes } = this.#settings;
    const { leaves } = this;
    return buildGeneration(this.store, generation, { views, entryTypes, head: this.#head, leaves });
  }

  async #readServed(): Promise<void> {
    if (this.#isServing) return;
    const looked = this.#settings.machine.now();
    const { generation } = this;
    const serving = await this.store.views.current();
    if (serving !== undefined && serving.generation !== generation) {
      if (!isOfViews(serving.version, this.#settings.views)) return;
      await this.#build(serving.generation);
      // Meanwhile this instance may have made views of its own.
      if (this.generation !== generation) return;
      this.generation = serving.generation;
    }
    this.#looked = looked;
  }

  /** Views that others share may be dropped a while after new ones are served: an instance that stood still looks again. */
  protected override async wasServed(generation: number): Promise<boolean> {
    const ago = this.#settings.machine.now() - this.#looked;
    if (this.store.kind === 'mongodb' && !(ago >= 0 && ago < servedForMs)) await this.#readServed();
    return super.wasServed(generation);
  }

  /** Whether a decision was made on views that are served still: by a look after it, whatever the clocks say. */
  async #decidedOnServed(generation: number): Promise<boolean> {
    if (this.store.kind === 'mongodb') await this.#readServed();
    return generation === this.generation;
  }

  async #readOn(): Promise<void> {
    const head = await this.store.pages.head();
    if (head.page <= this.#head.page) return;
    for await (const stored of this.store.pages.pages(this.#head.page + 1, head.page))
      await this.#takeIn(await readBack(this.store.pages, stored));
  }

  async #takeIn(page: OpenedPage): Promise<void> {
    this.#refuseStrange(page);
    const puts = [...(await this.#speculation().fold(page)), ...tilePut(page, this.leaves)];
    const write = { number: page.page, leaf: page.leaf, puts };
    if (!(await this.store.views.fold(this.generation, [write]))) await this.#foldedByOther(page.page);
    this.#advance([{ page, ...write }]);
  }

  /** A page that does not follow, or that this version cannot read, ends deciding: what follows from it is not known. */
  #refuseStrange(page: OpenedPage): void {
    try {
      refuseGap(page, { ...this.#head, at: this.#lastAt });
      foldable(page, this.#settings.entryTypes);
    } catch (error) {
      if (error instanceof LockstepError) this.#right.end(error);
      throw error;
    }
  }

  async #foldedByOther(page: number): Promise<void> {
    const applied = await this.store.views.applied(this.generation);
    if (applied.page < page)
      throw new LockstepError('ledger.behind', `the views stand at page ${applied.page}`, { page });
  }

  async #commitGroup(group: readonly Pending[]): Promise<void> {
    let waiting = group;
    while (waiting.length > 0) {
      waiting = this.#permitted(waiting);
      // Nothing is decided at a wrong time either: a clock may be put right before the append.
      this.#settings.guard();
      const { generation } = this;
      const decided = await this.#decider.decide(waiting, this.#speculation(), {
        head: this.#head,
        lastAt: this.#lastAt,
        leaves: this.leaves,
      });
      if (!(await this.#decidedOnServed(generation))) continue;
      const writes = decided.flatMap((each) => (each.write === undefined ? [] : [each.write]));
      if (writes.length > 0) this.#settings.guard();
      waiting = await this.#append(decided, writes).catch(inDoubt);
    }
  }

  /** Those that may be decided; who may not is told why. */
  #permitted(group: readonly Pending[]): readonly Pending[] {
    const refusal = this.refusal();
    if (this.#right.over !== undefined) throw this.#right.over;
    if (refusal === undefined) return group;
    return group.filter((pending) => {
      const goes = pending.command.freesBook === true && this.#right.canBeFreed;
      if (!goes) pending.reject(refusal);
      return goes;
    });
  }

  /** @returns the commands that must decide again, because another writer was first */
  async #append(decided: readonly Decided[], writes: readonly Written[]): Promise<readonly Pending[]> {
    if (writes.length > 0) {
      const patience = this.#patience(writes.length);
      const outcome = await settled(() => this.store.pages.append(writes, this.generation), patience);
      this.#settings.onAppend?.(outcome.outcome, writes.length);
      if (outcome.outcome === 'rejected') {
        const error = new LockstepError(
          'ledger.unavailable',
          'the ledger could not be written; nothing was recorded',
          {},
          { cause: outcome.cause },
        );
        for (const { pending } of decided) pending.reject(error);
        return [];
      }
      if (outcome.outcome === 'taken') return this.#afterTaken(decided);
      if (!outcome.folded) await untilAnswered(() => this.#foldOwn(writes), patience);
      this.#advance(writes);
    }
    for (const each of decided) each.answer();
    return [];
  }

  /** A store that can never write again ends deciding: only a start of the service opens it anew. */
  #noteEnded(): LockstepError | undefined {
    const cause = this.store.ended?.();
    if (cause === undefined) return undefined;
    const message = `the writer of the store has ended, and nothing more is recorded: start the service again (${cause.message})`;
    this.#right.end(new LockstepError('ledger.unavailable', message, {}, { cause }));
    return this.#right.over;
  }

  #refuseEnded(): void {
    const ended = this.#noteEnded();
    if (ended !== undefined) throw ended;
  }

  async #foldOwn(writes: readonly PageWrite[]): Promise<void> {
    const last = writes.at(-1)?.number ?? 0;
    if (!(await this.store.views.fold(this.generation, writes))) await this.#foldedByOther(last);
  }

  #patience(pages: number): Patience {
    const { machine, onAppend } = this.#settings;
    const onUnknown = () => onAppend?.('unknown', pages);
    return { machine, signal: this.#stopping.signal, onUnknown, refuseEnded: () => this.#refuseEnded() };
  }

  /** A prefix of the group may be durable all the same: its pages are then ours by their bytes. */
  async #afterTaken(decided: readonly Decided[]): Promise<readonly Pending[]> {
    const patience = this.#patience(0);
    const before = this.#head.page;
    await untilAnswered(() => this.#readOn(), patience);
    if (this.#head.page === before) await this.#settings.machine.sleep(takenPauseMs, this.#stopping.signal);
    const again: Pending[] = [];
    for (const each of decided) {
      const ours = await untilAnswered(() => this.#isThere(each.write), patience);
      if (ours) each.answer();
      else again.push(each.pending);
    }
    return again;
  }

  async #isThere(write: Decided['write']): Promise<boolean> {
    return (
      write !== undefined &&
      write.number <= this.#head.page &&
      (await this.store.pages.page(write.number))?.body === write.stored.body
    );
  }

  #advance(writes: readonly { number: number; leaf: string; page: OpenedPage }[]): void {
    for (const { number, leaf, page } of writes) {
      this.leaves.append(leaf);
      this.#head = { page: number, leaf };
      this.#lastAt = page.at;
      this.#remember(page);
      for (const entry of page.entries) this.#right.note(entry);
    }
    this.#followers.wake();
  }

  #speculation(): Speculation {
    return new Speculation(this.store.views, this.generation, this.#settings.views);
  }

  async #answered(committed: Promise<Committed>): Promise<Committed> {
    const answered = new AbortController();
    const tooLong = this.#settings.machine.sleep(this.#settings.answerWithinMs ?? 10_000, answered.signal).then(() => {
      throw new LockstepError(
        'ledger.unknown-outcome',
        'the store has not answered yet; whether this is recorded will be known later',
      );
    });
    tooLong.catch(() => undefined);
    try {
      return await Promise.race([committed, tooLong]);
    } finally {
      answered.abort(noLongerNeeded);
    }
  }
}

/** Once pages were sent, no error says that they are not there. */
function inDoubt(cause: unknown): never {
  const why = cause instanceof LockstepError ? cause.message : 'the store failed';
  throw new LockstepError('ledger.unknown-outcome', `whether this was recorded is not known: ${why}`, {}, { cause });
}
