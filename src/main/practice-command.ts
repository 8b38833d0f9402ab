import { Command, InvalidArgumentError } from 'commander';
import type { Terminal } from './terminal.ts';

interface PracticeWords {
  readonly site: string;
  readonly folder: string;
  readonly port: number;
  readonly clock?: string;
  readonly tokenFile?: string;
}

/** `lockstep practice`: a z/OSMF to practise on, with its own storage and users. */
export function practiceCommand(_terminal: Terminal): Command {
  return new Command('practice')
    .summary('run the practice z/OSMF')
    .description('Runs a small practice z/OS behind the REST services of z/OSMF until SIGINT or SIGTERM.')
    .requiredOption('--site <file>', 'site file (YAML): users, libraries, JES, programs')
    .option('--folder <folder>', 'folder for its storage', '.lockstep/practice')
    .option('--port <port>', 'port to listen on; 0 takes any free one', port, 8451)
    .option('--clock <file>', 'clock segments (JSON file) that a rehearsal book keeps too')
    .option('--token-file <file>', 'file with the token for its own /practice paths; made where there is none')
    .action(async (words: PracticeWords) => {
      const { startPractice } = await import('../practice/index.ts');
      await startPractice(words);
    });
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  return value;
}
