import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { consoleError } from './errors.ts';
import { consoleText, issueCommand } from './issue-command.ts';

/** `/zosmf/restconsoles/consoles/<name>[/solmsgs/<key>]`; `defcn` means the user's own console. */
export async function consolesService(parts: WireParts, request: WireRequest): Promise<WireAnswer> {
  const [named = '', what, key = ''] = request.segments.slice(3).filter((segment) => segment !== '');
  if (!/^[A-Za-z#@$][A-Za-z0-9#@$]{1,7}$/.test(named)) throw consoleError(400, 1, 14, 'The console name is not valid.');
  const console = named.toLowerCase() === 'defcn' ? `${request.user.slice(0, 6)}CN`.toLowerCase() : named.toLowerCase();
  if (request.method === 'PUT' && what === undefined) return issueCommand(parts, request, console);
  if (request.method === 'GET' && what === 'solmsgs') {
    const lines = parts.consoleMessages.take(key);
    if (lines === undefined) throw consoleError(500, 8, 14, 'There is no response for this key.');
    return json(200, { 'cmd-response': consoleText(lines) });
  }
  if (request.method === 'GET' && what === 'detections')
    throw consoleError(500, 5, 9, 'The detection key is not known.');
  throw consoleError(405, 1, 1, 'The request is not supported.');
}
