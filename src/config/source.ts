import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { Settings, type SettingName } from './config.schema.ts';

export const settingNames = Object.keys(Settings.shape) as SettingName[];

/** Settings that name files or folders: relative ones count from the settings file, else from the working folder. */
export const pathSettings: readonly SettingName[] = [
  'estate',
  'dataFolder',
  'tlsCertificate',
  'tlsKey',
  'rehearsalClock',
  'templates',
  'itemTypes',
  'signingKey',
];

/** A wrong setting: under the name by which it was given, with what would be right. */
export interface SettingError {
  readonly setting: string;
  readonly message: string;
}

/** Raw values with the name by which each was given. */
export type Given = Map<SettingName, { readonly value: unknown; readonly as: string }>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** `dataFolder` → `LOCKSTEP_DATA_FOLDER`. */
export function variableOf(name: string): string {
  return `LOCKSTEP_${name.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`;
}

/** `dataFolder` → `--data-folder`. */
export function optionOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, '-$&').toLowerCase()}`;
}

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(Settings.shape, name);
}

export function fromEnvironment(environment: Environment): Given {
  const given: Given = new Map();
  for (const name of settingNames) {
    const as = variableOf(name);
    const value = environment[as];
    if (value !== undefined && value !== '') given.set(name, { value: placed(name, value, '.'), as });
  }
  return given;
}

/** Variables that look like settings and are none; passwords of z/OSMF aside. */
export function strangeVariables(environment: Environment): string[] {
  const known = new Set([...settingNames.map(variableOf), 'LOCKSTEP_CONFIG']);
  const others = /^LOCKSTEP_(ZOSMF_\w+_PASSWORD|TEST_\w+)$/;
  return Object.keys(environment).filter((name) => /^LOCKSTEP_/.test(name) && !known.has(name) && !others.test(name));
}

export function fromOptions(options: Readonly<Partial<Record<string, string>>>): Given {
  const given: Given = new Map();
  for (const name of settingNames) {
    const value = options[name];
    if (value !== undefined) given.set(name, { value: placed(name, value, '.'), as: optionOf(name) });
  }
  return given;
}

/** Reads a settings file: YAML, and so JSON too. */
export function fromFile(path: string, errors: SettingError[]): Given {
  const given: Given = new Map();
  const content = contentOf(path, errors);
  for (const [name, value] of Object.entries(content)) {
    if (!isSettingName(name)) errors.push({ setting: `${name} in ${path}`, message: unknownText(name) });
    else given.set(name, { value: placed(name, value, dirname(path)), as: `${name} in ${path}` });
  }
  return given;
}

function contentOf(path: string, errors: SettingError[]): object {
  try {
    const content: unknown = parse(readFileSync(path, 'utf8'));
    if (content === null) return {};
    if (typeof content === 'object' && !Array.isArray(content)) return content;
    errors.push({ setting: path, message: 'must hold settings as names and values' });
  } catch (error) {
    errors.push({ setting: path, message: error instanceof Error ? firstLine(error.message) : 'cannot be read' });
  }
  return {};
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function placed(name: SettingName, value: unknown, folder: string): unknown {
  return pathSettings.includes(name) && typeof value === 'string' && value !== '' ? resolve(folder, value) : value;
}

function unknownText(name: string): string {
  const near = settingNames.find((known) => known.toLowerCase() === name.toLowerCase().replaceAll(/[-_]/g, ''));
  return near === undefined ? 'is not a setting; lockstep serve --help lists them all' : `is not a setting; ${near} is`;
}
