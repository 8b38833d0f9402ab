import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { readConfig } from '../config/read-config.ts';
import { millisOf } from '../estate/index.ts';
import { type Practice, startPractice } from '../practice/index.ts';
import { startService } from '../service/start-service.ts';
import { clockFromFile, systemClock } from '../shared/clock.ts';
import { ApiClient } from './api-client.ts';
import { layLine, type Line } from './line.ts';
import { PracticeClient } from './practice-client.ts';
import { PracticeDirector } from './practice-director.ts';
import { type Started, startCommand } from './processes.ts';
import { passwords, type PracticeUser, sampleData, type Stage, withAddress } from './stage.ts';

export interface LabOptions {
  /** Local time of the estate at which the book is born. @default 2026-08-31T09:00 */
  readonly begins?: string;
  /** How many times faster than in the demo time passes. @default 20 */
  readonly haste?: number;
  /** The service as a process of its own, which can be killed. @default false: it lives in this process */
  readonly killable?: boolean;
  /** Settings of the service by name, such as `zosmfTimeoutSeconds`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Password of LOCKSTP that the service is given. @default the right one */
  readonly password?: string;
  /** Changes the sample estate before the service reads it. */
  readonly estate?: (estate: Record<string, unknown>) => object;
}

/** Practice system and service for a test, with everything in a folder that is gone afterwards. */
export interface Lab extends Stage, AsyncDisposable {
  readonly director: PracticeDirector;
  /** Between the service and z/OSMF; people at the practice system have another. */
  readonly line: Line;
  readonly dataFolder: string;
  /** Configuration of the service, for work on its book while it is stopped. */
  readonly config: ReturnType<typeof readConfig>;
  readonly servicePid: () => number;
  readonly stopService: () => Promise<void>;
  readonly startService: () => Promise<void>;
  readonly restartService: () => Promise<void>;
}

const site = fileURLToPath(new URL('../../fixtures/practice/site.yaml', import.meta.url));

/** Starts a practice system and a service that talks to it, over the sample estate. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-lab-'));
  const { begins = '2026-08-31T09:00', haste = 20 } = options;
  const estate = (options.estate ?? same)(sampleData('estate.yaml')) as {
    timeZone: string;
    systems: { zosmf: object }[];
  };
  const clockFile = join(folder, 'clock.json');
  const bookFrom = millisOf(estate, begins);
  writeFileSync(clockFile, JSON.stringify([{ realFrom: systemClock.now(), bookFrom, speed: haste }]));
  const clock = clockFromFile(clockFile);
  const practice = await startPractice({ site, folder: join(folder, 'practice'), port: 0, clock });
  const line = await layLine(practice);
  writeFileSync(join(folder, 'estate.yaml'), stringify(withAddress(estate, new URL(`http://127.0.0.1:${line.port}`))));
  const host = serviceHost(folder, options);
  const lab = { ...peopleOf(practice, host), ...host, folder, line, clock, haste, timeZone: estate.timeZone };
  const stop = async () => {
    await host.stopService();
    await line.cut();
    await practice.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  await host.startService().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { ...lab, stop, [Symbol.asyncDispose]: stop };
}

const same = (estate: Record<string, unknown>): object => estate;

type Host = ReturnType<typeof serviceHost>;

function peopleOf(practice: Practice, { serviceUrl, dataFolder }: Host) {
  const tokens = () => JSON.parse(readFileSync(join(dataFolder, 'tokens.json'), 'utf8')) as Record<string, string>;
  const tokenOf = (person: string) => tokens()[person] ?? '';
  const at = (user: PracticeUser) =>
    new PracticeClient(practice.url, practice.practiceToken, { id: user, password: passwords[user] });
  return {
    ...{ tokenOf, at, practice: at('NIGHTOP'), practiceUrl: practice.url },
    director: new PracticeDirector(practice.url, practice.practiceToken),
    as: (person: string) => new ApiClient(serviceUrl, tokenOf(person)),
  };
}

/** Starts, stops and kills the service, each time on the same folder. */
function serviceHost(folder: string, { settings = {}, password = passwords.LOCKSTP, killable = false }: LabOptions) {
  const dataFolder = join(folder, 'lockstep');
  mkdirSync(dataFolder);
  const given = {
    estate: join(folder, 'estate.yaml'),
    dataFolder,
    book: 'rehearsal',
    rehearsalClock: join(folder, 'clock.json'),
    port: '0',
    logLevel: killable ? 'info' : 'silent',
    requestsPerMinute: '0',
    ...settings,
  };
  const config = readConfig({ options: given, environment: {} });
  const start = killable ? () => asProcess(folder, given, password) : () => here(config, password);
  let service: Started | undefined;
  const stopService = async () => {
    const stopping = service;
    service = undefined;
    await stopping?.stop();
  };
  const startAgain = async () => {
    service = await start();
  };
  return {
    ...{ dataFolder, config, publicKeyFile: join(dataFolder, 'public-key.pem') },
    serviceUrl: () => service?.url ?? 'http://127.0.0.1:9',
    servicePid: () => service?.pid ?? 0,
    stopService,
    startService: startAgain,
    async restartService() {
      await stopService();
      await startAgain();
    },
    async killAndRestart(whileDown: () => Promise<void>) {
      await service?.kill();
      await whileDown();
      await startAgain();
    },
  };
}

async function here(config: ReturnType<typeof readConfig>, password: string): Promise<Started> {
  const service = await startService(config, () => password);
  return { url: service.url, pid: process.pid, kill: () => service.stop(), stop: () => service.stop() };
}

function asProcess(folder: string, given: Readonly<Record<string, string>>, password: string): Promise<Started> {
  const settings = Object.entries(given).map(([name, value]) => [variableOf(name), value] as const);
  return startCommand(['serve'], {
    environment: {
      PATH: '/usr/bin:/bin',
      ...Object.fromEntries(settings),
      LOCKSTEP_ZOSMF_KSB1_PASSWORD: password,
    },
    logFile: join(folder, 'lockstep.log'),
  });
}

const variableOf = (name: string): string => `LOCKSTEP_${name.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`;
