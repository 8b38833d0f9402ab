import { hostname } from 'node:os';
import { openLocalAccess, signInRouter } from '../access/index.ts';
import type { Config } from '../config/read-config.ts';
import { loadEstate, loadItemTypes, millisOf } from '../estate/index.ts';
import { recordOperations } from '../evidence/record/record.routes.ts';
import { makeApp } from '../http/app.ts';
import { listen, type Listening } from '../http/listen.ts';
import { createLog } from '../http/log.ts';
import { createMetrics } from '../http/metrics.ts';
import { readTemplates } from '../jcl/index.ts';
import { releasesView } from '../releases/index.ts';
import { Engine, EngineWatch } from '../runs/index.ts';
import { clockFromFile, machineTime, systemClock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import { chance } from '../shared/ids.ts';
import { appendWatch, conditionsOf, whoDrives } from './conditions.ts';
import { tellUnknownJobs } from './restored-book.ts';
import { Driving } from './driving.ts';
import { openKeptFiles } from './kept-files.ts';
import { clockConditions } from './machine-clock.ts';
import { openBook } from './open-book.ts';
import { limitsFrom } from './limits-from.ts';
import { registerNew } from './registration/registration.service.ts';
import { assembleSlices, apiOf, type Slices } from './slices.ts';
import { checksOver, type ConnectedSystem, connectSystems, type PasswordOf } from './systems.ts';

export const version = '0.1.0';

/** A running service. */
export interface Service extends AsyncDisposable {
  readonly url: string;
  readonly book: string;
  readonly publicKeyFile: string;
  /** Stops the engine, lets requests end, closes the book. */
  stop(): Promise<void>;
}

/**
 * Assembles one service from slices and edges, opens its book, takes the engine where the book may be decided on, and
 * listens.
 *
 * @param passwordOf password of the z/OS user of a system; by default the environment says it
 */
export async function startService(config: Config, passwordOf?: PasswordOf): Promise<Service> {
  const log = createLog(config.logLevel, process.stderr);
  for (const warning of config.warnings) log.warn(warning);
  const estate = loadEstate(config.estate);
  const itemTypes = loadItemTypes(config.itemTypes, estate);
  const templates = readTemplates(config.templates);
  const systems = await connectSystems(estate, config, passwordOf);
  const files = openKeptFiles(config.dataFolder, config.signingKey, chance);
  const clock = config.rehearsalClock === undefined ? systemClock : clockFromFile(config.rehearsalClock);
  const metrics = createMetrics();
  const appends = appendWatch(metrics);
  const book = await openBook(config, { estate, files, clock, log, appends });
  const { ledger } = book;
  const system = (id: string): ConnectedSystem => named(systems, id);
  const answerChecks = checksOver(system, { templates, blobs: ledger.blobs, chance });
  const slices = assembleSlices({
    ...{ book, estate, itemTypes, templates, clock, system, answerChecks },
    ...{ key: files.key, whoDrives: () => whoDrives(standing()) },
  });
  const shared = book.cell !== undefined;
  const newEngine = () =>
    new Engine({
      ...{ ledger, clock, machine: systemClock, chance, log, system, answerChecks, shared },
      releaseEnded: slices.runs.releaseEnded,
      limits: limitsFrom(config),
      instantOf: (local) => millisOf(estate, local),
      releaseOf: (id) => existingRelease(slices, id),
    });
  const newWatch = () =>
    new EngineWatch({
      ...{ machine: systemClock, monotonic: () => machineTime.monotonic(), chance, log, newEngine },
      ...{ beatMs: config.engineBeatSeconds * 1000, takeoverMs: config.engineTakeoverSeconds * 1000 },
      ...(book.cell === undefined ? {} : { cell: book.cell }),
    });
  const driver = () => {
    const watch = newWatch();
    return { watch, start: () => watch.start(instanceName()), stop: () => watch.stop() };
  };
  const clocks = clockConditions({ ledger, machine: systemClock, wall: book.wall, database: book.database });
  const driving = new Driving({ ledger, driver, machine: systemClock, log });
  const standing = () => driving.current?.watch.standing ?? { drives: false, instance: '' };
  const access = openLocalAccess({ people: estate.people, dataFolder: config.dataFolder, clock: systemClock, chance });
  const stopping = new AbortController();
  const app = makeApp({
    ...{ ledger, authenticator: access.authenticator, clock: systemClock, stopping: stopping.signal },
    ...{ version, log, metrics, chance },
    api: apiOf(slices, { estate, people: access.people, systems, clock, clockFile: config.rehearsalClock }),
    pages: recordOperations(slices.record),
    routers: [signInRouter(access)],
    conditions: () =>
      conditionsOf([...systems.values()], appends, {
        ...{ tryStore: book.tryStore, refusal: () => ledger.refusal(), standing, clocks },
      }),
    requestsPerMinute: config.requestsPerMinute,
    openMetrics: config.metrics === 'open',
    ...(config.trustProxy === undefined ? {} : { trustProxy: config.trustProxy }),
  });
  let server: Listening | undefined;
  const stop = async () => {
    stopping.abort(new Error('the service stops'));
    if (server !== undefined) await within(config.stopTimeoutSeconds, server.close());
    server?.cut();
    await driving.stop();
    await book.close();
  };
  try {
    await driving.start();
    const { host, port, tls } = config;
    server = await listen(app, { host, port, ...(tls === undefined ? {} : { tls }) });
  } catch (error) {
    await stop();
    throw error;
  }
  const notRegistered = (id: string, error: unknown) =>
    log.warn({ system: id, error: error instanceof Error ? error.message : String(error) }, 'not registered yet');
  void registerNew([...systems.values()], {
    ...{ service: slices.registration, actor: { kind: 'service', id: 'start' }, machine: systemClock },
    ...{
      mayDecide: () => ledger.refusal() === undefined && standing().drives,
      stopping: stopping.signal,
      onTrouble: notRegistered,
    },
  }).catch((error: unknown) => {
    if (!stopping.signal.aborted) notRegistered('all', error);
  });
  const refusal = ledger.refusal();
  if (refusal !== undefined) {
    log.error({ because: refusal.message }, 'the book is read only here');
    void tellUnknownJobs(
      ledger,
      [...systems.values()].map(({ zosmf }) => zosmf),
      log,
    );
  }
  log.info({ url: server.url, book: ledger.book, page: ledger.head() }, 'the service listens');
  const { publicKeyFile } = files.key;
  return { url: server.url, book: ledger.book, publicKeyFile, stop, [Symbol.asyncDispose]: stop };
}

function named(systems: ReadonlyMap<string, ConnectedSystem>, id: string): ConnectedSystem {
  const system = systems.get(id);
  if (system === undefined) throw new LockstepError('config.invalid', `the estate has no system ${id}`, { system: id });
  return system;
}

/** Names this start of the process in the record: no two starts have one name, on whatever machine. */
const instanceName = (): string => `${hostname().slice(0, 40)}:${process.pid}:${chance.bytes(3).toString('hex')}`;

async function existingRelease({ ledger }: Slices, id: string) {
  const release = await ledger.get(releasesView, id);
  if (release === undefined) throw new LockstepError('ledger.damaged', `there is no release ${id}`, { release: id });
  return release;
}

async function within(seconds: number, work: Promise<void>): Promise<void> {
  const waited = new AbortController();
  const longEnough = systemClock.sleep(seconds * 1000, waited.signal).catch(() => undefined);
  await Promise.race([work, longEnough]);
  waited.abort();
}
