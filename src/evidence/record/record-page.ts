import type { RunStep } from '../../runs/run.schema.ts';
import { changesSection } from './changes.views.ts';
import { clockOf, plannedFrom, type NightClock } from './clock.rules.ts';
import { nightClock } from './clock.views.ts';
import { layoutOf, nodeSize, type Direction } from './graph-layout.ts';
import { graph } from './graph.views.ts';
import {
  decisionsSection,
  evidenceSection,
  findingsSection,
  readinessSection,
  watchSection,
} from './governance.views.ts';
import { html, type Markup } from './markup.rules.ts';
import { goesBack, stepsOf, type RecordModel } from './model.rules.ts';
import { needsPanel } from './needs.views.ts';
import { documentOf } from './document.views.ts';
import { outcomeSign, releaseSign } from './states.rules.ts';
import { stepTable } from './steps.views.ts';
import { badge } from './symbols.views.ts';
import { timeline } from './timeline.views.ts';

/**
 * The release record as one HTML document that needs nothing from elsewhere. Live, it refers to this service's script,
 * which fetches it again as the book grows; else it is a file of its own: no script, everything open, fit for paper.
 */
export function recordPage(model: RecordModel): string {
  const clock = clockOf(model);
  const { release, run, live, timeZone, generatedAt, notice } = model;
  const streams = [
    `release:${release.id}`,
    ...release.changes.map((id) => `change:${id}`),
    ...(run ? [`run:${run.id}`, `step:${run.id}`] : []),
    ...(model.whoDrives === undefined ? [] : ['engine']),
  ];
  return documentOf({
    title: `${release.id} ${releaseSign(model).words.toLowerCase()}: ${release.title}`,
    live,
    streams,
    timeZone,
    generatedAt,
    ...(notice === undefined ? {} : { notice }),
    main: html`${header(model)}${nightClock(model, clock)}
      <div class="tonight">
        ${needsPanel(model, clock)}${stepsOf(model, 'install').length > 0 && timeline(model, clock)}
      </div>
      ${wayOn(model, clock)}
      <div class="pair">
        <div>${changesSection(model, clock)}${watchSection(model)}</div>
        <div>
          ${decisionsSection(model, clock)}${findingsSection(model, clock)}${readinessSection(model, clock)}${evidenceSection(model)}
        </div>
      </div>
      ${sheets(model, clock)}`,
  });
}

function header(model: RecordModel): Markup {
  const { release, run, whoDrives } = model;
  const sign = releaseSign(model);
  const { outcome } = release;
  const told = `${release.id}: ${sign.words}${outcome === undefined ? '' : `, ${outcomeSign(outcome).words}`}`;
  return html`<header class="title" data-told="${told}">
    <div>
      <p class="over"><span class="id">${release.id}</span> ${release.application} on ${release.system}</p>
      <h1>${release.title}</h1>
    </div>
    <p class="state">
      ${badge(sign, 'large')}${outcome !== undefined && html`<span class="outcome">outcome ${badge(outcomeSign(outcome))}</span>`}
    </p>
    <p class="facts">
      <span>version <code>${release.version}</code></span
      ><span>decides <b>${release.decisionMaker}</b></span
      >${
        run &&
        html`<span>run <code>${run.id}</code>, jobs <code>${run.prefix}*</code></span
          ><span>started by <b>${run.startedBy}</b></span>`
      }${whoDrives !== undefined && html`<span>engine: ${whoDrives}</span>`}
    </p>
    ${
      run?.submit === 'non-strict' &&
      html`<p class="facts">
        <span
          ><b>Jobs are submitted non-strict:</b> they start as they are submitted, and a request that is sent again on
          its way can run a job twice. That is detected and recorded, not prevented: each job is declared repeatable, or
          has a fence that makes a second one do nothing. No job is submitted again after a lost answer.</span
        >
      </p>`
    }
  </header>`;
}

/** The plan that is followed first: on the way back, the backout. */
function wayOn(model: RecordModel, clock: NightClock): Markup {
  const install = stepsOf(model, 'install');
  const backout = stepsOf(model, 'backout');
  if (install.length === 0) return html``;
  const back = goesBack(model);
  const forth = planSection(model, clock, 'install', back ? 'Steps that were installed' : 'Steps', install);
  if (backout.length === 0) return forth;
  if (back) return html`${planSection(model, clock, 'backout', 'Steps back', backout)}${forth}`;
  const minutes = clock.backoutMinutes ?? 0;
  return html`${forth}
    <section>
      <details id="backout-plan" ${!model.live && html` open`}>
        <summary><h2>Backout plan, if it comes to that: ${minutes} min</h2></summary>
        ${drawn(model, clock, 'backout', backout)}${stepTable(model, clock, backout, 'Steps of the backout plan')}
      </details>
    </section>`;
}

function planSection(
  model: RecordModel,
  clock: NightClock,
  id: string,
  title: string,
  steps: readonly RunStep[],
): Markup {
  const passed = steps.filter(({ state }) => state === 'succeeded').length;
  return html`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title} <small>${passed} of ${steps.length} passed</small></h2>
    ${drawn(model, clock, id, steps)}${stepTable(model, clock, steps, title)}
  </section>`;
}

/** Twice: from left to right where there is room, from top to bottom on a telephone. */
function drawn(model: RecordModel, clock: NightClock, id: string, steps: readonly RunStep[]): Markup {
  return html`<div class="graph-box" id="graph-${id}" tabindex="0" role="region" aria-label="Graph of the steps">
    ${draw(model, clock, id, steps, 'LR')}${draw(model, clock, id, steps, 'TB')}
  </div>`;
}

/** The graphs of a kept record once more, a sheet each, for paper alone: there the tables come first. */
function sheets(model: RecordModel, clock: NightClock): readonly Markup[] {
  if (model.live) return [];
  return (goesBack(model) ? (['backout', 'install'] as const) : (['install'] as const)).map((name) => {
    const steps = stepsOf(model, name);
    const title = name === 'install' ? 'The steps as a graph' : 'The steps back as a graph';
    return steps.length === 0
      ? html``
      : html`<section class="sheet">
          <h2>${title}</h2>
          ${draw(model, clock, name, steps, 'TB', 'sheet')}
        </section>`;
  });
}

function draw(
  model: RecordModel,
  clock: NightClock,
  name: string,
  steps: readonly RunStep[],
  direction: Direction,
  place = 'page',
): Markup {
  const way = goesBack(model) === (name === 'backout') ? clock.expected : undefined;
  const plan = steps.map(({ step }) => step);
  return graph({
    id: `${name}-${direction.toLowerCase()}-${place}`,
    title: 'Steps, and what each comes after',
    steps,
    places: layoutOf(plan, direction),
    node: nodeSize,
    critical: (way ?? (name === 'install' ? clock.planned : plannedFrom(plan, clock.opens))).criticalPath,
    now: model.now,
  });
}
