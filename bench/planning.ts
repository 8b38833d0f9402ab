import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import type { ChangeItem } from '../src/changes/change.schema.ts';
import { referencesOf } from '../src/changes/index.ts';
import { placedItems } from '../src/changes/item.rules.ts';
import { loadEstate, loadItemTypes } from '../src/estate/index.ts';
import { readTemplates, renderTemplate, templateNamed } from '../src/jcl/index.ts';
import { planRelease } from '../src/releases/planner.rules.ts';
import type { JclMaker } from '../src/releases/planner.schema.ts';
import { ReleaseDraft } from '../src/releases/release.schema.ts';
import { sha256Hex } from '../src/shared/digest.ts';
import type { Bench } from './bench.ts';
import { medianMillis, shown } from './measure.ts';
import { change } from './release-of-a-book.ts';
import type { Row } from './table.ts';

const home = fileURLToPath(new URL('..', import.meta.url));
const estate = loadEstate(`${home}fixtures/estate.yaml`);
const itemTypes = loadItemTypes(`${home}item-types`, estate);
const templates = readTemplates(`${home}jcl-templates`);
const jcl: JclMaker = { render: (name, values) => renderTemplate(templateNamed(templates, name), values) };
const draft = ReleaseDraft.parse(parse(readFileSync(`${home}fixtures/releases/REL-000042.yaml`, 'utf8')));
const edgesAnItem = 5;

/** Time of a plan per edge, from content in hand to both plans: constant whatever the size. */
export const planning: Bench = {
  name: 'planning',
  async run({ quick, say }) {
    const sizes = quick ? [100, 1000] : [100, 1000, 10_000];
    const rows: Row[] = [];
    let before: { readonly items: number; readonly edgeMicros: number } | undefined;
    for (const items of sizes) {
      const content = contentOf(items);
      const millis = await medianMillis(items > 1000 ? 3 : 5, () => planned(content));
      const edgeMicros = (millis * 1000) / (items * edgesAnItem);
      say(`${items} items: ${shown(millis)} ms`);
      const ratio = before === undefined ? {} : { ratio: edgeMicros / before.edgeMicros, target: { most: 1.5 } };
      rows.push({
        what: `Plan of ${items.toLocaleString('en-GB')} items, ${edgesAnItem} edges each, content read`,
        figure: `${shown(edgeMicros)} µs an edge`,
        against:
          before === undefined ? '' : `${shown(before.edgeMicros)} µs with ${before.items.toLocaleString('en-GB')}`,
        ...ratio,
      });
      before = { items, edgeMicros };
    }
    return rows;
  },
};

interface Content {
  readonly items: readonly ChangeItem[];
  readonly texts: readonly string[];
}

const jobAttributes = { restart: 'From the first step', owner: 'intops', callOut: 'Interest operations' };

/** Half PROCs that include five others, half jobs that execute five PROCs. */
function contentOf(count: number): Content {
  const half = Math.floor(count / 2);
  const proc = (n: number) => `P${String(n % half).padStart(7, '0')}`;
  const drafts = Array.from({ length: count }, (_, n) => ({
    ...{ type: n < half ? 'proc' : 'jcl', name: n < half ? proc(n) : `J${String(n).padStart(7, '0')}` },
    ...{ application: 'SAV', action: 'replace' as const },
    attributes: n < half ? {} : jobAttributes,
  }));
  const texts = drafts.map(({ type, name }, n) => {
    const others = Array.from({ length: edgesAnItem }, (_, edge) => proc(n * 7 + edge * 13 + 1));
    return type === 'proc'
      ? [`//${name} PROC`, ...others.map((other) => `//    INCLUDE MEMBER=${other}`), '// PEND'].join('\n')
      : [`//${name} JOB (SAV),CLASS=R`, ...others.map((other, at) => `//S${at} EXEC ${other}`)].join('\n');
  });
  return { items: placedItems(drafts, draft.version, estate, itemTypes), texts };
}

/** What planning does once members are fetched: references out of each text, then both plans. */
function planned({ items, texts }: Content): number {
  const read = items.map((item, at) => ({
    ...item,
    parts: item.parts.map((part) => ({ ...part, ...digests, refers: referencesOf(texts[at] ?? '') })),
  }));
  const release = { ...draft, id: 'REL-000042', changes: [change.id], steps: [], backoutSteps: [], decisionTree: [] };
  const input = { release, changes: [{ ...change, items: read }], estate, ...itemTypes, jcl, users: [] };
  return planRelease(input).plan.install.length;
}

const digests = { approved: sha256Hex('as staged'), baseline: sha256Hex('as in production') };
