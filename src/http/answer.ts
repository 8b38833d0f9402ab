import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { LockstepError } from '../shared/errors.ts';
import { pageHeader } from './ledger-page.ts';
import { problemMedia, type Problem } from './problem.ts';
import type { AnyReply } from './reply.ts';

/** Sends a good answer. Nothing of the API may be kept by a cache: a record's ETag is its version, not its bytes. */
export async function answer(
  res: Response,
  reply: AnyReply,
  declared: { readonly status: number; readonly media?: string | undefined },
  head: number,
): Promise<void> {
  res.status(reply.status ?? declared.status);
  res.set('Cache-Control', 'no-store');
  res.set(pageHeader, String(reply.page ?? head));
  if (reply.version !== undefined) res.set('ETag', `"${reply.version}"`);
  if (reply.location !== undefined) res.set('Location', `${res.req.baseUrl}${reply.location}`);
  if (reply.filename !== undefined) res.attachment(reply.filename);
  if (reply.content !== undefined) {
    await sendContent(res, reply.content, reply.media ?? declared.media ?? 'application/octet-stream');
  } else if (reply.body === undefined) {
    res.end();
  } else {
    sendText(res, 'application/json; charset=utf-8', JSON.stringify(reply.body));
  }
}

/** Sends a problem document, with the headers that its status asks for. */
export function answerProblem(res: Response, problem: Problem, error: unknown): void {
  if (error instanceof LockstepError) {
    if (problem.status === 401) res.set('WWW-Authenticate', 'Bearer realm="Lockstep"');
    if (problem.status === 503) res.set('Retry-After', '2');
  }
  res.status(problem.status).set('Cache-Control', 'no-store');
  sendText(res, problemMedia, JSON.stringify(problem));
}

async function sendContent(res: Response, content: NonNullable<AnyReply['content']>, media: string): Promise<void> {
  const type = /^text\/(?!event-stream)/.test(media) && !media.includes('charset') ? `${media}; charset=utf-8` : media;
  if (typeof content === 'string' || content instanceof Uint8Array) {
    sendText(res, type, content);
    return;
  }
  res.set('Content-Type', type);
  res.flushHeaders();
  if (res.req.method === 'HEAD') res.end();
  else await pipeline(Readable.from(content), res);
}

function sendText(res: Response, type: string, text: string | Uint8Array): void {
  const bytes = Buffer.from(text);
  res.set('Content-Type', type).set('Content-Length', String(bytes.length));
  res.end(bytes);
}
