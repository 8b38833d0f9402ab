import { readFileSync } from 'node:fs';
import { systemClock } from '../shared/clock.ts';
import type { Clock } from '../shared/clock.ts';
import { chance } from '../shared/ids.ts';
import { buildMachine } from './machine.ts';
import { readSite } from './site/read-site.ts';
import type { Site } from './site/site.schema.ts';
import { serveMachine } from './system.ts';
import { certificateIn, newCertificate } from './tls/certificate.ts';
import type { Certificate } from './tls/certificate.ts';

export { scanFolder } from './scan/scan-folder.ts';
export { scanTable } from './scan/scan-table.rules.ts';
export { programJsonSchema } from './programs/published-schema.ts';
export { siteJsonSchema } from './site/published-schema.ts';
export { Site } from './site/site.schema.ts';
export { loadSnapshot } from './snapshot/load-snapshot.ts';
export { exportFiles, importFiles, saveFolder } from './snapshot/stopped-system.ts';
export { certificateFile } from './tls/certificate.ts';

export interface PracticeSettings {
  /** A checked site, or the path of a site file. */
  site: Site | string;
  /** Where data sets, counts and subsystems are kept; without it they live as long as the process. */
  folder?: string;
  /** 0 = any free one. */
  port: number;
  /** @default 127.0.0.1 */
  host?: string;
  clock: Clock;
  /** What sign-on tokens follow. @default clock, as its operator has it */
  wall?: Clock;
  /** Machine milliseconds before each request is looked at. @default 0 */
  latencyMs?: number;
  /** PEM files, or `made`: a certificate of its own, kept in the folder. Without it the server speaks plain HTTP. */
  tls?: { keyFile: string; certFile: string } | 'made';
  /** What `/practice/…` wants in X-Practice-Token. @default 128 random bits */
  practiceToken?: string;
  /** Told of failures that no answer explains. */
  log?: (problem: unknown) => void;
}

export interface Practice extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly practiceToken: string;
  /** PEM text of the certificate that clients have to trust. */
  readonly certificate: string | undefined;
  /** Ends running jobs and closes the folder. */
  stop: () => Promise<void>;
}

/**
 * Starts a practice system: a small z/OS behind a z/OSMF-compatible server.
 *
 * @throws {LockstepError | ZodError} the site file, or the checked site, does not fit its schema
 */
export async function startPractice(settings: PracticeSettings): Promise<Practice> {
  const site = typeof settings.site === 'string' ? readSite(settings.site) : settings.site;
  const { host = '127.0.0.1', practiceToken = chance.bytes(16).toString('hex'), log = () => undefined } = settings;
  const certificate = await certificateOf(settings, host);
  const machine = await buildMachine(site, settings.clock, settings.folder, settings.wall);
  const server = await serveMachine(machine, {
    ...{ host, practiceToken, port: settings.port, latencyMs: settings.latencyMs ?? 0, onFailure: log },
    ...(certificate === undefined ? {} : { tls: certificate }),
  }).catch(async (error: unknown) => {
    await machine.stop();
    throw error;
  });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= server.stop().then(() => machine.stop()));
  const url = `${settings.tls === undefined ? 'http' : 'https'}://${host}:${String(server.port)}`;
  return {
    url,
    host,
    port: server.port,
    practiceToken,
    certificate: certificate?.cert,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function certificateOf({ tls, folder }: PracticeSettings, host: string): Promise<Certificate | undefined> {
  if (tls === undefined) return undefined;
  if (tls !== 'made') return { key: readFileSync(tls.keyFile, 'utf8'), cert: readFileSync(tls.certFile, 'utf8') };
  const now = systemClock.now();
  return folder === undefined ? newCertificate(host, now) : certificateIn(folder, host, now);
}
