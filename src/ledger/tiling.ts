import { canonicalJson } from '../shared/canonical-json.ts';
import { LockstepError } from '../shared/errors.ts';
import type { ViewPut } from '../store/ports.ts';
import type { EntryTypes } from './entry.schema.ts';
import type { LeafList } from './leaf-list.ts';
import { tileLeaves, tiles } from './own.views.ts';
import type { OpenedPage } from './page.rules.ts';

/** The tile that a page completes, with every 256th page. `before` holds the leaves of the pages before it. */
export function tilePut(page: Pick<OpenedPage, 'page' | 'leaf'>, before: { at(index: number): Buffer }): ViewPut[] {
  if (page.page % tileLeaves !== 0) return [];
  const tile = page.page / tileLeaves;
  const earlier = Array.from({ length: tileLeaves - 1 }, (_, index) =>
    before.at((tile - 1) * tileLeaves + index).toString('hex'),
  );
  const text = canonicalJson({ tile, leaves: [...earlier, page.leaf].join('') });
  return [{ view: tiles.name, key: String(tile).padStart(10, '0'), text }];
}

/** The leaves so far, and those of pages that are decided but not appended. */
export function leavesWith(leaves: LeafList, added: readonly string[]): { at(index: number): Buffer } {
  return {
    at: (index) => {
      const own = added[index - leaves.size];
      return own === undefined ? leaves.at(index) : Buffer.from(own, 'hex');
    },
  };
}

/** @throws {LockstepError} `ledger.too-new` for an entry type that this version of the service does not know */
export function foldable(page: OpenedPage, types: EntryTypes): void {
  const strange = page.entries.find((entry) => types[entry.type] === undefined);
  if (strange !== undefined)
    throw new LockstepError(
      'ledger.too-new',
      `page ${page.page} holds an entry of type ${strange.type}, which this version does not know`,
      {
        page: page.page,
        type: strange.type,
      },
    );
}
