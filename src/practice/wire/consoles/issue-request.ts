import { z } from 'zod';
import type { WireRequest } from '../answer.ts';
import { timeBound, TooLong } from '../../../shared/time-bound.ts';
import { consoleError } from './errors.ts';

const yesNo = z.string().optional();
const seconds = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).optional();

/**
 * What a client says of a command. Unknown names are ignored.
 *
 * Source: z/OSMF Programming Guide, z/OS console services, «Issue a command from a system console», request content.
 */
const Issue = z.looseObject({
  cmd: z.string().optional(),
  async: yesNo,
  system: z.string().optional(),
  'sol-key': z.string().optional(),
  solKeyReg: yesNo,
  'unsol-key': z.string().optional(),
  unsolKeyReg: yesNo,
  'detect-time': seconds,
  'unsol-detect-sync': yesNo,
  'unsol-detect-timeout': seconds,
});
export type Issue = z.infer<typeof Issue> & { cmd: string };

const longestCommand = 126;

/** @throws {Refusal} 400 with the console services' codes */
export function issueOf(request: WireRequest): Issue {
  if (!/^application\/json/i.test(request.headers['content-type'] ?? ''))
    throw consoleError(400, 1, 6, 'The content type is not valid.');
  const issue = Issue.safeParse(documentOf(request));
  if (!issue.success) throw consoleError(400, 1, 12, 'The request body is not valid JSON.');
  const cmd = (issue.data.cmd ?? '').trim();
  if (cmd === '') throw consoleError(400, 1, 13, 'The command is not specified.');
  if (cmd.length > longestCommand) throw consoleError(400, 1, 17, 'The command is too long.');
  return { ...issue.data, cmd };
}

function documentOf(request: WireRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    throw consoleError(400, 1, 12, 'The request body is not valid JSON.');
  }
}

export const isYes = (value: string | undefined): boolean => value?.toUpperCase() === 'Y';

/** An expression that looks for longer than this finds nothing. */
const searchMs = 250;

/** Whether a text holds the keyword: as it stands, in any case, or as a regular expression. */
export function keywordTest(keyword: string, regular: string | undefined): (text: string) => boolean {
  if (!isYes(regular)) return (text) => text.toUpperCase().includes(keyword.toUpperCase());
  try {
    const expression = new RegExp(keyword);
    return inTime((text) => expression.test(text));
  } catch {
    return () => false;
  }
}

/** Gives a test up for good when it takes too long once. */
function inTime(test: (text: string) => boolean): (text: string) => boolean {
  let isGivenUp = false;
  return (text) => {
    if (isGivenUp) return false;
    try {
      return timeBound(searchMs, () => test(text));
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
      isGivenUp = true;
      return false;
    }
  };
}
