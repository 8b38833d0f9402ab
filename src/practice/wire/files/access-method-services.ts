import { z } from 'zod';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { badRequest, filesError } from './errors.ts';
import { documentOf } from './json-body.ts';

const longestLine = 255;

/** Clients send a line each, or a whole command with its line ends. */
const Statements = z.looseObject({
  input: z
    .array(z.string())
    .min(1)
    .transform((texts) => texts.flatMap((text) => text.split(/\r?\n/)))
    .refine((lines) => lines.every((line) => line.length <= longestLine)),
});

/**
 * Runs IDCAMS statements, several of which may stand in one text: the listing as lines; a condition code answers 500 with the listing in `details`. The
 * category of that error is unverified.
 *
 * @see IBM z/OS Management Facility Programming Guide, Access method services interface
 */
export async function accessMethodServices(parts: WireParts, request: WireRequest): Promise<WireAnswer> {
  const statements = Statements.safeParse(documentOf(request.body));
  if (!statements.success) throw badRequest(7, 'Value of input is not valid');
  if (parts.accessMethodServices === undefined) throw notThere();
  const lines = statements.data.input.flatMap((text) => text.split(/\r?\n/));
  const { listing, code } = await parts.accessMethodServices(lines, request.user);
  if (code === 0) return json(200, { output: listing, JSONversion: 1 });
  throw filesError({
    ...{ status: 500, category: 8, rc: code, reason: 0, message: 'AMS request failed', details: listing },
    frame: 'AmsServlet::doPut()',
  });
}

const notThere = () =>
  filesError({ status: 500, category: 16, rc: 8, reason: 0, message: 'Access method services are not available' });
