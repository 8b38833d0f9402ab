import { z } from 'zod';
import type { AddressSpace } from '../../address-spaces/address-spaces.ts';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { inTime } from '../patience.ts';
import { tsoError } from './errors.ts';
import { spaceDocument, takeTsoData } from './tso-data.ts';

const Input = z.looseObject({ 'TSO RESPONSE': z.looseObject({ VERSION: z.string().optional(), DATA: z.string() }) });

/** How long a request waits for messages, in milliseconds of the machine. */
const patienceMs = 5000;

/** Finds the address space of a request. @throws {Refusal} IZUG1126E when the user has none of that key */
export function spaceOf(parts: WireParts, { user }: WireRequest, servletKey: string): AddressSpace {
  const space = parts.addressSpaces.find(servletKey, user);
  if (space === undefined) throw tsoError(200, 'IZUG1126E', servletKey);
  return space;
}

/** `PUT /zosmf/tsoApp/tso/<key>[?readReply=false]`: input for the terminal, a command as a rule. */
export async function sendToAddressSpace(parts: WireParts, request: WireRequest, key: string): Promise<WireAnswer> {
  const space = spaceOf(parts, request, key);
  const input = Input.safeParse(documentOf(request));
  if (!input.success) throw tsoError(400, 'IZUG1110E', 'TSO RESPONSE');
  const work = runIn(space, input.data['TSO RESPONSE'].DATA);
  if (request.query.get('readReply') === 'false') return json(200, spaceDocument(space));
  await inTime(parts.wall, work, patienceMs);
  return json(200, spaceDocument(space, takeTsoData(space)));
}

/** `GET /zosmf/tsoApp/tso/<key>`: what the terminal has shown since; waits a while for it. */
export async function receiveFromAddressSpace(
  parts: WireParts,
  request: WireRequest,
  key: string,
): Promise<WireAnswer> {
  const space = spaceOf(parts, request, key);
  if (space.waiting.lines.length === 0 && !space.waiting.prompt)
    await inTime(parts.wall, running.get(space) ?? Promise.resolve(), patienceMs);
  return json(200, spaceDocument(space, takeTsoData(space)));
}

const running = new WeakMap<AddressSpace, Promise<void>>();

/** Runs a command after those that the address space has still to do; its lines and a prompt wait to be fetched. */
export function runIn(space: AddressSpace, command: string): Promise<void> {
  const work = (running.get(space) ?? Promise.resolve())
    .then(() => space.session.run(command))
    .then((lines) => {
      space.waiting.lines.push(...lines, 'READY ');
      space.waiting.prompt = true;
    })
    .catch((error: unknown) => {
      if (space.signal.aborted) return;
      const text = error instanceof Error ? error.message : String(error);
      space.waiting.lines.push(`IKJ56641I COMMAND ENDED DUE TO ERROR ${text.slice(0, 60)}`, 'READY ');
      space.waiting.prompt = true;
    });
  running.set(space, work);
  return work;
}

/** The JSON document of a request. @throws {Refusal} IZUG1112E */
export function documentOf(request: WireRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    throw tsoError(400, 'IZUG1112E');
  }
}
