import { readFileSync } from 'node:fs';
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
      const { verifyBundle } = await import('../evidence/verify.ts');
      const { evidenceViews } = await import('../service/evidence-views.ts');
      const { publicKeyOf } = await import('../shared/ed25519.ts');
      const { held, failure } = verifyBundle(
        readFileSync(bundle),
        publicKeyOf(readFileSync(key, 'utf8')),
        evidenceViews,
      );
      for (const sentence of held) terminal.out(`  holds  ${sentence}\n`);
      if (failure === undefined) {
        terminal.out(`${bundle} holds.\n`);
        return;
      }
      terminal.err(`  FAILS  ${failure.place}: ${failure.why}\n${bundle} does not hold.\n`);
      throw new Exit(exitCodes.failed);
    });
}
