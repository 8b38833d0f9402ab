import { header, json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';

export type Row = Readonly<Record<string, unknown>>;

/** X-IBM-Max-Items: 0 = all; omitted or wrong = 1000. */
export function mostItems(request: WireRequest): number {
  const text = header(request, 'X-IBM-Max-Items')?.trim() ?? '';
  if (!/^\d+$/.test(text)) return 1000;
  return Number(text) === 0 ? Infinity : Number(text);
}

/** X-IBM-Attributes: the first word, and whether `total` goes with it. */
export function attributesAsked(request: WireRequest): { kind: string; total: boolean } {
  const [kind = '', ...more] = (header(request, 'X-IBM-Attributes') ?? '')
    .split(',')
    .map((word) => word.trim().toLowerCase());
  return { kind, total: more.includes('total') };
}

/** A row as it goes out: most rows of a large list have not changed since they were made into text. */
export const rowText = (row: Row): string => JSON.stringify(row);

/**
 * A list answer: `moreRows` only when the limit cut it, `totalRows` only when asked for. Rows are made of those entries
 * alone that are answered.
 *
 * @param textOf JSON of an entry's row
 */
export function listAnswer<Entry>(
  request: WireRequest,
  entries: readonly Entry[],
  textOf: (entry: Entry) => string,
): WireAnswer {
  const most = mostItems(request);
  const items = (entries.length > most ? entries.slice(0, most) : entries).map((entry) => textOf(entry));
  const about = {
    returnedRows: items.length,
    ...(items.length < entries.length ? { moreRows: true } : {}),
    ...(attributesAsked(request).total ? { totalRows: entries.length } : {}),
    JSONversion: 1,
  };
  return { ...json(200, {}), body: `{"items":[${items.join(',')}],${JSON.stringify(about).slice(1)}` };
}
