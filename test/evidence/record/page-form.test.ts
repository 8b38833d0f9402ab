import { describe, expect, it } from '@jest/globals';
import { Script } from 'node:vm';
import { recordPage } from '../../../src/evidence/record/record-page.ts';
import type { RecordModel } from '../../../src/evidence/record/model.rules.ts';
import { recordScript } from '../../../src/evidence/record/script.views.ts';
import { themeStyle } from '../../../src/evidence/record/style-theme.views.ts';
import { closed, heldAfterAbend, inTheMiddle, nights } from './nights.ts';
import { readHtml } from './read-html.ts';

const both = Object.entries(nights).flatMap(([name, model]): [string, RecordModel][] => [
  [`${name}, live`, { ...model, live: true }],
  [`${name}, kept`, { ...model, live: false }],
]);

describe.each(both)('the release record of a night (%s)', (_, model) => {
  const page = recordPage(model);
  const elements = readHtml(page);
  const all = (name: string) => elements.filter((element) => element.name === name);

  it('is one well-formed document with one main part and one heading of its own', () => {
    expect([all('html').length, all('main').length, all('h1').length]).toEqual([1, 1, 1]);
    expect(all('h1')[0]?.text).toBe('Fifth interest tier and third-quarter rates');
  });

  it('names nothing outside the service, and holds no handler in an attribute', () => {
    expect(page).not.toMatch(/(?:https?:)?\/\/[a-z0-9]/i);
    expect(page).not.toMatch(/@import|url\((?!#)/);
    expect(
      elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => name.startsWith('on')),
    ).toEqual([]);
  });

  it('gives each id once, and leads every link of the page to something that is there', () => {
    const ids = elements.flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const wanted = elements.flatMap(({ attributes }) =>
      attributes['href']?.startsWith('#') ? attributes['href'].slice(1) : [],
    );
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('says each state in words where it shows a colour', () => {
    const badges = elements.filter(({ attributes }) => attributes['class']?.includes('badge'));
    expect(badges.length).toBeGreaterThan(5);
    expect(badges.filter(({ text }) => text.trim() === '')).toEqual([]);
  });

  it('marks every picture for those who do not see it', () => {
    for (const { attributes } of all('svg').filter((each) => each.attributes['class'] !== undefined))
      if (!/mark/.test(attributes['class'] ?? ''))
        expect([attributes['aria-hidden'], attributes['aria-label']].join('')).not.toBe('');
  });
});

describe('the live page', () => {
  const elements = readHtml(recordPage(inTheMiddle));

  it('has one script, from the service itself, and a polite voice', () => {
    const scripts = elements.filter(({ name }) => name === 'script');
    expect(scripts.map(({ attributes, text }) => [attributes['src'], text])).toEqual([['/record.js', '']]);
    expect(elements.find(({ attributes }) => attributes['id'] === 'told')?.attributes['aria-live']).toBe('polite');
  });

  it('names the streams of the book that change it', () => {
    const main = elements.find(({ name }) => name === 'main');
    expect(main?.attributes['data-streams']).toBe(
      'release:REL-000042 change:CHG-000481 change:CHG-000487 run:RUN-000001 step:RUN-000001',
    );
  });

  it('links the spool of each attempt, by DD', () => {
    const links = elements.flatMap(({ attributes }) => attributes['href'] ?? []);
    expect(links).toContain('/api/v1/runs/RUN-000001/steps/030/attempts/1/spool/2');
    expect(links).toContain('/api/v1/releases/REL-000042/evidence');
  });

  it('brings a script that can be read', () => {
    expect(() => new Script(recordScript)).not.toThrow();
  });
});

describe('the kept record', () => {
  const elements = readHtml(recordPage(closed));

  it('has no script, no link to the service, and shows everything opened', () => {
    expect(elements.filter(({ name }) => name === 'script')).toEqual([]);
    expect(
      elements.flatMap(({ attributes }) => attributes['href'] ?? []).filter((href) => href.startsWith('/')),
    ).toEqual([]);
    const details = elements.filter(({ name }) => name === 'details');
    expect(details.length).toBeGreaterThan(10);
    expect(details.filter(({ attributes }) => attributes['open'] === undefined)).toEqual([]);
  });
});

describe('text that people or jobs wrote', () => {
  const hostile = `"><script>alert('&1')</script><img src=x onerror=alert(1)>\u0007`;

  it('is shown and never becomes markup', () => {
    const { run, release, changes, steps } = heldAfterAbend;
    const page = recordPage({
      ...heldAfterAbend,
      release: {
        ...release,
        title: hostile,
        findings: release.findings.map((each) => ({ ...each, text: hostile, subject: hostile })),
      },
      changes: changes.map((change) => ({
        ...change,
        title: hostile,
        reason: hostile,
        decisions: change.decisions.map((each) => ({ ...each, reason: hostile })),
      })),
      steps: steps.map((step) => ({ ...step, because: hostile, step: { ...step.step, title: hostile } })),
      ...(run && {
        run: {
          ...run,
          openBrackets: [hostile],
          decisions: [{ by: 'relmgr', decision: hostile, reason: hostile, at: run.startedAt }],
        },
      }),
    });
    const elements = readHtml(page);
    expect(
      elements.filter(({ name }) => name === 'script' || name === 'img').map(({ attributes }) => attributes),
    ).toEqual([{ src: '/record.js', defer: '' }]);
    expect(elements.find(({ name }) => name === 'h1')?.text).toBe(hostile.replace('\u0007', '\ufffd'));
  });
});

describe('colours of the page', () => {
  const schemes = themeStyle.split('@media (prefers-color-scheme: dark)').slice(0, 2);
  const valuesOf = (style: string) =>
    new Map([...style.matchAll(/--(\w+): (#[0-9a-f]{3,6})\b/g)].map(([, name = '', value = '']) => [name, value]));
  const light = (hex: string) => {
    const full = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1);
    const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((from) => {
      const part = Number.parseInt(full.slice(from, from + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one = '', other = '') => {
    const [high = 0, low = 0] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };

  it.each(['light', 'dark'])('have enough contrast to be read: 4.5 to 1 (%s)', (scheme) => {
    const colours = valuesOf(schemes[scheme === 'light' ? 0 : 1] ?? '');
    const inks = ['ink', 'muted', 'link', 'idle', 'run', 'ok', 'warn', 'bad', 'person', 'undone'];
    const poor = inks.flatMap((ink) =>
      ['ground', 'panel', 'raised']
        .filter((ground) => contrast(colours.get(ink), colours.get(ground)) < 4.5)
        .map((ground) => `${ink} on ${ground}`),
    );
    expect(colours.size).toBeGreaterThan(13);
    expect(poor).toEqual([]);
  });
});
