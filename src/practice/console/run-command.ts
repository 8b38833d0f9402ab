import { invalidOperand } from './jes2-jobs.rules.ts';
import type { OperatorCommand } from './operator-commands.ts';

/** Gives a command to the one that knows it; text that nobody knows is answered as MVS does. */
export async function runCommand(
  commands: readonly OperatorCommand[],
  text: string,
  user: string,
): Promise<readonly string[]> {
  const command = text.trim();
  const found = commands.find((candidate) => candidate.matches(command.toUpperCase()));
  if (found !== undefined) return found.run(command, user);
  const verb = command.split(/[\s,]/)[0]?.toUpperCase() ?? '';
  return command.startsWith('$')
    ? [invalidOperand(command.toUpperCase().slice(1, 10))]
    : [`IEE305I ${verb.padEnd(8)} COMMAND INVALID`];
}
