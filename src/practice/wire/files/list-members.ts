import { nameMask } from '../../catalog/name-mask.rules.ts';
import { compareEbcdic } from '../../codepages/code-page.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { badRequest } from './errors.ts';
import { wordingFaults } from './fault-wording.ts';
import { inUse, notAuthorised, notCatalogued, organisationNotSupported } from './ispf-errors.ts';
import { attributesAsked, listAnswer, rowText } from './list-answer.ts';
import { localDates } from './local-dates.ts';
import { memberText } from './member-rows.ts';
import { recalled } from './recalls.ts';
import { located } from './target.ts';
import type { Target } from './target.ts';

/** Lists members in directory order, with statistics or load module attributes when `base` is asked for. */
export async function listMembers(parts: WireParts, request: WireRequest, target: Target): Promise<WireAnswer> {
  const pattern = request.query.get('pattern')?.trim().toUpperCase() ?? '';
  if (pattern.length > 8) throw badRequest(13, 'pattern');
  const start = request.query.get('start')?.trim().toUpperCase() ?? '';
  const found = located(parts, target);
  if (found === undefined) throw notCatalogued('LMINIT', target.dsname);
  const { dsname, attributes } = found.entry;
  if (!parts.authority.allows(request.user, 'DATASET', dsname, 'READ')) throw notAuthorised();
  if (attributes.dsorg === 'VS') throw organisationNotSupported(dsname);
  if (parts.heldAs(dsname) === 'exclusive') throw inUse('LMINIT', dsname);
  await recalled(parts, request, found.entry);
  const names = wordingFaults(() => found.sets.memberNames(dsname));
  const dates = localDates(parts.site.system.timeZone);
  const isBase = attributesAsked(request).kind === 'base';
  return listAnswer(request, wantedOf(names, pattern, start), (name) => {
    const member = isBase ? found.sets.member(dsname, name) : undefined;
    return member === undefined ? rowText({ member: name }) : memberText(member, dates);
  });
}

function wantedOf(names: readonly string[], pattern: string, start: string): readonly string[] {
  const from = start === '' ? names : names.slice(firstFrom(names, start));
  return pattern === '' ? from : from.filter(nameMask(pattern, '%'));
}

/** Where the first name stands that is not less than `start`. */
function firstFrom(names: readonly string[], start: string): number {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareEbcdic(names[middle] ?? '', start) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
