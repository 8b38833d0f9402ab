import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { LockstepError } from '../../shared/errors.ts';
import { problems } from '../../shared/problems.ts';
import type { Subsystems } from '../subsystems/subsystems.ts';
import { empty, header, json } from '../wire/answer.ts';
import type { WireAnswer, WireRequest } from '../wire/answer.ts';
import type { WireParts } from '../wire/parts.ts';
import type { ExecutionCount } from './counts.ts';
import { clockShown, operateClock } from './operate-clock.ts';
import type { ClockParts } from './operate-clock.ts';
import { Fault } from './fault.schema.ts';
import type { FaultTable } from './fault-table.ts';
import type { HeldBack } from './held-back.ts';

export interface PracticeParts extends ClockParts {
  readonly token: string;
  readonly wire: WireParts;
  readonly subsystems: Subsystems;
  readonly faults: FaultTable;
  readonly held: HeldBack;
  executions(): readonly ExecutionCount[];
  requests(): Readonly<Record<string, number>>;
  /** New connections get another certificate, which nobody trusts yet. */
  changeCertificate(): Promise<void>;
}

const ListLag = z.strictObject({
  seconds: z.number().min(0).max(3600),
  forSeconds: z.number().positive().max(86_400).optional(),
});
const times = z.int().min(1).max(1000).default(1);
const Overriding = z.strictObject({ userPart: z.string().max(32), times });
const Later = z.strictObject({ seconds: z.number().min(0).max(3600), times });
const PurgeAtEnd = z.strictObject({ jobname: z.string().regex(/^[A-Z0-9#@$*]{1,8}$/), times });
const Numbers = z.strictObject({ from: z.int().min(1), to: z.int().max(999_999) }).refine(({ from, to }) => from <= to);

/** `/practice/…`: what only a practice system has. Every call carries the token that was made at its start. */
export async function practiceService(parts: PracticeParts, request: WireRequest): Promise<WireAnswer> {
  try {
    if (!sameText(header(request, 'X-Practice-Token') ?? '', parts.token)) {
      throw new LockstepError('access.unauthenticated', 'X-Practice-Token is missing or wrong');
    }
    return await operation(parts, request);
  } catch (error) {
    return problem(error);
  }
}

function operation(parts: PracticeParts, request: WireRequest): WireAnswer | Promise<WireAnswer> {
  const [, area = '', ...rest] = request.segments;
  switch (`${request.method} ${area}`) {
    case 'GET faults':
      return json(200, { items: parts.faults.list() });
    case 'POST faults':
      return json(201, { id: parts.faults.add(Fault.parse(bodyOf(request))) });
    case 'DELETE faults':
      parts.faults.clear();
      return empty(204);
    case 'GET held-back':
      return json(200, { items: parts.held.list() });
    case 'POST held-back':
      return parts.held.land().then((items) => json(200, { items }));
    case 'PUT list-lag':
    case 'PUT correlator-exit':
    case 'PUT later-modifies':
    case 'PUT slow-address-spaces':
    case 'PUT purge-at-end':
    case 'PUT job-numbers':
      return behave(parts.wire, area, bodyOf(request));
    case 'GET executions':
      return json(200, { items: parts.executions() });
    case 'GET requests':
      return json(200, parts.requests());
    case 'GET clock':
      return json(200, clockShown(parts));
    case 'PUT clock':
      return operateClock(parts, bodyOf(request)).then((shown) => json(200, shown));
    case 'POST certificate':
      return parts.changeCertificate().then(() => empty(204));
    case 'POST scheduler':
      return schedulerAction(parts, request, rest);
    case 'POST cics':
      return inquiry(parts, rest);
    case 'POST users':
      return changeUser(parts, rest);
    default:
      throw new LockstepError('request.not-found', `There is no ${request.method} ${request.path}`);
  }
}

/** `POST /practice/scheduler/operations/<jobname>/{hold,release}?subsystem=…`: what an operator does on the scheduler's panels. */
function schedulerAction(
  { subsystems }: PracticeParts,
  request: WireRequest,
  [, jobname = '', action = '']: readonly string[],
): WireAnswer {
  const wanted = request.query.get('subsystem');
  const scheduler = wanted === null ? subsystems.schedulers()[0] : subsystems.scheduler(wanted);
  if (scheduler === undefined || (action !== 'hold' && action !== 'release')) {
    throw new LockstepError('request.not-found', `There is no ${request.method} ${request.path}`);
  }
  const done = action === 'hold' ? scheduler.hold(jobname) : scheduler.release(jobname);
  if (!done) throw new LockstepError('request.not-found', `The current plan has no operation ${jobname}`, { jobname });
  const operations = scheduler.currentPlan().filter((planned) => planned.jobname === jobname);
  return json(200, { subsystem: scheduler.subsystem, operations });
}

/** `POST /practice/cics/<region>/inquire/<program>`: one transaction that uses the program. */
function inquiry({ subsystems }: PracticeParts, [region = '', verb, program = '']: readonly string[]): WireAnswer {
  const found = verb === 'inquire' ? subsystems.region(region)?.use(program) : undefined;
  if (found === undefined)
    throw new LockstepError('request.not-found', `${region} has no program ${program}`, { region, program });
  return json(200, { region, ...found });
}

/** What the system does from now on, or to the next requests that it concerns. */
function behave({ behaviour }: WireParts, area: string, body: unknown): WireAnswer {
  switch (area) {
    case 'list-lag': {
      const { seconds, forSeconds } = ListLag.parse(body);
      behaviour.setListLag(seconds, forSeconds);
      break;
    }
    case 'correlator-exit': {
      const wanted = Overriding.parse(body);
      behaviour.overrideCorrelators(wanted.userPart, wanted.times);
      break;
    }
    case 'later-modifies': {
      const wanted = Later.parse(body);
      behaviour.answerModifiesLater(wanted.seconds, wanted.times);
      break;
    }
    case 'slow-address-spaces': {
      const wanted = Later.parse(body);
      behaviour.slowAddressSpaces(wanted.seconds, wanted.times);
      break;
    }
    case 'purge-at-end': {
      const wanted = PurgeAtEnd.parse(body);
      const mask = wanted.jobname.replaceAll('$', '\\$').replaceAll('*', '.*');
      behaviour.purgeAtEnd(new RegExp(`^${mask}$`), wanted.times);
      break;
    }
    default:
      behaviour.setJobNumbers(Numbers.parse(body));
  }
  return empty(204);
}

/** `POST /practice/users/<user>/{revoke,resume}`: ALTUSER, by an administrator. */
function changeUser({ wire }: PracticeParts, [userid = '', verb]: readonly string[]): WireAnswer {
  if (verb === 'resume') wire.passwords.resume(userid);
  else if (verb === 'revoke') wire.passwords.revoke(userid);
  else throw new LockstepError('request.not-found', 'A user can be revoked and resumed');
  return empty(204);
}

function bodyOf(request: WireRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch (error) {
    throw new LockstepError('request.malformed', 'The body is no JSON', {}, { cause: error });
  }
}

function problem(error: unknown): WireAnswer {
  const cause = error instanceof z.ZodError ? new LockstepError('request.invalid', z.prettifyError(error)) : error;
  if (!(cause instanceof LockstepError)) throw cause;
  const { status, title } = problems[cause.code];
  const document = { type: `urn:lockstep:problem:${cause.code}`, title, status, detail: cause.message, ...cause.facts };
  return json(status, document, { 'Content-Type': 'application/problem+json' });
}

function sameText(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
