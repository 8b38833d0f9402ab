import { DataSetError } from '../../datasets/data-sets.ts';
import { empty } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { badRequest, memberHeld } from './errors.ts';
import { worded } from './fault-wording.ts';
import { inUse, ispfError, notAuthorised, notCatalogued, notPartitioned } from './ispf-errors.ts';
import { isMemberName, located, resolved } from './target.ts';
import type { Located, Target } from './target.ts';

/**
 * Deletes a data set or one member: 204.
 *
 * @see IBM z/OS Management Facility Programming Guide, Delete a sequential and partitioned data set
 */
export function deleteDataSet(parts: WireParts, request: WireRequest, named: Target): WireAnswer {
  const target = resolved(parts, named);
  const found = located(parts, target);
  if (found === undefined) throw notCatalogued('LMERASE', target.dsname);
  const level = target.member === undefined ? 'ALTER' : 'UPDATE';
  if (!parts.authority.allows(request.user, 'DATASET', found.entry.dsname, level)) throw notAuthorised('LMERASE');
  try {
    if (target.member === undefined) deleteWhole(parts, found, target.dsname);
    else deleteMember(parts, found, target.member);
  } catch (error) {
    if (error instanceof DataSetError) throw worded(error.fault);
    throw error;
  }
  return empty(204);
}

function deleteWhole(parts: WireParts, { sets, entry }: Located, name: string): void {
  const { dsname, attributes } = entry;
  if (parts.heldAs(dsname) !== undefined || parts.enqueueSessions.inUse(dsname) !== undefined)
    throw inUse('LMERASE', dsname);
  if (attributes.dsorg === 'VS')
    throw ispfError(500, 'LMERASE error', `Data set not deleted - '${dsname}' is a VSAM data set.`);
  sets.remove(name);
}

function deleteMember(parts: WireParts, { sets, entry }: Located, member: string): void {
  const { dsname, attributes } = entry;
  if (attributes.dsorg !== 'PO') throw notPartitioned(dsname);
  if (!isMemberName(member)) throw badRequest(1, `Member name '${member}' is not valid`);
  if (parts.heldAs(dsname) === 'exclusive' || parts.enqueueSessions.reserved(dsname) !== undefined)
    throw inUse('LMMDEL', dsname);
  if (parts.enqueueSessions.edited(dsname, member) !== undefined) throw memberHeld(dsname, member);
  if (sets.member(dsname, member) === undefined)
    throw ispfError(404, 'LMMDEL error', `Member not found - ${member} was not found in '${dsname}'.`);
  sets.removeMember(dsname, member);
}
