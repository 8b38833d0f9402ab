import { systemClock } from '../../shared/clock.ts';
import type { WireRequest } from '../wire/answer.ts';
import type { Handler, Outcome } from '../wire/server.ts';
import type { FaultTable } from './fault-table.ts';
import type { HeldBack } from './held-back.ts';

const gatewayPage =
  '<!DOCTYPE html><html><head><title>Sign on</title></head><body><h1>Your session has ended</h1></body></html>';

export interface FaultyParts {
  readonly faults: FaultTable;
  readonly held: HeldBack;
  readonly stopped: AbortSignal;
}

/** Puts a fault table before a handler. */
export function faulty(handler: Handler, { faults, held, stopped }: FaultyParts): Handler {
  const pause = (ms: number) => systemClock.sleep(ms, stopped).catch(() => undefined);
  return async (request: Omit<WireRequest, 'user'>): Promise<Outcome> => {
    const effect = faults.strike(request);
    switch (effect?.kind) {
      case undefined:
        return handler(request);
      case 'drop-before':
        return 'drop';
      case 'drop-after':
        await handler(request);
        return 'drop';
      case 'silent':
        await pause(effect.seconds * 1000);
        return 'drop';
      case 'delay':
        await pause(effect.milliseconds);
        return handler(request);
      case 'hold-back': {
        const landed = held.hold(request, effect.seconds);
        if (effect.stays) return landed;
        landed.catch(() => undefined);
        return 'drop';
      }
      case 'half': {
        const outcome = await handler(request);
        return outcome === 'drop' || 'half' in outcome ? outcome : { half: outcome };
      }
      case 'html':
        return { status: 200, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body: gatewayPage };
      case 'answer':
        if (effect.after) await handler(request);
        return { status: effect.status, headers: effect.headers, body: effect.body };
    }
  };
}
