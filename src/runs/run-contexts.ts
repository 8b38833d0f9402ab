import { keptPlan } from '../releases/index.ts';
import type { Plan, PlanStep } from '../releases/plan.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import type { EngineNeeds, RunContext } from './engine-needs.ts';
import type { Run } from './run.schema.ts';

type Sources = Pick<EngineNeeds, 'ledger' | 'system' | 'releaseOf'>;

/** What acts need to know of a run; plans are kept while their runs go on. */
export class RunContexts {
  readonly #plans = new Map<string, { readonly plan: Plan; readonly planned: ReadonlyMap<string, PlanStep> }>();

  constructor(private readonly sources: Sources) {}

  async of(run: Run): Promise<RunContext> {
    const { plan, planned } = await this.#planOf(run.plan);
    return {
      ...{ run, plan, system: this.sources.system(run.system), release: await this.sources.releaseOf(run.release) },
      planned(step) {
        const found = planned.get(step);
        if (found === undefined) throw new LockstepError('ledger.damaged', `the plan of ${run.id} has no step ${step}`);
        return found;
      },
    };
  }

  /** Forgets the plans of runs that are over. */
  keepOnly(runs: readonly Run[]): void {
    const used = new Set(runs.map(({ plan }) => plan));
    for (const digest of this.#plans.keys()) if (!used.has(digest)) this.#plans.delete(digest);
  }

  async #planOf(digest: string) {
    const known = this.#plans.get(digest);
    if (known !== undefined) return known;
    const plan = await keptPlan(this.sources.ledger.blobs, digest);
    const planned = new Map([...plan.install, ...plan.backout].map((step) => [step.id, step]));
    const read = { plan, planned };
    this.#plans.set(digest, read);
    return read;
  }
}
