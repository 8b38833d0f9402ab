import type { Clock } from '../../shared/clock.ts';
import type { AddressSpaces } from '../address-spaces/address-spaces.ts';
import type { OperatorCommand } from '../console/operator-commands.ts';
import type { Detections } from '../console/detections.ts';
import type { ConsoleMessages } from '../console/messages.ts';
import type { OperatorLog } from '../console/operator-log.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import type { Behaviour } from '../faults/behaviour.ts';
import type { Jes } from '../jes/jes.ts';
import type { Authority } from '../security/authority.ts';
import type { JsonWebTokens } from '../security/jwt.ts';
import type { Passwords } from '../security/passwords.ts';
import type { Tokens } from '../security/tokens.ts';
import type { Site } from '../site/site.schema.ts';
import type { UnixFiles } from '../unix/unix-files.ts';
import type { WireAnswer, WireRequest } from './answer.ts';
import type { EnqueueSessions } from './files/enqueue-sessions.ts';

/** Runs IDCAMS statements for the files service: the listing and the highest condition code. */
export type AccessMethodServices = (
  statements: readonly string[],
  user: string,
) => Promise<{ listing: readonly string[]; code: number }>;

/** What operations work on. */
export interface WireParts {
  readonly site: Site;
  readonly clock: Clock;
  readonly jes: Jes;
  readonly dataSets: DataSets;
  readonly unix: UnixFiles;
  /** Enqueues that file requests hold beyond their end. */
  readonly enqueueSessions: EnqueueSessions;
  readonly authority: Authority;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly webTokens: JsonWebTokens;
  readonly commands: readonly OperatorCommand[];
  readonly consoleMessages: ConsoleMessages;
  readonly detections: Detections;
  /** What consoles show and the hardcopy log keeps. */
  readonly log: OperatorLog;
  /** The machine's clock: requests wait on it, whatever the system's clock does. */
  readonly wall: Clock;
  /** How running jobs hold a data set now. */
  heldAs(dsname: string): 'shared' | 'exclusive' | undefined;
  readonly accessMethodServices: AccessMethodServices | undefined;
  readonly behaviour: Behaviour;
  /** Address spaces of the TSO services. */
  readonly addressSpaces: AddressSpaces;
  /** Those in which requests for files run. */
  readonly fileServers: {
    serve(parts: WireParts, request: WireRequest, work: () => Promise<WireAnswer>): Promise<WireAnswer>;
  };
  /** Machine milliseconds that a request for files takes at least. */
  readonly latencyMs: number;
  /** Aborted when the system stops. */
  readonly stopped: AbortSignal;
}

/** One operation of a service: one method on one kind of path. */
export type Operation = (parts: WireParts, request: WireRequest) => WireAnswer | Promise<WireAnswer>;
