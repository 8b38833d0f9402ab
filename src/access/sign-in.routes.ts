import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { sessionCookie } from '../http/caller.ts';
import { limit } from '../http/rate-limit.ts';
import type { LocalAccess } from './local-access.ts';
import { sessionSeconds } from './sessions.ts';
import { placeAfter, signInPage, signInScript } from './sign-in.views.ts';

const triesPerMinute = 20;

const Form = z.object({ token: z.string().max(400), then: z.string().optional() });

/** `/sign-in` and `/sign-out` for browsers: the token is exchanged for a cookie that only this service may read. */
export function signInRouter({ tokens, sessions, people }: LocalAccess): Router {
  const router = Router();
  router.get('/sign-in.js', (_req, res) => {
    res.type('js').send(signInScript);
  });
  router.get('/sign-in', (req, res) => sendPage(res, 200, placeAfter(req.query['then']), false));
  const readForm = express.urlencoded({ extended: false, limit: 4_096 });
  router.post('/sign-in', limit(triesPerMinute), readForm, async (req: Request, res: Response) => {
    const { token = '', then } = Form.safeParse(req.body).data ?? {};
    const person = isFromElsewhere(req) ? undefined : tokens.personOf(token.trim());
    if (person === undefined || !people.some(({ id }) => id === person)) {
      sendPage(res, 401, placeAfter(then), true);
      return;
    }
    res.cookie(sessionCookie, await sessions.start(person), { ...cookieOf(req), maxAge: sessionSeconds * 1_000 });
    res.redirect(303, placeAfter(then));
  });
  router.post('/sign-out', signOut).get('/sign-out', signOut);
  return router;
}

function signOut(req: Request, res: Response): void {
  res.clearCookie(sessionCookie, cookieOf(req));
  res.redirect(303, '/sign-in');
}

function sendPage(res: Response, status: number, then: string, wrong: boolean): void {
  res.status(status).set('Cache-Control', 'no-store').type('html').send(signInPage({ then, wrong }));
}

function cookieOf(req: Request) {
  return { httpOnly: true, sameSite: 'strict', secure: req.secure, path: '/' } as const;
}

/** A form on another site must not sign a browser in as somebody else. */
function isFromElsewhere(req: Request): boolean {
  const site = req.get('sec-fetch-site');
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
