import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { consoleError } from './errors.ts';
import { hardcopyLog } from './hardcopy-log.ts';
import { consoleText, issueCommand } from './issue-command.ts';

/** `/zosmf/restconsoles/…`: consoles, and the hardcopy log. */
export async function restConsoles(parts: WireParts, request: WireRequest): Promise<WireAnswer> {
  const [, , collection, what] = request.segments;
  if (collection === 'consoles') return consolesService(parts, request);
  if (collection === 'v1' && what === 'log' && request.method === 'GET') return hardcopyLog(parts, request);
  throw noMatch(request);
}

/** `/zosmf/restconsoles/consoles/<name>[/{solmsgs,detections}/<key>]`; `defcn` means the user's own console. */
async function consolesService(parts: WireParts, request: WireRequest): Promise<WireAnswer> {
  const [named = '', what, key = ''] = request.segments.slice(3).filter((segment) => segment !== '');
  if (!/^[A-Za-z#@$][A-Za-z0-9#@$]{1,7}$/.test(named)) throw consoleError(400, 1, 14, 'The console name is not valid.');
  const console = named.toLowerCase() === 'defcn' ? `${request.user.slice(0, 6)}CN`.toLowerCase() : named.toLowerCase();
  if (request.method === 'PUT' && what === undefined) return issueCommand(parts, request, console);
  if (request.method === 'GET' && what === 'solmsgs') return response(parts, request.user, key);
  if (request.method === 'GET' && what === 'detections') return detection(parts, request.user, key);
  throw noMatch(request);
}

/** New lines of a command's answer; empty for ever once all were given out. */
function response(parts: WireParts, user: string, key: string): WireAnswer {
  const lines = parts.consoleMessages.take(key, user);
  if (lines === undefined) throw consoleError(500, 8, 14, 'There is no response for this key.');
  return json(200, { 'cmd-response': consoleText(lines) });
}

function detection(parts: WireParts, user: string, key: string): WireAnswer {
  const found = parts.detections.look(key, user);
  if (found === undefined) throw consoleError(500, 5, 9, 'The detection key is not known.');
  return json(200, found);
}

/** z/OSMF Programming Guide, «Get a command response», table of error codes: 400, 1, 3. */
const noMatch = ({ method, path }: WireRequest) =>
  consoleError(
    400,
    1,
    3,
    `No match for method ${method} and pathInfo='${path.replace(/^\/zosmf\/restconsoles\/consoles/, '')}'`,
  );
