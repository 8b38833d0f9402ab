import { LockstepError } from '../shared/errors.ts';

/** What expressions may name: nested by the dots of a path. */
export interface Scope {
  readonly [name: string]: string | number | readonly string[] | Scope;
}

const placeholder = /\{\{\s*([^{}]+?)\s*\}\}/g;
const pathPart = /\.?([A-Za-z_][\w-]*)|\[([^\]]+)\]/y;

/** The paths that an expression names: `{{ item.name }}`, `{{ library[CICS.LOADLIB].production }}`. */
export function pathsIn(expression: string): string[][] {
  return [...expression.matchAll(placeholder)].map(([, path = '']) => partsOf(path));
}

/**
 * Fills in an expression of an item type.
 *
 * @throws {LockstepError} `item-types.invalid` for a path that the scope does not have, or that is no plain value
 */
export function rendered(expression: string, scope: Scope): string {
  return expression.replaceAll(placeholder, (_, path: string) => {
    const value = valueAt(path, scope);
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    throw unfit(path, 'is a list, and stands inside a text');
  });
}

/** The same, but an expression that is one list alone gives the list. */
export function renderedValue(expression: string, scope: Scope): string | string[] {
  const whole = /^\s*\{\{\s*([^{}]+?)\s*\}\}\s*$/.exec(expression)?.[1];
  if (whole !== undefined) {
    const value = valueAt(whole, scope);
    if (Array.isArray(value)) return value.map(String);
  }
  return rendered(expression, scope);
}

/** Fills in the parameters of a template; inside a list, an expression that is one list gives all its values. */
export function renderedParameters(
  parameters: Readonly<Record<string, string | number | readonly string[]>>,
  scope: Scope,
): Record<string, string | number | string[]> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]): [string, string | number | string[]] => {
      if (typeof value === 'number') return [name, value];
      if (typeof value === 'string') return [name, renderedValue(value, scope)];
      return [name, value.flatMap((one: string) => renderedValue(one, scope))];
    }),
  );
}

function valueAt(path: string, scope: Scope): Scope[string] {
  let value: Scope[string] | undefined = scope;
  for (const part of partsOf(path)) {
    value = isScope(value) && Object.hasOwn(value, part) ? value[part] : undefined;
    if (value === undefined) throw unfit(path, 'has no value here');
  }
  return value;
}

function isScope(value: Scope[string] | undefined): value is Scope {
  return typeof value === 'object' && !Array.isArray(value);
}

function partsOf(path: string): string[] {
  const parts: string[] = [];
  pathPart.lastIndex = 0;
  while (pathPart.lastIndex < path.length) {
    const found = pathPart.exec(path);
    if (found === null) throw unfit(path, 'is no path of names');
    parts.push(found[1] ?? found[2] ?? '');
  }
  return parts;
}

function unfit(path: string, why: string): LockstepError {
  return new LockstepError('item-types.invalid', `{{ ${path} }} ${why}`, { expression: path });
}
