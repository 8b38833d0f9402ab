import { LockstepError } from '../../shared/errors.ts';
import type { Disk } from '../disk/disk.ts';
import type { Subsystems } from '../subsystems/subsystems.ts';
import type { WireAnswer, WireRequest } from '../wire/answer.ts';
import type { WireParts } from '../wire/parts.ts';
import type { ExecutionCount } from './counts.ts';
import type { FaultTable } from './fault-table.ts';
import type { HeldBack } from './held-back.ts';
import type { LostSpool } from './lost-spool.ts';
import type { ClockParts } from './operate-clock.ts';
import type { SystemFaults } from './system-faults.ts';

/** What the paths under `/practice` work on. */
export interface PracticeParts extends ClockParts {
  readonly token: string;
  readonly wire: WireParts;
  readonly subsystems: Subsystems;
  /** Faults of requests. */
  readonly faults: FaultTable;
  /** Faults of the system behind the wire. */
  readonly systemFaults: SystemFaults;
  readonly lostSpool: LostSpool;
  readonly held: HeldBack;
  executions(): readonly ExecutionCount[];
  requests(): Readonly<Record<string, number>>;
  readonly disk: Disk;
  /** New connections get another certificate, which nobody trusts yet. */
  changeCertificate(): Promise<void>;
}

/** One operation: its request, and the segments of the path behind `/practice/<area>`. */
export type PracticeOperation = (
  parts: PracticeParts,
  request: WireRequest,
  rest: readonly string[],
) => WireAnswer | Promise<WireAnswer>;

/** Operations by method and area, such as `PUT clock`. */
export type PracticeOperations = Readonly<Record<string, PracticeOperation>>;

/** @throws {LockstepError} `request.malformed` */
export function bodyOf(request: WireRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch (error) {
    throw new LockstepError('request.malformed', 'The body is no JSON', {}, { cause: error });
  }
}

export const thereIsNo = ({ method, path }: WireRequest): LockstepError =>
  new LockstepError('request.not-found', `There is no ${method} ${path}`);
