import { endSession, runTsoCommand, tsoSession } from '../commands/tso/door.ts';
import { listingTo } from '../commands/tso/table.ts';
import type { System } from '../steps/job-run.ts';
import { ownStep } from './own-step.ts';
import type { TsoSession } from './tso-session.ts';

export interface TsoParts {
  readonly system: System;
  /** Messages for a user since the last look, such as $HASP165. */
  readonly notices: (user: string) => readonly string[];
}

/** Nobody is there any more who could be told what was not written or deleted. */
function freed(session: Parameters<typeof endSession>[0]): void {
  try {
    endSession(session);
  } catch {
    return;
  }
}

/** Opens TSO sessions for address spaces; each keeps what its commands allocate until it ends. */
export function tsoOpener({ system, notices }: TsoParts): (user: string, signal: AbortSignal) => TsoSession {
  let last = 0;
  return (user, signal) => {
    last += 1;
    const jobid = `TSU${String(last % 100_000).padStart(5, '0')}`;
    const step = ownStep({ system, user, jobid, signal });
    const session = tsoSession({ step, listing: listingTo(() => undefined), timeZone: system.timeZone });
    signal.addEventListener('abort', () => freed(session), { once: true });
    return {
      async run(command) {
        const { lines, end } = await runTsoCommand(session, command);
        const abend = 'abend' in end ? [`IKJ56641I COMMAND ENDED DUE TO ERROR+`, `ABEND CODE ${end.text}`] : [];
        return [...lines, ...abend, ...notices(user)];
      },
    };
  };
}
