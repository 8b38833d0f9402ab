import { displayActivity } from './display-activity.ts';
import { displayEnqueues } from './display-enqueues.ts';
import { displayReplies } from './display-replies.ts';
import { displaySystem } from './display-system.ts';
import { displayUnits } from './display-units.ts';
import type { DisplayParts } from './displays.ts';
import type { OperatorCommand } from './operator-commands.ts';

/** The DISPLAY commands of release work (z/OS MVS System Commands, DISPLAY). */
export const displayCommands = (parts: DisplayParts): OperatorCommand[] => [
  ...displaySystem(parts),
  ...displayEnqueues(parts),
  ...displayReplies(parts),
  ...displayUnits(parts),
  ...displayActivity(parts),
];
