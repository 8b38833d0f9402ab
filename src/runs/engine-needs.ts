import type { JobCard } from '../estate/estate.schema.ts';
import type { NewEntry } from '../ledger/entry.schema.ts';
import type { Ledger, Reading } from '../ledger/ledger.schema.ts';
import type { CheckResult } from '../readiness/readiness.schema.ts';
import type { Plan, PlanStep, SystemCheck } from '../releases/plan.schema.ts';
import type { Release } from '../releases/release.schema.ts';
import type { Clock } from '../shared/clock.ts';
import type { Chance } from '../shared/ids.ts';
import type { Zosmf } from '../zosmf/zosmf.schema.ts';
import type { EngineLimits } from './engine-limits.ts';
import type { Run } from './run.schema.ts';

export interface EngineLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** A system of the estate as the engine needs it. */
export interface EngineSystem {
  readonly zosmf: Zosmf;
  readonly jobCard: JobCard;
  /** Most release jobs side by side, by job class. */
  readonly sideBySide: ReadonlyMap<string, number>;
  /** Pause between two looks at the jobs, in seconds of the book's clock. */
  readonly pollEverySeconds: number;
}

export interface EngineNeeds {
  readonly ledger: Ledger;
  /** True where other instances work on the same book: what keeps this one from deciding need not keep them. */
  readonly shared?: boolean;
  readonly clock: Clock;
  /** The machine's clock: back-off and shortest pauses. */
  readonly machine: Clock;
  readonly chance: Chance;
  /** @default `defaultLimits` */
  readonly limits?: Partial<EngineLimits>;
  readonly log: EngineLog;
  readonly system: (id: string) => EngineSystem;
  /** Local wall-clock time of the estate as an instant, in milliseconds since 1970. */
  readonly instantOf: (local: string) => number;
  readonly answerChecks: (
    system: string,
    checks: readonly SystemCheck[],
    release: Release,
  ) => Promise<readonly CheckResult[]>;
  readonly releaseOf: (id: string) => Promise<Release>;
  /** Entries that tell the release (and its changes) how the run ended. */
  readonly releaseEnded: (
    run: Run,
    state: 'completed' | 'backed-out',
    reading: Reading,
  ) => Promise<readonly NewEntry[]>;
}

/** All that one act needs to know of its run. */
export interface RunContext {
  readonly run: Run;
  readonly release: Release;
  readonly plan: Plan;
  readonly system: EngineSystem;
  /** The step as planned, with checks and message rules. */
  readonly planned: (step: string) => PlanStep;
}

/** What was agreed about ends that nobody wants, and who decides where nothing was. */
export const agreementOf = ({ plan, release }: RunContext) => ({
  decisionTree: plan.decisionTree,
  decisionMaker: release.decisionMaker,
});
