import type { ICommandDefinition } from '@zowe/imperative';
import { runDefinition } from './run/Run.definition.ts';

export const watchDefinition: ICommandDefinition = {
  name: 'watch',
  type: 'group',
  summary: 'Watch a run',
  description: 'Watch a run as it goes.',
  children: [runDefinition],
};
