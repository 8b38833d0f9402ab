import { z } from 'zod';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { badRequest, filesError } from './errors.ts';

const Statements = z.looseObject({ input: z.array(z.string().max(255)).min(1) });

/** Runs IDCAMS statements: the listing as lines; a condition code answers 500 with the listing in `details`. */
export async function accessMethodServices(parts: WireParts, request: WireRequest): Promise<WireAnswer> {
  const { input } = statements(request.body);
  if (parts.accessMethodServices === undefined) {
    throw filesError({
      status: 500,
      category: 16,
      rc: 8,
      reason: 0,
      message: 'Access method services are not available',
    });
  }
  const { listing, code } = await parts.accessMethodServices(input, request.user);
  if (code === 0) return json(200, { output: listing, JSONversion: 1 });
  throw filesError({ status: 500, category: 8, rc: code, reason: 0, message: 'AMS request failed', details: listing });
}

function statements(body: Buffer): z.infer<typeof Statements> {
  try {
    return Statements.parse(JSON.parse(body.toString('utf8')));
  } catch {
    throw badRequest(7, 'Value of input is not valid');
  }
}
