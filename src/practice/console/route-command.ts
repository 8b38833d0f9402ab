import type { OperatorCommand } from './operator-commands.ts';
import { runCommand } from './run-command.ts';

/** A system of the sysplex, as JES2 knows it. */
interface Member {
  readonly name: string;
  readonly active: boolean;
}

/**
 * ROUTE (RO): sends a command to one system of the sysplex, or to all. Systems share all that commands look at here, so it
 * runs once for each. The wording of the refusal is unverified.
 *
 * @see z/OS MVS System Commands, ROUTE command
 */
export function withRoute(
  commands: readonly OperatorCommand[],
  systems: () => readonly Member[],
): readonly OperatorCommand[] {
  const route: OperatorCommand = {
    name: 'ROUTE',
    matches: (command) => /^(RO|ROUTE)\s+[^,\s]+\s*,\s*\S/.test(command),
    async run(command, user) {
      const [, , wanted = '', text = ''] = /^(RO|ROUTE)\s+([^,\s]+)\s*,\s*(.*)$/i.exec(command) ?? [];
      const name = wanted.toUpperCase();
      const targets = systems().filter((one) => one.active && (name === '*ALL' || one.name === name));
      if (targets.length === 0) return [`IEE246I ROUTE COMMAND ABORTED - SYSTEM ${name} IS NOT ACTIVE`];
      const answers = await Promise.all(targets.map(() => runCommand(commands, text, user)));
      if (name !== '*ALL') return answers.flat();
      return [
        'IEE421I RO *ALL,' + text,
        ...targets.flatMap((one, at) => [`${one.name.padEnd(8)} RESPONSES`, ...(answers[at] ?? [])]),
      ];
    },
  };
  return [route, ...commands];
}
