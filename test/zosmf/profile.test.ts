import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ZosmfConnection } from '../../src/estate/estate.schema.ts';
import { settleConnection } from '../../src/zosmf/index.ts';

const property = (type: string) => ({ type, optionDefinition: { name: type, type, description: '' } });
const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $version: '1.0',
  type: 'object',
  properties: {
    profiles: {
      type: 'object',
      patternProperties: {
        '^\\S*$': {
          type: 'object',
          properties: { type: { type: 'string' } },
          allOf: [
            {
              if: { properties: { type: { const: 'zosmf' } } },
              then: {
                properties: {
                  properties: {
                    type: 'object',
                    properties: {
                      host: property('string'),
                      port: property('number'),
                      user: property('string'),
                      password: property('string'),
                      rejectUnauthorized: property('boolean'),
                      basePath: property('string'),
                      protocol: property('string'),
                    },
                  },
                },
              },
            },
          ],
        },
      },
    },
  },
};
const config = {
  $schema: './zowe.schema.json',
  profiles: {
    ksb1: {
      type: 'zosmf',
      properties: { host: 'ksb1.example.com', port: 10443, rejectUnauthorized: false, password: 'FROMFILE' },
      secure: [],
    },
    nohost: { type: 'zosmf', properties: { port: 10443 }, secure: [] },
  },
  defaults: { zosmf: 'ksb1' },
  autoStore: false,
};

describe('a connection that names a Zowe profile', () => {
  let folder: string;
  let home: string | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lockstep-profile-'));
    home = process.env['ZOWE_CLI_HOME'];
    process.env['ZOWE_CLI_HOME'] = folder;
    await writeFile(join(folder, 'zowe.config.json'), JSON.stringify(config));
    await writeFile(join(folder, 'zowe.schema.json'), JSON.stringify(schema));
  });
  afterAll(async () => {
    if (home === undefined) delete process.env['ZOWE_CLI_HOME'];
    else process.env['ZOWE_CLI_HOME'] = home;
    await rm(folder, { recursive: true });
  });
  const named = (profile: string) => ZosmfConnection.parse({ user: 'LOCKSTP', profile });

  it('takes host, port and certificate checking from it, and its password where none is given', async () => {
    const settled = await settleConnection(named('ksb1'), { projectDir: folder });
    expect(settled).toEqual({
      connection: {
        host: 'ksb1.example.com',
        port: 10_443,
        protocol: 'https',
        rejectUnauthorized: false,
        user: 'LOCKSTP',
        profile: 'ksb1',
      },
      password: 'FROMFILE',
    });
  });

  it('keeps a password that is given', async () => {
    const settled = await settleConnection(named('ksb1'), { projectDir: folder, password: 'GIVEN' });
    expect(settled.password).toBe('GIVEN');
  });

  it.each(['nosuch', 'nohost'])('is refused by the name of the profile: %s', async (profile) => {
    await expect(settleConnection(named(profile), { projectDir: folder })).rejects.toMatchObject({
      code: 'zosmf.profile',
      facts: { profile },
    });
  });

  it('is left as it is when it names none', async () => {
    const connection = ZosmfConnection.parse({ host: 'h', user: 'LOCKSTP' });
    expect(await settleConnection(connection, { password: 'P' })).toEqual({ connection, password: 'P' });
  });
});
