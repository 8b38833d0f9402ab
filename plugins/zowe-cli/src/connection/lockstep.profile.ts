import type { ICommandOptionDefinition, ICommandProfileTypeConfiguration } from '@zowe/imperative';
import { connectionOptions } from './connection.options.ts';

/** Profile type `lockstep` of the team configuration. */
export const lockstepProfile: ICommandProfileTypeConfiguration = {
  type: 'lockstep',
  schema: {
    type: 'object',
    title: 'Lockstep Profile',
    description: 'Where the Lockstep service is, and the token of the person who asks',
    version: '1.0.0',
    properties: {
      host: { type: 'string', optionDefinition: option('host') },
      port: { type: 'number', optionDefinition: option('port') },
      protocol: { type: 'string', optionDefinition: option('protocol') },
      basePath: { type: 'string', optionDefinition: option('base-path') },
      rejectUnauthorized: { type: 'boolean', optionDefinition: option('reject-unauthorized') },
      token: { type: 'string', secure: true, optionDefinition: option('token') },
    },
    required: [],
  },
};

function option(name: string): ICommandOptionDefinition {
  const found = connectionOptions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no option --${name}`);
  return found;
}
