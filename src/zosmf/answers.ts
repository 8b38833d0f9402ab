import type { z } from 'zod';
import type { LockstepError } from '../shared/errors.ts';
import { jsonOf, problemOf } from './faults.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

/** Reads an answer as JSON of this form; anything else is the problem that an unusable answer is for this request. */
export function parsed<T extends z.ZodType>(
  schema: T,
  answer: WireAnswer,
  request: WireRequest,
  system: string,
): z.infer<T> {
  const text = answer.body.toString('utf8');
  if (text.trim() === '') throw unusable('the answer is empty', request, system);
  const result = schema.safeParse(jsonOf(text));
  if (result.success) return result.data;
  const at = result.error.issues[0]?.path.join('.') ?? '';
  throw unusable(
    `the answer is not the document that z/OSMF gives (at ${at === '' ? 'its start' : at})`,
    request,
    system,
  );
}

export function unusable(why: string, request: WireRequest, system: string): LockstepError {
  return problemOf({ kind: 'unusable', why }, request, system);
}

/** Lines right-trimmed and joined by LF, without an end of line after the last and without blank lines at the end. */
export function trimmedLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}
