import { z } from 'zod';
import { LockstepError } from '../../shared/errors.ts';
import { DataSetError } from '../datasets/data-sets.ts';
import type { JesControl } from '../jes/jes.ts';
import { empty, json } from '../wire/answer.ts';
import { clockShown, operateClock } from './operate-clock.ts';
import { bodyOf, thereIsNo } from './practice-request.ts';
import type { PracticeOperation, PracticeOperations, PracticeParts } from './practice-request.ts';

const System = z.strictObject({
  active: z.boolean().meta({ description: 'false: the system fails with the jobs that run on it; true: it is back' }),
});
const Initiators = z.strictObject({
  drained: z.boolean().meta({ description: 'true: no initiator takes another job' }),
  system: z.string().optional().meta({ description: 'Of this system alone' }),
});

function controlOf({ wire }: PracticeParts): JesControl {
  const { control } = wire.jes;
  if (control === undefined) throw new LockstepError('request.invalid', 'This JES2 cannot be controlled');
  return control;
}

/** `PUT /practice/systems/<name>`: a partition fails, or is started again. */
const systems: PracticeOperation = (parts, request, [name = '']) => {
  const control = controlOf(parts);
  if (!control.setSystem(name, System.parse(bodyOf(request)).active))
    throw new LockstepError('request.not-found', `There is no system ${name}`, { system: name });
  return json(200, { items: control.systems() });
};

/** `PUT /practice/initiators`: all are drained, or started again. */
const initiators: PracticeOperation = (parts, request) => {
  const { drained, system } = Initiators.parse(bodyOf(request));
  const control = controlOf(parts);
  if (system !== undefined && !control.systems().some(({ name }) => name === system))
    throw new LockstepError('request.not-found', `There is no system ${system}`, { system });
  for (const one of control.initiators())
    if (system === undefined || one.system === system)
      control[drained ? 'drainInitiator' : 'startInitiator'](one.system, one.number);
  return json(200, { items: control.initiators().map(({ job: _, ...one }) => one) });
};

/**
 * `POST /practice/data-sets/<name>/{migrate,recall}`: what HSM does by itself. `…/<library>(<member>)/{edit,leave}`:
 * somebody has the member in ISPF edit (SPFEDIT), and ends it.
 */
const dataSets: PracticeOperation = async (parts, request, [named = '', verb]) => {
  const [, dsname = '', member] = /^([^()]+)(?:\(([^()]+)\))?$/.exec(named.toUpperCase()) ?? [];
  if (member !== undefined) {
    if (verb !== 'edit' && verb !== 'leave') throw thereIsNo(request);
    editMember(parts, { dsname, member, begins: verb === 'edit' });
    return empty(204);
  }
  if (verb !== 'migrate' && verb !== 'recall') throw thereIsNo(request);
  try {
    await parts.wire.dataSets[verb](dsname);
  } catch (error) {
    if (error instanceof DataSetError) throw new LockstepError('request.invalid', error.message, { dsname });
    throw error;
  }
  return empty(204);
};

/** Who edits, for as long as nobody ends it: a user that is no user of the site. */
const editor = 'ISPFUSER';
const edited = new WeakMap<PracticeParts, Map<string, string>>();

function editMember(
  parts: PracticeParts,
  { dsname, member, begins }: { dsname: string; member: string; begins: boolean },
): void {
  const sessions = edited.get(parts) ?? new Map<string, string>();
  edited.set(parts, sessions);
  const key = `${dsname}(${member})`;
  const before = sessions.get(key);
  if (before !== undefined) parts.wire.enqueueSessions.release(before);
  sessions.delete(key);
  if (begins) sessions.set(key, parts.wire.enqueueSessions.hold({ user: editor, kind: 'SHRW', dsname, member }));
}

/** `POST /practice/users/<user>/{revoke,resume,expire}`: what an administrator does, or time. */
const users: PracticeOperation = ({ wire }, request, [userid = '', verb]) => {
  if (verb !== 'revoke' && verb !== 'resume' && verb !== 'expire') throw thereIsNo(request);
  const name = userid.toUpperCase();
  if (!wire.passwords.has(name))
    throw new LockstepError('request.not-found', `There is no user ${name}`, { userid: name });
  wire.passwords[verb](name);
  return empty(204);
};

/** `POST /practice/jobs/<jobname>/lose-spool`: output that a spool volume took with it. */
const jobs: PracticeOperation = ({ wire, lostSpool }, request, [jobname = '', verb]) => {
  if (verb !== 'lose-spool') throw thereIsNo(request);
  const lost = wire.jes.jobs().filter((job) => job.jobname === jobname.toUpperCase());
  if (lost.length === 0)
    throw new LockstepError('request.not-found', `There is no job ${jobname.toUpperCase()}`, { jobname });
  for (const job of lost) lostSpool.lose(job);
  return json(200, { items: lost.map(({ jobid }) => jobid) });
};

export const systemOperations: PracticeOperations = {
  'PUT systems': systems,
  'PUT initiators': initiators,
  'POST data-sets': dataSets,
  'POST users': users,
  'POST jobs': jobs,
  'GET clock': (parts) => json(200, clockShown(parts)),
  'PUT clock': async (parts, request) => json(200, await operateClock(parts, bodyOf(request))),
  'POST certificate': (parts) => parts.changeCertificate().then(() => empty(204)),
};
