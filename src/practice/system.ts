import { systemClock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Clock } from '../shared/clock.ts';
import type { OperatedClock } from './clock/operated-clock.ts';
import { chance } from '../shared/ids.ts';
import { detections } from './console/detections.ts';
import { addressSpaces } from './address-spaces/address-spaces.ts';
import type { TsoSession } from './address-spaces/tso-session.ts';
import { consoleMessages } from './console/messages.ts';
import { operatorLog } from './console/operator-log.ts';
import type { Replies } from './console/replies.ts';
import type { OperatorLog } from './console/operator-log.ts';
import type { OperatorCommand } from './console/operator-commands.ts';
import { everyCommand } from './console/every-command.ts';
import type { DataSets } from './datasets/data-sets.ts';
import type { Disk } from './disk/disk.ts';
import { executionCounts, requestCounts } from './faults/counts.ts';
import { faultTable } from './faults/fault-table.ts';
import { type Behaviour, ordinaryBehaviour } from './faults/behaviour.ts';
import { faulty } from './faults/faulty.ts';
import type { LostSpool } from './faults/lost-spool.ts';
import { systemFaults } from './faults/system-faults.ts';
import type { SystemFaults } from './faults/system-faults.ts';
import { heldBack } from './faults/held-back.ts';
import { practiceService } from './faults/practice-service.ts';
import type { Jes } from './jes/jes.ts';
import type { Authority } from './security/authority.ts';
import { jsonWebTokens } from './security/jwt.ts';
import { passwords } from './security/passwords.ts';
import { newCertificate } from './tls/certificate.ts';
import type { Certificate } from './tls/certificate.ts';
import { tokens } from './security/tokens.ts';
import type { Site } from './site/site.schema.ts';
import type { Subsystems } from './subsystems/subsystems.ts';
import type { UnixFiles } from './unix/unix-files.ts';
import { json } from './wire/answer.ts';
import type { WireRequest } from './wire/answer.ts';
import type { AccessMethodServices, WireParts } from './wire/parts.ts';
import { FileServers } from './wire/file-servers.ts';
import { enqueueSessions } from './wire/files/enqueue-sessions.ts';
import type { DataSetNames } from './wire/files/enqueue-sessions.ts';
import { notifySubmitters } from './wire/job-notifications.ts';
import { listen } from './wire/server.ts';
import type { Outcome } from './wire/server.ts';
import { zosmf } from './wire/zosmf.ts';

/** The small z/OS behind the server, ready to run. */
export interface Machine {
  site: Site;
  clock: Clock;
  /** What sign-on tokens follow. @default clock */
  wall?: Clock;
  /** @default one that nobody else writes */
  log?: OperatorLog;
  /** Faults behind the wire. @default none strikes */
  faults?: SystemFaults;
  lostSpool?: LostSpool;
  /** The clock as its operator has it in hand. */
  operated?: OperatedClock;
  disk: Disk;
  dataSets: DataSets;
  unix: UnixFiles;
  authority: Authority;
  jes: Jes;
  /** @default as most systems behave */
  behaviour?: Behaviour;
  subsystems: Subsystems;
  /** Operator commands of the subsystems; the system adds its own. */
  commands: readonly OperatorCommand[];
  /** Messages that wait for the operator. @default there are none */
  replies?: Replies;
  /** A TSO session of a user; its signal ends what it does. @default one that knows no command */
  openTso?: (user: string, signal: AbortSignal) => TsoSession;
  /** How running jobs hold a data set. */
  heldAs?: WireParts['heldAs'];
  /** Where address spaces hold data set names. */
  names?: DataSetNames;
  accessMethodServices?: AccessMethodServices;
}

export interface WireSettings {
  port: number;
  host: string;
  tls?: Certificate;
  /** Machine milliseconds before each request is looked at. */
  latencyMs: number;
  practiceToken: string;
  onFailure: (error: unknown) => void;
}

/** Puts a z/OSMF-compatible server before a machine. */
export async function serveMachine(
  machine: Machine,
  settings: WireSettings,
): Promise<{ port: number; stop(): Promise<void> }> {
  const stopping = new AbortController();
  const faults = faultTable();
  const requests = requestCounts();
  const wire = wireParts(machine, settings.latencyMs, stopping.signal);
  const held = heldBack((request) => zosmf(wire, request), machine.clock, stopping.signal);
  purgeWhatEnds(machine.jes, wire.behaviour);
  notifySubmitters({ jes: machine.jes, behaviour: wire.behaviour, stopped: stopping.signal });
  const executions = executionCounts(machine.jes, machine.disk);
  const change = { certificate: undefined as ((to: Certificate) => void) | undefined };
  const practice = {
    ...{ token: settings.practiceToken, wire, subsystems: machine.subsystems, faults, held, executions },
    requests: requests.list,
    systemFaults: machine.faults ?? systemFaults(),
    lostSpool: machine.lostSpool ?? { lose: () => undefined },
    disk: machine.disk,
    changeCertificate: async () => {
      if (settings.tls === undefined) throw new LockstepError('request.invalid', 'This system speaks plain HTTP');
      change.certificate?.(await newCertificate(settings.host, systemClock.now()));
    },
    ...(machine.operated === undefined ? {} : { operated: machine.operated }),
  };
  const strike = faulty((request) => zosmf(wire, request), {
    ...{ faults, held, stopped: stopping.signal },
  });
  const handle = (request: Omit<WireRequest, 'user'>): Promise<Outcome> => {
    const root = request.segments[0];
    if (root === 'practice') return practiceService(practice, { ...request, user: '' });
    requests.note(request);
    return root === 'zosmf' ? strike(request) : Promise.resolve(json(404, { message: 'Not found' }));
  };
  const guarded = (request: Omit<WireRequest, 'user'>) =>
    handle(request)
      .then((outcome) => machine.disk.committed().then(() => outcome))
      .catch((error: unknown) => {
        settings.onFailure(error);
        return json(500, { category: 16, rc: 12, reason: 0, message: 'Unexpected error' });
      });
  const server = await listen(guarded, settings);
  change.certificate = (to) => server.changeCertificate(to);
  return {
    port: server.port,
    async stop() {
      wire.addressSpaces.endAll();
      wire.enqueueSessions.stop();
      stopping.abort(new Error('the practice system stops'));
      await server.stop();
    },
  };
}

/** TSO/E Messages, IKJ56500I. */
const noTso = (): TsoSession => ({
  run: (command) =>
    Promise.resolve([`IKJ56500I COMMAND ${command.trim().split(/\s/)[0]?.toUpperCase() ?? ''} NOT FOUND`]),
});

const limitsOf = ({ zosmf: { addressSpaces: maxSessions, addressSpacesPerUser: maxSessionsPerUser } }: Site) => ({
  maxSessions,
  maxSessionsPerUser,
});

/** Output that nobody keeps is gone as soon as its job has ended. */
function purgeWhatEnds(jes: Jes, behaviour: Behaviour): void {
  jes.onChange((job) => {
    if (job.status !== 'OUTPUT' || jes.byCorrelator(job.correlator) === undefined) return;
    if (behaviour.purgesAtEnd(job.jobname)) jes.purge(job);
  });
}

function wireParts(machine: Machine, latencyMs: number, stopped: AbortSignal): WireParts {
  const { site, clock, disk, dataSets, unix, authority, jes, replies, log = operatorLog(clock) } = machine;
  return {
    ...{ site, clock, jes, dataSets, unix, authority },
    passwords: passwords(site.users, site.security.revokeAfter, disk),
    tokens: tokens(machine.wall ?? clock, chance, site.security.tokenMinutes),
    webTokens: jsonWebTokens(machine.wall ?? clock, chance, site.security.tokenMinutes, 'zOSMF'),
    commands: everyCommand(
      machine.commands,
      { clock, jes, site, unix, ...(replies === undefined ? {} : { replies }) },
      authority,
    ),
    consoleMessages: consoleMessages(),
    enqueueSessions: enqueueSessions(clock, chance, machine.names),
    log,
    wall: systemClock,
    latencyMs,
    addressSpaces: addressSpaces(machine.openTso ?? noTso, limitsOf(site), chance, () => systemClock.now()),
    fileServers: new FileServers(),
    detections: detections(log, systemClock, stopped),
    heldAs: machine.heldAs ?? (() => undefined),
    accessMethodServices: machine.accessMethodServices,
    stopped,
    behaviour: machine.behaviour ?? ordinaryBehaviour(clock, site.jes),
  };
}
