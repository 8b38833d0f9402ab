import type { z } from 'zod';
import { LockstepError } from '../shared/errors.ts';

/** One place in a request that does not fit; `field` is a path such as `items[2].library`, or a header's name. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/**
 * Reads one part of a request by its schema.
 *
 * @param part where the fields stand, when not in the body: `query`, `path`, `headers`
 * @throws {LockstepError} `request.invalid`; `facts.errors` names every field that does not fit, unknown ones too
 */
export function checked<S extends z.ZodType>(schema: S, value: unknown, part?: string): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw invalid(read.error.issues.flatMap((issue) => fieldErrors(issue, part === undefined ? [] : [part])));
}

/** The refusal of a request for what stands in its fields. */
export function invalid(errors: readonly FieldError[]): LockstepError {
  const text = errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ');
  return new LockstepError('request.invalid', text, { errors });
}

type Issue = z.core.$ZodIssue;

function fieldErrors(issue: Issue, above: readonly PropertyKey[]): FieldError[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: fieldName([...path, key]), message: 'is not a known field' }));
  if (issue.code === 'invalid_union') {
    const nearest = issue.errors.toSorted((one, other) => one.length - other.length)[0] ?? [];
    const inside = nearest.flatMap((inner) => fieldErrors(inner, path));
    return inside.length > 0 ? inside : [{ field: fieldName(path), message: 'fits none of the allowed forms' }];
  }
  return [{ field: fieldName(path), message: messageOf(issue) }];
}

function messageOf(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.endsWith('received undefined'))
    return 'is required';
  return issue.message;
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`;
    return name === '' ? String(part) : `${name}.${String(part)}`;
  }, '');
}
