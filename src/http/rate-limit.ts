import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { LockstepError } from '../shared/errors.ts';

/** Refuses what is over a number of requests a minute from one address. */
export function limit(perMinute: number): RequestHandler {
  if (perMinute === 0) return (_req, _res, next) => next();
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, _res, next) =>
      next(new LockstepError('request.too-many', `At most ${perMinute} a minute from one address`, { perMinute })),
  });
}
