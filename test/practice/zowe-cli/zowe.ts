import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { certificateFile, startPractice } from '../../../src/practice/index.ts';
import { pacedClock } from '../../../src/shared/clock.ts';
import { smallSite } from '../support/small-system.ts';

const require = createRequire(import.meta.url);
const main = require.resolve('@zowe/cli/lib/main.js');

/** A document as any command answers it, by the names that the tests look at. */
export interface AnswerData {
  readonly apiResponse: { readonly items: readonly Record<string, string>[]; readonly returnedRows: number };
  readonly success: boolean;
  readonly jobid: string;
  readonly servletKey: string;
  readonly lastResponseKey: string;
}

/** Rows of a command whose document is a list. */
export const rowsOf = ({ data }: Answer): readonly Record<string, unknown>[] =>
  data as unknown as readonly Record<string, unknown>[];

/** What the CLI prints with --response-format-json. */
export interface Answer {
  readonly success: boolean;
  readonly exitCode: number;
  readonly message?: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly data: AnswerData;
  readonly error?: { msg?: string; causeErrors?: string; errorCode?: string; additionalDetails?: string };
}

interface Definition {
  readonly name: string;
  readonly children?: readonly Definition[];
}

/** All commands of a group, as the CLI itself defines them. */
export function commandsOf(group: 'zosfiles' | 'zosjobs' | 'zosconsole' | 'zosmf' | 'zostso'): string[] {
  const folder = join(dirname(main), group);
  const file = readdirSync(folder).find((name) => /^Zos.*\.definition\.js$/.test(name)) ?? '';
  const read = require(join(folder, file)) as { default?: Definition };
  const leaves = (one: Definition, above: readonly string[]): string[] => {
    const names = [...above, one.name];
    const children = one.children ?? [];
    return children.length === 0 ? [names.join(' ')] : children.flatMap((child) => leaves(child, names));
  };
  return leaves(read.default ?? (read as unknown as Definition), []);
}

/** A practice system over TLS, and the real Zowe CLI in a home of its own that holds nothing but a profile. */
export async function startZowe(site: Record<string, unknown> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'practice-zowe-'));
  const segment = { realFrom: Date.now(), bookFrom: Date.UTC(2026, 8, 12, 21), speed: 50 };
  const failures: unknown[] = [];
  const practice = await startPractice({
    site: smallSite({
      libraries: [
        { dsname: 'DEVA.JCL', dsntype: 'PDS' },
        { dsname: 'DEVA.LOAD', recfm: 'U', lrecl: 0, blksize: 32760 },
      ],
      profiles: [{ class: 'FACILITY', name: 'BPX.SUPERUSER', access: { DEVA: 'READ' } }],
      ...site,
    }),
    folder: join(folder, 'practice'),
    port: 0,
    clock: pacedClock(() => [segment]),
    tls: 'made',
    practiceToken: 'practice',
    log: (problem) => failures.push(problem),
  });
  const home = join(folder, 'home');
  const work = join(folder, 'work');
  for (const each of [home, work]) mkdirSync(each);
  writeFileSync(join(home, 'zowe.config.json'), JSON.stringify(profileOf(practice.port)));
  const tried = new Set<string>();
  const environment = {
    PATH: process.env['PATH'],
    HOME: home,
    ZOWE_CLI_HOME: home,
    NODE_EXTRA_CA_CERTS: certificateFile(join(folder, 'practice')),
    ZOWE_APP_LOG_LEVEL: 'OFF',
    ZOWE_IMPERATIVE_LOG_LEVEL: 'OFF',
    FORCE_COLOR: '0',
  };
  /** Runs a command by its name, such as `zos-jobs list jobs`. */
  const zowe = (command: string, words: readonly string[] = [], input = ''): Promise<Answer> => {
    tried.add(command);
    return run([main, ...command.split(' '), ...words, '--response-format-json'], { environment, cwd: work, input });
  };
  const file = (name: string, text: string) => {
    const path = join(work, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  return {
    ...{ practice, zowe, file, work, tried, failures },
    async [Symbol.asyncDispose]() {
      await practice.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const profileOf = (port: number) => ({
  profiles: {
    prac: {
      type: 'zosmf',
      properties: { host: '127.0.0.1', port, user: 'DEVA', password: 'secret-1', rejectUnauthorized: true },
    },
    tso: { type: 'tso', properties: { account: 'IZUACCT' } },
  },
  defaults: { zosmf: 'prac', tso: 'tso' },
  autoStore: false,
});

function run(
  words: readonly string[],
  { environment, cwd, input }: { environment: NodeJS.ProcessEnv; cwd: string; input: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { env: environment, cwd, stdio: 'pipe' });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString('utf8')));
    child.stderr.on('data', (data: Buffer) => (err += data.toString('utf8')));
    child.once('error', reject);
    child.once('close', (exitCode) => {
      try {
        const answer = JSON.parse(out.slice(out.indexOf('{'))) as Omit<Answer, 'exitCode'>;
        resolve({ ...answer, exitCode: exitCode ?? -1 });
      } catch {
        reject(new Error(`no JSON from ${words.slice(1).join(' ')}:\n${out}\n${err}`));
      }
    });
    child.stdin.end(input);
  });
}
