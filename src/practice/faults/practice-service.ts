import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { LockstepError } from '../../shared/errors.ts';
import { problems } from '../../shared/problems.ts';
import { header, json } from '../wire/answer.ts';
import type { WireAnswer, WireRequest } from '../wire/answer.ts';
import { behaviourOperations } from './behaviour-operations.ts';
import { faultOperations } from './fault-operations.ts';
import { thereIsNo } from './practice-request.ts';
import type { PracticeOperation, PracticeOperations, PracticeParts } from './practice-request.ts';
import { subsystemOperations } from './subsystem-operations.ts';
import { systemOperations } from './system-operations.ts';
import { takeSnapshot } from './take-snapshot.ts';

const operations = new Map<string, PracticeOperation>(
  Object.entries({
    ...faultOperations,
    ...behaviourOperations,
    ...systemOperations,
    ...subsystemOperations,
    'POST snapshot': ({ disk }) => takeSnapshot(disk),
  } satisfies PracticeOperations),
);

/** `/practice/…`: what only a practice system has. Every call carries the token that was made at its start. */
export async function practiceService(parts: PracticeParts, request: WireRequest): Promise<WireAnswer> {
  try {
    if (!sameText(header(request, 'X-Practice-Token') ?? '', parts.token)) {
      throw new LockstepError('access.unauthenticated', 'X-Practice-Token is missing or wrong');
    }
    const [, area = '', ...rest] = request.segments;
    const operation = operations.get(`${request.method} ${area}`);
    if (operation === undefined) throw thereIsNo(request);
    return await operation(parts, request, rest);
  } catch (error) {
    return problem(error);
  }
}

function problem(error: unknown): WireAnswer {
  const cause = error instanceof z.ZodError ? new LockstepError('request.invalid', z.prettifyError(error)) : error;
  if (!(cause instanceof LockstepError)) throw cause;
  const { status, title } = problems[cause.code];
  const document = { type: `urn:lockstep:problem:${cause.code}`, title, status, detail: cause.message, ...cause.facts };
  return json(status, document, { 'Content-Type': 'application/problem+json' });
}

function sameText(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
