import { Router, type NextFunction, type Request, type Response } from 'express';
import type { Authenticator, Caller } from '../access/caller.schema.ts';
import type { Ledger } from '../ledger/ledger.schema.ts';
import type { Clock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import { answer } from './answer.ts';
import { readBody, refuseBody } from './body.ts';
import { authorise, identify } from './caller.ts';
import { checked } from './check.ts';
import { conditionsOf } from './conditions.ts';
import { awaitPage, pageHeader } from './ledger-page.ts';
import type { Operation } from './operation.ts';

/** What the HTTP edge needs of the rest of the service. */
export interface EdgePorts {
  readonly ledger: Pick<Ledger, 'book' | 'head' | 'follow'> & Partial<Pick<Ledger, 'refusal'>>;
  readonly authenticator: Authenticator;
  /** Machine time: waits and time-outs of requests do not follow a rehearsal's clock. */
  readonly clock: Clock;
  /** Aborted when the service stops: event streams end. */
  readonly stopping?: AbortSignal;
}

/** The Express router of a list of operations: it reads, checks, authorises, runs and answers. */
export function routerOf(operations: readonly Operation[], edge: EdgePorts): Router {
  const router = Router({ caseSensitive: true });
  for (const [path, atPath] of byPath(operations)) {
    const route = router.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const operation of atPath)
      route[operation.method](async (req: Request, res: Response) => {
        res.locals['operation'] = operation.id;
        res.locals['media'] = operation.media;
        await handle(operation, edge, req, res);
      });
    route.all((req, res, next) => refuseMethod(atPath, req, res, next));
  }
  return router;
}

async function handle(operation: Operation, edge: EdgePorts, req: Request, res: Response): Promise<void> {
  const gone = goneSignal(res, edge.stopping);
  const identity = await identify(req, edge.authenticator);
  res.locals['person'] = identity.person;
  authorise(identity, operation.roles);
  refuseReadOnly(operation, edge);
  const raw = await readBody(req, res);
  const read = {
    params: operation.params === undefined ? req.params : checked(operation.params, { ...req.params }, 'path'),
    query: readQuery(operation, req),
    headers: operation.headers === undefined ? undefined : checked(operation.headers, req.headers, 'headers'),
    body: bodyOf(operation, raw),
  };
  const caller: Caller = {
    person: identity.person,
    roles: identity.roles,
    actor: { kind: 'person', id: identity.person },
    ...conditionsOf(operation, lineOf(req), raw),
  };
  await awaitPage(req.get(pageHeader), edge.ledger, edge.clock, gone);
  const before = edge.ledger.head();
  const reply = await operation.run({ ...read, caller, signal: gone });
  // What a reading answer saw is at least the head before it; a change stands at or before the head after it.
  await answer(res, reply, operation, operation.method === 'get' ? before : edge.ledger.head());
}

/** Before anything is done, for an operation may reach a system before it records. */
function refuseReadOnly({ method, freesBook }: Operation, { ledger }: EdgePorts): void {
  const refusal = method === 'get' || freesBook === true ? undefined : ledger.refusal?.();
  if (refusal !== undefined) throw refusal;
}

function bodyOf(operation: Operation, raw: unknown): unknown {
  if (operation.body !== undefined) return checked(operation.body, raw);
  refuseBody(raw);
  return undefined;
}

function readQuery(operation: Operation, req: Request): unknown {
  if (operation.query !== undefined) return checked(operation.query, { ...req.query }, 'query');
  const [name] = Object.keys(req.query);
  if (name === undefined) return undefined;
  const errors = [{ field: `query.${name}`, message: 'is not a known parameter' }];
  throw new LockstepError('request.invalid', `query.${name}: is not a known parameter`, { errors });
}

function lineOf(req: Request) {
  return {
    method: req.method,
    path: req.originalUrl,
    ifMatch: req.get('if-match'),
    idempotencyKey: req.get('idempotency-key'),
  };
}

function goneSignal(res: Response, stopping: AbortSignal | undefined): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(new Error('the service stops'));
  stopping?.addEventListener('abort', stop, { once: true });
  res.once('close', () => {
    stopping?.removeEventListener('abort', stop);
    controller.abort(new Error('the client has gone'));
  });
  if (stopping?.aborted === true) stop();
  return controller.signal;
}

function refuseMethod(operations: readonly Operation[], req: Request, res: Response, next: NextFunction): void {
  const methods = operations.map(({ method }) => method.toUpperCase());
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  res.set('Allow', allowed);
  if (req.method === 'OPTIONS') res.status(204).end();
  else next(new LockstepError('request.method-not-allowed', `${req.method} is not allowed; ${allowed} are`));
}

/** Operations by path, so ordered that words of a path are tried before its parameters. */
function byPath(operations: readonly Operation[]): [string, Operation[]][] {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations) paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  const rank = (path: string) => path.replaceAll('{', '\u{10FFFF}');
  return [...paths].sort(([one], [other]) => (rank(one) < rank(other) ? -1 : 1));
}
