import { html, Markup } from './markup.rules.ts';
import { layoutStyle } from './style-layout.views.ts';
import { paperStyle } from './style-paper.views.ts';
import { stepsStyle } from './style-steps.views.ts';
import { themeStyle } from './style-theme.views.ts';
import { symbols } from './symbols.views.ts';
import { momentOf } from './times.rules.ts';

export interface PageParts {
  readonly title: string;
  readonly main: Markup;
  readonly live: boolean;
  /** Streams of the book that change what is shown. */
  readonly streams: readonly string[];
  readonly timeZone: string;
  readonly generatedAt: string;
  /** What is said before all else. */
  readonly notice?: string;
}

/** Path under which the script of the live page is served. */
export const scriptPath = '/record.js';

const style = new Markup(`${themeStyle}${layoutStyle}${stepsStyle}${paperStyle}`);

/** A whole document around its main part. All that may change stands in `main`, which the script exchanges. */
export function documentOf(parts: PageParts): string {
  const { title, main, live, streams, timeZone, generatedAt, notice } = parts;
  const made = momentOf(generatedAt, timeZone);
  return html`<!doctype html>
    <html lang="en" class="${live ? 'live' : 'kept'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – Lockstep</title>
        <link rel="icon" href="data:," />
        <style>
          ${style}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">To the record</a>
        ${
          live &&
          html`<nav class="top" aria-label="Lockstep">
            <a class="brand" href="/releases">Lockstep</a
            ><span class="links"><a href="/releases">Releases</a><a href="/docs">API</a></span
            ><span id="link" class="link" role="status">live</span>
          </nav>`
        }
        ${symbols()}
        <main id="main" tabindex="-1" data-streams="${streams.join(' ')}">
          ${notice !== undefined && html`<section class="notice" role="alert"><p>${notice}</p></section>`}${main}
        </main>
        <footer>
          <p>
            Lockstep release record. Times are those of ${timeZone}. Made
            ${made}${live && html`; <span class="unprinted">it follows the book as it grows</span>`}.
          </p>
        </footer>
        ${
          live &&
          html`<p id="told" class="unseen" role="log" aria-live="polite"></p>
            <script src="${scriptPath}" defer></script>`
        }
      </body>
    </html> `.text;
}
