import type { Chance } from '../../shared/ids.ts';
import type { TsoSession } from './tso-session.ts';

/** A TSO address space that the common event adapter (CEA) made for a user of z/OSMF. */
export interface AddressSpace {
  /** Such as `DEVA-71-aabcaaaf`. */
  readonly servletKey: string;
  readonly user: string;
  /** Number of its z/OS UNIX message queue. */
  readonly queueId: string;
  readonly sessionId: string;
  readonly session: TsoSession;
  /** Lines that nobody has fetched yet; `prompt` says that it waits for input. */
  readonly waiting: { lines: string[]; prompt: boolean };
  /** Ends with what it is doing. */
  readonly signal: AbortSignal;
}

export interface AddressSpaces {
  /** Undefined when the user, or the system, has as many as it may have. */
  start(user: string): AddressSpace | undefined;
  /** Only the user that owns it finds an address space. */
  find(servletKey: string, user: string): AddressSpace | undefined;
  end(servletKey: string, user: string): boolean;
  count(user: string): number;
  endAll(): void;
}

/** Parmlib member CEAPRMxx, TSOASMGR: how many sessions there may be in all, and of one user. */
export interface AddressSpaceLimits {
  readonly maxSessions: number;
  readonly maxSessionsPerUser: number;
}

/** An address space that no request named for so long ends; the length is unverified. Milliseconds. */
const idleMs = 15 * 60_000;

/**
 * Address spaces of all users, none of which outlives the process. A client that went away does not keep its user's.
 *
 * @param now milliseconds of the machine. @default time stands still, and none is ever idle
 */
export function addressSpaces(
  open: (user: string, signal: AbortSignal) => TsoSession,
  limits: AddressSpaceLimits,
  chance: Chance,
  now: () => number = () => 0,
): AddressSpaces {
  const spaces = new Map<string, { space: AddressSpace; ending: AbortController; asked: number }>();
  let started = 0;
  const sweep = () => {
    for (const [key, { ending, asked }] of [...spaces]) {
      if (now() - asked < idleMs) continue;
      spaces.delete(key);
      ending.abort(new Error('the address space was idle'));
    }
  };
  const of = (user: string) => [...spaces.values()].filter(({ space }) => space.user === user).length;
  const find = (servletKey: string, user: string) => {
    sweep();
    const found = spaces.get(servletKey);
    if (found?.space.user !== user) return undefined;
    found.asked = now();
    return found;
  };
  return {
    start(user) {
      sweep();
      if (spaces.size >= limits.maxSessions || of(user) >= limits.maxSessionsPerUser) return undefined;
      started += 1;
      const ending = new AbortController();
      const servletKey = `${user}-${String(started + 70)}-${letters(chance.bytes(8))}`;
      const space: AddressSpace = {
        ...{ servletKey, user, queueId: String(started + 3), signal: ending.signal },
        sessionId: `0x${(started + 0x37).toString(16).toUpperCase()}`,
        session: open(user, ending.signal),
        waiting: { lines: [], prompt: false },
      };
      spaces.set(servletKey, { space, ending, asked: now() });
      return space;
    },
    find: (servletKey, user) => find(servletKey, user)?.space,
    end(servletKey, user) {
      const found = find(servletKey, user);
      if (found === undefined) return false;
      spaces.delete(servletKey);
      found.ending.abort(new Error('the address space ends'));
      return true;
    },
    count(user) {
      sweep();
      return of(user);
    },
    endAll() {
      for (const { ending } of spaces.values()) ending.abort(new Error('the system stops'));
      spaces.clear();
    },
  };
}

const letters = (bytes: Buffer): string => Array.from(bytes, (byte) => 'abcdefghijklmnop'.charAt(byte & 15)).join('');
