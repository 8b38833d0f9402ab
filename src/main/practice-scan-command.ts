import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { LockstepError } from '../shared/errors.ts';
import { Exit, exitCodes, type Terminal } from './terminal.ts';

interface ScanWords {
  readonly proclib: readonly string[];
  readonly include: readonly string[];
  readonly symbol: readonly string[];
  readonly json?: boolean;
}

/** `lockstep practice scan`: what the converter says to a folder of JCL, without running any of it. */
export function practiceScanCommand(terminal: Terminal): Command {
  const several = (value: string, before: readonly string[]): string[] => [...before, value];
  return new Command('scan')
    .summary('convert a folder of JCL without running it')
    .description(
      'Converts every job below a folder as TYPRUN=SCAN does: syntax, keywords, symbols, procedures; no data sets are ' +
        'looked up and nothing runs. One file is one member. Ends with 1 when a file has errors.',
    )
    .argument('<folder>', 'folder of JCL, with all below it, or one file')
    .option(
      '--proclib <folder>',
      'procedures, one file a member; may be given several times, searched in order',
      several,
      [],
    )
    .option(
      '--include <folder>',
      'INCLUDE groups, searched after the procedures; may be given several times',
      several,
      [],
    )
    .option('--symbol <name=value>', 'a system symbol; may be given several times', several, [])
    .option('--json', 'print the whole report as JSON')
    .action((folder: string, words: ScanWords) => runScan(folder, words, terminal));
}

async function runScan(folder: string, words: ScanWords, terminal: Terminal): Promise<void> {
  for (const path of [folder, ...words.proclib, ...words.include])
    if (!existsSync(path)) throw new LockstepError('config.invalid', `${path} does not exist`, { folder: path });
  const symbols = new Map([
    ['SYSUID', 'SCANUSER'],
    ['SYSNAME', 'PRAC'],
    ['SYSPLEX', 'PRACPLEX'],
    ...words.symbol.map(symbol),
  ]);
  const { scanFolder, scanTable } = await import('../practice/index.ts');
  const settings = { folder, procedureFolders: words.proclib, includeFolders: words.include, symbols };
  const report = scanFolder(settings);
  terminal.out(words.json === true ? `${JSON.stringify(report, null, 2)}\n` : scanTable(report));
  if (report.summary.errors > 0) throw new Exit(exitCodes.failed);
}

function symbol(text: string): [string, string] {
  const match = /^&?([A-Z@#$][A-Z0-9@#$]{0,7})=(.*)$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new InvalidArgumentError(`${text} is no symbol: say NAME=value.`);
  return [match[1], match[2]];
}
