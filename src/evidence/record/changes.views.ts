import type { Change, Decision } from '../../changes/change.schema.ts';
import type { NightClock } from './clock.rules.ts';
import { when } from './clock.views.ts';
import { html, type Markup } from './markup.rules.ts';
import type { RecordModel } from './model.rules.ts';
import type { Sign } from './states.rules.ts';
import { badge, icon } from './symbols.views.ts';

/** The changes of the release, and who decided what about which content. */
export function changesSection(model: RecordModel, clock: NightClock): Markup {
  return html`<section id="changes" aria-labelledby="changes-title">
    <h2 id="changes-title">Changes and approvals</h2>
    ${model.changes.map((change) => changeCard(model, clock, change))}
  </section>`;
}

function changeCard(model: RecordModel, clock: NightClock, change: Change): Markup {
  const { id, title, owner, risk, reason, items, contentDigest } = change;
  return html`<article class="change">
    <header>
      <h3><span class="id">${id}</span> ${title}</h3>
      <p class="facts">
        ${badge(stateSign(change))} <span>${risk} risk</span> <span>owner <b>${owner}</b></span
        >${contentDigest !== undefined && html` <span>content ${digest(contentDigest)}</span>`}
      </p>
    </header>
    <p>${reason}</p>
    ${approvals(model, clock, change)}
    <details id="items-${id}" ${!model.live && html` open`}>
      <summary>${items.length} items</summary>
      <ul class="items">
        ${items.map(({ type, name, action }) => html`<li><code>${name}</code> ${type.replaceAll('-', ' ')}${action === 'new' && html` <em>new</em>`}</li>`)}
      </ul>
    </details>
  </article>`;
}

/** A digest in short, with all of it for who points at it. */
export const digest = (sha256: string): Markup =>
  html`<code class="digest" title="sha256:${sha256}">${sha256.slice(0, 12)}</code>`;

function stateSign({ state }: Change): Sign {
  const words = state.replaceAll('-', ' ');
  if (['approved', 'scheduled', 'implemented', 'closed'].includes(state)) return { words, tone: 'ok', shape: 'passed' };
  if (state === 'backed-out') return { words, tone: 'undone', shape: 'undone' };
  if (state === 'rejected' || state === 'failed') return { words, tone: 'bad', shape: 'failed' };
  return { words, tone: 'warn', shape: 'waiting' };
}

function approvals(model: RecordModel, clock: NightClock, change: Change): Markup {
  if (change.approvals.length === 0)
    return html`<p class="facts">${icon('waiting')} Not submitted yet: nobody was asked.</p>`;
  const rows = change.approvals.map(({ group, quorum, approvedBy, complete, because }) => {
    const decisions = change.decisions.filter((each) => each.group === group);
    const count = quorum > 1 ? html` <small>${approvedBy.length} of ${quorum}</small>` : html``;
    const sign: Sign = complete
      ? { words: 'approved', tone: 'ok', shape: 'passed' }
      : { words: 'missing', tone: 'warn', shape: 'waiting' };
    return html`<tr>
      <th scope="row">${group}<span class="found">${because}</span></th>
      <td data-label="Approval">${badge(sign)}${count}</td>
      <td data-label="Decided">
        ${
          decisions.length === 0
            ? html`<span class="none">nobody yet</span>`
            : html`<ul>
                ${decisions.map((each) => decision(model, clock, change, each))}
              </ul>`
        }
      </td>
    </tr>`;
  });
  return html`<table class="approvals">
    <caption class="unseen">
      Approvals of ${change.id}
    </caption>
    <thead>
      <tr>
        <th scope="col">Group</th>
        <th scope="col">Approval</th>
        <th scope="col">Who, when, bound to which content</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

const did = {
  approve: 'approved',
  reject: 'rejected',
  defer: 'deferred',
  'request-info': 'asked for information',
} as const;

function decision(
  model: RecordModel,
  clock: NightClock,
  change: Change,
  { by, at, decision, reason, boundTo, stands }: Decision,
): Markup {
  const bound = boundTo === change.contentDigest ? 'this content' : 'earlier content';
  return html`<li class="${stands ? '' : 'fallen'}">
    <b>${by}</b> ${did[decision]} ${when(at, model, clock)}, bound to ${bound}
    ${digest(boundTo)}${!stands && html` <strong>no longer stands</strong>`}<q>${reason}</q>
  </li>`;
}
