import { Command } from 'commander';
import { Exit, exitCodes, type Terminal } from './terminal.ts';

/** `lockstep verify`: checks an evidence bundle without service or network. */
export function verifyCommand(terminal: Terminal): Command {
  return new Command('verify')
    .summary('check an evidence bundle offline')
    .description('Checks an evidence bundle with nothing but itself and a public key, and says in words what holds.')
    .argument('<bundle>', 'evidence bundle (JSON file)')
    .requiredOption('--key <file>', 'public key of the service that signed it (PEM file)')
    .action(async (bundle: string, { key }: { key: string }) => {
      const { verifyCommand: verify } = await import('../evidence/verify-command.ts');
      const { evidenceViews } = await import('../evidence/folds.views.ts');
      const code = await verify({ bundle, key, views: evidenceViews, print: (text) => terminal.out(text) });
      if (code !== 0) throw new Exit(exitCodes.failed);
    });
}
