import { ZosFilesConstants } from '@zowe/zos-files-for-zowe-sdk';
import { JobsConstants } from '@zowe/zos-jobs-for-zowe-sdk';
import { Session } from '@zowe/imperative';
import { z } from 'zod';
import type { ZosmfConnection } from '../estate/estate.schema.ts';
import { systemClock } from '../shared/clock.ts';
import type { Clock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import { parsed } from './answers.ts';
import { consoleCalls } from './console.ts';
import { CredentialLatch } from './credential-latch.ts';
import { fileCalls } from './files.ts';
import { jobCalls } from './jobs.ts';
import { defaultTimeouts, transportOf } from './transport.ts';
import type { Transport, ZosmfTimeouts } from './transport.ts';
import type { WireRequest } from './wire.ts';
import { DataSetDocument, JobDocument } from './zosmf.schema.ts';
import type { Zosmf } from './zosmf.schema.ts';

export interface ZosmfSettings {
  /** Name of the system, for messages. */
  readonly system: string;
  /** With `host`; one that names a Zowe profile instead is settled by `settleConnection` first. */
  readonly connection: ZosmfConnection;
  /** Password of `connection.user`. It is kept in memory alone. */
  readonly password: string;
  readonly timeouts?: ZosmfTimeouts;
  /** Measures time-outs and pauses between looks at a console: machine time, never the time of a rehearsal. */
  readonly clock?: Clock;
  /** Shared by all connections that use this credential. */
  readonly latch?: CredentialLatch;
}

export interface ConnectedZosmf extends Zosmf {
  readonly latch: CredentialLatch;
}

/**
 * Connects to the z/OSMF of one system; nothing is sent yet.
 *
 * @throws {LockstepError} `zosmf.unreachable` when the connection names no host
 */
export function connectZosmf(settings: ZosmfSettings): ConnectedZosmf {
  const { system, connection, clock = systemClock, latch = new CredentialLatch() } = settings;
  const timeouts = { ...defaultTimeouts, ...settings.timeouts };
  const session = sessionOf(system, connection, settings.password, timeouts);
  const transport = transportOf({ system, session, latch, answerMs: timeouts.answerMs, clock });
  return {
    system,
    user: connection.user,
    latch,
    probe: () => probe(transport, connection.user),
    ...jobCalls(transport),
    ...fileCalls(transport),
    ...consoleCalls(transport, clock),
  };
}

function sessionOf(
  system: string,
  connection: ZosmfConnection,
  password: string,
  timeouts: Required<ZosmfTimeouts>,
): Session {
  if (connection.host === undefined)
    throw new LockstepError('zosmf.unreachable', `${system}: the connection names no host`, { system });
  return new Session({
    hostname: connection.host,
    port: connection.port,
    protocol: connection.protocol,
    basePath: connection.basePath ?? '',
    rejectUnauthorized: connection.rejectUnauthorized,
    type: 'basic',
    user: connection.user,
    password,
    socketConnectTimeout: timeouts.connectMs,
    requestCompletionTimeout: timeouts.silenceMs,
  });
}

const Info = z.looseObject({ zosmf_version: z.string(), zos_version: z.string().optional() });

/** The information service may answer strangers, and the files service alone needs a TSO address space: ask all three. */
async function probe({ system, ask }: Transport, user: string): Promise<{ version: string }> {
  const reading = (operation: string, service: WireRequest['service'], resource: string): WireRequest => ({
    operation,
    service,
    method: 'GET',
    resource,
    headers: service === 'files' ? { 'X-IBM-Max-Items': '1' } : {},
    changes: false,
  });
  const about = reading('ask for the level of z/OSMF', 'info', '/zosmf/info');
  const info = parsed(Info, await ask(about), about, system);
  const jobs = reading('list jobs', 'jobs', `${JobsConstants.RESOURCE}?owner=${encodeURIComponent(user)}&max-jobs=1`);
  parsed(z.array(JobDocument), await ask(jobs), jobs, system);
  const resource = `${ZosFilesConstants.RESOURCE}${ZosFilesConstants.RES_DS_FILES}?dslevel=SYS1.LINKLIB`;
  const files = reading('list data sets', 'files', resource);
  parsed(z.looseObject({ items: z.array(DataSetDocument) }), await ask(files), files, system);
  return { version: info.zosmf_version };
}
