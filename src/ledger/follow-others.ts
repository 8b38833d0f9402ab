import type { Clock } from '../shared/clock.ts';

export interface FollowOptions {
  /** The machine's clock: how often to look has nothing to do with the book's time. */
  readonly machine: Clock;
  /** Pause between two looks, in machine milliseconds. @default 250 */
  readonly everyMs?: number;
  readonly signal: AbortSignal;
  /** Told when a look failed, once until one succeeds again. */
  readonly onTrouble: (error: unknown) => void;
}

/** Takes in what other instances append to the same book, until aborted: for a store that several instances share. */
export async function followOtherInstances(
  ledger: { catchUp(): Promise<void> },
  { machine, everyMs = 250, signal, onTrouble }: FollowOptions,
): Promise<void> {
  let inTrouble = false;
  while (!signal.aborted) {
    try {
      await ledger.catchUp();
      inTrouble = false;
    } catch (error) {
      if (!inTrouble && !isOver(signal)) onTrouble(error);
      inTrouble = true;
    }
    await machine.sleep(everyMs, signal).catch(() => undefined);
  }
}

const isOver = (signal: AbortSignal): boolean => signal.aborted;
