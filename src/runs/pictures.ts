import type { Ledger } from '../ledger/ledger.schema.ts';
import { type Holdings, holdingsOf } from './next-acts.rules.ts';
import { runSteps, stepKey, stepOfStream } from './run-step.views.ts';
import type { Run, RunStep } from './run.schema.ts';
import { runOfStream, runs } from './run.views.ts';

/** A run that goes on, with all of its steps in order. */
export interface RunPicture {
  readonly run: Run;
  readonly steps: readonly RunStep[];
  /** What its jobs take up, for other runs on the same system. */
  readonly holdings: Holdings;
}

interface Kept {
  run: Run;
  readonly steps: Map<string, RunStep>;
  /** Made anew after a change. */
  picture: RunPicture | undefined;
}

/** States of a run that goes on. */
export const activeStates = ['in-progress', 'held', 'backing-out'] as const;
/** Pages behind the head from which on reading everything anew costs less. */
const mostPages = 1000;

/**
 * The runs that go on, kept in memory: a look reads what the pages since the last one changed, not all steps of all
 * runs. The ledger alone is the truth; what is kept here is read again whenever its page says that it changed.
 */
export class Pictures {
  readonly #kept = new Map<string, Kept>();
  #seen: number | undefined;

  constructor(private readonly ledger: Pick<Ledger, 'head' | 'page' | 'get' | 'stream'>) {}

  /** As of the head, or later. */
  async now(): Promise<readonly RunPicture[]> {
    const head = this.ledger.head();
    if (this.#seen === undefined || head - this.#seen > mostPages) await this.#readAll();
    else await this.#readOn(this.#seen, head);
    this.#seen = head;
    return [...this.#kept.values()].map(pictureOf);
  }

  async #readAll(): Promise<void> {
    this.#kept.clear();
    for (const state of activeStates)
      for await (const run of this.ledger.stream(runs, { index: 'state', eq: [state] })) await this.#keepWhole(run);
  }

  async #keepWhole(run: Run): Promise<void> {
    const steps = new Map<string, RunStep>();
    for await (const step of this.ledger.stream(runSteps, { index: 'run', eq: [run.id] })) steps.set(step.id, step);
    this.#kept.set(run.id, { run, steps, picture: undefined });
  }

  async #readOn(seen: number, head: number): Promise<void> {
    const changed = await this.#changedAfter(seen, head);
    for (const id of changed.runs) await this.#readRun(id);
    for (const [id, run] of changed.steps) {
      const kept = this.#kept.get(run);
      const step = kept === undefined ? undefined : await this.ledger.get(runSteps, stepKey(run, id));
      if (kept === undefined || step === undefined) continue;
      kept.steps.set(step.id, step);
      kept.picture = undefined;
    }
  }

  async #changedAfter(seen: number, head: number) {
    const changedRuns = new Set<string>();
    const steps = new Map<string, readonly [string, string]>();
    for (let n = seen + 1; n <= head; n += 1)
      for (const { stream } of (await this.ledger.page(n))?.entries ?? []) {
        const run = runOfStream(stream);
        const step = stepOfStream(stream);
        if (run !== undefined) changedRuns.add(run);
        if (step !== undefined) steps.set(stream, [step.step, step.run]);
      }
    return { runs: changedRuns, steps: [...steps.values()] };
  }

  async #readRun(id: string): Promise<void> {
    const run = await this.ledger.get(runs, id);
    const kept = this.#kept.get(id);
    if (run === undefined || !activeStates.some((state) => state === run.state)) this.#kept.delete(id);
    else if (kept === undefined) await this.#keepWhole(run);
    else {
      kept.run = run;
      kept.picture = undefined;
    }
  }
}

function pictureOf(kept: Kept): RunPicture {
  if (kept.picture !== undefined) return kept.picture;
  const steps = [...kept.steps.values()];
  kept.picture = { run: kept.run, steps, holdings: holdingsOf(steps) };
  return kept.picture;
}

/** What the jobs of several runs take up together. */
export function together(all: readonly Holdings[]): Holdings {
  const classes = new Map<string, number>();
  const waiting = new Map<string, number>();
  const libraries = new Set<string>();
  for (const each of all) {
    for (const [name, count] of each.classes) classes.set(name, (classes.get(name) ?? 0) + count);
    for (const [name, count] of each.waiting) waiting.set(name, (waiting.get(name) ?? 0) + count);
    for (const library of each.libraries) libraries.add(library);
  }
  return { classes, waiting, libraries };
}
