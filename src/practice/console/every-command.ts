import type { Authority } from '../security/authority.ts';
import { displayCommands } from './display-commands.ts';
import type { DisplayParts } from './displays.ts';
import { guarded } from './guarded.ts';
import { jobCommands } from './job-commands.ts';
import type { OperatorCommand } from './operator-commands.ts';
import { withRoute } from './route-command.ts';

/** All that consoles, jobs and SDSF may ask for: the commands of the subsystems, of MVS and of JES2, for whom OPERCMDS lets. */
export function everyCommand(
  subsystems: readonly OperatorCommand[],
  parts: DisplayParts,
  authority: Authority,
): readonly OperatorCommand[] {
  const { jes } = parts;
  const commands = [...subsystems, ...displayCommands(parts), ...jobCommands(jes)];
  return withRoute(guarded(commands, authority), () => jes.control?.systems() ?? []);
}
