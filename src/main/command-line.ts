import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { isProblem } from '../shared/errors.ts';
import { bookCommand } from './book-command.ts';
import { complaintOf } from './complaint.ts';
import { demoCommand } from './demo-command.ts';
import { practiceCommand } from './practice-command.ts';
import { rebuildCommand } from './rebuild-command.ts';
import { serveCommand } from './serve-command.ts';
import { Exit, exitCodes, processTerminal, type Terminal } from './terminal.ts';
import { verifyBookCommand } from './verify-book-command.ts';
import { verifyCommand } from './verify-command.ts';

/**
 * Runs one command line.
 *
 * @param words what stands after `lockstep`
 * @returns the exit code: 0 done, 1 failed, 2 the command line or a setting is wrong
 */
export async function commandLine(words: readonly string[], terminal: Terminal = processTerminal): Promise<number> {
  const program = programOf(terminal);
  try {
    if (words.length === 0) {
      terminal.err(program.helpInformation());
      return exitCodes.usage;
    }
    await program.parseAsync([...words], { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    terminal.err(`lockstep: ${complaintOf(error)}\n`);
    return isProblem(error, 'config.invalid') ? exitCodes.usage : exitCodes.failed;
  }
}

function programOf(terminal: Terminal): Command {
  const program = new Command('lockstep')
    .enablePositionalOptions()
    .description(
      'Release coordination for IBM z/OS: approved changes, checked, run in dependency order, kept as evidence',
    )
    .version(productVersion(), '-V, --version', 'say the version')
    .helpCommand('help [command]', 'show how a command is used')
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong command line or setting.');
  const commands = [
    serveCommand,
    practiceCommand,
    demoCommand,
    verifyCommand,
    rebuildCommand,
    verifyBookCommand,
    bookCommand,
  ];
  for (const command of commands) program.addCommand(command(terminal));
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)])
    command
      .exitOverride()
      .showHelpAfterError('(add --help for how it is used)')
      .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) });
  return program;
}

/** Version of the product, from its package. */
export function productVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
