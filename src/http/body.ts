import express, { type Request, type RequestHandler, type Response } from 'express';
import { canonicalJson } from '../shared/canonical-json.ts';
import { isProblem, LockstepError } from '../shared/errors.ts';
import { invalid } from './check.ts';
import { foreseen } from './problem.ts';

/** Bytes of a request body, after decompression. */
export const bodyLimitBytes = 1_048_576;

const readJson: RequestHandler = express.json({ limit: bodyLimitBytes, strict: false, type: () => true });

/**
 * Reads the JSON body of a request.
 *
 * @returns undefined where there is none
 * @throws {LockstepError} `request.unsupported-media-type`, `request.too-large`, `request.malformed`
 */
export async function readBody(req: Request, res: Response): Promise<unknown> {
  if (!hasBody(req)) return undefined;
  if (!req.is('application/json'))
    throw new LockstepError(
      'request.unsupported-media-type',
      `The body is ${req.get('content-type') ?? 'of no stated type'}, not application/json`,
    );
  await new Promise<void>((resolve, reject) => {
    void readJson(req, res, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(asError(foreseen(error)));
    });
  });
  const body: unknown = req.body;
  refuseUnfit(body);
  return body;
}

/** An operation without a body accepts none, or the empty object that some clients always send. */
export function refuseBody(body: unknown): void {
  if (body === undefined) return;
  if (typeof body === 'object' && body !== null && Object.keys(body).length === 0) return;
  throw invalid([{ field: 'body', message: 'this operation takes none' }]);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('the body cannot be read', { cause: error });
}

function hasBody(req: Request): boolean {
  return req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;
}

function refuseUnfit(body: unknown): void {
  try {
    canonicalJson(body);
  } catch (error) {
    if (error instanceof RangeError)
      throw new LockstepError('request.malformed', 'The body is nested too deep', {}, { cause: error });
    if (!isProblem(error, 'ledger.entry-unfit')) throw error;
    throw new LockstepError('request.malformed', `In the body, ${error.message}`, error.facts, { cause: error });
  }
}
