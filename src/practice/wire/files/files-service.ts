import { Refusal } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { accessMethodServices } from './access-method-services.ts';
import { createDataSet } from './create-data-set.ts';
import { deleteDataSet } from './delete-data-set.ts';
import { badRequest } from './errors.ts';
import { listDataSets } from './list-data-sets.ts';
import { listMembers } from './list-members.ts';
import { readContent } from './read-content.ts';
import { targetOf } from './target.ts';
import { runUtility, utilityOf } from './utilities.ts';
import { writeContent } from './write-content.ts';

/** `/zosmf/restfiles/…`: finds the operation for method and path. */
export async function filesService(parts: WireParts, request: WireRequest): Promise<WireAnswer> {
  const [area, ...segments] = request.segments.slice(2).filter((segment) => segment !== '');
  if (area === 'ams' && request.method === 'PUT') return accessMethodServices(parts, request);
  if (area !== 'ds') throw badRequest(1, `URL '${request.path}' is not valid`);
  if (segments.length === 0) {
    if (request.method === 'GET') return listDataSets(parts, request);
    throw new Refusal({ status: 405, headers: { Allow: 'GET' } });
  }
  const { target, rest } = targetOf(segments);
  if (rest.length > 0) {
    if (rest[0] === 'member' && rest.length === 1 && request.method === 'GET')
      return listMembers(parts, request, target);
    throw badRequest(1, `URL '${request.path}' is not valid`);
  }
  switch (request.method) {
    case 'GET':
      return readContent(parts, request, target);
    case 'PUT': {
      const utility = utilityOf(request);
      return utility === undefined ? writeContent(parts, request, target) : runUtility(parts, request, target, utility);
    }
    case 'POST':
      return createDataSet(parts, request, target);
    case 'DELETE':
      return deleteDataSet(parts, request, target);
    default:
      throw new Refusal({ status: 405, headers: { Allow: 'GET, PUT, POST, DELETE' } });
  }
}
