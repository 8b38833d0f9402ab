import type { ICommandDefinition } from '@zowe/imperative';
import { connectionOptions } from '../../connection/connection.options.ts';

export const evidenceDefinition: ICommandDefinition = {
  name: 'evidence',
  aliases: ['ev'],
  type: 'command',
  summary: 'Download the evidence of a release',
  description: 'Download the evidence of a release as one file that «lockstep verify» checks without the service.',
  handler: `${__dirname}/Evidence.handler`,
  profile: { optional: ['lockstep'] },
  positionals: [{ name: 'release', description: 'Number of the release.', type: 'string', required: true }],
  options: [
    {
      name: 'file',
      aliases: ['f'],
      description: 'File to write. Default: <release>.evidence.json in this folder.',
      type: 'string',
    },
    ...connectionOptions,
  ],
  examples: [{ description: 'Download the evidence of a release', options: 'REL-000001 --file evidence.json' }],
};
