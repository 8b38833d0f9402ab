import type { RunStep } from '../../runs/run.schema.ts';
import type { NightClock } from './clock.rules.ts';
import { html, type Markup } from './markup.rules.ts';
import { goesBack, jobnameOf, stepsOf, type RecordModel } from './model.rules.ts';
import { stepSign } from './states.rules.ts';
import { hourOf, millis } from './times.rules.ts';
import { packed, stretchOf, ticksOf, type Packed, type Span } from './timeline.rules.ts';

interface Mark {
  readonly at: number;
  /** The same in fewer words, for a narrow page. */
  readonly short: string;
  readonly kind: 'now' | 'no-return' | 'last-backout' | 'cut-off';
  readonly words: string;
}

const markHeight = 20;
const laneHeight = 15;

interface Bar extends Span {
  readonly says: string;
  readonly look: string;
}

/** The night as a bar: planned above, actual below, and the moments that count. Widths follow the page, letters do not. */
export function timeline(model: RecordModel, clock: NightClock): Markup {
  const plannedBars = packed(plannedOf(model, clock));
  const actualBars = packed([...actualOf(model), ...expectedOf(model, clock)]);
  const marks = marksOf(model, clock);
  const stretch = stretchOf([
    ...[clock.opens, clock.closes, clock.cutOff],
    ...[...plannedBars.spans, ...actualBars.spans].flatMap(({ starts, ends }) => [starts, ends]),
  ]);
  const place = (moment: number) => Math.round(((moment - stretch.from) / (stretch.to - stretch.from)) * 10_000) / 100;
  const top = marks.length * markHeight + 4;
  const second = top + 14 + Math.max(1, plannedBars.lanes) * laneHeight + 6;
  const foot = second + 14 + Math.max(1, actualBars.lanes) * (laneHeight + 3) + 4;
  const line =
    model.run === undefined ? '' : model.run.endedAt === undefined ? 'actual, and as it looks now' : 'actual';
  const says = marks.map(({ words }) => words).join('; ');
  return html`<figure class="timeline">
    <svg
      width="100%"
      height="${rem(foot + 20)}"
      role="img"
      aria-label="The night from ${hourOf(stretch.from, model.timeZone)} to ${hourOf(stretch.to, model.timeZone)}: ${says}"
    >
      <rect
        class="window"
        x="${place(clock.opens)}%"
        y="${rem(top - 2)}"
        width="${place(clock.closes) - place(clock.opens)}%"
        height="${rem(foot - top + 2)}"
        rx="3"
      />
      ${ticksOf(stretch).map((tick, index) => tickMark(place(tick), index, hourOf(tick, model.timeZone), top - 2, foot))}
      <text class="lane" x="${rem(4)}" y="${rem(top + 10)}">planned</text>
      ${bars(plannedBars, place, top + 14, laneHeight)}
      <text class="lane" x="${rem(4)}" y="${rem(second + 10)}">${line}</text>
      ${bars(actualBars, place, second + 14, laneHeight + 3)}
      ${marks.map((mark, index) => markLine(mark, place(mark.at), index, foot))}
      ${marks.map((mark, index) => markWords(mark, place(mark.at), index))}
    </svg>
  </figure>`;
}

function plannedOf(model: RecordModel, clock: NightClock): readonly Bar[] {
  const steps = stepsOf(model, 'install');
  return clock.planned.steps.flatMap(({ step, starts, ends }) => {
    const of = steps.find(({ id }) => id === step);
    if (of === undefined || ends === starts) return [];
    const critical = clock.planned.criticalPath.includes(step) ? ' critical' : '';
    return [
      { id: step, starts, ends, look: `plan${critical}`, says: `${nameOf(of)}: planned ${times(starts, ends, model)}` },
    ];
  });
}

function actualOf(model: RecordModel): readonly Bar[] {
  return [...stepsOf(model, 'install'), ...stepsOf(model, 'backout')].flatMap((step) => {
    if (step.startedAt === undefined) return [];
    const starts = millis(step.startedAt);
    const ends = Math.max(starts + 30_000, millis(step.endedAt ?? model.now));
    const { tone, words } = stepSign(step.state);
    const look = `done tone-${tone} is-${step.state}`;
    return [{ id: step.id, starts, ends, look, says: `${nameOf(step)}: ${words}, ${times(starts, ends, model)}` }];
  });
}

/** What is still to come, as it looks now: steps that have not begun, and the rest of those that run. */
function expectedOf(model: RecordModel, { expected, now }: NightClock): readonly Bar[] {
  if (model.run === undefined || model.run.endedAt !== undefined || expected === undefined) return [];
  const open = stepsOf(model, goesBack(model) ? 'backout' : 'install').filter(
    ({ endedAt, state }) => endedAt === undefined && state !== 'skipped',
  );
  return open.flatMap((step) => {
    const { starts = 0, ends = 0 } = expected.steps.find((each) => each.step === step.id) ?? {};
    const from = Math.max(starts, now);
    const says = `${nameOf(step)}: about ${times(starts, ends, model)}`;
    return ends <= from ? [] : [{ id: step.id, starts: from, ends, look: 'to-come', says }];
  });
}

const nameOf = (step: RunStep) => `${step.id} ${jobnameOf(step) ?? step.step.title}`;
const times = (starts: number, ends: number, { timeZone }: RecordModel) =>
  `${hourOf(starts, timeZone)} to ${hourOf(ends, timeZone)}`;

type Place = (moment: number) => number;

function bars({ spans }: Packed<Bar>, place: Place, top: number, high: number): readonly Markup[] {
  return spans.map(({ id, starts, ends, lane, look, says }) => {
    const x = place(starts);
    const width = Math.max(0.25, Math.round((place(ends) - x) * 100) / 100);
    const y = top + lane * high;
    const name =
      width < 3.4
        ? html``
        : html`<text
            class="name${width < 8 ? ' tight' : ''}"
            x="${x + width / 2}%"
            y="${rem(y + high / 2 + 2.5)}"
            text-anchor="middle"
            >${id}</text
          >`;
    return html`<g class="bar ${look}"
      ><title>${says}</title
      ><rect x="${x}%" y="${rem(y)}" width="${width}%" height="${rem(high - 3)}" rx="2" />${name}</g
    >`;
  });
}

function tickMark(x: number, index: number, words: string, top: number, foot: number): Markup {
  const anchor = x < 2 ? 'start' : x > 97 ? 'end' : 'middle';
  return html`<g class="tick${index % 2 === 1 ? ' odd' : ''}"
    ><line x1="${x}%" x2="${x}%" y1="${rem(top)}" y2="${rem(foot)}" /><text
      x="${x}%"
      y="${rem(foot + 15)}"
      text-anchor="${anchor}"
      >${words}</text
    ></g
  >`;
}

/** A height in letters of the page, so that a wall shows what a telephone shows. */
const rem = (units: number) => `${Math.round(units * 62.5) / 1_000}rem`;

const shapes: Readonly<Record<Mark['kind'], string>> = {
  now: 'M0 6 -5 -3H5z',
  'no-return': 'M0 -5 5 0 0 5 -5 0z',
  'last-backout': 'M-4.5 -4.5h9v9h-9z',
  'cut-off': 'M-4 -5 0 0 -4 5M4 -5 0 0 4 5',
};

const heightOf = (index: number) => rem(index * markHeight + 9);

function markLine({ kind }: Mark, x: number, index: number, foot: number): Markup {
  return html`<line class="mark ${kind}" x1="${x}%" x2="${x}%" y1="${heightOf(index)}" y2="${rem(foot)}" />`;
}

/** Words on the side where there is more room, on a ground of their own where they cross another mark. */
function markWords({ kind, words, short }: Mark, x: number, index: number): Markup {
  const left = x > 50;
  const place = html`x="${rem(left ? -10 : 10)}" y="${rem(4.5)}" text-anchor="${left ? 'end' : 'start'}"`;
  return html`<svg class="mark ${kind}" x="${x}%" y="${heightOf(index)}" overflow="visible">
    <path d="${shapes[kind]}" />
    <text class="long" ${place}>${words}</text>
    <text class="short" ${place}>${short}</text>
  </svg>`;
}

function marksOf({ timeZone, run }: RecordModel, clock: NightClock): readonly Mark[] {
  const { now, noReturn, lastBackout, cutOff, opens, closes } = clock;
  const live = run !== undefined && run.endedAt === undefined && now >= opens && now <= closes;
  const hour = (moment: number) => hourOf(moment, timeZone);
  const mark = (kind: Mark['kind'], at: number, words: string, short: string): Mark => ({ kind, at, words, short });
  const back = noReturn && `${noReturn.passed ? '' : 'about '}${hour(noReturn.at)}`;
  return [
    ...(live ? [mark('now', now, `now ${hour(now)}`, `now ${hour(now)}`)] : []),
    ...(noReturn && back !== undefined
      ? [
          mark(
            'no-return',
            noReturn.at,
            `point of no return, step ${noReturn.step}: ${back}`,
            `no return, step ${noReturn.step}`,
          ),
        ]
      : []),
    ...(lastBackout === undefined
      ? []
      : [
          mark(
            'last-backout',
            lastBackout,
            `last moment to back out ${hour(lastBackout)}`,
            `back out by ${hour(lastBackout)}`,
          ),
        ]),
    mark('cut-off', cutOff, `cut-off ${hour(cutOff)}`, `cut-off ${hour(cutOff)}`),
  ];
}
