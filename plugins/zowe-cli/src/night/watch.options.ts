import type { ICommandOptionDefinition } from '@zowe/imperative';

/** How long a run is watched. */
export const watchOptions: ICommandOptionDefinition[] = [
  {
    name: 'through-holds',
    aliases: ['th'],
    description: 'Go on watching while the run is held and waits for a decision.',
    type: 'boolean',
  },
  {
    name: 'timeout',
    description: 'Minutes after which the watch ends with exit code 13. The run goes on.',
    type: 'number',
    numericValueRange: [1, 10_080],
  },
];
