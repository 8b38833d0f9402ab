import type { BSON } from 'mongodb';
import { byFields, matches, valueAt, valuesAt } from './matching.ts';
import { ServerError } from './server-error.ts';
import type { State } from './state.ts';

type Document = BSON.Document;

/** The documents that a find names, whole. */
export function found(state: State, space: string, command: Document): Document[] {
  if (command['projection'] !== undefined) throw new ServerError(2, 'projections are not spoken here');
  const all = state.collection(space)?.find((command['filter'] ?? {}) as Document, command['sort'] as Document) ?? [];
  const skip = Number(command['skip'] ?? 0);
  const limit = Math.abs(Number(command['limit'] ?? 0));
  return all.slice(skip, limit === 0 ? undefined : skip + limit);
}

/** What a pipeline of the stages that a portable store may use makes; another stage is an error. */
export function aggregated(state: State, space: string, pipeline: readonly Document[]): Document[] {
  const [first, ...rest] = pipeline;
  const $match = first?.['$match'] as Document | undefined;
  const begun = state.collection(space)?.find($match ?? {}) ?? [];
  return ($match === undefined ? pipeline : rest).reduce<Document[]>(staged, begun);
}

function staged(documents: Document[], stage: Document): Document[] {
  const [[name, value] = ['', undefined]] = Object.entries(stage) as [string, unknown][];
  switch (name) {
    case '$match':
      return documents.filter((document) => matches(document, value as Document));
    case '$sort':
      return [...documents].sort(byFields(value as Document));
    case '$limit':
      return documents.slice(0, Number(value));
    case '$skip':
      return documents.slice(Number(value));
    case '$unwind':
      return unwound(documents, String(value).slice(1));
    case '$group':
      return grouped(documents, value as Document);
    default:
      throw new ServerError(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
}

function unwound(documents: readonly Document[], path: string): Document[] {
  const steps = path.split('.');
  return documents.flatMap((document) => {
    const value = valueAt(document, steps);
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value.map((each: unknown) => replaced(document, steps, each)) : [document];
  });
}

function replaced(document: Document, [step = '', ...rest]: readonly string[], value: unknown): Document {
  return { ...document, [step]: rest.length === 0 ? value : replaced(document[step] as Document, rest, value) };
}

/** Groups of a constant or one field, with sums alone. */
function grouped(documents: readonly Document[], { _id, ...sums }: Document): Document[] {
  const valueOf = (document: Document, expression: unknown): unknown =>
    typeof expression === 'string' && expression.startsWith('$')
      ? valuesAt(document, expression.slice(1)).at(-1)
      : expression;
  const groups = new Map<unknown, Document>();
  for (const document of documents) {
    const id = valueOf(document, _id);
    const group: Document = groups.get(id) ?? { _id: id };
    for (const [name, sum] of Object.entries(sums))
      group[name] = Number(group[name] ?? 0) + Number(valueOf(document, (sum as Document)['$sum']));
    groups.set(id, group);
  }
  return [...groups.values()];
}
