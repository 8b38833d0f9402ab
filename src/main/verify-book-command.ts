import { Command } from 'commander';
import { readBookConfig } from '../config/read-config.ts';
import { sourceOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

/** `lockstep verify-book`: reads every page of the ledger again. */
export function verifyBookCommand(terminal: Terminal): Command {
  return withSettings(new Command('verify-book'))
    .summary('read every page of the ledger again, and say whether it is whole')
    .description(
      'Reads every page of the book: forms, digests, the chain, signed checkpoints, and the last checkpoint that was published. Stop the service first.',
    )
    .addHelpText('after', '\nSettings by environment variable or file: lockstep serve --help lists them.')
    .action(async (options: Record<string, string>) => {
      const { verifyBook } = await import('../service/verify-book.ts');
      await verifyBook(readBookConfig(sourceOf(options)), (text) => terminal.out(text));
      terminal.out('The book is whole.\n');
    });
}
