import type { ICommandDefinition } from '@zowe/imperative';
import { connectionOptions } from '../../connection/connection.options.ts';

export const releasesDefinition: ICommandDefinition = {
  name: 'releases',
  type: 'command',
  summary: 'List releases',
  description: 'List releases by number, with state, window and the run that they have.',
  handler: `${__dirname}/Releases.handler`,
  profile: { optional: ['lockstep'] },
  outputFormatOptions: true,
  options: [
    {
      name: 'state',
      description: 'Only releases in this state.',
      type: 'string',
      allowableValues: {
        values: ['planned', 'ready', 'in-progress', 'held', 'completed', 'failed', 'delayed', 'backed-out', 'closed'],
      },
    },
    ...connectionOptions,
  ],
  examples: [{ description: 'List the releases that are ready to start', options: '--state ready' }],
};
