import { html, type Markup } from './markup.rules.ts';
import type { Shape, Sign } from './states.rules.ts';

/** Outlines on a 16 × 16 field, drawn in the colour of the text around them; each differs in shape, not colour alone. */
const outlines: Readonly<Record<Shape, Markup>> = {
  waiting: html`<circle
    cx="8"
    cy="8"
    r="6"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-dasharray="2.6 2.1"
  />`,
  ready: html`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8" /><circle
      cx="8"
      cy="8"
      r="2.4"
      fill="currentColor"
    />`,
  running: html`<circle cx="8" cy="8" r="7" fill="currentColor" /><path
      d="M6.3 4.9 11.4 8l-5.1 3.1z"
      fill="var(--panel)"
    />`,
  passed: html`<circle cx="8" cy="8" r="7" fill="currentColor" /><path
      d="m4.7 8.3 2.3 2.3 4.4-4.9"
      fill="none"
      stroke="var(--panel)"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    />`,
  suspicious: html`<path
      d="M8 1.2 15.4 14.4H.6z"
      fill="currentColor"
      stroke="currentColor"
      stroke-linejoin="round"
    /><path d="M8 5.4v4.4M8 12v.1" stroke="var(--panel)" stroke-width="1.8" stroke-linecap="round" />`,
  failed: html`<path d="M5 .9h6L15.1 5v6L11 15.1H5L.9 11V5z" fill="currentColor" /><path
      d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4"
      stroke="var(--panel)"
      stroke-width="1.9"
      stroke-linecap="round"
    />`,
  unknown: html`<path d="M8 .4 15.6 8 8 15.6.4 8z" fill="currentColor" /><path
      d="M6 6.3c0-2.6 4-2.5 4-.1 0 1.6-2 1.5-2 3M8 11.7v.1"
      fill="none"
      stroke="var(--panel)"
      stroke-width="1.5"
      stroke-linecap="round"
    />`,
  person: html`<circle cx="8" cy="4.6" r="3.4" fill="currentColor" /><path
      d="M1.6 15.2c0-8.2 12.8-8.2 12.8 0z"
      fill="currentColor"
    />`,
  held: html`<rect x="1" y="1" width="14" height="14" rx="2.4" fill="currentColor" /><path
      d="M6 4.9v6.2M10 4.9v6.2"
      stroke="var(--panel)"
      stroke-width="2"
      stroke-linecap="round"
    />`,
  skipped: html`<path
    d="m2.6 3.6 4.4 4.4-4.4 4.4M8.2 3.6l4.4 4.4-4.4 4.4"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
  />`,
  undone: html`<path
      d="M3.4 6.2h6.2a3.7 3.7 0 0 1 0 7.4H6"
      fill="none"
      stroke="currentColor"
      stroke-width="1.9"
      stroke-linecap="round"
    /><path
      d="M6.4 2.6 2.6 6.2l3.8 3.6"
      fill="none"
      stroke="currentColor"
      stroke-width="1.9"
      stroke-linecap="round"
      stroke-linejoin="round"
    />`,
};

/** The outlines, once a page; `icon` refers to them. */
export function symbols(): Markup {
  const each = Object.entries(outlines).map(
    ([shape, drawn]) => html`<symbol id="sign-${shape}" viewBox="0 0 16 16">${drawn}</symbol>`,
  );
  return html`<svg class="sprite" width="0" height="0" aria-hidden="true">${each}</svg>`;
}

/** The shape of a sign, for the eye alone: the words stand beside it. */
export function icon(shape: Shape): Markup {
  return html`<svg class="icon" width="16" height="16" aria-hidden="true"><use href="#sign-${shape}" /></svg>`;
}

/** A state as shape, colour and words. */
export function badge({ shape, tone, words }: Sign, more = ''): Markup {
  return html`<span class="badge tone-${tone} ${more}">${icon(shape)}${words}</span>`;
}
