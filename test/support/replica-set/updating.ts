import type { BSON } from 'mongodb';
import { compareValues, valueAt } from './matching.ts';
import { ServerError } from './server-error.ts';

type Document = BSON.Document;

const isReplacement = (update: Document): boolean => !Object.keys(update).some((key) => key.startsWith('$'));

/** A document after an update: its replacement, or its fields changed by operators. Another operator is an error. */
export function updated(document: Document, update: Document, inserting = false): Document {
  if (isReplacement(update)) return { _id: document['_id'] as unknown, ...update };
  let after = document;
  for (const [operator, fields] of Object.entries(update))
    for (const [path, operand] of Object.entries(fields as Document))
      after = changed(after, { operator, path, operand, inserting });
  return after;
}

interface Change {
  readonly operator: string;
  readonly path: string;
  readonly operand: unknown;
  readonly inserting: boolean;
}

function changed(document: Document, { operator, path, operand, inserting }: Change): Document {
  const steps = path.split('.');
  const before = valueAt(document, steps);
  switch (operator) {
    case '$set':
      return withValue(document, steps, operand);
    case '$setOnInsert':
      return inserting ? withValue(document, steps, operand) : document;
    case '$unset':
      return withValue(document, steps, undefined);
    case '$inc':
      return withValue(document, steps, Number(before ?? 0) + Number(operand));
    case '$push':
      return withValue(document, steps, [...((before ?? []) as unknown[]), ...eachOf(operand)]);
    case '$addToSet':
      return withValue(document, steps, withoutTwins([...((before ?? []) as unknown[]), ...eachOf(operand)]));
    default:
      throw new ServerError(9, `Unknown modifier: ${operator}`);
  }
}

function eachOf(operand: unknown): unknown[] {
  const each = (operand as { $each?: unknown[] } | null)?.$each;
  return each ?? [operand];
}

const withoutTwins = (values: readonly unknown[]): unknown[] =>
  values.filter((value, at) => values.findIndex((other) => compareValues(other, value) === 0) === at);

function withValue(document: Document, [step = '', ...rest]: readonly string[], value: unknown): Document {
  const { [step]: before, ...others } = document;
  if (rest.length > 0) return { ...document, [step]: withValue((before ?? {}) as Document, rest, value) };
  return value === undefined ? others : { ...document, [step]: value };
}

/** The fields that a filter names by equality: what an upsert begins with. */
export function equalitiesOf(filter: Document): Document {
  const named = (Object.entries(filter) as [string, unknown][]).filter(
    ([key, value]) => !key.startsWith('$') && !(typeof value === 'object' && value !== null && !('_bsontype' in value)),
  );
  return Object.fromEntries(named);
}
