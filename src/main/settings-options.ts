import type { Command } from 'commander';
import { Settings } from '../config/config.schema.ts';
import type { ConfigSource } from '../config/read-config.ts';
import { optionOf, pathSettings, settingNames } from '../config/source.ts';

/** Adds `--config` and an option for each setting; the database's address may hold a password, so it has none. */
export function withSettings(command: Command): Command {
  command.option('--config <file>', 'settings file (YAML or JSON)');
  for (const name of settingNames) {
    if (name === 'mongodbUrl') continue;
    const value = pathSettings.includes(name) ? 'path' : 'value';
    command.option(`${optionOf(name)} <${value}>`, Settings.shape[name].meta()?.description ?? '');
  }
  return command;
}

/** What the options of the command line say about the configuration. */
export function sourceOf(options: Readonly<Record<string, string>>): ConfigSource {
  const { config, ...settings } = options;
  return { options: settings, file: config };
}
