import { ProfileInfo } from '@zowe/imperative';
import { ZosmfConnection } from '../estate/estate.schema.ts';
import { LockstepError } from '../shared/errors.ts';

export interface SettledConnection {
  readonly connection: ZosmfConnection;
  /** From the profile, or the one given; undefined when neither has one. */
  readonly password: string | undefined;
}

/**
 * Completes a connection that names a profile of `zowe.config.json`: host, port and, where the secure store can be
 * opened, the password come from the profile. A password that is given wins: in a container there is no secure store.
 *
 * @param projectDir folder whose `zowe.config.json` counts besides the one in Zowe's home
 * @throws {LockstepError} `zosmf.profile`, naming the profile and what is wrong with it
 */
export async function settleConnection(
  connection: ZosmfConnection,
  { password, projectDir, homeDir }: { password?: string | undefined; projectDir?: string; homeDir?: string } = {},
): Promise<SettledConnection> {
  const { profile } = connection;
  if (profile === undefined) return { connection, password };
  const values = await profileValues(profile, {
    ...(projectDir === undefined ? {} : { projectDir }),
    ...(homeDir === undefined ? {} : { homeDir }),
  });
  const settled = ZosmfConnection.safeParse({
    ...connection,
    ...pick(values, 'host'),
    ...pick(values, 'port'),
    ...pick(values, 'protocol'),
    ...pick(values, 'basePath'),
    ...pick(values, 'rejectUnauthorized'),
  });
  if (!settled.success || settled.data.host === undefined) throw refused(profile, 'it gives no usable host and port');
  const stored = values.get('password');
  return { connection: settled.data, password: password ?? (typeof stored === 'string' ? stored : undefined) };
}

async function profileValues(
  profile: string,
  at: { projectDir?: string; homeDir?: string },
): Promise<ReadonlyMap<string, unknown>> {
  try {
    const info = new ProfileInfo('zowe');
    await info.readProfilesFromDisk(at);
    const attributes = info.getAllProfiles('zosmf').find((each) => each.profName === profile);
    if (attributes === undefined) throw refused(profile, 'zowe.config.json has no zosmf profile of this name');
    const { knownArgs } = info.mergeArgsForProfile(attributes, { getSecureVals: true });
    return new Map(knownArgs.map((arg) => [arg.argName, arg.argValue]));
  } catch (error) {
    if (error instanceof LockstepError) throw error;
    throw refused(profile, error instanceof Error ? error.message : 'it cannot be read');
  }
}

function pick(values: ReadonlyMap<string, unknown>, name: string): Record<string, unknown> {
  const value = values.get(name);
  return value === undefined || value === null ? {} : { [name]: value };
}

function refused(profile: string, why: string): LockstepError {
  return new LockstepError('zosmf.profile', `Zowe profile ${profile}: ${why}`, { profile });
}
