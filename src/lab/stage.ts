import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { millisOf } from '../estate/index.ts';
import { clockFromFile, type Clock, systemClock } from '../shared/clock.ts';
import { chance } from '../shared/ids.ts';
import { ApiClient } from './api-client.ts';
import { PracticeClient } from './practice-client.ts';
import { type Started, startCommand } from './processes.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** A file of the sample, as data. */
export const sampleData = (name: string): Record<string, unknown> =>
  parse(readFileSync(join(fixtures, name), 'utf8')) as Record<string, unknown>;

export const sampleText = (name: string): string => readFileSync(join(fixtures, name), 'utf8');

/** Practice system and service as two processes over the sample estate, with a clock that both read. */
export interface Stage {
  readonly folder: string;
  readonly serviceUrl: () => string;
  readonly practiceUrl: string;
  readonly clock: Clock;
  readonly timeZone: string;
  /** How many times faster than for somebody who watches. @default 1 */
  readonly haste?: number;
  readonly publicKeyFile: string;
  /** A person of the estate at the public API. */
  readonly as: (person: string) => ApiClient;
  readonly tokenOf: (person: string) => string;
  /** A z/OS user at the practice system. */
  readonly at: (user: PracticeUser) => PracticeClient;
  readonly practice: PracticeClient;
  /** Kills the service with SIGKILL, and starts it again on the same port and folder. */
  readonly killAndRestart: (whileDown: () => Promise<void>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Practice passwords of the sample's site file. */
export const passwords = { LOCKSTP: 'practice1', NIGHTOP: 'practice4', SAVDEV: 'practice5' } as const;

export type PracticeUser = keyof typeof passwords;

/**
 * Starts both processes. Everything that they keep is in `folder`, which is emptied first.
 *
 * @param begins local time of the estate at which the book is born
 */
export async function setStage(folder: string, begins: string): Promise<Stage> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const estate = sampleData('estate.yaml') as { timeZone: string; systems: { zosmf: object }[] };
  const clockFile = join(folder, 'clock.json');
  writeFileSync(
    clockFile,
    JSON.stringify([{ realFrom: systemClock.now(), bookFrom: millisOf(estate, begins), speed: 1 }]),
  );
  const practiceToken = chance.bytes(16).toString('hex');
  const tokenFile = join(folder, 'practice-token');
  writeFileSync(tokenFile, practiceToken, { mode: 0o600 });
  const base = { PATH: '/usr/bin:/bin' };
  const practiceWords = [
    'practice',
    '--http',
    '--latency',
    '0',
    '--site',
    join(fixtures, 'practice/site.yaml'),
    '--folder',
    join(folder, 'practice'),
    '--port',
    '0',
  ];
  const practiceProcess = await startCommand([...practiceWords, '--clock', clockFile, '--token-file', tokenFile], {
    environment: base,
    logFile: join(folder, 'practice.log'),
  });
  const practiceUrl = practiceProcess.url.replace(/\/zosmf$/, '');
  const estateFile = join(folder, 'estate.yaml');
  writeFileSync(estateFile, stringify(withAddress(estate, new URL(practiceUrl))));
  const dataFolder = join(folder, 'lockstep');
  const settings = {
    LOCKSTEP_ESTATE: estateFile,
    LOCKSTEP_DATA_FOLDER: dataFolder,
    LOCKSTEP_BOOK: 'rehearsal',
    LOCKSTEP_REHEARSAL_CLOCK: clockFile,
  };
  const startService = (port: string): Promise<Started> =>
    startCommand(['serve'], {
      environment: { ...base, ...settings, LOCKSTEP_PORT: port, LOCKSTEP_ZOSMF_KSB1_PASSWORD: passwords.LOCKSTP },
      logFile: join(folder, 'lockstep.log'),
    });
  let service = await startService('0').catch(async (error: unknown) => {
    await practiceProcess.kill();
    throw error;
  });
  const tokens = JSON.parse(readFileSync(join(dataFolder, 'tokens.json'), 'utf8')) as Record<string, string>;
  const tokenOf = (person: string) => tokens[person] ?? '';
  const at = (user: PracticeUser) =>
    new PracticeClient(practiceUrl, practiceToken, { id: user, password: passwords[user] });
  return {
    ...{ folder, practiceUrl, clock: clockFromFile(clockFile), timeZone: estate.timeZone, tokenOf },
    serviceUrl: () => service.url,
    publicKeyFile: join(dataFolder, 'public-key.pem'),
    as: (person) => new ApiClient(() => service.url, tokenOf(person)),
    at,
    practice: at('NIGHTOP'),
    async killAndRestart(whileDown) {
      const { port } = new URL(service.url);
      await service.kill();
      await whileDown();
      service = await startService(port);
    },
    async stop() {
      await service.stop();
      await practiceProcess.stop();
    },
  };
}

/** The estate with the address of a practice system in place of the site's z/OSMF. */
export function withAddress<E extends { systems: { zosmf: object }[] }>(estate: E, { hostname, port }: URL): E {
  return {
    ...estate,
    systems: estate.systems.map((system) => ({
      ...system,
      zosmf: { ...system.zosmf, host: hostname, port: Number(port), protocol: 'http' },
    })),
  };
}
