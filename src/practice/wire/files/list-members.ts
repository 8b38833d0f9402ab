import { compareEbcdic } from '../../codepages/code-page.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { jobNameMask } from '../jobs/find-job.ts';
import type { WireParts } from '../parts.ts';
import { badRequest, notAuthorised, notCatalogued, wordingFaults } from './errors.ts';
import { attributesAsked, listAnswer, memberRow } from './rows.ts';
import type { Target } from './target.ts';

/** Lists members in directory order, with statistics or load module attributes when `base` is asked for. */
export function listMembers(parts: WireParts, request: WireRequest, { dsname }: Target): WireAnswer {
  const pattern = request.query.get('pattern')?.toUpperCase() ?? '*';
  if (pattern.length > 8) throw badRequest(13, 'pattern');
  const start = request.query.get('start')?.toUpperCase() ?? '';
  if (parts.dataSets.find(dsname) === undefined) throw notCatalogued('LMINIT', dsname);
  if (!parts.authority.allows(request.user, 'DATASET', dsname, 'READ')) throw notAuthorised();
  const matches = jobNameMask(pattern);
  const members = wordingFaults(() => parts.dataSets.members(dsname));
  const wanted = members.filter(({ name }) => matches(name) && compareEbcdic(name, start) >= 0);
  const isBase = attributesAsked(request) === 'base';
  const rows = wanted.map((member) =>
    isBase ? memberRow(member, parts.site.system.timeZone) : { member: member.name },
  );
  return listAnswer(request, rows);
}
