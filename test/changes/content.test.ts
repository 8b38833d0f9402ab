import { describe, expect, it } from '@jest/globals';
import { contentDigestOf } from '../../src/changes/approval.rules.ts';
import { nextChangeId } from '../../src/changes/change.rules.ts';
import type { ItemDraft } from '../../src/changes/change.schema.ts';
import { placedItems } from '../../src/changes/item.rules.ts';
import { inPieces } from '../../src/changes/pieces.rules.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { contentOf, draftOf, kestrel, raised } from './kestrel.ts';

const item = (facts: Partial<ItemDraft>): ItemDraft => ({
  type: 'copybook',
  name: 'SVCINTR',
  application: 'SAV',
  action: 'replace',
  attributes: {},
  ...facts,
});

function refusal(...items: ItemDraft[]) {
  try {
    placedItems(items, 'R2609A', kestrel.estate, kestrel.itemTypes);
  } catch (error) {
    if (error instanceof LockstepError) return { code: error.code, ...error.facts };
    throw error;
  }
  return undefined;
}

describe('the items of a change', () => {
  it('are found in staging and production by the libraries of their type', () => {
    const load = raised(draftOf('CHG-000481')).items.find(({ name }) => name === 'SVINTCLC')?.parts[1];
    expect(load).toMatchObject({
      staging: 'KSBR.R2609A.LOADLIB',
      production: 'KSBP.SAV.LOADLIB',
      member: 'SVINTCLC',
      aliases: ['SVINTCL1'],
    });
  });

  it('have a type of the site', () => {
    expect(refusal(item({ type: 'spreadsheet' }))).toMatchObject({ code: 'item.unknown-type', field: 'items.0.type' });
  });

  it.each([
    [item({ name: 'svcintr' }), 'items.0.name'],
    [item({ name: '9COPY' }), 'items.0.name'],
    [item({ type: 'gdg-base', name: 'KSBP..AUDIT', action: 'new', attributes: { limit: '16' } }), 'items.0.name'],
    [item({ type: 'db2-package-bind', name: 'SVINTPST' }), 'items.0.name'],
    [item({ application: 'LOAN' }), 'items.0.application'],
    [item({ attributes: { colour: 'blue' } }), 'items.0.attributes.colour'],
    [item({ type: 'gdg-base', name: 'KSBP.SAV.X', attributes: {} }), 'items.0.attributes.limit'],
    [item({ type: 'gdg-base', name: 'KSBP.SAV.X', attributes: { limit: 'many' } }), 'items.0.attributes.limit'],
    [item({ type: 'cobol-batch-program', attributes: { aliases: 'ONE' } }), 'items.0.attributes.aliases'],
  ])('are refused by the field that z/OS or the type would refuse: %#', (bad, field) => {
    expect(refusal(bad)).toMatchObject({ code: 'item.attribute-invalid', field });
  });

  it('have one item a target, aliases counted', () => {
    expect(refusal(item({}), item({}))).toMatchObject({ code: 'item.two-for-one-target', target: 'copybook SVCINTR' });
    const program = (name: string, aliases: string[]) =>
      item({ type: 'cobol-batch-program', name, attributes: { aliases } });
    expect(refusal(program('SVINTCLC', ['SVINTCL1']), program('SVINTCL1', []))).toMatchObject({
      code: 'item.two-for-one-target',
      target: 'KSBP.SAV.LOADLIB(SVINTCL1)',
    });
  });

  it('have one digest whatever their order', () => {
    const items = contentOf(raised(draftOf('CHG-000481')));
    expect(contentDigestOf([...items].reverse())).toBe(contentDigestOf(items));
  });
});

describe('what is recorded of a change', () => {
  it('is cut into entries that stay small, with every row in its place', () => {
    const rows = Array.from({ length: 2000 }, (_, at) => ({ at, text: 'x'.repeat(100) }));
    const pieces = inPieces(rows);
    expect(pieces.flatMap((piece) => piece.rows)).toEqual(rows);
    expect(pieces.every(({ first, rows: [row] }) => row?.at === first)).toBe(true);
    expect(Math.max(...pieces.map((piece) => JSON.stringify(piece.rows).length))).toBeLessThan(20_000);
  });

  it('has the number after the highest one', () => {
    expect(nextChangeId(undefined)).toBe('CHG-000001');
    expect(nextChangeId('CHG-000487')).toBe('CHG-000488');
  });
});
