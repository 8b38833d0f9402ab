import { LockstepError } from '../../shared/errors.ts';
import { ClockOrder } from '../clock/clock.schema.ts';
import type { OperatedClock } from '../clock/operated-clock.ts';
import type { WireParts } from '../wire/parts.ts';

export interface ClockParts {
  readonly wire: WireParts;
  /** Missing where the clock is another's. */
  readonly operated?: OperatedClock;
}

/** `GET /practice/clock`: milliseconds since 1970, the same in UTC, and its seconds for one of the machine. */
export function clockShown({ wire, operated }: ClockParts): { now: number; utc: string; speed: number } {
  const { now, speed } = operated?.pace() ?? { now: wire.clock.now(), speed: 1 };
  return { now, utc: new Date(now).toISOString(), speed };
}

/**
 * `PUT /practice/clock`: its speed (0 stops it), time that passes at once, or what it shows.
 *
 * @throws {ZodError | LockstepError} `request.invalid` when it cannot be operated
 */
export async function operateClock(parts: ClockParts, body: unknown): Promise<ReturnType<typeof clockShown>> {
  const order = ClockOrder.parse(body);
  const { operated } = parts;
  if (operated === undefined) throw new LockstepError('request.invalid', 'The clock of this system cannot be operated');
  if ('speed' in order) operated.run(order.speed);
  else if ('step' in order) await operated.step(order.step * 1000);
  else operated.set(Date.parse(order.now));
  return clockShown(parts);
}
