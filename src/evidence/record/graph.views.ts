import type { RunStep } from '../../runs/run.schema.ts';
import { html, type Markup } from './markup.rules.ts';
import { jobnameOf } from './model.rules.ts';
import { stepSign } from './states.rules.ts';
import { minutesTaken } from './times.rules.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the steps stand, as `layoutOf` gives it. */
interface Places {
  readonly direction: 'LR' | 'TB';
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Point>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly course: readonly Point[] }[];
}

export interface DrawnGraph {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly RunStep[];
  readonly places: Places;
  readonly node: { readonly width: number; readonly height: number };
  /** Steps of the chain that decides the end. */
  readonly critical: readonly string[];
  readonly now: string;
}

/** The steps as the graph that they are. Each node leads to its row of the table; each edge says its reason. */
export function graph(drawn: DrawnGraph): Markup {
  const { places, id, title } = drawn;
  const { width, height, direction } = places;
  const byId = new Map(drawn.steps.map((step) => [step.id, step]));
  const edges = places.edges.map(({ from, to, course }) => edge(drawn, byId.get(from), byId.get(to), course));
  const nodes = drawn.steps.map((step) => node(drawn, step, places.nodes.get(step.id)));
  return html`<svg
    class="graph ${direction.toLowerCase()}"
    viewBox="0 0 ${width} ${height}"
    style="--natural:${width}"
    role="group"
    aria-label="${title}"
  >
    <defs>
      <marker
        id="arrow-${id}"
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="9"
        markerHeight="9"
        markerUnits="userSpaceOnUse"
        orient="auto-start-reverse"
      >
        <path d="M0 .6 7.4 4 0 7.4z" fill="context-stroke" />
      </marker>
    </defs>
    ${edges}${nodes}
  </svg>`;
}

function edge(drawn: DrawnGraph, from: RunStep | undefined, to: RunStep | undefined, course: readonly Point[]): Markup {
  if (from === undefined || to === undefined) return html``;
  const because = to.step.runsAfter.find(({ step }) => step === from.id)?.because ?? '';
  const passed = from.state === 'succeeded' || from.state === 'skipped';
  const place = drawn.critical.indexOf(to.id);
  const critical = place > 0 && drawn.critical[place - 1] === from.id;
  const path = curve(course, drawn.places.direction);
  return html`<g class="edge${passed ? ' done' : ''}${critical ? ' critical' : ''}"
    ><title>${to.id} after ${from.id}: ${because}</title><path class="reach" d="${path}" /><path
      class="line"
      d="${path}"
      marker-end="url(#arrow-${drawn.id})"
  /></g>`;
}

/** A smooth line through the points, leaving and arriving along the direction of the drawing. */
function curve(course: readonly Point[], direction: 'LR' | 'TB'): string {
  const [first, ...rest] = course;
  if (first === undefined) return '';
  let before = first;
  return rest.reduce((path, point) => {
    const bend =
      direction === 'LR'
        ? `${half(before.x, point.x)} ${before.y} ${half(before.x, point.x)} ${point.y}`
        : `${before.x} ${half(before.y, point.y)} ${point.x} ${half(before.y, point.y)}`;
    before = point;
    return `${path}C${bend} ${point.x} ${point.y}`;
  }, `M${first.x} ${first.y}`);
}

const half = (one: number, other: number) => Math.round((one + other) * 5) / 10;

function node({ node: size, now }: DrawnGraph, step: RunStep, at: Point | undefined): Markup {
  if (at === undefined) return html``;
  const { tone, words, shape } = stepSign(step.state);
  const job = jobnameOf(step);
  const [first = '', second = ''] = wrapped(step.step.title, 18, 2);
  const top = job === undefined ? 40 : 52;
  const lines = html`${job !== undefined && html`<text class="job" x="9" y="38">${job}</text>`}<text
      class="title"
      x="9"
      y="${top}"
      >${first}</text
    ><text class="title" x="9" y="${top + 12.5}">${second}</text>`;
  const code = step.attempts.at(-1)?.retcode;
  const state = shortState(step, words);
  const name = [step.id, job, step.step.title].filter((part) => part !== undefined).join(' ');
  const says = `${name}: ${words}${code === undefined ? '' : `, ${code}`}. ${step.because}`;
  return html`<a
    class="node tone-${tone} is-${step.state}"
    href="#step-${step.id}"
    aria-label="${says}"
    transform="translate(${at.x - size.width / 2} ${at.y - size.height / 2})"
  >
    <title>${says}</title><rect class="box" width="${size.width}" height="${size.height}" rx="7" /><svg
      x="8"
      y="7.5"
      width="15"
      height="15"
    >
      <use href="#sign-${shape}" />
    </svg>
    <text class="id" x="29" y="20">${step.id}</text
    ><text class="min" x="${size.width - 8}" y="20" text-anchor="end">${minutes(step, now)}</text> ${lines}<text
      class="state"
      x="9"
      y="80"
      >${state}</text
    ></a
  >`;
}

/** State in the room of a node: `0000 passed`, `S0C7 failed`, `waits: savrecon`. */
function shortState({ state, step, attempts }: RunStep, words: string): string {
  if (state === 'waiting-for-person') return `waits: ${step.confirm?.by ?? 'a person'}`;
  const code = attempts.at(-1)?.retcode?.replace(/^(?:CC|ABEND) /, '');
  return code === undefined ? words : `${code} ${words}`;
}

/** Minutes taken of those planned: `2/4`; before it began, those planned. */
function minutes({ step, startedAt, endedAt }: RunStep, now: string): string {
  if (startedAt === undefined) return `${step.minutes} min`;
  return `${minutesTaken(startedAt, endedAt ?? now)}/${step.minutes} min`;
}

/** Words in lines of at most `width` characters; what does not fit in the last one ends in an ellipsis. */
export function wrapped(text: string, width: number, lines: number): readonly string[] {
  const made: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = made.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) made[made.length - 1] = `${last} ${word}`;
    else made.push(word);
  }
  if (made.length <= lines) return made;
  const kept = made.slice(0, lines);
  const last = kept.at(-1) ?? '';
  kept[lines - 1] = `${last.slice(0, width - 1)}…`;
  return kept;
}
