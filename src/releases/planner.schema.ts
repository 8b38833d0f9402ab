import type { Change } from '../changes/change.schema.ts';
import type { Estate } from '../estate/estate.schema.ts';
import type { Phases, ItemType } from '../estate/item-type.schema.ts';
import type { PlannedJobStep } from './plan.schema.ts';
import type { ReleaseDraft } from './release.schema.ts';

/** Values for a template's typed parameters. */
export type TemplateValues = Readonly<Record<string, string | number | string[]>>;

/** One rendered template: its statements from the EXEC on, what its job steps accept, and the libraries that it writes. */
export interface RenderedSteps {
  readonly statements: readonly string[];
  readonly steps: readonly PlannedJobStep[];
  readonly writes: readonly string[];
  /** Whether running it once more does no harm. */
  readonly repeatable?: boolean;
}

/** How the planner makes JCL: the same values give the same statements. */
export interface JclMaker {
  /** @throws {LockstepError} for an unknown template, or a value that its parameter does not take */
  render(template: string, values: TemplateValues): RenderedSteps;
}

/** A production member and what it refers to, read for the findings. */
export interface ProductionUser {
  /** Data set that it stands in. */
  readonly library: string;
  readonly member: string;
  readonly refers: readonly { readonly how: string; readonly name: string }[];
}

/** All that a plan follows from: equal inputs give equal plans. */
export interface PlannerInput {
  readonly release: ReleaseDraft & { readonly id: string };
  /** Submitted changes, in the order of the release. */
  readonly changes: readonly Change[];
  readonly estate: Estate;
  readonly types: ReadonlyMap<string, ItemType>;
  readonly phases: Phases;
  readonly jcl: JclMaker;
  /** Members of production libraries that may use what is replaced. */
  readonly users: readonly ProductionUser[];
}
