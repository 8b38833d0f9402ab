import { header, Refusal } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { accessMethodServices } from './access-method-services.ts';
import { createDataSet } from './create-data-set.ts';
import { deleteDataSet } from './delete-data-set.ts';
import { unixService } from '../unix/unix-service.ts';
import { badRequest } from './errors.ts';
import { listDataSets } from './list-data-sets.ts';
import { listMembers } from './list-members.ts';
import { readContent } from './read-content.ts';
import { responseTimeout } from './recalls.ts';
import { targetOf } from './target.ts';
import { runUtility } from './utilities.ts';
import { utilityOf } from './utility-request.ts';
import { writeContent } from './write-content.ts';

const notAllowed = (methods: string) => new Refusal({ status: 405, headers: { Allow: methods } });

/** `/zosmf/restfiles/…`: finds the operation for method and path. */
export async function filesService(parts: WireParts, request: WireRequest): Promise<WireAnswer> {
  demandHere(parts, request);
  responseTimeout(request);
  const [area, ...segments] = request.segments.slice(2).filter((segment) => segment !== '');
  if (area === 'ams') {
    if (request.method !== 'PUT') throw notAllowed('PUT');
    return accessMethodServices(parts, request);
  }
  if (area === 'fs' || area === 'mfs') return unixService(parts, request);
  if (area !== 'ds') throw badRequest(1, `URL '${request.path}' is not valid`);
  if (segments.length > 0) return ofDataSet(parts, request, segments);
  if (request.method !== 'GET') throw notAllowed('GET');
  return listDataSets(parts, request);
}

async function ofDataSet(parts: WireParts, request: WireRequest, segments: readonly string[]): Promise<WireAnswer> {
  const { target, rest } = targetOf(segments, header(request, 'X-IBM-Dsname-Encoding'));
  if (rest.length > 0) {
    if (rest.length > 1 || rest[0]?.toLowerCase() !== 'member' || target.member !== undefined)
      throw badRequest(1, `URL '${request.path}' is not valid`);
    if (request.method !== 'GET') throw notAllowed('GET');
    return listMembers(parts, request, target);
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
      throw notAllowed('GET, PUT, POST, DELETE');
  }
}

/** X-IBM-Target-System: requests are not passed on to other systems, so that no other one is changed than was meant. */
function demandHere({ site }: WireParts, request: WireRequest): void {
  const system = header(request, 'X-IBM-Target-System')?.trim().toUpperCase();
  if (system !== undefined && system !== site.system.name.toUpperCase())
    throw badRequest(7, 'Value of X-IBM-Target-System header is not valid');
}
