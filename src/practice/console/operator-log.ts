import type { Clock } from '../../shared/clock.ts';

/** A line of the hardcopy log. */
export interface LoggedMessage {
  /** Milliseconds since 1970 on the system's clock. */
  readonly at: number;
  readonly text: string;
  /** Job, started task or console that it came from; empty for the system's own. */
  readonly source: string;
  readonly kind: 'message' | 'command' | 'response';
}

/** What consoles show and the log keeps: messages of jobs and subsystems, commands and their responses. */
export interface OperatorLog {
  say(text: string, source: string, kind?: LoggedMessage['kind']): void;
  /** Messages from a time on, oldest first. */
  since(at: number): readonly LoggedMessage[];
  /** @returns how to stop listening */
  onMessage(listener: (message: LoggedMessage) => void): () => void;
}

const mostKept = 20_000;

/** A log of the newest messages; older ones are forgotten. */
export function operatorLog(clock: Pick<Clock, 'now'>): OperatorLog {
  let kept: LoggedMessage[] = [];
  const listeners = new Set<(message: LoggedMessage) => void>();
  return {
    say(text, source, kind = 'message') {
      const message = { at: clock.now(), text, source, kind };
      kept.push(message);
      if (kept.length > 2 * mostKept) kept = kept.slice(-mostKept);
      for (const listener of [...listeners]) listener(message);
    },
    since: (at) => kept.filter((message) => message.at >= at),
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
