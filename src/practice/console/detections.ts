import type { Clock } from '../../shared/clock.ts';
import type { OperatorLog } from './operator-log.ts';

/** What came of watching for a keyword in unsolicited messages. */
export interface Detection {
  readonly status: 'waiting' | 'detected' | 'expired';
  /** The message in which it stood. */
  readonly msg: string;
}

/**
 * Watches of consoles over unsolicited messages: those that are not the answer to the console's own command.
 *
 * Source: z/OSMF Programming Guide, z/OS console services, «Get the detect result for unsolicited messages».
 */
export interface Detections {
  /** @param seconds how long it watches @returns a key of the form `D1234567` */
  open(isWanted: (text: string) => boolean, seconds: number, user: string): string;
  /** Undefined for a key that this user was never given, or so long ago that it is forgotten. */
  look(key: string, user: string): Detection | undefined;
  /** Resolves when the keyword was seen or the time is over. */
  ended(key: string): Promise<Detection | undefined>;
}

/** Keys that are known at a time. */
const mostKept = 10_000;

/** Longer than this nobody watches: a day. */
const longestSeconds = 86_400;

interface Watch {
  readonly user: string;
  state: Detection;
  readonly ended: Promise<void>;
}

export function detections(log: OperatorLog, wall: Clock, stopped: AbortSignal, firstKey = 1_000_000): Detections {
  const watches = new Map<string, Watch>();
  let next = firstKey;
  return {
    open(isWanted, seconds, user) {
      const key = `D${String(next)}`;
      next += 1;
      const over = new AbortController();
      const watch: Watch = {
        user,
        state: { status: 'waiting', msg: '' },
        ended: wall
          .sleep(Math.min(Math.max(seconds, 0), longestSeconds) * 1000, AbortSignal.any([over.signal, stopped]))
          .catch(() => undefined)
          .then(() => {
            deafen();
            if (watch.state.status === 'waiting') watch.state = { status: 'expired', msg: '' };
          }),
      };
      const deafen = log.onMessage(({ text, kind }) => {
        if (kind !== 'message' || watch.state.status !== 'waiting' || !isWanted(text)) return;
        watch.state = { status: 'detected', msg: text };
        over.abort();
      });
      watches.set(key, watch);
      if (next > firstKey + mostKept) watches.delete(`D${String(next - mostKept - 1)}`);
      return key;
    },
    look(key, user) {
      const watch = watches.get(key);
      return watch?.user === user ? watch.state : undefined;
    },
    async ended(key) {
      await watches.get(key)?.ended;
      return watches.get(key)?.state;
    },
  };
}
