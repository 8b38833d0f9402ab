import { setMaxListeners } from 'node:events';
import { restores } from '../ledger/own.views.ts';
import { isProblem } from '../shared/errors.ts';
import { noLongerNeeded } from '../shared/yielding.ts';
import { lookAgain, collect, find, noteAgain, noteRunning, noteUnheld } from './collection.ts';
import type { EngineNeeds, RunContext } from './engine-needs.ts';
import { whyNoMore, superseded } from './engine-ends.rules.ts';
import { type EngineTermHeld, takeEngine, type Taking } from './engine-term.ts';
import { JobLooks } from './job-looks.ts';
import { KeptActs } from './kept-acts.ts';
import { LateSweeps } from './late-sweeps.ts';
import { type Act, isOpen, keyOf, startsAtOnce } from './next-acts.rules.ts';
import { type NonStrictNeeds, nothingWasSent, submitOnce, untaggedDoubles } from './non-strict.ts';
import { ask, askWhetherLate, begin, check, command, endRun, finish, holdForRefusal, skip } from './other-acts.ts';
import { activeStates, Pictures, type RunPicture } from './pictures.ts';
import { RunContexts } from './run-contexts.ts';
import type { Attempt, RunStep } from './run.schema.ts';
import { engineStream, engineTerms, runs } from './run.views.ts';
import { intend, intendRelease, release, submit } from './submission.ts';
import { leaveToPerson, straysAmong, sweep } from './sweeping.ts';
import { withdraw } from './withdrawal.ts';

/** Shortest pause between two looks at the jobs of a system, and between two tries of one act, in machine milliseconds. */
const shortestLookMs = 100;
/** Pauses after an act failed without an effect double from the first to the longest, in machine milliseconds. */
const afterFailureMs = { first: 500, longest: 5000 };
/** Most acts that one turn begins: the next turn follows at once, and lets others have their turn before. */
const mostAtOnce = 16;
/** Refusals of one act in a row after which the run is held for a person. */
const mostRefusals = 5;
/** Longest wait for acts under way when the engine stops, in machine milliseconds; the records say where each stands. */
const stopWithinMs = 10_000;

/**
 * Drives all runs: asks the rules what is next, does it, records it. One list call a tick and system serves all of its
 * jobs. An act is under way at most once; after a crash the records alone say where each stands.
 */
export class Engine {
  readonly #stopping = new AbortController();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #failures = new Map<string, number>();
  /** Attempts whose intent this engine has appended and whose job it has not yet sent. */
  readonly #fresh = new Set<string>();
  /** True in a book that came back from a backup: its attempts may have been made before, and their jobs are looked for. */
  #lost = false;
  /** Runs that were under way when this engine was taken: a backup that nobody noticed may know less of them than JES. */
  readonly #takenUp = new Set<string>();
  readonly #sweeps = new Map<string, number>();
  /** Jobs and attempts that were compared, and do not belong together. */
  readonly #strangers = new Set<string>();
  readonly #pictures: Pictures;
  readonly #acts = new KeptActs();
  readonly #contexts: RunContexts;
  readonly #looks: JobLooks;
  readonly #lateSweeps: LateSweeps;
  /** Told once, with the reason, when this engine stops by itself. */
  readonly gaveUp: Promise<string>;
  #tellGaveUp: (because: string) => void = () => undefined;
  /** True where the last turn left acts for the next one. */
  #more = false;
  #term: EngineTermHeld | undefined;
  #wake: () => void = () => undefined;
  #loop: Promise<void> | undefined;

  constructor(private readonly needs: EngineNeeds) {
    // Every act under way may sleep on this signal.
    setMaxListeners(0, this.#stopping.signal);
    this.gaveUp = new Promise((resolve) => (this.#tellGaveUp = resolve));
    this.#pictures = new Pictures(needs.ledger);
    this.#contexts = new RunContexts(needs);
    this.#looks = new JobLooks(needs);
    this.#lateSweeps = new LateSweeps(needs, this.#contexts);
  }

  /** False before the start, after a stop, and once another engine has taken over or this one cannot decide. */
  get drives(): boolean {
    return this.#term !== undefined && !this.#stopping.signal.aborted;
  }

  /** Number of this engine's term; 0 before the start. */
  get epoch(): number {
    return this.#term?.epoch ?? 0;
  }

  /**
   * Takes the engine and begins to drive.
   *
   * @param instance name of this process, for the record
   */
  async start(instance: string, taking: Taking = {}): Promise<void> {
    this.#term = await takeEngine(this.needs.ledger, instance, taking);
    this.#lost = (await this.needs.ledger.query(restores, { index: 'size', limit: 1 })).rows.length > 0;
    for (const state of activeStates)
      for await (const run of this.needs.ledger.stream(runs, { index: 'state', eq: [state] }))
        this.#takenUp.add(run.id);
    this.#loop = this.#drive();
    this.#listen().catch((error: unknown) => {
      if (this.drives) this.needs.log.error({ error: messageOf(error) }, 'the engine no longer hears of new pages');
    });
  }

  /** Begins nothing more, and waits a while for what is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the engine stops'));
    this.#wake();
    await this.#loop;
    const enough = new AbortController();
    await Promise.race([
      Promise.allSettled(this.#underWay.values()),
      this.needs.machine.sleep(stopWithinMs, enough.signal).catch(() => undefined),
    ]);
    enough.abort(noLongerNeeded);
  }

  async #listen(): Promise<void> {
    for await (const _page of this.needs.ledger.follow(this.needs.ledger.head(), this.#stopping.signal)) this.#wake();
  }

  async #drive(): Promise<void> {
    while (this.drives) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      const pause = await this.#tick().then(
        () => {
          this.#failures.delete('tick');
          return this.#more ? 0 : shortestLookMs;
        },
        (error: unknown) => this.#noteFailure('tick', {}, error),
      );
      const nap = new AbortController();
      await Promise.race([woken, this.needs.machine.sleep(pause, nap.signal).catch(() => undefined)]);
      nap.abort(noLongerNeeded);
    }
  }

  async #tick(): Promise<void> {
    const { ledger } = this.needs;
    const term = await ledger.get(engineTerms, engineStream);
    if (term !== undefined && term.epoch !== this.#held().epoch) {
      this.#giveUp(superseded);
      return;
    }
    const pictures = await this.#pictures.now();
    this.#more = false;
    const active = pictures.map(({ run }) => run);
    this.#contexts.keepOnly(active);
    this.#looks.keepOnly(active);
    if (this.#lateSweeps.isDue()) this.#start('late-sweep', () => this.#lateSweeps.sweep(this.#held(), this.#sweeps));
    this.#acts.keepOnly(pictures);
    for (const picture of pictures) {
      const { id, system } = picture.run;
      const others = pictures.filter(({ run }) => run.id !== id && run.system === system);
      await this.#advance(picture, others).catch((error: unknown) =>
        this.#noteFailure(`advance:${id}`, { run: id }, error),
      );
    }
  }

  async #advance(picture: RunPicture, others: readonly RunPicture[]): Promise<void> {
    const { run, steps } = picture;
    const context = await this.#contexts.of(run);
    this.#lookIfDue(steps, context);
    const { sideBySide } = context.system;
    const now = this.needs.clock.now();
    const acts = this.#acts.of(picture, { others, seen: this.#looks.seen(context), sideBySide, now });
    const next = acts.filter((act) => !this.#underWay.has(keyOf(act)));
    for (const act of next.slice(0, mostAtOnce))
      this.#start(keyOf(act), () => this.#perform(act, context), { act, context });
    this.#more ||= next.length > mostAtOnce;
    this.#failures.delete(`advance:${run.id}`);
  }

  /** Work under one key is under way at most once, and not again at once. */
  #start(key: string, work: () => Promise<void>, of?: { act: Act; context: RunContext }): void {
    if (this.#underWay.has(key) || !this.drives) return;
    const done = work()
      .then(
        () => {
          this.#failures.delete(key);
          return shortestLookMs;
        },
        (error: unknown) => this.#failed(key, error, of),
      )
      .then((pause) => {
        this.#wake();
        return this.needs.machine.sleep(pause, this.#stopping.signal);
      })
      .catch(() => undefined)
      .finally(() => {
        this.#underWay.delete(key);
        this.#wake();
      });
    this.#underWay.set(key, done);
  }

  async #failed(key: string, error: unknown, of: { act: Act; context: RunContext } | undefined): Promise<number> {
    const pause = this.#noteFailure(key, { act: key }, error);
    if (of === undefined || !('step' in of.act) || !isProblem(error, 'zosmf.refused')) return pause;
    if ((this.#failures.get(key) ?? 0) % mostRefusals === 0)
      await holdForRefusal(of.act.step, error.message, of.context, this.#held()).catch((failure: unknown) =>
        this.#noteFailure(key, { act: key }, failure),
      );
    return pause;
  }

  /** @returns how long to pause before another try, in machine milliseconds */
  #noteFailure(key: string, facts: object, error: unknown): number {
    const because = whyNoMore(error, this.needs.shared === true);
    if (because !== undefined) this.#giveUp(because);
    if (!this.drives) return 0;
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const told = { ...facts, error: messageOf(error), failures };
    if (isProblem(error, 'zosmf.credential'))
      this.needs.log.error(told, 'z/OSMF refused the credential: all work for it has stopped');
    else this.needs.log.warn(told, 'the engine could not do what is next; it tries again');
    return Math.min(afterFailureMs.longest, afterFailureMs.first * 2 ** Math.min(failures - 1, 10));
  }

  /** This engine begins nothing more. */
  #giveUp(because: string): void {
    if (!this.drives) return;
    this.needs.log.error({ epoch: this.#held().epoch, because }, 'this instance drives the engine no more');
    this.#stopping.abort(new Error(because));
    this.#tellGaveUp(because);
    this.#wake();
  }

  async #perform(act: Act, context: RunContext): Promise<void> {
    const needs = {
      ...{ ...this.needs, term: this.#held(), stopping: this.#stopping.signal },
      puzzledFor: (correlator: string) => this.#looks.puzzledFor(correlator),
    };
    switch (act.kind) {
      case 'intend': {
        const number = await intend(act.step, context, needs);
        if (number === undefined) return;
        this.#fresh.add(attemptKey(act.step, number));
        this.#looks.hurry(context);
        return;
      }
      case 'submit': {
        const fresh = this.#fresh.delete(attemptKey(act.step, act.attempt.number));
        const looksFirst = this.#lost || this.#takenUp.has(act.step.run);
        const once = { ...needs, fresh, looksFirst };
        if (startsAtOnce(context.run)) return this.#submitOnce(act.step, act.attempt, context, once);
        return submit(act.step, act.attempt, context, { ...needs, fresh: fresh && !looksFirst });
      }
      case 'intend-release':
        return intendRelease(act.step, act.attempt, needs);
      case 'release':
        return release(act.step, act.attempt, context, needs);
      case 'note-running':
        return noteRunning(act.step, act.attempt, needs);
      case 'note-unheld':
        return noteUnheld(act.step, act.attempt, context, needs);
      case 'note-again':
        return noteAgain(act.step, act.attempt, context, needs);
      case 'collect':
        return collect(act.step, act.attempt, context, needs);
      case 'look-again':
        return this.#paced(() => lookAgain(act.step, act.attempt, context, needs), context);
      case 'find':
        return this.#paced(() => find(act.step, context, needs, this.needs.instantOf), context);
      case 'begin':
        return begin(act.step, needs);
      case 'skip':
        return skip(act.step, act.because, needs);
      case 'ask-whether-late':
        return askWhetherLate(act.step, context, needs);
      case 'check':
        return check(act.step, context, needs);
      case 'command':
        return command(act.step, act.index, context, needs);
      case 'ask':
        return ask(act.step, needs);
      case 'finish':
        return finish(act.step, needs);
      case 'withdraw':
        return this.#paced(() => withdraw(act.step, act.attempt, context, needs), context);
      case 'end-run':
        return endRun(act.run, needs);
    }
  }

  /** Submits only what was surely not sent before; else looks for the job at the pace of the system. */
  async #submitOnce(step: RunStep, attempt: Attempt, context: RunContext, needs: NonStrictNeeds): Promise<void> {
    if (!needs.fresh) return this.#paced(() => submitOnce(step, attempt, context, needs), context);
    await submitOnce(step, attempt, context, needs).catch((error: unknown) => {
      if (nothingWasSent(error)) this.#fresh.add(attemptKey(step, attempt.number));
      throw error;
    });
  }

  /** Not before a list may have shown the job, and not again before the system's pause is over. */
  async #paced(work: () => Promise<void>, { system }: RunContext): Promise<void> {
    await this.needs.machine.sleep(shortestLookMs, this.#stopping.signal);
    await work();
    const pause = this.needs.clock.sleep(system.pollEverySeconds * 1000, this.#stopping.signal);
    await pause.catch(() => undefined);
  }

  /** One list of all jobs with the run's prefix, when the system's pause is over: it shows strays as well. */
  #lookIfDue(steps: readonly RunStep[], context: RunContext): void {
    const busy = steps.some((step) => step.attempts.some(isOpen));
    if (!busy && !steps.some((step) => step.attempts.length > 0)) return;
    const key = `look:${context.run.system}:${context.run.prefix}`;
    if (this.#looks.isDue(context)) this.#start(key, () => this.#look(steps, context, busy));
  }

  async #look(steps: readonly RunStep[], context: RunContext, busy: boolean): Promise<void> {
    const { jobs, full } = await this.#looks.look(context, busy);
    if (full) this.needs.log.warn({ run: context.run.id }, 'the job list held 1,000 rows and may be cut');
    this.#wake();
    for (const stray of straysAmong(jobs, steps)) await sweep(stray, context, this.#held(), this.#sweeps);
    if (startsAtOnce(context.run))
      for (const double of await untaggedDoubles(jobs, steps, context, this.#strangers))
        await leaveToPerson(double, context, this.#held());
  }

  #held(): EngineTermHeld {
    if (this.#term === undefined) throw new Error('the engine has not been taken');
    return this.#term;
  }
}

const attemptKey = ({ run, id }: RunStep, attempt: number): string => `${run}/${id}/${attempt}`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
