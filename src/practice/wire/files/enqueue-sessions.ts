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
  /** Ends all sessions. */
  stop(): void;
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
  readonly over: AbortController;
}

/** Where address spaces hold data set names, so that jobs wait for them. */
export interface DataSetNames {
  add(owner: string, dsname: string, level: 'shared' | 'exclusive'): void;
  release(owner: string, dsname?: string): void;
}

/** @param names where exclusive enqueues are taken too. @default nowhere: no job runs */
export function enqueueSessions(clock: Clock, chance: Chance, names?: DataSetNames): EnqueueSessions {
  const sessions = new Map<string, Session>();
  const drop = (reference: string) => {
    const session = sessions.get(reference);
    if (session === undefined) return;
    sessions.delete(reference);
    session.over.abort();
    const again = [...sessions.values()].some(
      ({ kind, user, dsname }) => kind === 'EXCLU' && user === session.user && dsname === session.dsname,
    );
    if (session.kind === 'EXCLU' && !again) names?.release(session.user, session.dsname);
  };
  const first = (matches: (session: Session) => boolean, except?: string): HeldEnqueue | undefined => {
    for (const [reference, session] of [...sessions]) {
      if (session.until <= clock.now()) drop(reference);
      else if (reference !== except && matches(session)) return session;
    }
    return undefined;
  };
  /** Ends a session at its time also when no request comes that would look; a clock that is moved by hand waits for one. */
  const watch = async (reference: string, session: Session) => {
    for (let before = -1; before !== clock.now() && sessions.get(reference) === session;) {
      before = clock.now();
      if (session.until <= before) drop(reference);
      else await clock.sleep(session.until - before, session.over.signal);
    }
  };
  return {
    hold(enqueue) {
      const reference = chance.bytes(16).toString('hex').toUpperCase();
      const session = { ...enqueue, until: clock.now() + idleMs, over: new AbortController() };
      sessions.set(reference, session);
      if (enqueue.kind === 'EXCLU') names?.add(enqueue.user, enqueue.dsname, 'exclusive');
      if (names !== undefined) void watch(reference, session).catch(() => undefined);
      return reference;
    },
    heldBy(reference, user) {
      const session = sessions.get(reference);
      if (session?.user !== user || session.until <= clock.now()) return undefined;
      session.until = clock.now() + idleMs;
      return session;
    },
    release: drop,
    stop: () => [...sessions.keys()].forEach(drop),
    reserved: (dsname, except) => first((one) => one.kind === 'EXCLU' && one.dsname === dsname, except),
    edited: (dsname, member, except) =>
      first((one) => one.dsname === dsname && (one.kind === 'EXCLU' || one.member === member), except),
    inUse: (dsname) => first((one) => one.dsname === dsname),
  };
}
