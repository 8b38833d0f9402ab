import type { NightClock } from './clock.rules.ts';
import { html, type Markup } from './markup.rules.ts';
import { goesBack, stepsOf, type RecordModel } from './model.rules.ts';
import type { Need } from './need.rules.ts';
import { comingOf, needsOf } from './needs.rules.ts';
import { icon } from './symbols.views.ts';
import { hourOf, minutesBetween, spanOf } from './times.rules.ts';

/** What needs a person now, and who is needed next: the first thing that a person looks for. */
export function needsPanel(model: RecordModel, clock: NightClock): Markup {
  const needs = needsOf(model, clock);
  const worst = needs.some(({ sign }) => sign.tone === 'bad') ? 'bad' : needs.length > 0 ? 'todo' : 'calm';
  return html`<section class="needs ${worst}" id="needs" aria-labelledby="needs-title">
    <h2 id="needs-title">What needs a person now</h2>
    ${
      needs.length === 0
        ? html`<p class="nothing">${icon('passed')} ${quiet(model)}</p>`
        : html`<ul>
            ${needs.map(need)}
          </ul>`
    }
    ${coming(model, clock)}
  </section>`;
}

function need({ sign, title, says, whose, step, choices, request }: Need): Markup {
  const link = step === undefined ? html`${title}` : html`<a href="#step-${step}">${title}</a>`;
  const options = (choices ?? []).map(
    ({ what, effect, advised }) =>
      html`<li class="${advised ? 'advised' : ''}">
        <b>${what}</b>${advised && html` <span class="agreed">agreed advice</span>`}<span class="effect"
          >${effect}</span
        >
      </li>`,
  );
  return html`<li class="need tone-${sign.tone}">
    <span class="need-sign">${icon(sign.shape)}</span>
    <div>
      <h3>${link}</h3>
      ${says.map((each) => html`<p>${each}</p>`)}
      ${
        options.length > 0 &&
        html`<p class="may">What may be done:</p>
          <ul class="choices">
            ${options}
          </ul>`
      }${request !== undefined && html`<p class="request">A browser only looks; with your own token: <code>${request}</code></p>`}
    </div>
    <p class="whose"><span>${choices === undefined ? 'whose it is' : 'who decides'}</span><b>${whose}</b></p>
  </li>`;
}

function quiet(model: RecordModel): string {
  const { run, release } = model;
  if (release.state === 'closed') return 'Nothing: the release is closed.';
  if (run === undefined) return 'Nothing.';
  const running = stepsOf(model, goesBack(model) ? 'backout' : 'install').filter(
    ({ state }) => state === 'running' || state === 'submitted',
  );
  if (running.length === 0) return 'Nothing: the run goes on by itself.';
  return `Nothing: the run goes on by itself. Running: ${running.map(({ id, step }) => `${id} ${step.title}`).join('; ')}.`;
}

function coming(model: RecordModel, clock: NightClock): Markup {
  const next = comingOf(model, clock);
  const open = model.run?.openBrackets ?? [];
  const brackets =
    open.length === 0
      ? ''
      : html`<p class="open">
          ${icon('held')} Open bracket: <b>${open.join(', ')}</b>. It is closed on success and on backout.
        </p>`;
  if (next.length === 0) return html`${brackets}`;
  return html`${brackets}
    <div class="coming">
      <h3>Who is needed next</h3>
      <ol>
        ${next
          .slice(0, 4)
          .map(
            ({ whose, step, title, at }) =>
              html`<li>
                <b>${whose}</b> about ${hourOf(at, model.timeZone)}, in
                ${spanOf(Math.max(0, minutesBetween(clock.now, at)))} <a href="#step-${step}">${step} ${title}</a>
              </li>`,
          )}
      </ol>
    </div>`;
}
