import { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** `lockstep practice schema`: the form of a site file. */
export function practiceSchemaCommand(terminal: Terminal): Command {
  return new Command('schema')
    .summary('print the form of a site file')
    .description('Prints the JSON Schema of a site file, for an editor that checks as you type.')
    .action(async () => {
      const { siteJsonSchema } = await import('../practice/index.ts');
      terminal.out(`${JSON.stringify(siteJsonSchema(), undefined, 2)}\n`);
    });
}
