import type { ICommandDefinition } from '@zowe/imperative';
import { connectionOptions } from '../../connection/connection.options.ts';
import { watchOptions } from '../../night/watch.options.ts';

export const runDefinition: ICommandDefinition = {
  name: 'run',
  type: 'command',
  summary: 'Start the run of a release',
  description: 'Ask readiness once more, and start the run of a release that is ready. Prints the number of the run.',
  handler: `${__dirname}/Run.handler`,
  profile: { optional: ['lockstep'] },
  positionals: [{ name: 'release', description: 'Number of the release.', type: 'string', required: true }],
  options: [
    { name: 'wait', aliases: ['w'], description: 'Watch the run until it is over, or held.', type: 'boolean' },
    ...watchOptions,
    ...connectionOptions,
  ],
  examples: [
    { description: 'Start a release', options: 'REL-000001' },
    { description: 'Start a release, and end as its run ends', options: 'REL-000001 --wait' },
  ],
};
