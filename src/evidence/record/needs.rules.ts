import type { RunStep } from '../../runs/run.schema.ts';
import type { NightClock } from './clock.rules.ts';
import { goesBack, jobnameOf, stepsOf, type RecordModel } from './model.rules.ts';
import type { Need } from './need.rules.ts';
import { afterTheRun, beforeTheRun } from './needs-around.rules.ts';
import { endWords, stepSign } from './states.rules.ts';
import { hourOf, minutesBetween, spanOf } from './times.rules.ts';

/** Who will be needed, and about when, in milliseconds since 1970. */
export interface Coming {
  readonly whose: string;
  readonly step: string;
  readonly title: string;
  readonly at: number;
}

/** What needs a person now, the most pressing first. */
export function needsOf(model: RecordModel, clock: NightClock): readonly Need[] {
  const { run } = model;
  if (run === undefined) return beforeTheRun(model, clock);
  if (run.endedAt !== undefined) return afterTheRun(model);
  const steps = [...stepsOf(model, 'install'), ...stepsOf(model, 'backout')];
  const advised = steps.find(({ id }) => id === run.advice?.step);
  const others = goesBack(model) ? stepsOf(model, 'backout') : steps;
  const stuck = others.filter((step) => step !== advised && isStuck(step)).map((step) => stuckNeed(step, model));
  const isHeld = run.state === 'held' && run.advice === undefined && stuck.length === 0;
  return [
    ...(run.advice === undefined ? [] : [adviceNeed(model, run.advice, advised, clock)]),
    ...stuck,
    ...(isHeld ? [heldNeed(model, clock)] : []),
    ...steps.filter(({ state }) => state === 'waiting-for-person').map((step) => personNeed(step, model)),
  ];
}

const isStuck = ({ state }: RunStep) => ['failed', 'suspicious', 'unknown', 'held'].includes(state);

/** The job step that went wrong, as in `R609A110 ACCRUE ABEND S0C7`. */
export function causeOf(step: RunStep): string | undefined {
  const wrong = step.attempts.at(-1)?.jobSteps.find((each) => isWrong(each.completion, each.accepted, each.complaints));
  if (wrong === undefined) return undefined;
  const at = wrong.procStep === '' ? wrong.name : `${wrong.name}.${wrong.procStep}`;
  return `${at} ${wrong.completion}`;
}

const isWrong = (completion: string, accepted: boolean, complaints: readonly string[]) =>
  !/FLUSH/i.test(completion) && (!accepted || complaints.length > 0);

/** `Step 110 R609A110: ACCRUE ABEND S0C7`. */
export function nameOf(step: RunStep): string {
  return `Step ${step.id} ${jobnameOf(step) ?? step.step.title}`;
}

type RunAdvice = NonNullable<NonNullable<RecordModel['run']>['advice']>;

const choiceNames = { 'back-out': 'Back out', retry: 'Retry the step', hold: 'Hold and look' } as const;

function adviceNeed(model: RecordModel, advice: RunAdvice, step: RunStep | undefined, clock: NightClock): Need {
  const cause = step && causeOf(step);
  const title = step === undefined ? `Step ${advice.step}` : nameOf(step);
  const effects = {
    'back-out': backoutEffect(model, clock),
    retry: 'the job is submitted again as it stands',
    hold: 'nothing goes on until somebody decides',
  };
  const order = [advice.advice, ...(['back-out', 'retry', 'hold'] as const).filter((each) => each !== advice.advice)];
  return {
    sign: stepSign(step?.state ?? 'failed'),
    title: `${title} ended with ${endWords(advice.end)}${cause === undefined ? '' : `: ${cause}`}`,
    says: [advice.because],
    whose: advice.confirmBy,
    step: advice.step,
    request: decisionRequest(model),
    choices: [
      ...order.map((each) => ({ what: choiceNames[each], effect: effects[each], advised: each === advice.advice })),
      ...(advice.end === 'unknown' ? [didNotRun] : []),
    ],
  };
}

const didNotRun = {
  what: 'It did not run',
  effect: 'once somebody has looked: the job is submitted anew',
  advised: false,
};

const decisionRequest = ({ run }: RecordModel) => `POST /api/v1/runs/${run?.id ?? ''}/decisions`;

function heldNeed(model: RecordModel, clock: NightClock): Need {
  const last = model.run?.decisions.findLast(({ decision }) => decision === 'hold');
  return {
    sign: stepSign('held'),
    title: last === undefined ? 'The run is held' : `The run is held by ${last.by}`,
    says: last === undefined ? [] : [last.reason],
    whose: model.release.decisionMaker,
    request: decisionRequest(model),
    choices: [
      { what: 'Go on', effect: 'steps that are ready begin', advised: false },
      { what: choiceNames['back-out'], effect: backoutEffect(model, clock), advised: false },
    ],
  };
}

function backoutEffect({ timeZone }: RecordModel, { now, backoutMinutes, cutOff }: NightClock): string {
  if (backoutMinutes === undefined) return 'the backout plan begins';
  const ends = now + backoutMinutes * 60_000;
  const left = minutesBetween(ends, cutOff);
  const slack = left >= 0 ? `${left} min before the cut-off` : `${-left} min after the cut-off`;
  return `decided now it ends at ${hourOf(ends, timeZone)}, ${slack}`;
}

function stuckNeed(step: RunStep, { release }: RecordModel): Need {
  const cause = causeOf(step);
  const found = step.checks
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown')
    .map((each) => each.found);
  return {
    sign: stepSign(step.state),
    title: `${nameOf(step)}: ${cause ?? stepSign(step.state).words}`,
    says: [step.because, ...found],
    whose: release.decisionMaker,
    step: step.id,
    request: `POST /api/v1/runs/${step.run}/decisions`,
  };
}

function personNeed(step: RunStep, { now, timeZone, release }: RecordModel): Need {
  const since = step.startedAt;
  const waited =
    since === undefined ? '' : ` Waiting since ${hourOf(since, timeZone)}, ${spanOf(minutesBetween(since, now))}.`;
  return {
    sign: stepSign(step.state),
    title: `Step ${step.id} ${step.step.title}`,
    says: [`${step.step.confirm?.instruction ?? step.because}${waited}`],
    whose: step.step.confirm?.by ?? release.decisionMaker,
    step: step.id,
    request: `POST /api/v1/runs/${step.run}/steps/${step.id}/confirmation`,
  };
}

/** People who will be needed later tonight, the next one first. */
export function comingOf(model: RecordModel, { expected }: NightClock): readonly Coming[] {
  if (expected === undefined || model.run?.endedAt !== undefined) return [];
  const steps = stepsOf(model, goesBack(model) ? 'backout' : 'install');
  return steps
    .filter(
      ({ state, step }) => step.confirm !== undefined && ['pending', 'ready', 'submitted', 'running'].includes(state),
    )
    .flatMap(({ id, step }) => {
      const at = expected.steps.find((each) => each.step === id)?.starts;
      return at === undefined ? [] : [{ whose: step.confirm?.by ?? step.owner, step: id, title: step.title, at }];
    })
    .sort((one, other) => one.at - other.at);
}
