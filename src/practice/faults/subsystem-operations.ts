import { LockstepError } from '../../shared/errors.ts';
import { json } from '../wire/answer.ts';
import { thereIsNo } from './practice-request.ts';
import type { PracticeOperation, PracticeOperations } from './practice-request.ts';

/** `POST /practice/scheduler/operations/<jobname>/{hold,release}?subsystem=…`: what an operator does on the panels. */
const scheduler: PracticeOperation = ({ subsystems }, request, [, jobname = '', action = '']) => {
  const wanted = request.query.get('subsystem');
  const found = wanted === null ? subsystems.schedulers()[0] : subsystems.scheduler(wanted);
  if (found === undefined || (action !== 'hold' && action !== 'release')) throw thereIsNo(request);
  const done = action === 'hold' ? found.hold(jobname) : found.release(jobname);
  if (!done) throw new LockstepError('request.not-found', `The current plan has no operation ${jobname}`, { jobname });
  const operations = found.currentPlan().filter((planned) => planned.jobname === jobname);
  return json(200, { subsystem: found.subsystem, operations });
};

/** `POST /practice/cics/<region>/inquire/<program>`: one transaction that uses the program. */
const cics: PracticeOperation = ({ subsystems }, _request, [region = '', verb, program = '']) => {
  const found = verb === 'inquire' ? subsystems.region(region)?.use(program) : undefined;
  if (found === undefined)
    throw new LockstepError('request.not-found', `${region} has no program ${program}`, { region, program });
  return json(200, { region, ...found });
};

export const subsystemOperations: PracticeOperations = { 'POST scheduler': scheduler, 'POST cics': cics };
