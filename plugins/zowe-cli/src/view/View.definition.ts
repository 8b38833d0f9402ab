import type { ICommandDefinition } from '@zowe/imperative';
import { jobSpoolDefinition } from './job-spool/JobSpool.definition.ts';
import { releaseDefinition } from './release/Release.definition.ts';

export const viewDefinition: ICommandDefinition = {
  name: 'view',
  aliases: ['vw'],
  type: 'group',
  summary: 'View a release, or the spool of a job',
  description: 'View a release, or the spool of a job as it was kept.',
  children: [releaseDefinition, jobSpoolDefinition],
};
