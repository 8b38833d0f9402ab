import type { ICommandDefinition } from '@zowe/imperative';
import { connectionOptions } from '../../connection/connection.options.ts';
import { watchOptions } from '../../night/watch.options.ts';

export const runDefinition: ICommandDefinition = {
  name: 'run',
  type: 'command',
  summary: 'Watch a run, live',
  description:
    'Watch a run until it is over, or held: every release step with job, JOBID, state and the return code of every ' +
    'job step. The exit code tells how the run ended: 0 succeeded, 10 backed out, 11 failed, 12 delayed or partially ' +
    'completed, 13 still running, 20 to 29 held (20 by hand, 21 wrong return code, 22 wrong messages, 23 abend, ' +
    '24 JCL error, 25 security error, 26 cancelled, 27 system failure, 28 check failed, 29 unknown), 30 not reached, ' +
    '31 not signed in, 32 not allowed, 33 refused, 34 the service failed.',
  handler: `${__dirname}/Run.handler`,
  profile: { optional: ['lockstep'] },
  positionals: [{ name: 'run', description: 'Number of the run.', type: 'string', required: true }],
  options: [...watchOptions, ...connectionOptions],
  examples: [
    { description: 'Watch a run', options: 'RUN-000001' },
    { description: 'Watch a run to its end, also while it is held', options: 'RUN-000001 --through-holds' },
  ],
};
