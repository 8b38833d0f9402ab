import type { Release } from '../../releases/release.schema.ts';
import { documentOf } from './document.views.ts';
import { html, type Markup } from './markup.rules.ts';
import { outcomeSign, releaseSign } from './states.rules.ts';
import { badge, icon } from './symbols.views.ts';
import { momentOf } from './times.rules.ts';

/** All releases, the one that changed last first. */
export function releasesPage(releases: readonly Release[], timeZone: string, now: string, notice?: string): string {
  const main =
    releases.length === 0
      ? html`<section>
          <p class="facts">
            ${icon('waiting')} There is no release yet. The <a href="/docs">API</a> opens one, once its changes are
            approved.
          </p>
        </section>`
      : html`<section>
          <table class="list">
            <caption class="unseen">
              Releases
            </caption>
            <thead>
              <tr>
                <th scope="col">Release</th>
                <th scope="col">State</th>
                <th scope="col">Window</th>
                <th scope="col">Changes</th>
              </tr>
            </thead>
            <tbody>
              ${releases.map((each) => row(each, timeZone))}
            </tbody>
          </table>
        </section>`;
  return documentOf({
    title: 'Releases',
    live: true,
    streams: ['release:'],
    timeZone,
    generatedAt: now,
    ...(notice === undefined ? {} : { notice }),
    main: html`<header class="title"><h1>Releases</h1></header>
      ${main}`,
  });
}

function row(release: Release, timeZone: string): Markup {
  const { id, title, window, changes, outcome, updatedAt } = release;
  const sign = releaseSign({ release, steps: [] });
  const day = window.opens.slice(0, 10);
  return html`<tr id="${id}" data-told="${id}: ${sign.words}">
    <th scope="row">
      <a href="/releases/${id}"><span class="id">${id}</span> ${title}</a>
    </th>
    <td>${badge(sign)}${outcome !== undefined && html`<br /><small>outcome ${outcomeSign(outcome).words}</small>`}</td>
    <td>
      ${day}, ${window.opens.slice(11)} to ${window.closes.slice(11)}<br /><small
        >last changed ${momentOf(updatedAt, timeZone)}</small
      >
    </td>
    <td>${changes.join(', ')}</td>
  </tr>`;
}
