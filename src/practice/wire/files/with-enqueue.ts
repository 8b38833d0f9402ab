import { addressSpace } from '../../console/display-activity.ts';
import { header, Refusal } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import type { EnqueueKind } from './enqueue-sessions.ts';
import { badRequest, dataSetHeld, memberHeld } from './errors.ts';
import type { Holder } from './errors.ts';
import { holdersOf } from './holders.ts';

const kinds: Readonly<Record<string, EnqueueKind>> = { EXCL: 'EXCLU', EXCLU: 'EXCLU', SHRW: 'SHRW' };

interface Resource {
  dsname: string;
  member: string | undefined;
  /** Writing takes the editors' enqueue for as long as it lasts. */
  writes: boolean;
}

/**
 * Runs a request under the enqueues that its headers name: X-IBM-Obtain-ENQ takes one that outlives the request,
 * X-IBM-Session-Ref goes on with one taken before, X-IBM-Release-ENQ gives it back at the end.
 *
 * @throws {Refusal} somebody else holds the data set or edits the member, or the session is over
 */
export async function withEnqueue(
  parts: WireParts,
  request: WireRequest,
  resource: Resource,
  act: () => WireAnswer | Promise<WireAnswer>,
): Promise<WireAnswer> {
  const { enqueueSessions } = parts;
  const given = header(request, 'X-IBM-Session-Ref')?.trim();
  if (given !== undefined && enqueueSessions.heldBy(given, request.user) === undefined)
    throw badRequest(7, 'Value of X-IBM-Session-Ref header is not valid');
  demandFree(parts, resource, given);
  const obtained = obtain(parts, request, resource, given);
  const reference = obtained ?? given;
  const isOver = header(request, 'X-IBM-Release-ENQ')?.trim().toLowerCase() === 'true';
  try {
    const answer = await act();
    if (reference === undefined) return answer;
    if (isOver) enqueueSessions.release(reference);
    return isOver ? answer : { ...answer, headers: { ...answer.headers, 'X-IBM-Session-Ref': reference } };
  } catch (error) {
    if (obtained !== undefined) enqueueSessions.release(obtained);
    if (isOver && given !== undefined && error instanceof Refusal) enqueueSessions.release(given);
    throw error;
  }
}

function demandFree(parts: WireParts, resource: Resource, given?: string): void {
  const { enqueueSessions } = parts;
  const { dsname, member = '', writes } = resource;
  const owner = enqueueSessions.reserved(dsname, given);
  if (owner !== undefined) throw dataSetHeld(dsname, sessionHolders(parts, dsname, owner.user));
  if (writes && enqueueSessions.edited(dsname, member, given) !== undefined) throw memberHeld(dsname, member);
}

function obtain(parts: WireParts, request: WireRequest, resource: Resource, given?: string): string | undefined {
  const text = header(request, 'X-IBM-Obtain-ENQ')?.trim().toUpperCase();
  if (text === undefined) return undefined;
  const kind = kinds[text];
  if (kind === undefined) throw badRequest(7, 'Value of X-IBM-Obtain-ENQ header is not valid');
  const { dsname, member = '' } = resource;
  const { enqueueSessions } = parts;
  if (kind === 'SHRW' && enqueueSessions.edited(dsname, member, given) !== undefined) throw memberHeld(dsname, member);
  if (kind === 'EXCLU') {
    const other = enqueueSessions.inUse(dsname);
    if (other !== undefined && other.user !== request.user)
      throw dataSetHeld(dsname, sessionHolders(parts, dsname, other.user));
    if (other?.kind !== 'EXCLU' && parts.heldAs(dsname) !== undefined)
      throw dataSetHeld(dsname, holdersOf(parts, dsname));
  }
  if (given !== undefined) enqueueSessions.release(given);
  return enqueueSessions.hold({ user: request.user, kind, dsname, member });
}

/** The address space of the user whose session it is. */
function sessionHolders(parts: WireParts, dsname: string, user: string): readonly Holder[] {
  const known = holdersOf(parts, dsname);
  if (known.length > 0) return known;
  return [{ system: parts.site.system.name, jobname: user, asid: addressSpace({ jobid: user }) }];
}
