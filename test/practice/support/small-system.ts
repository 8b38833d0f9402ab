import type { Clock } from '../../../src/shared/clock.ts';
import { createDataSets } from '../../../src/practice/datasets/create-data-sets.ts';
import type { DataSets } from '../../../src/practice/datasets/data-sets.ts';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import type { Jes } from '../../../src/practice/jes/jes.ts';
import { accessMethodServices } from '../../../src/practice/programs/idcams.ts';
import { createAuthority } from '../../../src/practice/security/authority.ts';
import { Site } from '../../../src/practice/site/site.schema.ts';
import { createSubsystems } from '../../../src/practice/subsystems/create-subsystems.ts';
import { serveMachine } from '../../../src/practice/system.ts';
import { createUnixFiles } from '../../../src/practice/unix/create-unix-files.ts';

/** A clock that stands still until it is told otherwise; a Saturday night in September. */
export function handClock(start = Date.UTC(2026, 8, 12, 21)) {
  let now = start;
  const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };
  return { clock, advance: (ms: number) => void (now += ms) };
}

export const smallSite = (more: Record<string, unknown> = {}) =>
  Site.parse({
    system: { name: 'KSB1', sysplex: 'KSBPLEX', node: 'KSBPRD', timeZone: 'Europe/London' },
    users: [
      { userid: 'DEVA', password: 'secret-1' },
      { userid: 'OTHER', password: 'secret-2' },
    ],
    profiles: [{ class: 'DATASET', name: 'SECRET.**', uacc: 'NONE', access: { OTHER: 'ALTER' } }],
    ...more,
  });

const noJobs: Jes = {
  submit: () => undefined,
  jobs: () => [],
  byCorrelator: () => undefined,
  byNameAndId: () => undefined,
  hold: () => ({ status: 140, message: 'Job not found' }),
  release: () => ({ status: 140, message: 'Job not found' }),
  cancel: () => ({ status: 140, message: 'Job not found' }),
  purge: () => ({ status: 140, message: 'Job not found' }),
  changeClass: () => ({ status: 140, message: 'Job not found' }),
  spoolFiles: () => [],
  spoolRecords: () => undefined,
  onChange: () => undefined,
  stop: () => Promise.resolve(),
};

/** A machine without a job entry subsystem behind the real wire: for what data sets, sign-on and console do alone. */
export async function startSmallSystem(
  options: {
    site?: Record<string, unknown>;
    fill?: (dataSets: DataSets) => void;
    /** How jobs hold data sets. */
    heldAs?: (dsname: string) => 'shared' | 'exclusive' | undefined;
  } = {},
) {
  const site = smallSite(options.site);
  const { clock, advance } = handClock();
  const disk = memoryDisk();
  const dataSets = createDataSets({ disk, clock, volumes: site.volumes });
  options.fill?.(dataSets);
  const subsystems = createSubsystems({ site: undefined, disk, dataSets, clock, timeZone: site.system.timeZone });
  const authority = createAuthority(site);
  const machine = {
    site,
    clock,
    disk,
    dataSets,
    unix: createUnixFiles({ disk, clock, site }),
    authority,
    accessMethodServices: accessMethodServices(dataSets, site.system.timeZone, {
      now: () => clock.now(),
      allows: (user, dsname, level) => authority.allows(user, 'DATASET', dsname, level),
    }),
    jes: noJobs,
    subsystems,
    commands: [],
    ...(options.heldAs === undefined ? {} : { heldAs: options.heldAs }),
  };
  const failures: unknown[] = [];
  const server = await serveMachine(machine, {
    port: 0,
    host: '127.0.0.1',
    latencyMs: 0,
    practiceToken: 'practice',
    onFailure: (error) => failures.push(error),
  });
  return {
    url: `http://127.0.0.1:${String(server.port)}`,
    port: server.port,
    dataSets,
    unix: machine.unix,
    advance,
    failures,
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

export const basic = (user = 'DEVA', password = 'secret-1') =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** A JSON document as any of the services answers it, by the names that the tests look at. */
export interface Row extends Record<string, unknown> {
  items: Row[];
  plugins: Row[];
  member: string;
  jobname: string;
  jobid: string;
  'job-correlator': string;
  'cmd-response-uri': string;
  ddname: string;
  id: number;
  userCorrelator: string;
  message: string;
}

/** Sends one request on a socket of its own with the path exactly as given, and reads the whole answer. */
export async function send(
  system: { port: number },
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: string | Buffer; auth?: string | undefined } = {},
) {
  const { request } = await import('node:http');
  const authorisation = 'auth' in options ? options.auth : basic();
  return new Promise<{
    status: number;
    headers: Record<string, string | string[] | undefined>;
    bytes: Buffer;
    text: string;
    json: () => Row;
    rows: () => Row[];
  }>((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: system.port,
        method,
        path,
        agent: false,
        headers: {
          ...(authorisation === undefined ? {} : { Authorization: authorisation }),
          'X-CSRF-ZOSMF-HEADER': 'true',
          ...options.headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            bytes,
            text,
            json: () => JSON.parse(text) as Row,
            rows: () => JSON.parse(text) as Row[],
          });
        });
      },
    );
    call.on('error', reject);
    call.end(options.body);
  });
}
