import type { Clock } from '../../../shared/clock.ts';
import type { Chance } from '../../../shared/ids.ts';

/** EXCLU keeps everybody else from the data set (SYSDSN), SHRW from editing this member of it (SPFEDIT). */
export type EnqueueKind = 'EXCLU' | 'SHRW';

export interface HeldEnqueue {
  readonly user: string;
  readonly kind: EnqueueKind;
  readonly dsname: string;
  /** Empty for a sequential data set. */
  readonly member: string;
}

/** Enqueues that outlive a request: each is held by an address space that a client names by its reference. */
export interface EnqueueSessions {
  /** @returns the reference that answers carry as X-IBM-Session-Ref */
  hold(enqueue: HeldEnqueue): string;
  /** The enqueue of a user's own session; asking keeps it for another while. */
  heldBy(reference: string, user: string): HeldEnqueue | undefined;
  release(reference: string): void;
  /** Whoever has the data set for himself. */
  reserved(dsname: string, except?: string): HeldEnqueue | undefined;
  /** Whoever edits this member, or has the data set for himself. */
  edited(dsname: string, member: string, except?: string): HeldEnqueue | undefined;
  /** Whoever holds anything of the data set. */
  inUse(dsname: string): HeldEnqueue | undefined;
}

/** An address space that nobody asks any more ends after this time on the system's clock; the length is unverified. */
const idleMs = 15 * 60_000;

interface Session extends HeldEnqueue {
  until: number;
}

export function enqueueSessions(clock: Clock, chance: Chance): EnqueueSessions {
  const sessions = new Map<string, Session>();
  const first = (matches: (session: Session) => boolean, except?: string): HeldEnqueue | undefined => {
    for (const [reference, session] of sessions) {
      if (session.until <= clock.now()) sessions.delete(reference);
      else if (reference !== except && matches(session)) return session;
    }
    return undefined;
  };
  return {
    hold(enqueue) {
      const reference = chance.bytes(16).toString('hex').toUpperCase();
      sessions.set(reference, { ...enqueue, until: clock.now() + idleMs });
      return reference;
    },
    heldBy(reference, user) {
      const session = sessions.get(reference);
      if (session?.user !== user || session.until <= clock.now()) return undefined;
      session.until = clock.now() + idleMs;
      return session;
    },
    release: (reference) => void sessions.delete(reference),
    reserved: (dsname, except) => first((one) => one.kind === 'EXCLU' && one.dsname === dsname, except),
    edited: (dsname, member, except) =>
      first((one) => one.dsname === dsname && (one.kind === 'EXCLU' || one.member === member), except),
    inUse: (dsname) => first((one) => one.dsname === dsname),
  };
}
