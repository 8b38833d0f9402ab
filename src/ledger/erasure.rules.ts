import { LockstepError } from '../shared/errors.ts';
import type { JsonObject } from '../shared/canonical-json.ts';
import type { Entry } from './entry.schema.ts';
import { EntryText, PageBody, type StoredPage } from './page.schema.ts';
import { TextErased } from './own-entries.schema.ts';

/**
 * The fields of each entry type that hold free text of persons, as paths: `reason`, `findings.*.answer.text`. Only they
 * can be erased; a type that is not named has none.
 */
export type PersonalTexts = Readonly<Record<string, readonly string[]>>;

/** Stands for a text that was erased, in every view and every answer. */
export const erasedText = '[erased]';

/** The data of an entry once its personal texts are gone. */
export function withoutTexts(data: JsonObject, paths: readonly string[]): JsonObject {
  return paths.reduce((kept, path) => replaced(kept, path.split('.')) as JsonObject, data);
}

function replaced(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return typeof value === 'string' ? erasedText : value;
  if (step === '*') return Array.isArray(value) ? value.map((each) => replaced(each, rest)) : value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: replaced((value as Record<string, unknown>)[step], rest) };
}

/** A stored page with the marker in place of one entry's salt and text; the same page where that was done before. */
export function erasedAt(stored: StoredPage, index: number): StoredPage {
  const sealed = stored.entries[index];
  if (sealed === undefined) throw new RangeError(`${stored._id} has no entry ${index}`);
  if ('erased' in sealed) return stored;
  const { stream, seq, type } = EntryText.parse(JSON.parse(sealed.text));
  return { ...stored, entries: stored.entries.with(index, { erased: true, stream, seq, type }) };
}

/** Names an entry for good: its stream and its number there. */
export const entryName = ({ stream, seq }: Pick<Entry, 'stream' | 'seq'>): string => `${stream}\n${seq}`;

/**
 * What the entries that erase say of those that were erased, by the erased entry's name. Of one whose own reason was
 * erased, a later one tells.
 *
 * @param entries of whole streams, each in its order
 */
export function erasuresIn(entries: readonly Entry[]): Map<string, TextErased> {
  const found = new Map<string, TextErased>();
  for (const entry of entries.filter(({ type }) => type === 'text.erased/1').reverse()) {
    const data = entry.erased === true ? found.get(entryName(entry))?.kept : entry.data;
    if (data === undefined) continue;
    const told = TextErased.parse(data);
    found.set(entryName({ stream: entry.stream, seq: told.seq }), told);
  }
  return found;
}

/**
 * An entry as every fold takes it, erased or not: where its text was erased, the facts that stayed.
 *
 * @throws {LockstepError} `ledger.damaged` for a marker that no entry accounts for
 */
export function accountedFor(entry: Entry, digest: string | undefined, told: ReadonlyMap<string, TextErased>): Entry {
  if (entry.erased !== true) return entry;
  const { stream, seq, type } = entry;
  const by = told.get(entryName(entry));
  if (by?.type === type && (digest === undefined || by.digest === digest)) return { ...entry, data: by.kept };
  throw new LockstepError('ledger.damaged', `entry ${seq} of ${stream} is gone, and no entry says that it was erased`, {
    stream,
    seq,
    place: `entry ${seq} of ${stream}`,
    why: 'it is marked as erased, and no entry of its stream erased it',
  });
}

/** An entry without the mark: views fold what was erased like everything else. */
export const asFolded = ({ stream, seq, type, data }: Entry): Entry => ({ stream, seq, type, data });

/** Digests of a stored page's entries, in order. */
export const digestsOf = ({ body }: Pick<StoredPage, 'body'>): readonly string[] =>
  PageBody.parse(JSON.parse(body)).entries;
