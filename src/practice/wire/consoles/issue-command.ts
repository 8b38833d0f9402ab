import { z } from 'zod';
import { runCommand } from '../../console/run-command.ts';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { consoleError } from './errors.ts';

const Issue = z.looseObject({
  cmd: z.string().optional(),
  async: z.string().optional(),
  'sol-key': z.string().optional(),
  solKeyReg: z.string().optional(),
});
type Issue = z.infer<typeof Issue>;

const longestCommand = 126;

/** Issues a command: its answer at once, or for `async` at the first look at the response key. */
export async function issueCommand(parts: WireParts, request: WireRequest, console: string): Promise<WireAnswer> {
  const issue = issueOf(request);
  const command = (issue.cmd ?? '').trim();
  if (command === '') throw consoleError(400, 1, 13, 'The command is not specified.');
  if (command.length > longestCommand) throw consoleError(400, 1, 17, 'The command is too long.');
  const key = parts.consoleMessages.open();
  const uri = `/zosmf/restconsoles/consoles/${console}/solmsgs/${key}`;
  const lines = await runCommand(parts.commands, command, request.user);
  const reference = { 'cmd-response-key': key, 'cmd-response-url': request.origin + uri, 'cmd-response-uri': uri };
  if (issue.async?.toUpperCase() === 'Y') {
    parts.consoleMessages.add(key, lines);
    return json(200, reference);
  }
  const keyword = issue['sol-key'];
  const detected =
    keyword === undefined ? {} : { 'sol-key-detected': lines.some((line) => contains(line, keyword, issue)) };
  return json(200, { ...reference, 'cmd-response': consoleText(lines), ...detected });
}

/** Lines as the console shows them, a carriage return between them. */
export const consoleText = (lines: readonly string[]) => lines.map((line) => ` ${line}`).join('\r');

function contains(line: string, keyword: string, issue: Issue): boolean {
  if (issue.solKeyReg?.toUpperCase() !== 'Y') return line.toUpperCase().includes(keyword.toUpperCase());
  try {
    return new RegExp(keyword).test(line);
  } catch {
    return false;
  }
}

function issueOf(request: WireRequest): Issue {
  if (!/^application\/json/i.test(request.headers['content-type'] ?? ''))
    throw consoleError(400, 1, 6, 'The content type is not valid.');
  let document: unknown;
  try {
    document = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw consoleError(400, 1, 12, 'The request body is not valid JSON.');
  }
  const issue = Issue.safeParse(document);
  if (!issue.success) throw consoleError(400, 1, 12, 'The request body is not valid JSON.');
  return issue.data;
}
