import { header } from './answer.ts';
import type { WireAnswer, WireRequest } from './answer.ts';
import { noAddressSpace, noAnswerInTime } from './files/errors.ts';
import type { WireParts } from './parts.ts';

type FileServing = WireParts['fileServers'];

/** z/OSMF Programming Guide, z/OS data set and file interface: X-IBM-Response-Timeout, in seconds. */
const timeouts = { least: 5, usual: 30, most: 600 };

/**
 * Requests for files run in TSO address spaces of their user: each keeps one for as long as it takes, and another request
 * gets it next. A user whose address spaces are all busy is refused.
 */
export class FileServers implements FileServing {
  readonly #busy = new Map<string, number>();

  /** @param work what the address space does; the pace of the system comes before it */
  async serve(parts: WireParts, request: WireRequest, work: () => Promise<WireAnswer>): Promise<WireAnswer> {
    const { user } = request;
    const busy = this.#busy.get(user) ?? 0;
    if (busy + parts.addressSpaces.count(user) >= parts.site.zosmf.addressSpacesPerUser) return noAddressSpace().answer;
    this.#busy.set(user, busy + 1);
    try {
      const late = await slowAnswer(parts, request);
      return late ?? (await work());
    } finally {
      this.#busy.set(user, (this.#busy.get(user) ?? 1) - 1);
    }
  }
}

/** Lets an address space be slow; one that does not answer in time is given up, and nothing was done. */
async function slowAnswer(parts: WireParts, request: WireRequest): Promise<WireAnswer | undefined> {
  const seconds = parts.behaviour.slowAddressSpace();
  if (seconds === undefined) return undefined;
  const wanted = Number(header(request, 'X-IBM-Response-Timeout') ?? timeouts.usual);
  const patience = Number.isInteger(wanted)
    ? Math.min(Math.max(wanted, timeouts.least), timeouts.most)
    : timeouts.usual;
  await parts.wall.sleep(Math.min(seconds, patience) * 1000, parts.stopped).catch(() => undefined);
  if (seconds <= patience) return undefined;
  return noAnswerInTime(request.user, patience).answer;
}
