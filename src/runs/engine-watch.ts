import { beatOf, beatText } from './beat.schema.ts';
import type { Engine } from './engine.ts';
import type { EngineNeeds } from './engine-needs.ts';
import { Sight } from './sight.ts';

/** One small value in the store that is swapped: a hint for liveness, never for safety. */
export interface BeatCell {
  get(name: string): Promise<string | undefined>;
  swap(name: string, expected: string | undefined, next: string | undefined): Promise<boolean>;
}

export interface WatchNeeds extends Pick<EngineNeeds, 'machine' | 'chance' | 'log'> {
  /** The cell that the instances share; absent where no other instance can be, and then the engine is taken at once. */
  readonly cell?: BeatCell;
  /** Milliseconds since some start, by a clock that nobody sets. */
  readonly monotonic: () => number;
  /** Machine milliseconds between two beats, and without a new one before another instance takes the engine. */
  readonly beatMs: number;
  readonly takeoverMs: number;
  /** A new engine for each time that this instance drives. */
  readonly newEngine: () => Engine;
}

/** Who drives, as this instance knows. */
export interface Standing {
  readonly drives: boolean;
  /** Name of this instance, and of the one that drives by the last beat that was seen. */
  readonly instance: string;
  readonly driver?: string;
  readonly epoch?: number;
}

const cellName = 'engine';

interface Duty {
  readonly engine: Engine;
  /** Text that this instance wrote to the cell last. */
  written: string;
  beats: number;
  /** Another instance's text, seen at the last beat. */
  foreign?: string | undefined;
  /** True once the engine has stopped by itself. */
  over: boolean;
}

/**
 * Sees to it that one of the instances over a book drives its engine. The one that drives writes a beat to the cell; the
 * others watch, and the first that misses it for long enough takes the engine by an entry. Which of two may decide is
 * the ledger's to say: a wrong guess here costs a takeover, never a job.
 */
export class EngineWatch {
  readonly #stopping = new AbortController();
  readonly #former: Promise<void>[] = [];
  readonly #sight: Sight;
  #instance = '';
  #duty: Duty | undefined;
  #mayTake = true;
  /** Monotonic time before which this instance does not take the engine. */
  #notBefore = 0;
  #wake: () => void = () => undefined;
  #loop: Promise<void> | undefined;
  #inTrouble = false;

  constructor(private readonly needs: WatchNeeds) {
    this.#sight = new Sight(2 * needs.beatMs);
  }

  get drives(): boolean {
    return this.#duty?.engine.drives === true;
  }

  get standing(): Standing {
    const instance = this.#instance;
    const { engine } = this.#duty ?? {};
    if (engine?.drives === true) return { drives: true, instance, driver: instance, epoch: engine.epoch };
    const { beat, silentMs } = this.#sight;
    const lives = beat !== undefined && beat.instance !== instance && silentMs < this.needs.takeoverMs;
    return { drives: false, instance, ...(lives ? { driver: beat.instance, epoch: beat.epoch } : {}) };
  }

  /**
   * Takes the engine if nobody has it, and watches from then on.
   *
   * @param instance name of this process, another one at each start
   * @throws {LockstepError} what the ledger refuses, where no other instance can be
   */
  async start(instance: string): Promise<void> {
    this.#instance = instance;
    if (this.needs.cell === undefined) await this.#take();
    else await this.#turn();
    this.#loop = this.#watch();
  }

  /** Ends driving, and lets another instance take the engine at once. */
  async stop(): Promise<void> {
    this.#mayTake = false;
    const { engine } = this.#duty ?? {};
    await engine?.stop();
    this.#stopping.abort(new Error('the engine stops'));
    this.#wake();
    await this.#loop;
    await this.#free().catch(() => undefined);
    await Promise.all(this.#former);
  }

  async #watch(): Promise<void> {
    for (;;) {
      if (this.#duty?.over !== true) await this.#nap();
      if (this.#stopping.signal.aborted) return;
      await this.#turn();
    }
  }

  async #nap(): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    const enough = new AbortController();
    await Promise.race([woken, this.needs.machine.sleep(this.needs.beatMs, enough.signal).catch(() => undefined)]);
    enough.abort();
  }

  async #turn(): Promise<void> {
    try {
      if (this.#duty === undefined) await this.#look();
      else if (this.#duty.over) await this.#stepDown(this.#duty);
      else await this.#beat(this.#duty);
      this.#inTrouble = false;
    } catch (error) {
      if (!this.#inTrouble) this.needs.log.warn({ error: messageOf(error) }, 'who drives the engine cannot be seen to');
      this.#inTrouble = true;
    }
  }

  /** Takes the engine when nobody beats any more. */
  async #look(): Promise<void> {
    const { cell, monotonic, takeoverMs } = this.needs;
    const before = monotonic();
    const text = await cell?.get(cellName);
    this.#sight.note(text, { before, after: monotonic() });
    const isFree = text === undefined || beatOf(text)?.instance === this.#instance;
    if (!this.#mayTake || before < this.#notBefore) return;
    if (!isFree && this.#sight.silentMs < takeoverMs) return;
    const epoch = (this.#sight.beat?.epoch ?? 0) + 1;
    const claim = beatText({ instance: this.#instance, epoch, beat: 0 });
    // Of several that watch one has the claim, and the others see it as a new beat.
    if (cell !== undefined && !(await cell.swap(cellName, text, claim))) return;
    await this.#take(claim).catch(async (error: unknown) => {
      this.#waitLong();
      await this.#free(claim);
      throw error;
    });
  }

  async #take(claim = ''): Promise<void> {
    const engine = this.needs.newEngine();
    await engine.start(this.#instance, { givesWay: this.needs.cell !== undefined });
    const duty: Duty = { engine, written: claim, beats: 0, over: false };
    this.#duty = duty;
    this.needs.log.info({ instance: this.#instance, epoch: engine.epoch }, 'this instance drives the engine');
    void engine.gaveUp.then(() => {
      duty.over = true;
      this.#wake();
    });
  }

  /** What is under way in an engine that gave up comes to its end; another instance need not wait for it. */
  async #stepDown(duty: Duty): Promise<void> {
    this.#duty = undefined;
    this.#former.push(duty.engine.stop());
    this.#waitLong();
    await this.#free(duty.written);
  }

  /** Twice the time-out and a part of it by chance: else two that give up take the engine from each other for ever. */
  #waitLong(): void {
    const { takeoverMs, monotonic, chance } = this.needs;
    this.#notBefore = monotonic() + 2 * takeoverMs + chance.below(Math.max(1, Math.ceil(takeoverMs)));
  }

  async #beat(duty: Duty): Promise<void> {
    const { cell } = this.needs;
    if (cell === undefined) return;
    duty.beats += 1;
    const next = beatText({ instance: this.#instance, epoch: duty.engine.epoch, beat: duty.beats });
    if (await cell.swap(cellName, duty.written, next)) {
      duty.written = next;
      duty.foreign = undefined;
      return;
    }
    await this.#reclaim(duty, next);
  }

  /**
   * The cell holds another text than the last that was written. One that stays there while the ledger still says that
   * this instance drives was left by an instance that did not live to take the engine.
   */
  async #reclaim(duty: Duty, next: string): Promise<void> {
    const { cell } = this.needs;
    const text = await cell?.get(cellName);
    const beat = beatOf(text);
    const isOld = beat === undefined || beat.instance === this.#instance || beat.epoch < duty.engine.epoch;
    if ((isOld || text === duty.foreign) && (await cell?.swap(cellName, text, next)) === true) duty.written = next;
    duty.foreign = text;
  }

  async #free(text = this.#duty?.written): Promise<void> {
    if (text !== undefined) await this.needs.cell?.swap(cellName, text, undefined);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
