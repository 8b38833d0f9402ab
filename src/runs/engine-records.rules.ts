import type { NewEntry } from '../ledger/entry.schema.ts';
import type { CheckResult } from '../readiness/readiness.schema.ts';
import type { DecisionRule } from '../releases/plan.schema.ts';
import { releaseEntry } from '../releases/release.rules.ts';
import type { RunEntryData, RunEntryType } from './run-entries.schema.ts';
import type { Advice, Attempt, EndClass, Run, RunStep } from './run.schema.ts';
import { stepStream } from './run-step.views.ts';
import { runStream } from './run.views.ts';

/** An entry of a run's stream, typed by its name. */
export function ofRun<T extends RunEntryType>(run: string, type: T, data: RunEntryData<T>): NewEntry {
  return { stream: runStream(run), type, data };
}

/** An entry of a step's stream, typed by its name. */
export function ofStep<T extends RunEntryType>(
  step: Pick<RunStep, 'run' | 'id'>,
  type: T,
  data: RunEntryData<T>,
): NewEntry {
  return { stream: stepStream(step.run, step.id), type, data };
}

/** True while the step's last attempt is the one with this number, in this state: only then is what was done recorded. */
export const hasAttempt =
  (number: number, state: Attempt['state']) =>
  ({ attempts }: RunStep): boolean =>
    attempts.at(-1)?.number === number && attempts.at(-1)?.state === state;

/** What the release's people agreed on, and who has the last word where they agreed on nothing. */
export interface Agreement {
  readonly decisionTree: readonly DecisionRule[];
  readonly decisionMaker: string;
}

/** The advice for an end that nobody wanted: the first agreed rule that fits, else to hold for the decision-maker. */
export function adviceFor(step: RunStep, end: EndClass, { decisionTree, decisionMaker }: Agreement): Advice {
  const rule = decisionTree.find(
    (each) => (each.step === undefined || each.step === step.id) && each.ends.some((name) => name === end),
  );
  if (rule === undefined)
    return { step: step.id, end, advice: 'hold', because: 'nothing was agreed for this end', confirmBy: decisionMaker };
  return { step: step.id, end, advice: rule.advice, because: rule.because, confirmBy: rule.confirmBy };
}

const stateOfEnd: Partial<Record<EndClass, 'suspicious' | 'unknown'>> = {
  suspicious: 'suspicious',
  unknown: 'unknown',
};

/** The run held, and its release with it: nothing new begins until a person decides. */
export function holdRun(run: Run, advice: Advice): NewEntry[] {
  const held = ofRun(run.id, 'run.held/1', { advice });
  if (run.state === 'held') return [held];
  return [held, releaseEntry(run.release, 'release.held/1', { run: run.id, because: advice.because })];
}

/** A step that did not end well, and with it the run held. */
export function failStep(
  run: Run,
  step: RunStep,
  failure: { end: EndClass; because: string },
  agreement: Agreement,
): NewEntry[] {
  const { end, because } = failure;
  const ended = ofStep(step, 'step.ended/1', { state: stateOfEnd[end] ?? 'failed', end, because });
  return [ended, ...holdRun(run, adviceFor(step, end, agreement))];
}

/** A step that is done, with the bracket that it opens or closes. */
export function succeedStep(step: RunStep, because: string): NewEntry[] {
  const { bracket } = step.step;
  const ended = ofStep(step, 'step.ended/1', { state: 'succeeded', end: 'passed', because });
  if (bracket === undefined) return [ended];
  const type = bracket.act === 'open' ? 'bracket.opened/1' : 'bracket.closed/1';
  return [ended, ofRun(step.run, type, { name: bracket.name })];
}

/** The first check that did not pass; unknown never passes. */
export function failedCheck(results: readonly CheckResult[]): CheckResult | undefined {
  return results.find(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable');
}
