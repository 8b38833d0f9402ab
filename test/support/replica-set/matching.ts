import { BSON } from 'mongodb';
import { ServerError } from './server-error.ts';

type Document = BSON.Document;

/** Order of strings by their UTF-8 bytes, which UTF-16 units above the surrogates do not follow. */
export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at += 1) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) return byCodePoint(x) - byCodePoint(y);
  }
  return a.length - b.length;
}

const byCodePoint = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** Place of a value's type in BSON's order of types. */
function rankOf(value: unknown): number {
  if (value === undefined || value === null) return 2;
  if (typeof value === 'number' || typeof value === 'bigint') return 3;
  if (typeof value === 'string') return 4;
  if (Array.isArray(value)) return 6;
  if (value instanceof BSON.Binary) return 7;
  if (value instanceof BSON.ObjectId) return 8;
  if (typeof value === 'boolean') return 9;
  if (value instanceof Date) return 10;
  return 5;
}

/** Order of two values as a server without a collation has it. */
export function compareValues(a: unknown, b: unknown): number {
  const [x, y] = [rankOf(a), rankOf(b)];
  if (x !== y) return x - y;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (x === 2) return 0;
  return Buffer.compare(BSON.serialize({ a }), BSON.serialize({ a: b }));
}

const sameType = (a: unknown, b: unknown): boolean => rankOf(a) === rankOf(b);

/** Values that a path leads to: of an array each element, and the array itself. */
export function valuesAt(document: unknown, path: string): unknown[] {
  const whole = valueAt(document, path.split('.'));
  return Array.isArray(whole) ? [...(whole as unknown[]), whole] : [whole];
}

/** The value at a path of nested documents; undefined where there is none. */
export function valueAt(document: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? (value as Document)[step] : undefined),
    document,
  );
}

type Test = (value: unknown, wanted: unknown) => boolean;

const tests: Readonly<Record<string, Test>> = {
  $eq: (value, wanted) => compareValues(value, wanted) === 0,
  $gt: (value, wanted) => sameType(value, wanted) && compareValues(value, wanted) > 0,
  $gte: (value, wanted) => sameType(value, wanted) && compareValues(value, wanted) >= 0,
  $lt: (value, wanted) => sameType(value, wanted) && compareValues(value, wanted) < 0,
  $lte: (value, wanted) => sameType(value, wanted) && compareValues(value, wanted) <= 0,
  $in: (value, wanted) => (wanted as unknown[]).some((each) => compareValues(value, each) === 0),
};

/** Tests that hold when they hold for no value. */
const contraries: Readonly<Record<string, string>> = { $ne: '$eq', $nin: '$in' };

const isOperators = (condition: unknown): condition is Document =>
  rankOf(condition) === 5 && Object.keys(condition as object).some((key) => key.startsWith('$'));

/** True when a document meets a filter of the operators that a portable store may use; another operator is an error. */
export function matches(document: Document, filter: Document): boolean {
  return Object.entries(filter).every(([key, condition]) => {
    if (key === '$and') return (condition as Document[]).every((each) => matches(document, each));
    if (key === '$or') return (condition as Document[]).some((each) => matches(document, each));
    return meets(document, key, isOperators(condition) ? condition : { $eq: condition as unknown });
  });
}

function meets(document: Document, path: string, operators: Document): boolean {
  return Object.entries(operators).every(([operator, wanted]) => {
    if (operator === '$exists') return (valueAt(document, path.split('.')) !== undefined) === wanted;
    if (operator === '$elemMatch') return hasElement(valueAt(document, path.split('.')), wanted as Document);
    const contrary = contraries[operator];
    if (contrary !== undefined) return !meets(document, path, { [contrary]: wanted as unknown });
    const test = tests[operator];
    if (test === undefined) throw new ServerError(2, `unknown operator: ${operator}`);
    return valuesAt(document, path).some((value) => test(value, wanted));
  });
}

const hasElement = (array: unknown, wanted: Document): boolean =>
  Array.isArray(array) &&
  array.some((element) =>
    isOperators(wanted)
      ? meets({ element: element as unknown }, 'element', wanted)
      : matches(element as Document, wanted),
  );

/** Compares documents as a sort specification says: field paths, each 1 or -1. */
export function byFields(specification: Document): (a: Document, b: Document) => number {
  const fields = Object.entries(specification).map(([path, direction]) => ({ path, direction: Number(direction) }));
  return (a, b) => {
    for (const { path, direction } of fields) {
      const order = compareValues(extreme(a, path, direction), extreme(b, path, direction));
      if (order !== 0) return order * direction;
    }
    return 0;
  };
}

/** Of an array its least element orders ascending, and its greatest descending. */
function extreme(document: Document, path: string, direction: number): unknown {
  const value = valueAt(document, path.split('.'));
  if (!Array.isArray(value)) return value;
  return [...(value as unknown[])].sort((a, b) => compareValues(a, b) * direction)[0];
}
