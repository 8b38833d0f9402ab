import { DateTime } from 'luxon';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { tsoError } from './errors.ts';
import { spaceDocument, takeTsoData } from './tso-data.ts';

/** `POST /zosmf/tsoApp/tso?proc=…&acct=…`: a new address space with the messages of its logon. */
export function startAddressSpace(parts: WireParts, request: WireRequest): WireAnswer {
  for (const name of ['acct', 'proc'])
    if ((request.query.get(name) ?? '') === '') throw tsoError(400, 'IZUG1110E', name);
  const space = parts.addressSpaces.start(request.user);
  if (space === undefined) throw tsoError(200, 'IZUG1115E', '0x0004');
  const now = DateTime.fromMillis(parts.clock.now(), { zone: parts.site.system.timeZone, locale: 'en' });
  const day = now.toFormat('LLLL d, yyyy').toUpperCase();
  space.waiting.lines.push(
    `IKJ56455I ${request.user} LOGON IN PROGRESS AT ${now.toFormat('HH:mm:ss')} ON ${day}`,
    'IKJ56951I NO BROADCAST MESSAGES',
    'READY ',
  );
  space.waiting.prompt = true;
  const { servletKey, ver, ...rest } = spaceDocument(space, takeTsoData(space));
  return json(200, { servletKey, queueID: space.queueId, sessionID: space.sessionId, ver, ...rest });
}
