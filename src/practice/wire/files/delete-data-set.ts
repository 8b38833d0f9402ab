import { empty } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { ispfError, notAuthorised, notCatalogued } from './errors.ts';
import { resolved } from './target.ts';
import type { Target } from './target.ts';

/** Deletes a data set or one member: 204. */
export function deleteDataSet(parts: WireParts, request: WireRequest, named: Target): WireAnswer {
  const { dsname, member, volume } = resolved(parts, named);
  const entry = parts.dataSets.find(dsname);
  if (entry === undefined || (volume !== undefined && entry.volume !== volume)) throw notCatalogued('LMERASE', dsname);
  const level = member === undefined ? 'ALTER' : 'UPDATE';
  if (!parts.authority.allows(request.user, 'DATASET', dsname, level)) throw notAuthorised('LMERASE');
  const held = parts.heldAs(dsname);
  if (held === 'exclusive' || (held === 'shared' && member === undefined)) {
    throw ispfError(500, 'LMERASE error', `Data set in use - '${dsname}' is in use by another user.`);
  }
  if (member === undefined) parts.dataSets.remove(dsname);
  else if (entry.attributes.dsorg === 'PO' && parts.dataSets.member(dsname, member) !== undefined)
    parts.dataSets.removeMember(dsname, member);
  else throw ispfError(404, 'LMMDEL error', `Member not found - ${member} was not found in '${dsname}'.`);
  return empty(204);
}
