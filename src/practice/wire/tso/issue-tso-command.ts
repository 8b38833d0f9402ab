import { z } from 'zod';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { tsoError } from './errors.ts';
import { inTime } from '../patience.ts';
import { documentOf, runIn, spaceOf } from './use-address-space.ts';

/**
 * What a client says of a TSO command. Unknown names are ignored.
 *
 * Source: z/OSMF Programming Guide, TSO/E address space services, «Issue a TSO/E command with z/OSMF REST API».
 */
const Issue = z.looseObject({
  tsoCmd: z.string(),
  cmdState: z.enum(['stateful', 'stateless']).default('stateful'),
  maxWaitTime: z.int().min(1).max(300).default(30),
  keyword: z.string().optional(),
  system: z.string().optional(),
});

/**
 * `PUT /zosmf/tsoApp/v1/tso[/<key>]`: one command and its answer. The address space of a stateless command ends with it;
 * that of a stateful one goes on, and its key is in the answer.
 */
export async function issueTsoCommand(
  parts: WireParts,
  request: WireRequest,
  key: string | undefined,
): Promise<WireAnswer> {
  const issue = issueOf(request);
  const space = key === undefined ? parts.addressSpaces.start(request.user) : spaceOf(parts, request, key);
  if (space === undefined) throw tsoError(500, 'IZUG1115E', '0x0004');
  const done = await inTime(parts.wall, runIn(space, issue.tsoCmd), issue.maxWaitTime * 1000);
  const lines = space.waiting.lines.splice(0);
  space.waiting.prompt = false;
  const isOver = issue.cmdState === 'stateless' && done && key === undefined;
  if (isOver) parts.addressSpaces.end(space.servletKey, request.user);
  const { keyword } = issue;
  return json(200, {
    ...(isOver ? {} : { servletKey: space.servletKey }),
    cmdResponse: lines.map((message) => ({ message })),
    tsoPromptReceived: done ? 'Y' : 'N',
    ...(keyword === undefined ? {} : { keywordDetected: lines.some((line) => line.includes(keyword)) ? 'Y' : 'N' }),
  });
}

function issueOf(request: WireRequest): z.infer<typeof Issue> {
  const issue = Issue.safeParse(documentOf(request));
  if (!issue.success) throw tsoError(400, 'IZUG1110E', String(issue.error.issues[0]?.path[0] ?? 'tsoCmd'));
  if (issue.data.tsoCmd.trim() === '') throw tsoError(400, 'IZUG1110E', 'tsoCmd');
  return issue.data;
}
