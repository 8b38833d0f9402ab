import { Secret } from './secret.ts';
import type { Environment } from './source.ts';

/** `LOCKSTEP_ZOSMF_SVPLEX_PASSWORD`; characters that a variable's name cannot hold become `_`. */
export function passwordVariableOf(system: string): string {
  return `LOCKSTEP_ZOSMF_${system.replaceAll(/[^A-Z0-9]/g, '_')}_PASSWORD`;
}

/** Password of a system's z/OS user, from the environment alone; asked for when it is needed, kept nowhere. */
export function zosmfPassword(system: string, environment: Environment = process.env): Secret | undefined {
  const password = environment[passwordVariableOf(system)];
  return password === undefined || password === '' ? undefined : new Secret(password);
}
