import type { NightClock } from './clock.rules.ts';
import { html, type Markup, type Piece } from './markup.rules.ts';
import { goesBack, stepsOf, type RecordModel } from './model.rules.ts';
import { icon } from './symbols.views.ts';
import type { Shape, Tone } from './states.rules.ts';
import {
  dayOf,
  hourOf,
  machineTimeOf,
  minutesBetween,
  minutesTaken,
  shortMomentOf,
  spanOf,
  zoneOf,
} from './times.rules.ts';

interface Figure {
  readonly label: string;
  readonly figure: Piece;
  readonly says: Piece;
  readonly tone?: Tone;
  readonly shape?: Shape;
}

/** The night's clock: now, window, cut-off, last moment to back out, expected end. */
export function nightClock(model: RecordModel, clock: NightClock): Markup {
  const figures = [
    nowFigure(model, clock),
    cutOffFigure(model, clock),
    backoutFigure(model, clock),
    endFigure(model, clock),
  ];
  return html`<dl class="clock">
    ${figures.map(
      ({ label, figure, says, tone = 'idle', shape }) =>
        html`<div class="figure tone-${tone}">
          <dt>${label}</dt>
          <dd class="big">${shape && icon(shape)}${figure}</dd>
          <dd class="says">${says}</dd>
        </div>`,
    )}
  </dl>`;
}

const hour = (moment: number, zone: string) =>
  html`<time datetime="${machineTimeOf(moment)}">${hourOf(moment, zone)}</time>`;

function nowFigure({ timeZone, run }: RecordModel, { now, opens, closes, endedAt, startedAt }: NightClock): Figure {
  const window = `window ${hourOf(opens, timeZone)} to ${hourOf(closes, timeZone)} ${zoneOf(closes, timeZone)}`;
  if (run !== undefined && endedAt !== undefined && startedAt !== undefined)
    return {
      label: `The night of ${dayOf(opens, timeZone)}`,
      figure: html`${hour(startedAt, timeZone)} – ${hour(endedAt, timeZone)}`,
      says: `${minutesBetween(startedAt, endedAt)} min; ${window}`,
    };
  const until = minutesBetween(now, opens);
  const says = until > 0 ? `${window}, opens in ${spanOf(until)}` : now > closes ? `${window} has closed` : window;
  const zone = html` <small>${zoneOf(now, timeZone)}</small>`;
  return { label: `Now, ${dayOf(now, timeZone)}`, figure: html`${hour(now, timeZone)}${zone}`, says };
}

function cutOffFigure({ timeZone }: RecordModel, { now, cutOff, cutOffMeans, endedAt }: NightClock): Figure {
  const label = 'Cut-off';
  const left = minutesBetween(endedAt ?? now, cutOff);
  if (endedAt !== undefined) {
    const says = left >= 0 ? `${cutOffMeans}: met, ${left} min before` : `${cutOffMeans}: missed by ${-left} min`;
    return { label, figure: hour(cutOff, timeZone), says, ...(left >= 0 ? good : bad) };
  }
  const says =
    left >= 0
      ? html`${cutOffMeans}: <strong>${spanOf(left)} left</strong>`
      : html`${cutOffMeans}: <strong>${-left} min past</strong>`;
  return { label, figure: hour(cutOff, timeZone), says, ...urgency(left) };
}

const good = { tone: 'ok', shape: 'passed' } as const;
const bad = { tone: 'bad', shape: 'failed' } as const;

/** Under an hour is worth a look, under a quarter of an hour is late. */
const urgency = (left: number): Pick<Figure, 'tone' | 'shape'> =>
  left < 15 ? bad : left < 60 ? { tone: 'warn', shape: 'suspicious' } : {};

function backoutFigure(model: RecordModel, clock: NightClock): Figure {
  const label = 'Last moment to back out';
  const { lastBackout, now, noReturn, endedAt, backoutMinutes } = clock;
  const { timeZone, run } = model;
  if (lastBackout === undefined) return { label, figure: '–', says: 'known once the release is planned' };
  const figure = hour(lastBackout, timeZone);
  if (goesBack(model)) {
    const decided = run?.decisions.find(({ decision }) => decision === 'back-out');
    const says =
      decided === undefined
        ? 'backout has begun'
        : `decided by ${decided.by} at ${hourOf(decided.at, timeZone)}, ${minutesBetween(decided.at, lastBackout)} min before`;
    return { label, figure, says, tone: 'undone', shape: 'undone' };
  }
  if (endedAt !== undefined) {
    const after =
      noReturn?.passed === true
        ? `; step ${noReturn.step} at ${hourOf(noReturn.at, timeZone)} was the point of no return`
        : '';
    return { label, figure, says: `was not needed${after}` };
  }
  if (noReturn?.passed === true)
    return {
      label,
      figure: html`<s>${figure}</s>`,
      says: `step ${noReturn.step} began at ${hourOf(noReturn.at, timeZone)}: members alone undo nothing any more`,
      tone: 'warn',
      shape: 'suspicious',
    };
  const left = minutesBetween(now, lastBackout);
  const takes = `a backout takes ${backoutMinutes ?? '?'} min`;
  if (left < 0) return { label, figure, says: `past by ${-left} min: ${takes}`, ...bad };
  return { label, figure, says: html`<strong>${spanOf(left)} left</strong>; ${takes}`, ...urgency(left) };
}

function endFigure(
  model: RecordModel,
  { expected, planned, cutOff, endedAt, lastBackout, noReturn, backoutMinutes }: NightClock,
): Figure {
  const { timeZone, run, release } = model;
  if (endedAt !== undefined && goesBack(model)) return wayBackFigure(model, endedAt, backoutMinutes);
  if (endedAt !== undefined)
    return { label: 'Planned end', figure: hour(planned.ends, timeZone), says: comparedTo(endedAt, planned.ends) };
  if (run === undefined) {
    if (release.plan === undefined && planned.steps.length === 0)
      return { label: 'Planned end', figure: '–', says: 'not planned yet' };
    return {
      label: 'Planned end',
      figure: hour(planned.ends, timeZone),
      says: `${minutesBetween(planned.ends, cutOff)} min before the cut-off`,
    };
  }
  if (expected === undefined) return { label: 'Expected end', figure: 'held', says: 'somebody has to decide', ...bad };
  const slack = minutesBetween(expected.ends, cutOff);
  const toReturn =
    lastBackout !== undefined && noReturn?.passed === false && !goesBack(model)
      ? minutesBetween(noReturn.at, lastBackout)
      : undefined;
  const before = slack >= 0 ? `${slack} min before the cut-off` : `${-slack} min after the cut-off`;
  const choice =
    toReturn === undefined
      ? ''
      : `; step ${noReturn?.step ?? ''} about ${spanOf(toReturn)} before the last moment to back out`;
  return {
    label: goesBack(model) ? 'Backout ends about' : 'Expected end',
    figure: hour(expected.ends, timeZone),
    says: `${before}${choice}`,
    ...urgency(slack),
  };
}

function wayBackFigure(model: RecordModel, endedAt: number, planned: number | undefined): Figure {
  const began = stepsOf(model, 'backout')
    .flatMap(({ startedAt }) => startedAt ?? [])
    .sort()[0];
  const took = began === undefined ? '–' : `${minutesTaken(began, endedAt)} min`;
  return { label: 'The way back took', figure: took, says: `planned ${planned ?? '?'} min` };
}

function comparedTo(actual: number, planned: number): string {
  const late = minutesBetween(planned, actual);
  return late === 0 ? 'ended as planned' : late > 0 ? `ended ${late} min later` : `ended ${-late} min earlier`;
}

/** `12 Sep, 21:04` on the days before the night; the hour alone within it. */
export function when(moment: string, { timeZone }: RecordModel, clock: NightClock): Markup {
  const inTheNight = Math.abs(minutesBetween(moment, clock.opens)) < 720;
  return html`<time datetime="${moment}"
    >${inTheNight ? hourOf(moment, timeZone) : shortMomentOf(moment, timeZone)}</time
  >`;
}
