import type { IndexValue } from '../../ledger/view.schema.ts';
import type { FoldedDocument, StoredRow, ViewDeclaration } from '../ports.ts';
import { comparePlaces, placesOf } from '../query.rules.ts';
import { placeText } from './place-text.rules.ts';

/**
 * A view document. `one` holds its place in each index as a text that orders as the place does; where a field is an
 * array, `many` holds one text an element. A removed document stays as a tombstone, else a stalled put would revive it.
 */
export interface ViewDocument {
  /** `<book>:<generation>:<view>:<key>` */
  readonly _id: string;
  readonly generation: number;
  readonly key: string;
  readonly page: number;
  /** Canonical JSON; absent in a tombstone. */
  readonly text?: string;
  readonly one?: Readonly<Record<string, string>>;
  readonly many?: Readonly<Record<string, readonly string[]>>;
}

/** The place texts of a document, by index. */
export function placeTexts(
  doc: object,
  key: string,
  indexes: ViewDeclaration['indexes'],
): Pick<ViewDocument, 'one' | 'many'> {
  const one: Record<string, string> = {};
  const many: Record<string, string[]> = {};
  for (const [index, fields] of Object.entries(indexes)) {
    const texts = placesOf(doc, fields).map((place) => placeText([...place, key]));
    const [first] = texts;
    if (first !== undefined && texts.length === 1) one[index] = first;
    else if (texts.length > 1) many[index] = texts;
  }
  return { one, many };
}

export function foldedFrom({ key, page, text }: ViewDocument): FoldedDocument | undefined {
  return text === undefined ? undefined : { key, page, doc: JSON.parse(text) as object };
}

/** Rows of found documents; of several places a document is found once for each, unwound to that one. */
export async function* rowsAt(
  kind: 'one' | 'many',
  { rows, index, fields }: { rows: AsyncIterable<ViewDocument>; index: string; fields: readonly string[] },
): AsyncGenerator<StoredRow> {
  for await (const document of rows) {
    const row = foldedFrom(document);
    const text = document[kind]?.[index];
    if (row === undefined) continue;
    const places = placesOf(row.doc, fields).map((place): IndexValue[] => [...place, row.key]);
    const place = places.find((each) => places.length === 1 || placeText(each) === text);
    if (place !== undefined) yield { ...row, place };
  }
}

/** Two ordered lists of rows as one. */
export async function* merged(
  one: AsyncGenerator<StoredRow>,
  other: AsyncGenerator<StoredRow>,
  direction: 1 | -1,
): AsyncGenerator<StoredRow> {
  try {
    let [a, b] = await Promise.all([one.next(), other.next()]);
    while (a.done !== true || b.done !== true) {
      const first =
        b.done === true || (a.done !== true && comparePlaces(a.value.place, b.value.place) * direction <= 0);
      if (first && a.done !== true) {
        yield a.value;
        a = await one.next();
      } else if (b.done !== true) {
        yield b.value;
        b = await other.next();
      }
    }
  } finally {
    await Promise.all([one.return(undefined), other.return(undefined)]);
  }
}
