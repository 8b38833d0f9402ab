import { signOn } from '../security/authenticate.ts';
import type { SignedOn } from '../security/authenticate.ts';
import { empty, header, json, Refusal } from './answer.ts';
import type { WireAnswer, WireRequest } from './answer.ts';
import { authenticateService, jwtCookie, sessionCookie, unauthorised } from './authenticate.ts';
import { restConsoles } from './consoles/consoles-service.ts';
import { filesService } from './files/files-service.ts';
import { info } from './info.ts';
import { jobsService } from './jobs/jobs-service.ts';
import type { WireParts } from './parts.ts';
import { topologyService } from './topology.ts';
import { tsoService } from './tso/tso-service.ts';

/** Everything below `/zosmf`: signs on, finds the service, and adds the session cookie to answers for Basic credentials. */
export async function zosmf(parts: WireParts, request: Omit<WireRequest, 'user'>): Promise<WireAnswer> {
  const signedOn = await signOn(request.headers, parts);
  const full: WireRequest = { ...request, user: signedOn?.user ?? '' };
  const isLogIn = serviceOf(request) === 'services';
  if (signedOn === undefined && !isLogIn) return unauthorised;
  if (parts.site.security.csrfHeader === 'strict' && header(full, 'X-CSRF-ZOSMF-HEADER') === undefined) {
    return {
      status: 403,
      headers: { 'Content-Type': 'text/plain' },
      body: 'IZUG846W: the X-CSRF-ZOSMF-HEADER header is required.',
    };
  }
  const answer = await served(parts, full, signedOn);
  if (signedOn?.by !== 'basic') return answer;
  const cookies = [sessionCookie(parts.tokens.issue(signedOn.user))];
  if (isLogIn && answer.status === 200) cookies.push(jwtCookie(await parts.webTokens.issue(signedOn.user)));
  return { ...answer, headers: { ...answer.headers, 'Set-Cookie': cookies } };
}

const serviceOf = (request: Pick<WireRequest, 'segments'>) => request.segments[1] ?? '';

async function served(parts: WireParts, request: WireRequest, signedOn: SignedOn | undefined): Promise<WireAnswer> {
  try {
    return await service(parts, request, signedOn);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

/** Requests for files and TSO take this many times as long as those that need no address space. */
const slower = 4;

async function service(parts: WireParts, request: WireRequest, signedOn: SignedOn | undefined): Promise<WireAnswer> {
  const [, name, collection] = request.segments;
  if (name === 'restfiles')
    return parts.fileServers.serve(parts, request, async () => {
      await pace(parts, parts.latencyMs);
      return filesService(parts, request);
    });
  await pace(parts, name === 'tsoApp' ? parts.latencyMs : parts.latencyMs / slower);
  if (name === 'info') return /^(GET|HEAD)$/.test(request.method) ? info(parts, request) : empty(405, { Allow: 'GET' });
  if (name === 'services' && collection === 'authenticate') return authenticateService(parts, request, signedOn);
  if (name === 'restjobs' && collection === 'jobs') return jobsService(parts, request);
  if (name === 'restconsoles') return restConsoles(parts, request);
  if (name === 'tsoApp') return tsoService(parts, request);
  if (name === 'resttopology') return topologyService(parts, request);
  return json(404, { message: `SRVE0190E: File not found: ${request.path}` });
}

const pace = async ({ wall, stopped }: WireParts, ms: number): Promise<void> =>
  ms > 0 ? wall.sleep(ms, stopped).catch(() => undefined) : undefined;
