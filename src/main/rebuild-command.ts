import { Command } from 'commander';
import { readBookConfig } from '../config/read-config.ts';
import { sourceOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

/** `lockstep rebuild`: makes the views anew from the pages. */
export function rebuildCommand(_terminal: Terminal): Command {
  return withSettings(new Command('rebuild'))
    .summary('make the views anew from the ledger')
    .description(
      'Makes every view anew from the pages of the book and says whether it agrees with what was stored. Stop the service first.',
    )
    .addHelpText('after', '\nSettings by environment variable or file: lockstep serve --help lists them.')
    .action(async (options: Record<string, string>) => {
      const config = readBookConfig(sourceOf(options));
      const { rebuild } = await import('../service/rebuild.ts');
      await rebuild(config);
    });
}
