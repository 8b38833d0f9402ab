import { limitsOf } from './engine-limits.ts';
import type { EngineNeeds } from './engine-needs.ts';
import type { EngineTermHeld } from './engine-term.ts';
import { startsAtOnce } from './next-acts.rules.ts';
import { untaggedDoubles } from './non-strict.ts';
import type { RunContexts } from './run-contexts.ts';
import { runSteps } from './run-step.views.ts';
import type { Run, RunStep } from './run.schema.ts';
import { runs } from './run.views.ts';
import { leaveToPerson, straysAmong, sweep } from './sweeping.ts';

/** Most runs, the newest first, that are looked at. */
const mostRuns = 100;

/** Looks after runs that are over: a PUT can land hours late, and its job then waits in JES for nobody. */
export class LateSweeps {
  readonly #strangers = new Set<string>();
  #last: number | undefined;

  constructor(
    private readonly needs: Pick<EngineNeeds, 'ledger' | 'clock' | 'limits'>,
    private readonly contexts: RunContexts,
  ) {}

  /** A clock that was set back since the last sweep makes the next one due. */
  isDue(): boolean {
    const now = this.needs.clock.now();
    return this.#last === undefined || now < this.#last || now >= this.#last + limitsOf(this.needs).sweepEveryMs;
  }

  /** @throws what the first run threw that could not be looked after; the others were looked after all the same */
  async sweep(term: EngineTermHeld, tries: Map<string, number>): Promise<void> {
    const { ledger, clock } = this.needs;
    const failures: Error[] = [];
    const { sweepLateForMs } = limitsOf(this.needs);
    this.#last = clock.now();
    const { rows } = await ledger.query(runs, { index: 'id', order: 'desc', limit: mostRuns });
    for (const run of rows) {
      if (run.endedAt === undefined || Date.parse(run.endedAt) + sweepLateForMs < clock.now()) continue;
      await this.#sweepRun(run, term, tries).catch((error: unknown) => {
        failures.push(error instanceof Error ? error : new Error(String(error)));
      });
    }
    const [first] = failures;
    if (first !== undefined) throw first;
  }

  async #sweepRun(run: Run, term: EngineTermHeld, tries: Map<string, number>): Promise<void> {
    const context = await this.contexts.of(run);
    const steps: RunStep[] = [];
    for await (const step of this.needs.ledger.stream(runSteps, { index: 'run', eq: [run.id] })) steps.push(step);
    const { jobs } = await context.system.zosmf.jobsByPrefix(`${run.prefix}*`);
    for (const stray of straysAmong(jobs, steps)) await sweep(stray, context, term, tries);
    if (startsAtOnce(run))
      for (const double of await untaggedDoubles(jobs, steps, context, this.#strangers))
        await leaveToPerson(double, context, term);
  }
}
