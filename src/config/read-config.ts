import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LockstepError } from '../shared/errors.ts';
import { Settings, type SettingName } from './config.schema.ts';
import { databaseAddress, type Secret } from './secret.ts';
import {
  fromEnvironment,
  fromFile,
  fromOptions,
  isSettingName,
  pathSettings,
  strangeVariables,
  variableOf,
  type Environment,
  type Given,
  type SettingError,
} from './source.ts';

type Derived = 'estate' | 'mongodbUrl' | 'templates' | 'itemTypes' | 'signingKey' | 'tlsCertificate' | 'tlsKey';

/** What work on a book alone needs, without an estate: a rebuild. */
export interface BookConfig extends Readonly<Omit<Settings, Derived>> {
  readonly mongodbUrl?: Secret;
  readonly templates: string;
  readonly itemTypes: string;
  /** Where the key stands, or is to be made at first start. */
  readonly signingKey: string;
  /** PEM texts: answers go over HTTPS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** What is allowed and yet worth a line in the log. */
  readonly warnings: readonly string[];
}

/** Checked settings with every default in place and every path absolute; frozen. */
export interface Config extends BookConfig {
  readonly estate: string;
}

export interface ConfigSource {
  /** Options of the command line, by setting name. */
  readonly options?: Readonly<Partial<Record<string, string>>>;
  /** Settings file; else the one that LOCKSTEP_CONFIG names. */
  readonly file?: string | undefined;
  /** @default the process environment */
  readonly environment?: Environment;
}

/**
 * Reads the configuration: options before environment before file before defaults.
 *
 * @throws {LockstepError} `config.invalid`: one line for each wrong setting, with its name and what would be right;
 *   `facts.errors` holds the same. No value is shown of a setting that may hold a credential
 */
export function readConfig(source: ConfigSource = {}): Config {
  const config = readBookConfig(source, ['estate']);
  return Object.freeze({ ...config, estate: config.estate ?? '' });
}

/** Reads the same settings for work that needs no estate. */
export function readBookConfig(
  source: ConfigSource = {},
  needed: readonly SettingName[] = [],
): BookConfig & { readonly estate?: string } {
  const errors: SettingError[] = [];
  const environment = source.environment ?? process.env;
  const file = source.file ?? environment['LOCKSTEP_CONFIG'];
  const given: Given = new Map([
    ...(file === undefined || file === '' ? [] : fromFile(resolve(file), errors)),
    ...fromEnvironment(environment),
    ...fromOptions(source.options ?? {}),
  ]);
  for (const name of needed)
    if (!given.has(name)) errors.push({ setting: variableOf(name), message: `is required: ${describe(name)}` });
  const settings = checkedSettings(given, errors);
  if (settings === undefined || errors.length > 0) throw refusal(errors);
  crossCheck(settings, given, errors);
  if (errors.length > 0) throw refusal(errors);
  return Object.freeze(completed(settings, [...strangeWarnings(environment), ...exposureWarnings(settings)]));
}

type SomeSettings = Partial<Pick<Settings, 'estate'>> & Omit<Settings, 'estate'>;

function checkedSettings(given: Given, errors: SettingError[]): SomeSettings | undefined {
  const values = Object.fromEntries([...given].map(([name, { value }]) => [name, value]));
  const read = Settings.partial({ estate: true }).safeParse(values);
  if (read.success) return read.data as SomeSettings;
  for (const { path, message } of read.error.issues)
    errors.push({ setting: nameAsGiven(String(path[0]), given), message });
  return undefined;
}

function nameAsGiven(name: string, given: Given): string {
  return (isSettingName(name) ? given.get(name)?.as : undefined) ?? variableOf(name);
}

function crossCheck(settings: SomeSettings, given: Given, errors: SettingError[]): void {
  const wrong = (name: SettingName, message: string) => errors.push({ setting: nameAsGiven(name, given), message });
  for (const name of pathSettings) {
    const path = settings[name];
    if (name !== 'dataFolder' && typeof path === 'string' && !existsSync(path)) wrong(name, `${path} does not exist`);
  }
  if ((settings.tlsCertificate === undefined) !== (settings.tlsKey === undefined))
    wrong(settings.tlsKey === undefined ? 'tlsKey' : 'tlsCertificate', 'is required with the other of the two');
  if (settings.engineTakeoverSeconds < 2 * settings.engineBeatSeconds)
    wrong('engineTakeoverSeconds', `must be at least twice ${variableOf('engineBeatSeconds')}`);
  if (settings.book === 'real' && settings.rehearsalClock !== undefined)
    wrong('rehearsalClock', `a real book keeps real time: leave it out, or set ${variableOf('book')} to rehearsal`);
  if (settings.book === 'rehearsal' && settings.rehearsalClock === undefined)
    wrong('rehearsalClock', 'is required for a rehearsal book: a JSON file of clock segments');
  if (settings.book === 'real' && isExposed(settings))
    wrong(
      'host',
      `${settings.host} would carry the tokens of a real book over the network in the clear: set ` +
        `${variableOf('tlsCertificate')} and ${variableOf('tlsKey')}, or ${variableOf('trustProxy')} where a proxy ends TLS`,
    );
}

function isExposed({ host, tlsKey, trustProxy }: SomeSettings): boolean {
  const isLoopback = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);
  return !isLoopback && tlsKey === undefined && trustProxy === undefined;
}

function exposureWarnings(settings: SomeSettings): string[] {
  if (!isExposed(settings)) return [];
  return [`${settings.host} without TLS carries tokens in the clear: fit for a rehearsal, never for a real book`];
}

function strangeWarnings(environment: Environment): string[] {
  return strangeVariables(environment).map(
    (name) => `${name} is no setting of Lockstep: lockstep serve --help lists them`,
  );
}

function completed(settings: SomeSettings, warnings: readonly string[]): BookConfig & { estate?: string } {
  const { mongodbUrl, tlsCertificate, tlsKey, templates, itemTypes, signingKey, ...rest } = settings;
  return {
    ...rest,
    templates: templates ?? productFolder('jcl-templates'),
    itemTypes: itemTypes ?? productFolder('item-types'),
    signingKey: signingKey ?? resolve(settings.dataFolder, 'signing-key.pem'),
    dataFolder: resolve(settings.dataFolder),
    ...(mongodbUrl !== undefined && { mongodbUrl: databaseAddress(mongodbUrl) }),
    ...(tlsCertificate !== undefined && tlsKey !== undefined && { tls: pemsOf(tlsCertificate, tlsKey) }),
    warnings,
  };
}

function pemsOf(certificate: string, key: string) {
  const pems = { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  // The key stays out of whatever prints the configuration.
  return Object.defineProperty(pems, 'key', { enumerable: false });
}

/** A folder that comes with the product. */
function productFolder(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url));
}

function describe(name: SettingName): string {
  return Settings.shape[name].meta()?.description ?? name;
}

function refusal(errors: readonly SettingError[]): LockstepError {
  const text = errors.map(({ setting, message }) => `${setting}: ${message}`).join('\n');
  return new LockstepError('config.invalid', text, { errors });
}
