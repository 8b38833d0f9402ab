import { bookRecord, streamVersions } from '../../src/ledger/own.views.ts';
import type { OpenedPage } from '../../src/ledger/page.rules.ts';
import { allViews } from '../../src/service/book-definition.ts';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import type { ViewStore } from '../../src/store/ports.ts';

const folded = [...allViews, bookRecord];

/** The documents of a book, folded page after page in one process: no store, no generation, no speculation. */
export class FreshFold {
  readonly #documents = new Map<string, object | undefined>();

  take(page: OpenedPage): void {
    for (const entry of page.entries) {
      for (const view of folded)
        for (const key of view.keys(entry)) {
          const place = `${view.name} ${key}`;
          this.#documents.set(place, view.evolve(this.#documents.get(place), entry, page));
        }
      this.#documents.set(`${streamVersions.name} ${entry.stream}`, { stream: entry.stream, seq: entry.seq });
    }
  }

  /** Places at which the stored documents are others. */
  async differences(views: ViewStore, generation: number): Promise<string[]> {
    const names = new Set([...folded, streamVersions].map(({ name }) => name));
    const left = new Map([...this.#documents].flatMap(([place, doc]) => (doc ? [[place, canonicalJson(doc)]] : [])));
    const differing: string[] = [];
    for await (const { view, key, text } of views.documents(generation)) {
      const place = `${view} ${key}`;
      if (!names.has(view)) continue;
      if (left.get(place) !== text) differing.push(place);
      left.delete(place);
    }
    return [...differing, ...left.keys()];
  }
}
