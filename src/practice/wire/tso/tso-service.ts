import { empty, json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { issueTsoCommand } from './issue-tso-command.ts';
import { startAddressSpace } from './start-address-space.ts';
import { spaceDocument } from './tso-data.ts';
import { receiveFromAddressSpace, sendToAddressSpace, spaceOf } from './use-address-space.ts';

/** `/zosmf/tsoApp/…`: address spaces (start, send, receive, ping, end), and single commands (`v1`). */
export async function tsoService(parts: WireParts, request: WireRequest): Promise<WireAnswer> {
  const path = request.segments.slice(2).filter((segment) => segment !== '');
  const [first, second, third] = path;
  if (first === 'v1' && second === 'tso') return v1(parts, request, third);
  if (first !== 'tso') return json(404, { message: `SRVE0190E: File not found: ${request.path}` });
  switch (`${request.method} ${String(path.length)}`) {
    case 'POST 1':
      return startAddressSpace(parts, request);
    case 'PUT 2':
      return sendToAddressSpace(parts, request, second ?? '');
    case 'GET 2':
      return receiveFromAddressSpace(parts, request, second ?? '');
    case 'DELETE 2':
      return end(parts, request, second ?? '');
    case 'PUT 3':
      if (second === 'ping') return json(200, spaceDocument(spaceOf(parts, request, third ?? '')));
      break;
  }
  return empty(405, { Allow: 'GET, POST, PUT, DELETE' });
}

async function v1(parts: WireParts, request: WireRequest, key: string | undefined): Promise<WireAnswer> {
  if (request.method === 'PUT') return issueTsoCommand(parts, request, key);
  if (key !== undefined && request.method === 'GET') return receiveFromAddressSpace(parts, request, key);
  if (key !== undefined && request.method === 'DELETE') return end(parts, request, key);
  return empty(405, { Allow: 'PUT, GET, DELETE' });
}

function end(parts: WireParts, request: WireRequest, key: string): WireAnswer {
  const space = spaceOf(parts, request, key);
  parts.addressSpaces.end(key, request.user);
  return json(200, spaceDocument(space));
}
