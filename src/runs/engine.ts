import { keptPlan } from '../releases/index.ts';
import type { Plan } from '../releases/plan.schema.ts';
import { isProblem, LockstepError } from '../shared/errors.ts';
import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import { collect, find, lookAgain, noteRunning } from './collection.ts';
import type { EngineNeeds, RunContext } from './engine-needs.ts';
import { type EngineTermHeld, takeEngine } from './engine-term.ts';
import { type Act, isOpen, keyOf, nextActs } from './next-acts.rules.ts';
import { ask, begin, check, command, endRun, finish, skip, withdraw } from './other-acts.ts';
import { runSteps } from './run-step.views.ts';
import type { Attempt, Run, RunStep } from './run.schema.ts';
import { runs } from './run.views.ts';
import { intend, intendRelease, release, submit } from './submission.ts';
import { straysAmong, sweep } from './sweeping.ts';

/** Shortest pause between two looks at the jobs of a system, in machine milliseconds: also when book time runs fast. */
const shortestLookMs = 100;
/** Pause after an act failed without an effect, before it is tried again, in machine milliseconds. */
const afterFailureMs = 500;

/**
 * Drives all runs: asks the rules what is next, does it, records it. One list call a tick and system serves all of its
 * jobs. An act is under way at most once; after a crash the records alone say where each stands.
 */
export class Engine {
  readonly #stopping = new AbortController();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #fresh = new Set<string>();
  readonly #plans = new Map<string, Plan>();
  readonly #strays = new Set<string>();
  readonly #seen = new Map<string, JobDocument>();
  readonly #nextLook = new Map<string, number>();
  #term: EngineTermHeld | undefined;
  #wake: () => void = () => undefined;
  #loop: Promise<void> | undefined;

  constructor(private readonly needs: EngineNeeds) {}

  /** Takes the engine and begins to drive. @param instance name of this process, for the record */
  async start(instance: string): Promise<void> {
    this.#term = await takeEngine(this.needs.ledger, instance);
    this.#loop = this.#drive();
    void this.#listen();
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the engine stops'));
    this.#wake();
    await this.#loop;
    await Promise.allSettled(this.#underWay.values());
  }

  async #listen(): Promise<void> {
    for await (const _page of this.needs.ledger.follow(this.needs.ledger.head(), this.#stopping.signal)) this.#wake();
  }

  async #drive(): Promise<void> {
    const { machine, log } = this.needs;
    while (!this.#stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      await this.#tick().catch((error: unknown) =>
        log.error({ error: messageOf(error) }, 'the engine could not look at its runs'),
      );
      const nap = new AbortController();
      await Promise.race([woken, machine.sleep(shortestLookMs, nap.signal).catch(() => undefined)]);
      nap.abort();
    }
  }

  async #tick(): Promise<void> {
    const { ledger } = this.needs;
    for (const state of ['in-progress', 'held', 'backing-out'] as const) {
      const { rows } = await ledger.query(runs, { index: 'state', eq: [state], limit: 1000 });
      for (const run of rows) await this.#advance(run);
    }
  }

  async #advance(run: Run): Promise<void> {
    const steps: RunStep[] = [];
    for await (const step of this.needs.ledger.stream(runSteps, { index: 'run', eq: [run.id] })) steps.push(step);
    const context = await this.#contextOf(run);
    this.#lookIfDue(run, steps, context);
    const { sideBySide } = context.system;
    for (const act of nextActs({ run, steps, seen: this.#seen, sideBySide })) this.#begin(act, context, steps);
  }

  #begin(act: Act, context: RunContext, steps: readonly RunStep[]): void {
    const key = keyOf(act);
    if (this.#underWay.has(key) || this.#stopping.signal.aborted) return;
    const work = this.#perform(act, context, steps)
      .catch((error: unknown) => this.#failed(key, context, error))
      .finally(() => {
        this.#underWay.delete(key);
        this.#wake();
      });
    this.#underWay.set(key, work);
  }

  async #failed(key: string, { run }: RunContext, error: unknown): Promise<void> {
    const facts = { run: run.id, act: key, error: messageOf(error) };
    if (isProblem(error, 'zosmf.credential'))
      this.needs.log.error(facts, 'z/OSMF refused the credential: all work for it has stopped');
    else this.needs.log.warn(facts, 'an act of the engine did not come to its end; it is tried again');
    await this.needs.machine.sleep(afterFailureMs, this.#stopping.signal).catch(() => undefined);
  }

  async #perform(act: Act, context: RunContext, steps: readonly RunStep[]): Promise<void> {
    const needs = { ...this.needs, term: this.#held() };
    switch (act.kind) {
      case 'intend':
        this.#fresh.add(`${act.step.run}/${act.step.id}/${(act.step.attempts.at(-1)?.number ?? 0) + 1}`);
        return intend(act.step, context, needs);
      case 'submit':
        return submit(act.step, act.attempt, context, {
          ...needs,
          fresh: this.#fresh.delete(`${act.step.run}/${act.step.id}/${act.attempt.number}`),
        });
      case 'intend-release':
        return intendRelease(act.step, act.attempt, needs);
      case 'release':
        return release(act.step, act.attempt, context, needs);
      case 'note-running':
        return noteRunning(act.step, act.attempt, needs);
      case 'collect':
        return collect(act.step, act.attempt, context, needs);
      case 'look-again':
        return this.#lookAgain(act.step, act.attempt, context);
      case 'find':
        return this.#paced(() => find(act.step, context, needs, this.needs.instantOf), context);
      case 'begin':
        return begin(act.step, needs);
      case 'skip':
        return skip(act.step, act.because, needs);
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
        return endRun(act.run, steps, needs);
    }
  }

  /** Only once a list has been had since: a job that was just released need not be asked for one by one. */
  async #lookAgain(step: RunStep, attempt: Attempt, context: RunContext): Promise<void> {
    await this.#paced(() => lookAgain(step, attempt, context, { ...this.needs, term: this.#held() }), context);
  }

  async #paced(work: () => Promise<void>, { system }: RunContext): Promise<void> {
    await this.needs.machine.sleep(shortestLookMs, this.#stopping.signal);
    await work();
    const pause = this.needs.clock.sleep(system.pollEverySeconds * 1000, this.#stopping.signal);
    await pause.catch(() => undefined);
  }

  /** One list of all jobs with the run's prefix, when the system's pause is over. */
  #lookIfDue(run: Run, steps: readonly RunStep[], context: RunContext): void {
    const { clock, machine } = this.needs;
    const key = `look:${run.system}:${run.prefix}`;
    if (this.#underWay.has(key) || !steps.some((step) => step.attempts.some(isOpen))) return;
    if (clock.now() < (this.#nextLook.get(key) ?? 0)) return;
    this.#nextLook.set(key, clock.now() + context.system.pollEverySeconds * 1000);
    const work = this.#look(run, steps, context)
      .catch((error: unknown) => this.#failed(key, context, error))
      .then(() => machine.sleep(shortestLookMs, this.#stopping.signal).catch(() => undefined))
      .finally(() => {
        this.#underWay.delete(key);
        this.#wake();
      });
    this.#underWay.set(key, work);
  }

  async #look(run: Run, steps: readonly RunStep[], context: RunContext): Promise<void> {
    const { jobs, full } = await context.system.zosmf.jobsByPrefix(`${run.prefix}*`);
    if (full) this.needs.log.warn({ run: run.id }, 'the job list held 1,000 rows and may be cut');
    for (const job of jobs) if (job['job-correlator'] != null) this.#seen.set(job['job-correlator'], job);
    this.#wake();
    for (const stray of straysAmong(jobs, steps)) await sweep(stray, context, this.#held(), this.#strays);
  }

  async #contextOf(run: Run): Promise<RunContext> {
    const plan = await this.#planOf(run.plan);
    const planned = new Map([...plan.install, ...plan.backout].map((step) => [step.id, step]));
    return {
      ...{ run, plan, system: this.needs.system(run.system), release: await this.needs.releaseOf(run.release) },
      planned(step) {
        const found = planned.get(step);
        if (found === undefined) throw new LockstepError('ledger.damaged', `the plan of ${run.id} has no step ${step}`);
        return found;
      },
    };
  }

  async #planOf(digest: string): Promise<Plan> {
    const known = this.#plans.get(digest);
    if (known !== undefined) return known;
    const plan = await keptPlan(this.needs.ledger.blobs, digest);
    this.#plans.set(digest, plan);
    return plan;
  }

  #held(): EngineTermHeld {
    if (this.#term === undefined) throw new Error('the engine has not been taken');
    return this.#term;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
