import { accessOperations, openLocalAccess, signInRouter, type LocalAccess } from '../access/index.ts';
import { changeOperations, changeService } from '../changes/index.ts';
import type { Config } from '../config/read-config.ts';
import { estateOperations, loadEstate, loadItemTypes, millisOf } from '../estate/index.ts';
import { evidenceOperations, evidenceService, evidenceViews } from '../evidence/index.ts';
import { recordOperations } from '../evidence/record/record.routes.ts';
import { recordService } from '../evidence/record/record.service.ts';
import { makeApp } from '../http/app.ts';
import { eventOperations } from '../http/event-operations.ts';
import type { ReadyCondition } from '../http/health.ts';
import { listen } from '../http/listen.ts';
import { createLog } from '../http/log.ts';
import { createMetrics, type Metrics } from '../http/metrics.ts';
import { type ParameterValues, readTemplates, renderTemplate, templateNamed } from '../jcl/index.ts';
import { bookProofs, refuseOldBackup } from '../ledger/checkpoints.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { readinessOperations, readinessService } from '../readiness/index.ts';
import { releaseOperations, releaseService, releasesView } from '../releases/index.ts';
import { Engine, runOperations, runService } from '../runs/index.ts';
import { clockFromFile, systemClock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import { chance } from '../shared/ids.ts';
import { allEntryTypes, allViews } from './book-definition.ts';
import { openKeptFiles } from './kept-files.ts';
import { openStore } from './open-store.ts';
import { clockOperations } from './rehearsal-clock.ts';
import { systemOperations } from './system-operations.ts';
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
  const system = (id: string): ConnectedSystem => named(systems, id);
  const files = openKeptFiles(config.dataFolder, config.signingKey, chance);
  const clock = config.rehearsalClock === undefined ? systemClock : clockFromFile(config.rehearsalClock);
  const metrics = createMetrics();
  const appends = appendWatch(metrics);
  const store = openStore(config);
  const ledger = await openLedger({
    ...{
      store,
      views: allViews,
      entryTypes: allEntryTypes,
      clock,
      kind: config.book,
      home: files.home,
      estate: estate.estate,
    },
    onAppend: appends.note,
    onProgress: (page) => log.info({ page }, 'views are being rebuilt'),
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const proofs = bookProofs({ ledger, store, key: files.key.privateKey, published: files.published });
  const answerChecks = checksOver(system, { templates, blobs: ledger.blobs, chance });
  const zosmf = (id: string) => system(id).zosmf;
  const changes = changeService({ ledger, estate, itemTypes, zosmf });
  const jcl = {
    render: (name: string, values: ParameterValues) => renderTemplate(templateNamed(templates, name), values),
  };
  const releases = releaseService({ ledger, estate, itemTypes, zosmf, jcl });
  const readiness = readinessService({ ledger, estate, clock, answerChecks });
  const runs = runService({ ledger, estate, readiness, clock });
  const evidence = evidenceService({ ledger, proofs, views: evidenceViews, key: files.key });
  const record = recordService({ ledger, clock, timeZone: estate.timeZone });
  const access: LocalAccess = openLocalAccess({
    people: estate.people,
    dataFolder: config.dataFolder,
    clock: systemClock,
    chance,
  });
  const engine = new Engine({
    ...{
      ledger,
      clock,
      machine: systemClock,
      chance,
      log,
      system,
      answerChecks,
      releaseEnded: runs.releaseEnded,
    },
    instantOf: (local) => millisOf(estate, local),
    async releaseOf(id) {
      const release = await ledger.get(releasesView, id);
      if (release === undefined)
        throw new LockstepError('ledger.damaged', `there is no release ${id}`, { release: id });
      return release;
    },
  });
  await refuseOldBackup({ ledger, key: files.key.privateKey, published: files.published });
  await engine.start(`${process.pid}@${ledger.book.slice(0, 6)}`);
  const stopping = new AbortController();
  const app = makeApp({
    ...{
      ledger,
      authenticator: access.authenticator,
      clock: systemClock,
      stopping: stopping.signal,
      version,
      log,
      metrics,
      chance,
    },
    api: [
      ...changeOperations(changes),
      ...releaseOperations(releases),
      ...readinessOperations(readiness),
      ...runOperations(runs),
      ...evidenceOperations(evidence),
      ...estateOperations(estate),
      ...accessOperations(access.people),
      ...eventOperations({ ledger, clock: systemClock }),
      ...systemOperations({ ledger, systems }),
      ...clockOperations({ ledger, clock, estate, file: config.rehearsalClock }),
    ],
    pages: recordOperations(record),
    routers: [signInRouter(access)],
    conditions: () => conditionsOf([...systems.values()], appends.lastOutcome),
    requestsPerMinute: config.requestsPerMinute,
    openMetrics: config.metrics === 'open',
    ...(config.trustProxy === undefined ? {} : { trustProxy: config.trustProxy }),
  });
  const server = await listen(app, {
    host: config.host,
    port: config.port,
    ...(config.tls === undefined ? {} : { tls: config.tls }),
  });
  log.info({ url: server.url, book: ledger.book, page: ledger.head() }, 'the service listens');
  const stop = async () => {
    stopping.abort(new Error('the service stops'));
    const waited = new AbortController();
    const longEnough = systemClock.sleep(config.stopTimeoutSeconds * 1000, waited.signal).catch(() => undefined);
    await Promise.race([server.close(), longEnough]);
    waited.abort();
    await engine.stop();
    ledger.stop();
    await store.close();
  };
  return {
    url: server.url,
    book: ledger.book,
    publicKeyFile: files.key.publicKeyFile,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function named(systems: ReadonlyMap<string, ConnectedSystem>, id: string): ConnectedSystem {
  const system = systems.get(id);
  if (system === undefined) throw new LockstepError('config.invalid', `the estate has no system ${id}`, { system: id });
  return system;
}

/** Counts appends by outcome, and remembers the last one: a store that refuses makes the instance not ready. */
function appendWatch(metrics: Metrics) {
  let last = 'done';
  const pages = metrics.counter('lockstep_ledger_pages_total', 'Pages that this instance appended');
  const failures = metrics.counter('lockstep_ledger_append_failures_total', 'Appends that were refused or unknown');
  return {
    note: (outcome: string, count: number) => {
      last = outcome;
      if (outcome === 'done') pages(count);
      else failures();
    },
    lastOutcome: () => last,
  };
}

function conditionsOf(systems: readonly ConnectedSystem[], lastOutcome: () => string): ReadyCondition[] {
  return [
    {
      name: 'ledger',
      look: () => ({
        ready: lastOutcome() === 'done' || lastOutcome() === 'taken',
        detail: `last append: ${lastOutcome()}`,
      }),
    },
    ...systems.map(({ declared, zosmf }) => ({
      name: `zosmf ${declared.id}`,
      look: () => ({
        ready: !zosmf.latch.refused,
        detail: zosmf.latch.refused ? 'the credential was refused: all work for it has stopped' : 'in use',
      }),
    })),
  ];
}
