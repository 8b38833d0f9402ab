import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { systemClock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Terminal } from './terminal.ts';

const usualFolder = '.lockstep/practice';

interface SaveWords {
  readonly folder: string;
  readonly url?: string;
  readonly tokenFile: string;
}

interface FilesWords {
  readonly folder: string;
  readonly site: string;
}

/** `lockstep practice save`, `load`, `import` and `export`. */
export function practiceSnapshotCommands(terminal: Terminal) {
  return {
    save: saveCommand(terminal),
    load: loadCommand(terminal),
    bringIn: importCommand(terminal),
    writeOut: exportCommand(terminal),
  };
}

function saveCommand(terminal: Terminal): Command {
  return new Command('save')
    .summary('save a whole practice system as one file')
    .description(
      'Saves catalog, data sets, UNIX files, spool and queues as they are at one moment. The system may run: its ' +
        'folder is read, or with --url it is asked itself.',
    )
    .argument('<file>', 'snapshot to write')
    .option('--folder <folder>', 'folder of the system', usualFolder)
    .option('--url <url>', 'ask the running system there instead, such as http://127.0.0.1:8451')
    .option('--token-file <file>', 'token for its /practice paths', '.lockstep/practice-token')
    .action(async (file: string, words: SaveWords) => {
      if (words.url === undefined) {
        const { saveFolder } = await import('../practice/index.ts');
        await saveFolder(words.folder, file);
      } else await saveRunning(words.url, words.tokenFile, file);
      terminal.out(`saved in ${file}\n`);
    });
}

async function saveRunning(url: string, tokenFile: string, file: string): Promise<void> {
  if (!existsSync(tokenFile))
    throw new LockstepError('config.invalid', `${tokenFile} does not exist`, { file: tokenFile });
  const token = readFileSync(tokenFile, 'utf8').trim();
  const answer = await fetch(new URL('/practice/snapshot', url), {
    method: 'POST',
    headers: { 'X-Practice-Token': token },
  }).catch((error: unknown) => {
    throw new LockstepError('config.invalid', `There is no answer from ${url}`, { url }, { cause: error });
  });
  if (!answer.ok)
    throw new LockstepError('config.invalid', `${url} answered ${String(answer.status)}`, { status: answer.status });
  writeFileSync(`${file}.unfinished`, Buffer.from(await answer.arrayBuffer()), { mode: 0o600 });
  renameSync(`${file}.unfinished`, file);
}

function loadCommand(terminal: Terminal): Command {
  return new Command('load')
    .summary('make a practice system from a saved one')
    .description('Makes the folder of a practice system from a snapshot. A damaged snapshot changes nothing.')
    .argument('<file>', 'snapshot to read')
    .option('--folder <folder>', 'folder of the system, which must not run', usualFolder)
    .option('--replace', 'let the system go that is in the folder', false)
    .action(async (file: string, { folder, replace }: { folder: string; replace: boolean }) => {
      const { loadSnapshot } = await import('../practice/index.ts');
      await loadSnapshot(file, folder, { replace });
      terminal.out(`loaded into ${folder}\n`);
    });
}

function importCommand(terminal: Terminal): Command {
  return withFolders(new Command('import'))
    .summary('bring a folder of plain files into a practice system')
    .description(
      'A folder becomes a library and its files members; a file becomes a sequential data set. Text is UTF-8, .bin is ' +
        'binary. data-sets.yaml says what files do not; without it all is FB 80. A data set that is there keeps its ' +
        'attributes.',
    )
    .argument('<files>', 'folder of plain files')
    .option('--user <userid>', 'z/OS user in the statistics of new members', 'IBMUSER')
    .action(async (files: string, words: FilesWords & { readonly user: string }) => {
      const { importFiles } = await import('../practice/index.ts');
      const done = await importFiles({ ...settingsOf(words), files, user: words.user });
      terminal.out(`${String(done.dataSets)} data sets, ${String(done.members)} members\n`);
    });
}

function exportCommand(terminal: Terminal): Command {
  return withFolders(new Command('export'))
    .summary('write the data sets of a practice system as plain files')
    .description(
      'Writes catalogued data sets as a folder of plain files that import takes: text as UTF-8, load modules and ' +
        'other binary content as .bin, attributes, statistics and aliases in data-sets.yaml.',
    )
    .argument('<files>', 'empty folder to write to')
    .option('--mask <mask>', 'data sets to write, such as PAY.PROD.**', '**')
    .action(async (files: string, words: FilesWords & { readonly mask: string }) => {
      const { exportFiles } = await import('../practice/index.ts');
      const done = await exportFiles({ ...settingsOf(words), files, mask: words.mask.toUpperCase() });
      terminal.out(`${String(done.dataSets)} data sets, ${String(done.members)} members\n`);
    });
}

const withFolders = (command: Command): Command =>
  command
    .requiredOption('--site <file>', 'site file (YAML) of the system')
    .option('--folder <folder>', 'folder of the system, which must not run', usualFolder);

function settingsOf({ site, folder }: FilesWords) {
  if (!existsSync(site)) throw new LockstepError('config.invalid', `${site} does not exist`, { file: site });
  return { site, folder, clock: systemClock };
}
