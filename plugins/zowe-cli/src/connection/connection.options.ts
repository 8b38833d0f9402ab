import type { ICommandOptionDefinition } from '@zowe/imperative';

const group = 'Lockstep Connection Options';

/** Where the service is and who asks: every command takes them, and a `lockstep` profile holds them. */
export const connectionOptions: ICommandOptionDefinition[] = [
  { name: 'host', aliases: ['H'], description: 'Host name of the Lockstep service.', type: 'string', group },
  { name: 'port', aliases: ['P'], description: 'Port of the Lockstep service.', type: 'number', group },
  {
    name: 'protocol',
    description: 'Protocol of the Lockstep service.',
    type: 'string',
    allowableValues: { values: ['http', 'https'] },
    group,
  },
  {
    name: 'base-path',
    aliases: ['bp'],
    description: 'Path under which the API stands, when a gateway changes it. Default: /api/v1.',
    type: 'string',
    group,
  },
  {
    name: 'reject-unauthorized',
    aliases: ['ru'],
    description: 'Refuse a certificate that cannot be verified. Default: true.',
    type: 'boolean',
    group,
  },
  {
    name: 'token',
    description: 'Bearer token of a person. Better kept as a secure property of the profile.',
    type: 'string',
    group,
  },
];
