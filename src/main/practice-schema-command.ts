import { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** `lockstep practice schema`: the form of a site file. */
export function practiceSchemaCommand(terminal: Terminal): Command {
  return new Command('schema')
    .summary('print the form of a site file')
    .description('Prints the JSON Schema of a site file, for an editor that checks as you type.')
    .option('--program', 'the form of a declared program instead', false)
    .action(async ({ program }: { readonly program: boolean }) => {
      const { programJsonSchema, siteJsonSchema } = await import('../practice/index.ts');
      terminal.out(`${JSON.stringify(program ? programJsonSchema() : siteJsonSchema(), undefined, 2)}\n`);
    });
}
