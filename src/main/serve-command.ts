import { Command } from 'commander';
import { describeSettings } from '../config/describe-settings.ts';
import { readConfig } from '../config/read-config.ts';
import { untilToldToStop } from './signals.ts';
import { sourceOf, withSettings } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

/** `lockstep serve`: the service, until it is told to stop. */
export function serveCommand(_terminal: Terminal): Command {
  return withSettings(new Command('serve'))
    .summary('run the service')
    .description('Runs the service for the estate of a site until SIGINT or SIGTERM.')
    .addHelpText('after', `\n${describeSettings()}`)
    .action(async (options: Record<string, string>) => {
      const config = readConfig(sourceOf(options));
      const { serve } = await import('../service/serve.ts');
      await serve(config, untilToldToStop());
    });
}
