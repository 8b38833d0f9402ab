import type { NextFunction, Request, Response } from 'express';
import { LockstepError } from '../shared/errors.ts';
import { answerProblem } from './answer.ts';
import { foreseen, toProblem } from './problem.ts';
import { problemPage } from './problem-page.ts';
import type { Logger } from './log.ts';
import { requestIdOf } from './request-log.ts';

/** Whatever no route answered. */
export function notFound(req: Request, _res: Response, next: NextFunction): void {
  next(new LockstepError('request.not-found', `${req.path} is not a path of this service`));
}

/** Turns whatever was thrown into a problem document; for a browser's page into a page, or the way to sign in. */
export function failures(log: Logger) {
  return (thrown: unknown, req: Request, res: Response, _next: NextFunction): void => {
    const error = foreseen(thrown);
    const clientLeft = req.destroyed && !req.complete;
    if (!(error instanceof LockstepError) && !clientLeft && !res.destroyed)
      log.error({ requestId: requestIdOf(res), err: error }, 'unforeseen error');
    else if (error instanceof LockstepError && error.cause !== undefined)
      log.debug({ requestId: requestIdOf(res), err: error.cause, code: error.code }, 'cause of a refusal');
    if (res.headersSent || res.destroyed) {
      res.destroy();
      return;
    }
    const problem = toProblem(error, requestIdOf(res));
    if (!wantsPage(req, res)) answerProblem(res, problem, error);
    else if (problem.status === 401) res.redirect(303, `/sign-in?then=${encodeURIComponent(req.originalUrl)}`);
    else res.status(problem.status).set('Cache-Control', 'no-store').type('html').send(problemPage(problem));
  };
}

function wantsPage(req: Request, res: Response): boolean {
  const isPage = res.locals['media'] === 'text/html' || res.locals['operation'] === undefined;
  return isPage && (req.method === 'GET' || req.method === 'HEAD') && req.accepts(['json', 'html']) === 'html';
}
