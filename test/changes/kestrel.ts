import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Site } from '../../src/changes/change.rules.ts';
import { ChangeDraft, type Change } from '../../src/changes/change.schema.ts';
import { raiseChange, submitChange } from '../../src/changes/change.rules.ts';
import { changesView } from '../../src/changes/change.views.ts';
import { loadEstate, loadItemTypes } from '../../src/estate/index.ts';
import type { Entry, NewEntry } from '../../src/ledger/entry.schema.ts';
import type { JsonObject } from '../../src/shared/canonical-json.ts';
import { sha256Hex } from '../../src/shared/digest.ts';

const estate = loadEstate('fixtures/estate.yaml');

export const kestrel: Site = { estate, itemTypes: loadItemTypes('item-types', estate) };

export function draftOf(id: string): ChangeDraft {
  return ChangeDraft.parse(parse(readFileSync(`fixtures/changes/${id}.yaml`, 'utf8')));
}

/** Folds entries onto a change as the ledger would. */
export function folded(change: Change | undefined, entries: readonly NewEntry[], person = 'savdev'): Change {
  let doc = change;
  for (const { stream, type, data } of entries) {
    const entry = {
      stream,
      type,
      seq: (doc?.recordVersion ?? 0) + 1,
      data: JSON.parse(JSON.stringify(data)) as JsonObject,
    } satisfies Entry;
    const page = {
      page: entry.seq,
      at: `2026-09-07T09:00:${String(entry.seq).padStart(2, '0')}.000Z`,
      actor: { kind: 'person', id: person },
      command: 'c',
    } as const;
    doc = changesView.evolve(doc, entry, page);
  }
  if (doc === undefined) throw new Error('nothing was raised');
  return doc;
}

export function raised(draft: ChangeDraft): Change {
  return folded(undefined, raiseChange(draft, draft.id ?? 'CHG-000001', draft.owner, kestrel));
}

/** The items with made-up content: digests of `<library>(<member>)` and the words of `changed` for that member. */
export function contentOf(change: Change, changed: Readonly<Record<string, string>> = {}): Change['items'] {
  return change.items.map((item) => ({
    ...item,
    parts: item.parts.map((part) => ({
      ...part,
      approved: sha256Hex(`${part.library}(${part.member})${changed[part.member] ?? ''}`),
      ...(item.action === 'new' ? {} : { baseline: sha256Hex(`old ${part.library}(${part.member})`) }),
    })),
  }));
}

export function submitted(change: Change, changed: Readonly<Record<string, string>> = {}): Change {
  return folded(change, submitChange(change, contentOf(change, changed), change.owner, kestrel));
}
