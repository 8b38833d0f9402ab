import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { LockstepError } from '../shared/errors.ts';
import { chance } from '../shared/ids.ts';
import { clockFromFile, systemClock } from '../shared/clock.ts';
import { practiceScanCommand } from './practice-scan-command.ts';
import { practiceSchemaCommand } from './practice-schema-command.ts';
import { practiceSnapshotCommands } from './practice-snapshot-command.ts';
import { untilToldToStop } from './signals.ts';
import type { Terminal } from './terminal.ts';

interface PracticeWords {
  readonly site?: string;
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly clock?: string;
  readonly tokenFile: string;
  readonly http: boolean;
  readonly latency: number;
  readonly key?: string;
  readonly cert?: string;
}

/** What runs when nobody says which site: the commented example, which is part of the package. */
const firstSite = fileURLToPath(new URL('../../docs/practice-site.example.yaml', import.meta.url));

/** `lockstep practice`: a z/OSMF to practise on, with its own storage and users. */
export function practiceCommand(terminal: Terminal): Command {
  const { save, load, bringIn, writeOut } = practiceSnapshotCommands(terminal);
  return new Command('practice')
    .enablePositionalOptions()
    .summary('run the practice z/OSMF')
    .description('Runs a small practice z/OS behind the REST services of z/OSMF until SIGINT or SIGTERM.')
    .option('--site <file>', 'site file (YAML): users, libraries, JES, programs; else docs/practice-site.example.yaml')
    .option('--folder <folder>', 'folder for its storage', '.lockstep/practice')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on; 0 takes any free one', port, 8451)
    .option('--http', 'plain HTTP; else TLS with a certificate that is made at the first start', false)
    .option('--key <file>', 'private key (PEM) of your own certificate')
    .option('--cert <file>', 'your own certificate (PEM)')
    .option('--latency <ms>', 'milliseconds before a request is looked at; 0 for tests', milliseconds, 100)
    .option('--clock <file>', 'clock segments (JSON file) that a rehearsal book keeps too; else the machine clock')
    .option(
      '--token-file <file>',
      'token for its own /practice paths; made where there is none',
      '.lockstep/practice-token',
    )
    .action((words: PracticeWords) => {
      const site = words.site ?? firstSite;
      return runPractice({ ...words, site }, terminal);
    })
    .addCommand(practiceScanCommand(terminal))
    .addCommand(practiceSchemaCommand(terminal))
    .addCommand(save)
    .addCommand(load)
    .addCommand(bringIn)
    .addCommand(writeOut);
}

async function runPractice(words: PracticeWords & { readonly site: string }, terminal: Terminal): Promise<void> {
  for (const file of [words.site, ...(words.clock === undefined ? [] : [words.clock])])
    if (!existsSync(file)) throw new LockstepError('config.invalid', `${file} does not exist`, { file });
  const { certificateFile, startPractice } = await import('../practice/index.ts');
  const practice = await startPractice({
    site: words.site,
    folder: words.folder,
    host: words.host,
    port: words.port,
    clock: words.clock === undefined ? systemClock : clockFromFile(words.clock),
    wall: systemClock,
    latencyMs: words.latency,
    ...(words.http ? {} : { tls: certificateWords(words) }),
    practiceToken: tokenIn(words.tokenFile),
    log: (problem) => terminal.err(`lockstep: ${problem instanceof Error ? problem.message : String(problem)}\n`),
  });
  terminal.out(`practice z/OSMF at ${practice.url}/zosmf\n`);
  if (words.site === firstSite)
    terminal.out(`no --site: it is that of ${firstSite}, user PRACUSR, password practice\n`);
  if (practice.certificate !== undefined && words.cert === undefined)
    terminal.out(`clients trust it by NODE_EXTRA_CA_CERTS=${certificateFile(words.folder)}\n`);
  await untilToldToStop();
  await practice.stop();
}

function certificateWords({ key, cert }: PracticeWords): { keyFile: string; certFile: string } | 'made' {
  if (key === undefined && cert === undefined) return 'made';
  if (key === undefined || cert === undefined)
    throw new LockstepError('config.invalid', 'Key and certificate go together: --key and --cert');
  for (const file of [key, cert])
    if (!existsSync(file)) throw new LockstepError('config.invalid', `${file} does not exist`, { file });
  return { keyFile: key, certFile: cert };
}

function tokenIn(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const token = chance.bytes(16).toString('hex');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return token;
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  return value;
}

function milliseconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 60_000)
    throw new InvalidArgumentError('It must be a whole number from 0 to 60000.');
  return value;
}
