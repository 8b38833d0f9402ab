import { z } from 'zod';
import { Settings } from './config.schema.ts';
import { settingNames, variableOf } from './source.ts';

/** Every setting with its variable, default and purpose, for `lockstep serve --help`. */
export function describeSettings(): string {
  const { properties = {}, required = [] } = z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'any' });
  const rows = settingNames.map((name) => {
    const schema = properties[name];
    const { description = '', default: preset } = typeof schema === 'object' ? schema : {};
    const shown = typeof preset === 'string' || typeof preset === 'number' ? ` (default: ${preset})` : '';
    const needed = required.includes(name) ? ' (required)' : '';
    return { name, variable: variableOf(name), text: `${description}${shown}${needed}` };
  });
  const width = Math.max(...rows.map(({ variable }) => variable.length));
  const lines = rows.map(({ variable, text }) => `  ${variable.padEnd(width)}  ${text}`);
  return [
    'Settings, by environment variable:',
    ...lines,
    `  ${'LOCKSTEP_ZOSMF_<SYSTEM>_PASSWORD'.padEnd(width)}  Password of the z/OS user of that system (# @ $ become _)`,
    '',
    'A settings file (YAML or JSON, --config or LOCKSTEP_CONFIG) holds the same settings by name:',
    '  LOCKSTEP_DATA_FOLDER is dataFolder there. Passwords stand in the environment only.',
    'Options win over the environment, the environment over the file.',
  ].join('\n');
}
