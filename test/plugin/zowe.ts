import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const plugin = join(root, 'plugins/zowe-cli');
const zoweBinary = join(root, 'node_modules/.bin/zowe');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Data of a command that was called with `--response-format-json`. */
export interface Told<T> {
  readonly success: boolean;
  readonly exitCode: number;
  readonly message: string;
  readonly data: T;
  readonly error?: { readonly msg: string; readonly errorCode?: string };
}

/** Zowe CLI with a home of its own, in which the plug-in is installed from its folder; without network or daemon. */
export async function zoweWithPlugin() {
  const home = mkdtempSync(join(tmpdir(), 'zowe-home-'));
  await promisify(execFile)(process.execPath, [join(plugin, 'build.mjs')]);
  const environment = {
    ...{ PATH: process.env['PATH'], HOME: home, ZOWE_CLI_HOME: home, ZOWE_USE_DAEMON: 'no', NO_COLOR: '1' },
    ...{ npm_config_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' },
    ...{ npm_config_update_notifier: 'false', npm_config_cache: join(home, 'npm') },
  };
  const zowe = (words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [zoweBinary, ...words], { cwd: home, env: { ...environment, ...more } });
      let [out, err] = ['', ''];
      child.stdout.on('data', (part: Buffer) => (out += part.toString()));
      child.stderr.on('data', (part: Buffer) => (err += part.toString()));
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, out, err }));
    });
  const installed = await zowe(['plugins', 'install', plugin]);
  return {
    home,
    installed,
    /** `zowe lockstep <words>` */
    lockstep: (words: string, more?: Readonly<Record<string, string>>) => zowe(['lockstep', ...words.split(' ')], more),
    async told<T>(words: string): Promise<Told<T>> {
      const { out } = await zowe(['lockstep', ...words.split(' '), '--response-format-json']);
      return JSON.parse(out) as Told<T>;
    },
    /** Writes zowe.config.json: the host stands in the base profile, the rest in a `lockstep` profile. */
    configure(port: number, token: string) {
      const profiles = {
        lockstep: { type: 'lockstep', properties: { port, protocol: 'http', token }, secure: [] },
        base: { type: 'base', properties: { host: '127.0.0.1' }, secure: [] },
      };
      const config = { autoStore: false, profiles, defaults: { lockstep: 'lockstep', base: 'base' } };
      writeFileSync(join(home, 'zowe.config.json'), JSON.stringify(config));
    },
    /** All that Zowe wrote into its logs. */
    logs: () =>
      readdirSync(join(home, 'logs'))
        .map((name) => readFileSync(join(home, 'logs', name), 'utf8'))
        .join('\n'),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
