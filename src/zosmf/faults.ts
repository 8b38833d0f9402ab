import { z } from 'zod';
import { LockstepError } from '../shared/errors.ts';
import type { ProblemCode } from '../shared/problems.ts';
import type { WireAnswer, WireFault, WireRequest } from './wire.ts';

/** Error document of the jobs and files services (z/OSMF Programming Guide, Error reporting categories). */
const ErrorDocument = z.looseObject({
  category: z.int(),
  rc: z.int(),
  reason: z.int(),
  message: z.string().default(''),
  details: z.array(z.string()).default([]),
});
export type ErrorDocument = z.infer<typeof ErrorDocument>;

/** Error document of the console services. */
const ConsoleErrorDocument = z.looseObject({
  'return-code': z.int(),
  'reason-code': z.int(),
  reason: z.string().default(''),
});

/** The error document in an answer, or undefined when something else than z/OSMF's services spoke. */
export function errorDocumentOf(answer: WireAnswer): ErrorDocument | undefined {
  const json = jsonOf(answer.body.toString('utf8'));
  const document = ErrorDocument.safeParse(json);
  if (document.success) return document.data;
  const console = ConsoleErrorDocument.safeParse(json);
  if (!console.success) return undefined;
  const { 'return-code': rc, 'reason-code': reason, reason: message } = console.data;
  return { category: 0, rc, reason, message, details: [] };
}

/** JSON value of a text; undefined when it is none. Control characters, which some member names hold, become blanks. */
export function jsonOf(text: string): unknown {
  for (const candidate of [text, text.replaceAll(/\p{Cc}/gu, ' ')])
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      continue;
    }
  return undefined;
}

/** True for z/OSMF's way to say that it knows no such job (category 6, rc 4, reason 10; HTTP 400). */
export function saysNoSuchJob(answer: WireAnswer): boolean {
  const document = answer.status === 400 ? errorDocumentOf(answer) : undefined;
  return document?.category === 6 && document.rc === 4 && document.reason === 10;
}

/** True when the files service itself says that a data set or member is not there; a page of a gateway does not count. */
export function saysNotThere(answer: WireAnswer): boolean {
  return answer.status === 404 && errorDocumentOf(answer) !== undefined;
}

/**
 * The problem that a fault is, by what may have happened on the system: a changing request that was sent and has no
 * answer that z/OSMF would give to a refusal is in doubt; a read is only without its answer.
 */
export function problemOf(fault: WireFault, request: WireRequest, system: string): LockstepError {
  const facts = { system, operation: request.operation };
  const problem = (code: ProblemCode, text: string, more: Record<string, unknown> = {}) =>
    new LockstepError(code, `${system}: could not ${request.operation}: ${text}`, { ...facts, ...more });
  switch (fault.kind) {
    case 'not-connected':
      return problem('zosmf.unreachable', fault.why);
    case 'no-answer':
      return problem(request.changes ? 'zosmf.in-doubt' : 'zosmf.unreachable', fault.why);
    case 'unusable':
      return problem(request.changes ? 'zosmf.in-doubt' : 'zosmf.refused', fault.why);
    case 'answer': {
      const document = errorDocumentOf(fault.answer);
      return problem(codeOf(fault.answer.status, document, request), textOf(fault.answer.status, document), {
        httpStatus: fault.answer.status,
        ...(document === undefined ? {} : factsOf(document)),
      });
    }
  }
}

function codeOf(status: number, document: ErrorDocument | undefined, request: WireRequest): ProblemCode {
  if (status === 401) return 'zosmf.credential';
  if (status === 429) return 'zosmf.busy';
  if (status < 500) return 'zosmf.refused';
  const category = document?.category;
  if (request.changes) return isPlainRefusal(request, category) ? 'zosmf.refused' : 'zosmf.in-doubt';
  const spaceShort = request.service === 'files' && (category === 2 || category === 3);
  return status === 503 || spaceShort ? 'zosmf.busy' : 'zosmf.refused';
}

/** Errors of the jobs services that come before anything was handed to JES: internal reader (1) and client errors (6). */
function isPlainRefusal(request: WireRequest, category: number | undefined): boolean {
  return request.service === 'jobs' && (category === 1 || category === 6);
}

function textOf(status: number, document: ErrorDocument | undefined): string {
  if (status === 401) return 'user or password was refused (HTTP 401)';
  if (document === undefined) return `HTTP status ${status}, and no error document of z/OSMF`;
  const lines = [document.message, ...document.details].map((line) => line.trim()).filter((line) => line !== '');
  return `${lines.slice(0, 4).join('; ')} (HTTP ${status}, category ${document.category}, rc ${document.rc}, reason ${document.reason})`;
}

function factsOf({ category, rc, reason, message, details }: ErrorDocument): Record<string, unknown> {
  return { category, rc, reason, message, details: details.slice(0, 10) };
}
