import { DataSetError } from '../datasets/data-sets.ts';
import type { GdgBase } from '../datasets/data-sets.ts';
import type { Shelf } from '../datasets/shelf.ts';
import { compareEbcdic } from '../codepages/code-page.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { literalPrefix, matchesLevel } from './name-mask.rules.ts';

/** Bases of generations are kept apart; here they are entries like others. */
interface Groups {
  findGdg(name: string): GdgBase | undefined;
  listGdgs(mask: string): readonly GdgBase[];
  forget(dsname: string): void;
}

/** Names and what they stand for. */
export function createCatalog(shelf: Shelf, groups: Groups): Catalog {
  const locate = (name: string): CatalogEntry | undefined =>
    shelf.entry(name) ?? (groups.findGdg(name) === undefined ? undefined : base(name));
  const demandFree = (name: string) => {
    if (locate(name) !== undefined) throw new DataSetError({ kind: 'exists', dsname: name });
  };
  return {
    locate,
    catalogEntries(mask) {
      const matches = matchesLevel(mask);
      const names = shelf.entriesStartingWith(literalPrefix(mask)).filter(matches);
      const entries = names.map((name) => shelf.entry(name)).filter((one) => one !== undefined);
      const bases = groups.listGdgs(mask).map(({ name }) => base(name));
      return bases.length === 0 ? entries : [...entries, ...bases].sort((a, b) => compareEbcdic(a.name, b.name));
    },
    catalogue(dsname, volumes) {
      demandFree(dsname);
      shelf.putEntry({ name: dsname, type: 'NONVSAM', volumes });
    },
    uncatalogue(name) {
      if (shelf.entry(name) === undefined) throw new DataSetError({ kind: 'not-catalogued', dsname: name });
      for (const related of shelf.relatedTo(name)) shelf.removeEntry(related.name);
      shelf.removeEntry(name);
      groups.forget(name);
    },
    defineAlias(alias, related) {
      demandFree(alias);
      if (locate(related) === undefined) throw new DataSetError({ kind: 'not-catalogued', dsname: related });
      shelf.putEntry({ name: alias, type: 'ALIAS', volumes: [], related });
    },
    aliasesOf: (name) =>
      shelf
        .relatedTo(name)
        .filter(({ type }) => type === 'ALIAS')
        .map((entry) => entry.name)
        .sort(compareEbcdic),
    trueName(name) {
      const entry = shelf.entry(name);
      return entry?.type === 'ALIAS' ? (entry.related ?? name) : name;
    },
  };
}

const base = (name: string): CatalogEntry => ({ name, type: 'GDG', volumes: [] });
