import type { PlanStep } from './plan.schema.ts';
import { orderOf } from './graph.rules.ts';

/** When a step would start and end, in milliseconds since 1970-01-01T00:00Z. */
export interface StepForecast {
  readonly step: string;
  readonly starts: number;
  readonly ends: number;
}

export interface Forecast {
  /** In order of the plan. */
  readonly steps: readonly StepForecast[];
  readonly ends: number;
  /** The chain of steps that decides the end. */
  readonly criticalPath: readonly string[];
}

/**
 * Planned start and end of each step if every step takes its planned minutes and none waits for an initiator.
 *
 * @param start when the first steps may start, in milliseconds since 1970-01-01T00:00Z
 * @param known steps that have ended already, or started: their instants hold instead of the plan's
 */
export function forecast(
  steps: readonly Pick<PlanStep, 'id' | 'minutes' | 'runsAfter'>[],
  start: number,
  known: ReadonlyMap<string, { readonly starts?: number; readonly ends?: number }> = new Map(),
): Forecast {
  const edges = steps.flatMap(({ id, runsAfter }) => runsAfter.map(({ step }) => ({ from: step, to: id })));
  const byId = new Map(steps.map((step) => [step.id, step]));
  const found = new Map<string, StepForecast & { readonly last: string | undefined }>();
  for (const id of orderOf([...byId.keys()], edges)) {
    const step = byId.get(id);
    if (step === undefined) continue;
    const before = step.runsAfter.flatMap((edge) => found.get(edge.step) ?? []);
    const last = before.reduce<StepForecast | undefined>(
      (a, b) => (a === undefined || b.ends > a.ends ? b : a),
      undefined,
    );
    const starts = known.get(id)?.starts ?? Math.max(start, last?.ends ?? start);
    found.set(id, { step: id, starts, ends: known.get(id)?.ends ?? starts + step.minutes * 60_000, last: last?.step });
  }
  const rows = steps.flatMap(({ id }) => found.get(id) ?? []);
  const end = rows.reduce<(typeof rows)[number] | undefined>(
    (a, b) => (a === undefined || b.ends > a.ends ? b : a),
    undefined,
  );
  const path: string[] = [];
  for (let at = end; at !== undefined; at = at.last === undefined ? undefined : found.get(at.last))
    path.unshift(at.step);
  return {
    steps: rows.map(({ step, starts, ends }) => ({ step, starts, ends })),
    ends: end?.ends ?? start,
    criticalPath: path,
  };
}

/** Minutes that a plan takes along its critical path. */
export function minutesOf(steps: readonly Pick<PlanStep, 'id' | 'minutes' | 'runsAfter'>[]): number {
  return forecast(steps, 0).ends / 60_000;
}

/**
 * The last moment at which deciding to back out still meets the cut-off, in milliseconds since 1970.
 *
 * @param cutOff when the business must go on, in milliseconds since 1970
 */
export function lastBackout(plan: { readonly backout: readonly PlanStep[] }, cutOff: number): number {
  return cutOff - minutesOf(plan.backout) * 60_000;
}

/** The first step after whose start members alone undo nothing any more. */
export function noReturnStep(plan: { readonly install: readonly PlanStep[] }): PlanStep | undefined {
  return plan.install.find(({ pointOfNoReturn }) => pointOfNoReturn === true);
}
