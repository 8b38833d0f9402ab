import type { IHandlerParameters } from '@zowe/imperative';
import { LockstepFailure } from '../api/failure.ts';
import { numberOf, textOf } from './arguments.ts';

export interface Connection {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Path of the API without a slash at its end: `/api/v1`. */
  readonly basePath: string;
  readonly token: string;
  readonly rejectUnauthorized: boolean;
}

/** The service as a person would name it; never with the token. */
export const placeOf = ({ protocol, host, port }: Connection): string => `${protocol}://${host}:${port}`;

/**
 * The connection from options, environment, `lockstep` profile and base profile, in Zowe's order of precedence.
 *
 * @throws {LockstepFailure} naming the property that is missing or wrong
 */
export function connectionOf(args: IHandlerParameters['arguments']): Connection {
  const host = textOf(args, 'host');
  if (host === undefined) throw missing('host', 'the host name of the Lockstep service');
  if (/[/\s@]/.test(host)) throw wrong('host', `«${host}» is no host name: give --protocol, --host and --port apart`);
  const port = numberOf(args, 'port');
  if (port === undefined) throw missing('port', 'the port of the Lockstep service');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw wrong('port', `${port} is no port`);
  return {
    ...{ host, port, protocol: protocolOf(args), basePath: basePathOf(args), token: tokenOf(args) },
    rejectUnauthorized: args['rejectUnauthorized'] !== false,
  };
}

function protocolOf(args: IHandlerParameters['arguments']): 'http' | 'https' {
  const protocol = textOf(args, 'protocol') ?? 'https';
  if (protocol === 'http' || protocol === 'https') return protocol;
  throw wrong('protocol', `«${protocol}» must be http or https`);
}

function basePathOf(args: IHandlerParameters['arguments']): string {
  const path = (textOf(args, 'basePath') ?? '/api/v1').replace(/\/+$/, '');
  return path === '' || path.startsWith('/') ? path : `/${path}`;
}

function tokenOf(args: IHandlerParameters['arguments']): string {
  const token = textOf(args, 'token');
  if (token === undefined) throw missing('token', 'the bearer token of the person who asks');
  if (!/^[\x21-\x7e]+$/.test(token)) throw wrong('token', 'the token holds a character that no token has');
  return token;
}

function missing(name: string, what: string): LockstepFailure {
  const command = `zowe config set profiles.lockstep.properties.${name} …${name === 'token' ? ' --secure' : ''}`;
  return new LockstepFailure('unforeseen', `No ${name} is known: ${what}.`, {
    details: `Give --${name}, or keep it in a lockstep profile: ${command}`,
  });
}

const wrong = (name: string, message: string) => new LockstepFailure('unforeseen', `${name}: ${message}`);
