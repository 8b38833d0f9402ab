import type { ICommandDefinition } from '@zowe/imperative';
import { releasesDefinition } from './releases/Releases.definition.ts';

export const listDefinition: ICommandDefinition = {
  name: 'list',
  aliases: ['ls'],
  type: 'group',
  summary: 'List releases',
  description: 'List what Lockstep keeps.',
  children: [releasesDefinition],
};
