import type { ICommandDefinition } from '@zowe/imperative';
import { runDefinition } from './run/Run.definition.ts';

export const startDefinition: ICommandDefinition = {
  name: 'start',
  type: 'group',
  summary: 'Start a run',
  description: 'Start the run of a release.',
  children: [runDefinition],
};
