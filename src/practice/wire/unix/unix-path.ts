import type { WireRequest } from '../answer.ts';
import { badRequest } from '../files/errors.ts';

/** The path behind `/zosmf/restfiles/fs`, decoded: with one slash before it, and none behind. @throws {Refusal} 400 1/4/1 */
export function pathOf(request: WireRequest): string {
  const path = absolute(request.segments.slice(3).join('/'));
  if (path === '/' && request.method !== 'GET') throw badRequest(1, `URL '${request.path}' is not valid`);
  return path;
}

/** A path with a slash before it and no doubled ones; a slash behind is dropped. */
export const absolute = (text: string): string => `/${text}`.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
