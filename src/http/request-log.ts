import type { NextFunction, Request, Response } from 'express';
import type { Clock } from '../shared/clock.ts';
import type { Chance } from '../shared/ids.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

export interface RequestLogPorts {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Machine time. */
  readonly clock: Clock;
  readonly chance: Chance;
}

/** Gives each request an id, told in X-Request-Id, and one line in the log and one observation when it is over. */
export function requestLog({ log, metrics, clock, chance }: RequestLogPorts) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const offered = req.get('x-request-id') ?? '';
    const requestId = /^[\w.-]{1,64}$/.test(offered) ? offered : chance.bytes(9).toString('base64url');
    const started = clock.now();
    res.locals['requestId'] = requestId;
    res.locals['log'] = log.child({ requestId });
    res.set('X-Request-Id', requestId);
    res.once('close', () => {
      const tookMs = clock.now() - started;
      const operation = textOf(res.locals['operation']) ?? 'other';
      metrics.request(operation, req.method, res.statusCode, tookMs / 1_000);
      const line = { requestId, method: req.method, path: req.path, status: res.statusCode, tookMs };
      log.info({ ...line, operation, person: textOf(res.locals['person']), cut: !res.writableFinished }, 'request');
    });
    next();
  };
}

/** The id that `requestLog` gave. */
export function requestIdOf(res: Response): string {
  return textOf(res.locals['requestId']) ?? 'unknown';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
