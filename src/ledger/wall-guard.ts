import { LockstepError } from '../shared/errors.ts';
import type { MachineTime } from '../shared/clock.ts';

/** Most that wall time may differ from start + monotonic time before nothing is appended any more, in milliseconds. */
export const wallToleranceMs = 1000;

/**
 * Watches the machine's clock: one page dated years ahead would let waivers expire and hold everyone up until then.
 *
 * @returns a check to be made before each append; it throws `clock.apart` when wall and monotonic time have parted
 */
export function wallGuard(machine: MachineTime): () => void {
  const apart = machine.wall() - machine.monotonic();
  return () => {
    const drift = Math.round(machine.wall() - machine.monotonic() - apart);
    if (Math.abs(drift) > wallToleranceMs)
      throw new LockstepError(
        'clock.apart',
        `this machine's clock was moved by ${drift} ms while the service ran; nothing is recorded`,
        { driftMs: drift },
      );
  };
}
