import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { millisOf } from '../../src/estate/index.ts';
import { PracticeClient } from '../../src/lab/practice-client.ts';
import { PracticeDirector } from '../../src/lab/practice-director.ts';
import { passwords, type PracticeUser, sampleData, type Stage, withAddress } from '../../src/lab/stage.ts';
import { clockFromFile, systemClock } from '../../src/shared/clock.ts';
import { Instance } from './instance.ts';
import { Recording } from './recording.ts';

const site = fileURLToPath(new URL('../../fixtures/practice/site.yaml', import.meta.url));

export interface WorldOptions {
  /** The command, as `buildService` made it. */
  readonly main: string;
  /** Local time of the estate at which a rehearsal begins; a real book keeps the machine's time. */
  readonly book: { readonly kind: 'rehearsal'; readonly begins: string } | { readonly kind: 'real' };
  /** How many instances of the service there are; more than one need a database. @default 1 */
  readonly instances?: number;
  readonly mongodbUrl?: string;
  /** Settings of the service by variable. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly estate?: (estate: Record<string, unknown>) => object;
  /** What runs the instances, such as strace. */
  readonly before?: readonly string[];
}

/** A practice system and one or more instances of the service, each a process of its own. */
export interface World extends Stage, AsyncDisposable {
  readonly folder: string;
  readonly instances: readonly Instance[];
  readonly director: PracticeDirector;
  /** What its people asked and were told, from the first request on. */
  readonly recording: Recording;
  /** Data folder of the first instance: tokens, keys, and where there is no database the book. */
  readonly dataFolder: string;
  /** One more process with the settings of the first instance; not started. */
  readonly another: () => Instance;
  /** File that shifts the machine's clock for the instances alone, in milliseconds. */
  readonly shiftFile: string;
}

/** Starts the practice system and every instance. Everything is gone afterwards. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-prove-'));
  const estate = (options.estate ?? same)(sampleData('estate.yaml')) as Estate;
  const clockFile = join(folder, 'clock.json');
  if (options.book.kind === 'rehearsal') {
    const bookFrom = millisOf(estate, options.book.begins);
    writeFileSync(clockFile, JSON.stringify([{ realFrom: systemClock.now(), bookFrom, speed: 20 }]));
  }
  const clocked = options.book.kind === 'rehearsal' ? ['--clock', clockFile] : [];
  const practice = practiceProcess(options.main, folder, clocked);
  const instances: Instance[] = [];
  const recording = new Recording();
  const onStart = (name: string) => recording.history.restart(name);
  const dispose = async () => {
    await Promise.all([...instances, practice].map((each) => each.kill()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await practice.start();
    writeFileSync(join(folder, 'estate.yaml'), stringify(withAddress(estate, new URL(practice.url))));
    const places = { folder, clockFile, onStart };
    instances.push(...serviceProcesses(options, places));
    for (const [index, instance] of instances.entries()) {
      if (index > 0) shareKeptFiles(folder, index);
      await instance.start();
    }
    const another = () => serviceProcesses({ ...options, instances: 1 }, places)[0]!;
    const stage = stageOf(folder, practice, instances, { timeZone: estate.timeZone, recording });
    return { ...stage, recording, another, stop: dispose, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

interface Estate {
  timeZone: string;
  systems: { zosmf: object }[];
}

const same = (estate: Record<string, unknown>): object => estate;
const base = { PATH: '/usr/bin:/bin' };
const practiceToken = 'practice-token-of-a-proof';

function practiceProcess(main: string, folder: string, clocked: readonly string[]): Instance {
  const tokenFile = join(folder, 'practice-token');
  writeFileSync(tokenFile, practiceToken, { mode: 0o600 });
  const places = ['--site', site, '--folder', join(folder, 'practice'), '--token-file', tokenFile];
  return new Instance({
    ...{ name: 'practice', environment: base, logFile: join(folder, 'practice.log') },
    words: [main, 'practice', '--http', '--latency', '0', '--port', '0', ...places, ...clocked],
  });
}

const shiftedClock = fileURLToPath(new URL('../../test/support/shifted-clock.mjs', import.meta.url));
const dataFolderOf = (folder: string, index: number): string => join(folder, `lockstep-${index}`);

interface Places {
  readonly folder: string;
  readonly clockFile: string;
  readonly onStart: (name: string) => void;
}

function serviceProcesses(options: WorldOptions, { folder, clockFile, onStart }: Places): Instance[] {
  const { main, book, instances = 1, mongodbUrl, settings = {} } = options;
  const shiftFile = join(folder, 'shift');
  writeFileSync(shiftFile, '0');
  return Array.from({ length: instances }, (_, index) => {
    const environment = {
      ...base,
      LOCKSTEP_ESTATE: join(folder, 'estate.yaml'),
      LOCKSTEP_DATA_FOLDER: dataFolderOf(folder, index),
      LOCKSTEP_BOOK: book.kind,
      ...(book.kind === 'rehearsal' ? { LOCKSTEP_REHEARSAL_CLOCK: clockFile } : {}),
      ...(mongodbUrl === undefined ? {} : { LOCKSTEP_MONGODB_URL: mongodbUrl }),
      LOCKSTEP_PORT: '0',
      LOCKSTEP_REQUESTS_PER_MINUTE: '0',
      LOCKSTEP_ZOSMF_KSB1_PASSWORD: passwords.LOCKSTP,
      LOCKSTEP_TEST_CLOCK_SHIFT: shiftFile,
      ...settings,
    };
    const logFile = join(folder, `lockstep-${index}.log`);
    const words = ['--import', shiftedClock, main, 'serve'];
    const name = 'ABCDEFGH'[index] ?? String(index);
    const starts = { onStart: () => onStart(name) };
    return new Instance({ name, words, environment, logFile, before: options.before ?? [], ...starts });
  });
}

/** What a further instance of one book needs: the same home, key and tokens. */
function shareKeptFiles(folder: string, index: number): void {
  mkdirSync(dataFolderOf(folder, index), { recursive: true, mode: 0o700 });
  for (const name of ['home', 'signing-key.pem', 'tokens.json'])
    copyFileSync(join(dataFolderOf(folder, 0), name), join(dataFolderOf(folder, index), name));
}

function stageOf(
  folder: string,
  practice: Instance,
  instances: readonly Instance[],
  { timeZone, recording }: { timeZone: string; recording: Recording },
) {
  const dataFolder = dataFolderOf(folder, 0);
  const serviceUrl = () => instances.find(({ answers }) => answers)?.url ?? 'http://127.0.0.1:9';
  const tokens = () => JSON.parse(readFileSync(join(dataFolder, 'tokens.json'), 'utf8')) as Record<string, string>;
  const tokenOf = (person: string) => tokens()[person] ?? '';
  const at = (user: PracticeUser) =>
    new PracticeClient(practice.url, practiceToken, { id: user, password: passwords[user] });
  return {
    ...{ folder, instances, serviceUrl, dataFolder, timeZone, tokenOf, at, practiceUrl: practice.url },
    clock: clockFromFile(join(folder, 'clock.json')),
    publicKeyFile: join(dataFolder, 'public-key.pem'),
    shiftFile: join(folder, 'shift'),
    practice: at('NIGHTOP'),
    director: new PracticeDirector(practice.url, practiceToken),
    as: (person: string) => recording.person(person, { serviceUrl, tokenOf }),
    async killAndRestart(whileDown: () => Promise<void>) {
      await instances[0]?.kill();
      await whileDown();
      await instances[0]?.start();
    },
  };
}
