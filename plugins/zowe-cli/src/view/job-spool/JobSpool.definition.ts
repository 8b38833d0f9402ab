import type { ICommandDefinition } from '@zowe/imperative';
import { connectionOptions } from '../../connection/connection.options.ts';

export const jobSpoolDefinition: ICommandDefinition = {
  name: 'job-spool',
  aliases: ['js'],
  type: 'command',
  summary: 'View the spool of a job',
  description:
    'View the spool of a release step as it was kept when its job ended. It stays when JES has purged the job.',
  handler: `${__dirname}/JobSpool.handler`,
  profile: { optional: ['lockstep'] },
  positionals: [
    { name: 'run', description: 'Number of the run.', type: 'string', required: true },
    { name: 'step', description: 'Release step, such as 030, or its job name.', type: 'string', required: true },
  ],
  options: [
    { name: 'attempt', description: 'Number of the attempt. Default: the last one.', type: 'number' },
    {
      name: 'file',
      aliases: ['id'],
      description: 'Id of one spool file. Default: all of them.',
      type: 'number',
      conflictsWith: ['dd-name'],
    },
    { name: 'dd-name', aliases: ['dd'], description: 'Only spool files of this DD name.', type: 'string' },
    ...connectionOptions,
  ],
  examples: [
    { description: 'View all that a job wrote', options: 'RUN-000001 030' },
    { description: 'View one DD of the first attempt', options: 'RUN-000001 R2609B30 --attempt 1 --dd-name SYSPRINT' },
  ],
};
