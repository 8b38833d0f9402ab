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
import { Engine } from '../runs/index.ts';
import { clockFromFile, systemClock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import { chance } from '../shared/ids.ts';
import { appendWatch, conditionsOf } from './conditions.ts';
import { openKeptFiles } from './kept-files.ts';
import { openBook } from './open-book.ts';
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
 * Assembles one service from slices and edges, opens its book, takes the engine, and listens.
 *
 * @param passwordOf password of the z/OS user of a system; by default the environment says it
 */
export async function startService(config: Config, passwordOf?: PasswordOf): Promise<Service> {
  const log = createLog(config.logLevel, process.stderr);
  for (const warning of config.warnings) log.warn(warning);
  const estate = loadEstate(config.estate);
  const itemTypes = loadItemTypes(config.itemTypes, estate);
  const templates = readTemplates(config.templates);
  const systems = await connectSystems(estate, config.zosmfTimeoutSeconds, passwordOf);
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
    key: files.key,
  });
  const engine = new Engine({
    ...{ ledger, clock, machine: systemClock, chance, log, system, answerChecks },
    releaseEnded: slices.runs.releaseEnded,
    instantOf: (local) => millisOf(estate, local),
    releaseOf: (id) => existingRelease(slices, id),
  });
  const access = openLocalAccess({ people: estate.people, dataFolder: config.dataFolder, clock: systemClock, chance });
  const stopping = new AbortController();
  const app = makeApp({
    ...{ ledger, authenticator: access.authenticator, clock: systemClock, stopping: stopping.signal },
    ...{ version, log, metrics, chance },
    api: apiOf(slices, { estate, people: access.people, systems, clock, clockFile: config.rehearsalClock }),
    pages: recordOperations(slices.record),
    routers: [signInRouter(access)],
    conditions: () => conditionsOf([...systems.values()], appends, book.tryStore),
    requestsPerMinute: config.requestsPerMinute,
    openMetrics: config.metrics === 'open',
    ...(config.trustProxy === undefined ? {} : { trustProxy: config.trustProxy }),
  });
  let server: Listening | undefined;
  const stop = async () => {
    stopping.abort(new Error('the service stops'));
    if (server !== undefined) await within(config.stopTimeoutSeconds, server.close());
    await engine.stop();
    await book.close();
  };
  try {
    await engine.start(`${process.pid}@${ledger.book.slice(0, 6)}`);
    const { host, port, tls } = config;
    server = await listen(app, { host, port, ...(tls === undefined ? {} : { tls }) });
  } catch (error) {
    await stop();
    throw error;
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
