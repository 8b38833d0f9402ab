import type { z } from 'zod';
import type { Caller, Role } from '../access/caller.schema.ts';
import type { ProblemCode } from '../shared/problems.ts';
import type { AnyReply, DeepReadonly, JsonReply, RawReply, ReplyFacts } from './reply.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type Schema = z.ZodType | undefined;
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type Read<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;
type ParamsOf<Path extends string, P extends Schema> = P extends z.ZodType
  ? z.output<P>
  : Readonly<Record<NamesIn<Path>, string>>;
type ReplyOf<A extends Schema, M extends string | undefined> = A extends z.ZodType
  ? JsonReply<DeepReadonly<z.output<A>>>
  : M extends string
    ? RawReply
    : ReplyFacts;

/** A request once it was read, checked and its caller is known. */
export interface Request<Params, Query, Headers, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** With `ifMatch` and `key` where the request brought them. */
  readonly caller: Caller;
  /** Aborted when the client goes or the service stops. */
  readonly signal: AbortSignal;
}

interface Declared {
  /** Stable name in camel case: `openRelease`. It is the OpenAPI `operationId`. */
  readonly id: string;
  readonly method: Method;
  readonly summary: string;
  /** One sentence or more for the API documentation. */
  readonly description?: string;
  readonly tags: readonly string[];
  /** Any one of these suffices; absent: everyone who is signed in. */
  readonly roles?: readonly Role[];
  /** Status of a good answer. */
  readonly status: number;
  /** Refusals of its own; those that any request may meet are added. */
  readonly problems: readonly ProblemCode[];
  /** Whether the request says by If-Match which version it read: `caller.ifMatch`. @default neither asked nor read */
  readonly ifMatch?: 'required' | 'optional';
  /** True for the ways out of a book that is read only: any other change is refused there. */
  readonly freesBook?: true;
  /** Whether an Idempotency-Key becomes `caller.key`. @default true for every method but GET */
  readonly idempotent?: boolean;
}

/** An operation as the router and the OpenAPI document take it, whatever its shapes. */
export interface Operation extends Declared {
  readonly path: string;
  readonly params?: z.ZodType | undefined;
  readonly query?: z.ZodType | undefined;
  readonly headers?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  readonly answer?: z.ZodType | undefined;
  readonly media?: string | undefined;
  readonly run: (request: Request<unknown, unknown, unknown, unknown>) => Promise<AnyReply>;
}

interface Declaration<
  Path extends string,
  P extends Schema,
  Q extends Schema,
  H extends Schema,
  B extends Schema,
  A extends Schema,
  M extends string | undefined,
> extends Declared {
  /** With parameters in braces: `/releases/{release}`. */
  readonly path: Path;
  /** Path parameters; absent: any text. */
  readonly params?: P;
  /** A strict object; values arrive as text, so numbers need `z.coerce`. Absent: any query parameter is refused. */
  readonly query?: Q;
  /** Request headers that it reads, by lower-case name, in a loose object. */
  readonly headers?: H;
  /** Absent: a body is refused. */
  readonly body?: B;
  /** Shape of a JSON answer. */
  readonly answer?: A;
  /** Media type of an answer that is no JSON: `text/html`, `application/octet-stream`, `text/event-stream`. */
  readonly media?: M;
  readonly run: (
    request: Request<ParamsOf<Path, P>, Read<Q>, Read<H>, Read<B>>,
  ) => Promise<ReplyOf<A, M>> | ReplyOf<A, M>;
}

/**
 * One operation of the API as data. The same list makes the router and the OpenAPI document, so they cannot drift.
 *
 * @example
 * operation({
 *   id: 'openRelease', method: 'post', path: '/releases', summary: 'Open a draft release', tags: ['releases'],
 *   roles: ['release-manager'], body: ReleaseDraft, status: 201, answer: Release, problems: ['release.unknown-change'],
 *   run: async ({ body, caller }) => {
 *     const { release, page } = await releases.open(body, caller);
 *     return { body: release, version: release.version, location: `/releases/${release.id}`, page };
 *   },
 * })
 */
export function operation<
  const Path extends string,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  H extends Schema = undefined,
  B extends Schema = undefined,
  A extends Schema = undefined,
  M extends string | undefined = undefined,
>(declared: Declaration<Path, P, Q, H, B, A, M>): Operation {
  const { run, ...rest } = declared;
  // The router hands over what these very schemas read, so the request has the declared shape.
  return { ...rest, run: async (request) => run(request as Parameters<typeof run>[0]) };
}
