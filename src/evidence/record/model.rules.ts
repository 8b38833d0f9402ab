import type { Change } from '../../changes/change.schema.ts';
import type { Instant } from '../../ledger/entry.schema.ts';
import type { ReadinessReport } from '../../readiness/readiness.schema.ts';
import type { Plan, PlanStep } from '../../releases/plan.schema.ts';
import type { Release } from '../../releases/release.schema.ts';
import type { Run, RunStep } from '../../runs/run.schema.ts';

/** All that the release record shows, collected before a line of it is drawn. */
export interface RecordModel {
  readonly release: Release;
  readonly changes: readonly Change[];
  readonly run?: Run;
  /** Steps of the run, of both plans, in order of the plans; none before the run. */
  readonly steps: readonly RunStep[];
  readonly plan?: Plan;
  readonly readiness?: ReadinessReport;
  /** The book's time: a rehearsal's night has its own. */
  readonly now: Instant;
  /** IANA zone of the estate: every time is shown in it. */
  readonly timeZone: string;
  readonly generatedAt: Instant;
  /** True for the page that follows the book; false for one file that stands alone, open and printable. */
  readonly live: boolean;
  /** Which instance drives the engine, in words. */
  readonly whoDrives?: string;
  /** What is said before all else, such as that the book is read only here. */
  readonly notice?: string;
}

export type PlanName = RunStep['plan'];

/** Steps of one plan, as they ran, with what the plan asks of them; before the run, as they are planned. */
export function stepsOf(model: Pick<RecordModel, 'plan' | 'steps' | 'run'>, name: PlanName): readonly RunStep[] {
  const plan = model.plan?.[name] ?? [];
  const ran = model.steps.filter((step) => step.plan === name);
  if (ran.length === 0) return plan.map((step) => planned(step, name, model.run?.id ?? ''));
  const isOver = name === 'install' && goesBack(model);
  return ran.map((each) => {
    const step = plan.find(({ id }) => id === each.id) ?? each.step;
    return isOver && each.state === 'pending' ? { ...each, ...notReached, step } : { ...each, step };
  });
}

/** What had not begun when the night turned back. */
const notReached = { state: 'skipped', because: 'was not reached: the release was backed out' } as const;

function planned(step: PlanStep, plan: PlanName, run: string): RunStep {
  const none = { attempts: [], checks: [], commands: [], asks: step.checks?.length ?? 0, recordVersion: 0 };
  return { ...none, run, id: step.id, plan, step, state: 'pending', because: 'has not begun' };
}

/** Whether the night went, or goes, back: then the backout plan is what people watch. */
export function goesBack({ run, steps }: Pick<RecordModel, 'run' | 'steps'>): boolean {
  if (run?.state === 'backing-out' || run?.state === 'backed-out') return true;
  return steps.some(({ plan, startedAt }) => plan === 'backout' && startedAt !== undefined);
}

/** Steps before it that have not passed yet. */
export function waitsFor(step: RunStep, all: readonly RunStep[]): readonly string[] {
  const open = new Set(all.filter(({ state }) => state !== 'succeeded' && state !== 'skipped').map(({ id }) => id));
  return step.step.runsAfter.map((edge) => edge.step).filter((id) => open.has(id));
}

/** What people call a step: its job, as planned or as observed; else what it does. */
export function jobnameOf({ step, attempts }: RunStep): string | undefined {
  return step.job?.jobname ?? step.observe?.jobname ?? attempts.at(-1)?.jobname;
}
