import type { ICommandDefinition } from '@zowe/imperative';
import { connectionOptions } from '../../connection/connection.options.ts';

export const releaseDefinition: ICommandDefinition = {
  name: 'release',
  aliases: ['rel'],
  type: 'command',
  summary: 'View a release',
  description: 'View a release as it stands: window, changes, plan, findings, readiness, run and outcome.',
  handler: `${__dirname}/Release.handler`,
  profile: { optional: ['lockstep'] },
  positionals: [{ name: 'release', description: 'Number of the release.', type: 'string', required: true }],
  options: connectionOptions,
  examples: [{ description: 'View a release', options: 'REL-000001' }],
};
