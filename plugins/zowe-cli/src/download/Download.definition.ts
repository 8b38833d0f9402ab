import type { ICommandDefinition } from '@zowe/imperative';
import { evidenceDefinition } from './evidence/Evidence.definition.ts';

export const downloadDefinition: ICommandDefinition = {
  name: 'download',
  aliases: ['dl'],
  type: 'group',
  summary: 'Download evidence',
  description: 'Download the evidence of a release.',
  children: [evidenceDefinition],
};
