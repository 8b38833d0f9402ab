import type { CheckResult } from '../../readiness/readiness.schema.ts';
import type { NightClock } from './clock.rules.ts';
import { when } from './clock.views.ts';
import { digest } from './changes.views.ts';
import { html, type Markup } from './markup.rules.ts';
import type { RecordModel } from './model.rules.ts';
import { badge, icon } from './symbols.views.ts';
import { verdictSign } from './verdicts.rules.ts';

/** Whether the release was ready, and each check behind that word; what did not pass stands first. */
export function readinessSection(model: RecordModel, clock: NightClock): Markup {
  const said = model.readiness ?? model.release.readiness;
  const results = model.readiness?.results ?? [];
  const passed = results.filter(({ verdict }) => verdict === 'pass' || verdict === 'not-applicable');
  const open = results.filter((result) => !passed.includes(result));
  if (said === undefined)
    return html`<section id="readiness">
      <h2>Readiness</h2>
      <p class="facts">${icon('waiting')} Not checked yet.</p>
    </section>`;
  const sign =
    said.verdict === 'ready'
      ? { ...verdictSign('pass'), words: 'ready' }
      : { ...verdictSign('fail'), words: 'not ready' };
  return html`<section id="readiness" aria-labelledby="readiness-title">
    <h2 id="readiness-title">Readiness</h2>
    <p class="facts">${badge(sign)} <span>${said.because}</span> <span>checked ${when(said.at, model, clock)}</span></p>
    ${
      open.length > 0 &&
      html`<ul class="results">
        ${open.map(result)}
      </ul>`
    }
    ${
      passed.length > 0 &&
      html`<details id="passed-checks" ${!model.live && html` open`}>
        <summary>${passed.length} checks passed</summary>
        <ul class="results">
          ${passed.map(result)}
        </ul>
      </details>`
    }
  </section>`;
}

function result({ verdict, question, found, nextAction }: CheckResult): Markup {
  return html`<li>
    ${badge(verdictSign(verdict))}
    <div>
      ${question}
      <span class="found">${found}</span
      >${nextAction && html`<span class="next">Next: ${nextAction.what} <b>${nextAction.whose}</b></span>`}
    </div>
  </li>`;
}

/** What the planner saw, and what people answered. */
export function findingsSection(model: RecordModel, clock: NightClock): Markup {
  const { findings } = model.release;
  if (findings.length === 0) return html``;
  const rows = findings.map(
    ({ id, subject, text, answer, answerBy }) =>
      html`<li>
        ${badge(answer === undefined ? { words: 'open', tone: 'warn', shape: 'waiting' } : { words: 'answered', tone: 'ok', shape: 'passed' })}
        <div>
          <b>${id} ${subject}</b>
          ${text}${answer === undefined ? html`<span class="next">Next: an answer by <b>${answerBy}</b></span>` : html`<span class="answer"><b>${answer.by}</b> ${when(answer.at, model, clock)}: <q>${answer.text}</q></span>`}
        </div>
      </li>`,
  );
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">Findings of the plan</h2>
    <ul class="results">
      ${rows}
    </ul>
  </section>`;
}

/** Decisions that named people took during the night. */
export function decisionsSection(model: RecordModel, clock: NightClock): Markup {
  const decisions = model.run?.decisions ?? [];
  const { review } = model.release;
  if (decisions.length === 0 && review === undefined) return html``;
  const words = {
    'back-out': 'decided to back out',
    retry: 'decided to retry',
    resume: 'let the run go on',
    hold: 'held the run',
  };
  const rows = decisions.map(
    ({ by, decision, reason, at }) =>
      html`<li>
        <span class="at">${when(at, model, clock)}</span>
        <div><b>${by}</b> ${words[decision as keyof typeof words]} <q>${reason}</q></div>
      </li>`,
  );
  const cause =
    review &&
    html`<li>
      <span class="at">review</span>
      <div><b>${review.by}</b> names the cause: <b>${review.cause.replace('-', ' ')}</b> <q>${review.text}</q></div>
    </li>`;
  return html`<section id="decisions" aria-labelledby="decisions-title">
    <h2 id="decisions-title">Decisions of the night</h2>
    <ol class="decisions">
      ${rows}${cause}
    </ol>
  </section>`;
}

/** What stays open after the night. */
export function watchSection({ release }: RecordModel): Markup {
  const open = new Set(release.openWatch.map(({ id }) => id));
  const items = [
    ...release.openWatch,
    ...release.watch.filter(({ id }) => !open.has(id) && release.closedAt === undefined && release.run === undefined),
  ];
  if (items.length === 0) return html``;
  return html`<section id="watch" aria-labelledby="watch-title">
    <h2 id="watch-title">Watch items</h2>
    <ul class="results">
      ${items.map(
        ({ id, what, until, owner }) =>
          html`<li>
            ${badge({ words: 'open', tone: 'warn', shape: 'waiting' })}
            <div>
              <b>${id} ${what}</b> <span class="found">until ${until}</span
              ><span class="next">watched by <b>${owner}</b></span>
            </div>
          </li>`,
      )}
    </ul>
  </section>`;
}

/** Where the evidence is, and how it is checked without this service. */
export function evidenceSection({ release, run, live }: RecordModel): Markup {
  const file = `${release.id}.evidence.json`;
  const name = live
    ? html`<a href="/api/v1/releases/${release.id}/evidence" download="${file}">${file}</a>`
    : html`<code>${file}</code>`;
  const plan =
    release.plan &&
    html`<li>
      Plan in force: ${digest(release.plan.digest)}, ${release.plan.steps} steps and ${release.plan.backoutSteps} to
      back out
    </li>`;
  const ran =
    run && html`<li>Run ${run.id} on ${run.system}, jobs ${run.prefix}*, started by <b>${run.startedBy}</b></li>`;
  return html`<section id="evidence" aria-labelledby="evidence-title">
    <h2 id="evidence-title">Evidence</h2>
    <ul class="plain">
      ${plan}${ran}
      <li>Signed bundle: ${name}</li>
      <li>Checked without this service: <code>lockstep verify ${file} --key public.pem</code></li>
      ${live && html`<li><a href="/releases/${release.id}/record">This record as one file</a>, to keep or to print</li>`}
    </ul>
  </section>`;
}
