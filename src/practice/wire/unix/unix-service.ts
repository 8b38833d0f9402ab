import { header, Refusal } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { badRequest } from '../files/errors.ts';
import type { WireParts } from '../parts.ts';
import { createUnixFile } from './create-unix-file.ts';
import { deleteUnixFile } from './delete-unix-file.ts';
import { createZfs, deleteZfs } from './file-system-data-sets.ts';
import { fileUtility } from './file-utilities.ts';
import { listFileSystems } from './list-file-systems.ts';
import { listUnixFiles } from './list-unix-files.ts';
import { mountOrUnmount } from './mount-file-system.ts';
import { readUnixFile } from './read-unix-file.ts';
import { pathOf } from './unix-path.ts';
import { writeUnixFile } from './write-unix-file.ts';

const notAllowed = (methods: string) => new Refusal({ status: 405, headers: { Allow: methods } });

/** `/zosmf/restfiles/fs` and `/zosmf/restfiles/mfs`: finds the operation for method and path. */
export async function unixService(parts: WireParts, request: WireRequest): Promise<WireAnswer> {
  return request.segments[2] === 'mfs' ? fileSystems(parts, request) : files(parts, request);
}

async function files(parts: WireParts, request: WireRequest): Promise<WireAnswer> {
  const path = pathOf(request);
  const isList = path === '/' && request.query.has('path');
  switch (request.method) {
    case 'GET':
      if (path === '/' && !isList) throw badRequest(1, `URL '${request.path}' is not valid`);
      return isList ? listUnixFiles(parts, request) : readUnixFile(parts, request, path);
    case 'PUT':
      if (/^application\/json/i.test(header(request, 'Content-Type') ?? '')) return fileUtility(parts, request, path);
      return writeUnixFile(parts, request, path);
    case 'POST':
      return createUnixFile(parts, request, path);
    case 'DELETE':
      return deleteUnixFile(parts, request, path);
    default:
      throw notAllowed('GET, PUT, POST, DELETE');
  }
}

function fileSystems(parts: WireParts, request: WireRequest): WireAnswer {
  const [first, second, ...more] = request.segments.slice(3).filter((segment) => segment !== '');
  if (more.length > 0 || (second !== undefined && first !== 'zfs'))
    throw badRequest(1, `URL '${request.path}' is not valid`);
  if (first === undefined) {
    if (request.method !== 'GET') throw notAllowed('GET');
    return listFileSystems(parts, request);
  }
  if (second === undefined) {
    if (request.method !== 'PUT') throw notAllowed('PUT');
    return mountOrUnmount(parts, request, first.toUpperCase());
  }
  if (request.method === 'POST') return createZfs(parts, request, second.toUpperCase());
  if (request.method === 'DELETE') return deleteZfs(parts, request, second.toUpperCase());
  throw notAllowed('POST, DELETE');
}
