import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { zosmfPassword } from '../../src/config/credentials.ts';
import { describeSettings } from '../../src/config/describe-settings.ts';
import { readBookConfig, readConfig, type ConfigSource } from '../../src/config/read-config.ts';
import { settingNames, variableOf } from '../../src/config/source.ts';
import { LockstepError } from '../../src/shared/errors.ts';

let folder: string;
let estate: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-config-'));
  estate = fileOf('estate.yaml', 'estate: x');
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const read = (variables: Record<string, string> = {}, source: ConfigSource = {}) =>
  readConfig({ environment: { LOCKSTEP_ESTATE: estate, ...variables }, ...source });

function refusalOf(variables: Record<string, string>, source: ConfigSource = {}): string {
  try {
    read(variables, source);
  } catch (error) {
    if (error instanceof LockstepError && error.code === 'config.invalid') return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the configuration', () => {
  it('has a default for everything but the estate, and is frozen', () => {
    const config = read();
    expect(config).toMatchObject({
      estate,
      host: '127.0.0.1',
      port: 8450,
      book: 'real',
      logLevel: 'info',
      warnings: [],
    });
    expect(config.templates).toMatch(/\/jcl-templates$/);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('prefers options to the environment, and the environment to the file', () => {
    const file = fileOf('lockstep.yaml', 'port: 1001\nhost: 127.0.0.2\nlogLevel: warn\n');
    const source = { file, options: { port: '1003' } };
    expect(read({ LOCKSTEP_PORT: '1002', LOCKSTEP_HOST: '127.0.0.3' }, source)).toMatchObject({
      port: 1003,
      host: '127.0.0.3',
      logLevel: 'warn',
    });
  });

  it('reads a file that the environment names, as YAML or JSON, with paths beside it', () => {
    const file = fileOf('lockstep.json', '{"estate": "estate.yaml", "dataFolder": "data"}');
    const config = readConfig({ environment: { LOCKSTEP_CONFIG: file } });
    expect(config).toMatchObject({ estate, dataFolder: join(folder, 'data') });
    expect(config.signingKey).toBe(join(folder, 'data', 'signing-key.pem'));
  });

  it('needs no estate for work on a book alone', () => {
    expect(readBookConfig({ environment: {} }).dataFolder).toMatch(/\.lockstep$/);
    expect(() => readConfig({ environment: {} })).toThrow(/^LOCKSTEP_ESTATE: is required: Estate file/);
  });
});

describe('a wrong setting stops the start with its name and what would be right', () => {
  it.each([
    ['LOCKSTEP_PORT', 'http', 'LOCKSTEP_PORT: must be a whole number from 0 to 65535'],
    ['LOCKSTEP_PORT', '70000', 'LOCKSTEP_PORT: must be a whole number from 0 to 65535'],
    ['LOCKSTEP_BOOK', 'test', 'LOCKSTEP_BOOK: must be one of real, rehearsal'],
    ['LOCKSTEP_ESTATE', '/nowhere/estate.yaml', 'LOCKSTEP_ESTATE: /nowhere/estate.yaml does not exist'],
    ['LOCKSTEP_BOOK', 'rehearsal', 'LOCKSTEP_REHEARSAL_CLOCK: is required for a rehearsal book'],
  ])('%s=%s', (name, value, complaint) => {
    expect(refusalOf({ [name]: value })).toContain(complaint);
  });

  it('all of them at once, each under the name by which it was given', () => {
    const file = fileOf('lockstep.yaml', 'logLevel: loud\nport: many\nspeed: 3\ndatafolder: x\n');
    const lines = refusalOf({ LOCKSTEP_METRICS: 'yes' }, { file, options: { requestsPerMinute: '-1' } }).split('\n');
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      `speed in ${file}`,
      `datafolder in ${file}`,
      `port in ${file}`,
      '--requests-per-minute',
      'LOCKSTEP_METRICS',
      `logLevel in ${file}`,
    ]);
    expect(lines[1]).toContain('dataFolder is');
  });

  it('a file that is no settings file', () => {
    expect(refusalOf({}, { file: join(folder, 'none.yaml') })).toContain('none.yaml');
    expect(refusalOf({}, { file: fileOf('list.yaml', '- a\n') })).toContain('must hold settings');
    expect(refusalOf({}, { file: fileOf('broken.yaml', 'a: [') })).toContain('broken.yaml');
  });

  it('a clock for a real book', () => {
    const clock = fileOf('clock.json', '[]');
    expect(refusalOf({ LOCKSTEP_REHEARSAL_CLOCK: clock })).toContain('a real book keeps real time');
  });
});

describe('a service that others on the network can reach', () => {
  it('refuses to carry the tokens of a real book in the clear', () => {
    expect(refusalOf({ LOCKSTEP_HOST: '0.0.0.0' })).toContain('LOCKSTEP_TLS_CERTIFICATE');
  });

  it('is warned about a rehearsal', () => {
    const LOCKSTEP_REHEARSAL_CLOCK = fileOf('clock.json', '[]');
    const { warnings } = read({ LOCKSTEP_HOST: '0.0.0.0', LOCKSTEP_BOOK: 'rehearsal', LOCKSTEP_REHEARSAL_CLOCK });
    expect(warnings).toEqual([expect.stringContaining('in the clear')]);
  });

  it('starts with TLS, or behind a proxy that ends it', () => {
    const key = fileOf('key.pem', 'KEY');
    const certificate = fileOf('cert.pem', 'CERTIFICATE');
    const config = read({ LOCKSTEP_HOST: '0.0.0.0', LOCKSTEP_TLS_CERTIFICATE: certificate, LOCKSTEP_TLS_KEY: key });
    expect(config.tls?.key).toBe('KEY');
    expect(JSON.stringify(config)).not.toContain('KEY');
    expect(read({ LOCKSTEP_HOST: '0.0.0.0', LOCKSTEP_TRUST_PROXY: 'loopback' }).tls).toBeUndefined();
    expect(refusalOf({ LOCKSTEP_TLS_KEY: key })).toContain('LOCKSTEP_TLS_CERTIFICATE: is required');
  });
});

describe('credentials', () => {
  const url =
    'mongodb://svc:sword@fish@db1:27017,db2:27017/lockstep?authMechanismProperties=AWS_SESSION_TOKEN:swordfish';

  it('are shown nowhere, and given only on purpose', () => {
    const config = read({ LOCKSTEP_MONGODB_URL: url });
    for (const shown of [JSON.stringify(config), inspect(config, { depth: 9 }), String(config.mongodbUrl)]) {
      expect(shown).toContain('mongodb://db1:27017,db2:27017/lockstep');
      expect(shown).not.toMatch(/svc|sword|fish|TOKEN/);
    }
    expect(config.mongodbUrl?.reveal()).toBe(url);
  });

  it('are not in a refusal', () => {
    expect(refusalOf({ LOCKSTEP_MONGODB_URL: 'mysql://svc:swordfish@db' })).not.toContain('swordfish');
  });

  it('of z/OS users come from the environment alone, by system', () => {
    const environment = { LOCKSTEP_ZOSMF_SY__1_PASSWORD: 'swordfish' };
    expect(zosmfPassword('SY#$1', environment)?.reveal()).toBe('swordfish');
    expect(inspect(zosmfPassword('SY#$1', environment))).toBe('[secret]');
    expect(zosmfPassword('SVPLEX', environment)).toBeUndefined();
    expect(read(environment).warnings).toEqual([]);
  });
});

describe('settings', () => {
  it('are all described, with their variables', () => {
    for (const name of settingNames) expect(describeSettings()).toMatch(new RegExp(`${variableOf(name)} +\\S`));
  });

  it('that are none are warned about', () => {
    expect(read({ LOCKSTEP_PROT: '1' }).warnings).toEqual([expect.stringContaining('LOCKSTEP_PROT')]);
  });
});
