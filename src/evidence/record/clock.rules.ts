import { forecast, lastBackout, minutesOf, noReturnStep, type Forecast } from '../../releases/forecast.rules.ts';
import type { PlanStep } from '../../releases/plan.schema.ts';
import type { RunStep } from '../../runs/run.schema.ts';
import { goesBack, stepsOf, type RecordModel } from './model.rules.ts';
import { millis, millisOfLocal } from './times.rules.ts';

/** The night's times. All moments in milliseconds since 1970-01-01T00:00Z. */
export interface NightClock {
  readonly now: number;
  readonly opens: number;
  readonly closes: number;
  readonly cutOff: number;
  readonly cutOffMeans: string;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** As it was planned: from the window's opening, each step its minutes. */
  readonly planned: Forecast;
  /** As it looks now, on the way that is taken: what ended is known, the rest follows from now. */
  readonly expected: Forecast | undefined;
  /** Latest moment at which a decision to back out still meets the cut-off. */
  readonly lastBackout: number | undefined;
  /** Minutes that a backout takes. */
  readonly backoutMinutes: number | undefined;
  readonly noReturn: { readonly step: string; readonly at: number; readonly passed: boolean } | undefined;
}

const minuteMs = 60_000;

export function clockOf(model: RecordModel): NightClock {
  const { run } = model;
  const now = millis(model.now);
  const window = windowOf(model);
  const install = stepsOf(model, 'install');
  const backout = stepsOf(model, 'backout').map(({ step }) => step);
  const planned = forecast(
    install.map(({ step }) => step),
    window.opens,
  );
  const way = goesBack(model) ? stepsOf(model, 'backout') : install;
  const expected = run === undefined || run.state === 'held' ? undefined : expectedOf(way, now);
  return {
    ...window,
    now,
    startedAt: run && millis(run.startedAt),
    endedAt: run?.endedAt === undefined ? undefined : millis(run.endedAt),
    planned,
    expected,
    lastBackout: run
      ? millis(run.lastBackout)
      : backout.length > 0
        ? lastBackout({ backout }, window.cutOff)
        : undefined,
    backoutMinutes: backout.length > 0 ? minutesOf(backout) : undefined,
    noReturn: noReturnOf(install, expected ?? planned),
  };
}

/** Steps as they would end if each took its minutes, from a moment on. */
export const plannedFrom = (steps: readonly PlanStep[], from: number): Forecast => forecast(steps, from);

function noReturnOf(install: readonly RunStep[], looksLike: Forecast): NightClock['noReturn'] {
  const id = noReturnStep({ install: install.map(({ step }) => step) })?.id;
  if (id === undefined) return undefined;
  const begun = install.find((step) => step.id === id)?.startedAt;
  if (begun !== undefined) return { step: id, at: millis(begun), passed: true };
  const at = looksLike.steps.find(({ step }) => step === id)?.starts;
  return at === undefined ? undefined : { step: id, at, passed: false };
}

function windowOf({ run, release, timeZone }: RecordModel) {
  if (run !== undefined)
    return {
      opens: millis(run.window.opens),
      closes: millis(run.window.closes),
      cutOff: millis(run.window.cutOff),
      cutOffMeans: run.window.cutOffMeans,
    };
  const { opens, closes, cutOff } = release.window;
  return {
    opens: millisOfLocal(opens, timeZone),
    closes: millisOfLocal(closes, timeZone),
    cutOff: millisOfLocal(cutOff.at, timeZone),
    cutOffMeans: cutOff.means,
  };
}

function expectedOf(steps: readonly RunStep[], now: number): Forecast {
  const known = new Map(steps.flatMap((step) => knownOf(step, now)));
  return forecast(
    steps.map(({ step }) => step),
    now,
    known,
  );
}

/** A step that runs longer than planned ends now at the earliest. */
function knownOf(step: RunStep, now: number): [string, { starts: number; ends: number }][] {
  const { id, startedAt, endedAt, step: plan, state } = step;
  if (startedAt === undefined) {
    const ended = endedAt === undefined ? now : millis(endedAt);
    return state === 'skipped' ? [[id, { starts: ended, ends: ended }]] : [];
  }
  const starts = millis(startedAt);
  return [
    [id, { starts, ends: endedAt === undefined ? Math.max(now, starts + plan.minutes * minuteMs) : millis(endedAt) }],
  ];
}
