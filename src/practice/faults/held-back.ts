import type { Clock } from '../../shared/clock.ts';
import type { WireRequest } from '../wire/answer.ts';
import type { Handler, Outcome } from '../wire/server.ts';

type Request = Omit<WireRequest, 'user'>;

/** Requests that are on their way for longer than anybody waits: they have no effect until they land. */
export interface HeldBack {
  /** @param seconds of the system's clock until it lands; without them it waits for `land` */
  hold(request: Request, seconds: number | undefined): Promise<Outcome>;
  list(): readonly string[];
  /** Carries out all of them in the order in which they came. @returns what they were */
  land(): Promise<readonly string[]>;
}

export function heldBack(handler: Handler, clock: Clock, stopped: AbortSignal): HeldBack {
  const waiting = new Map<symbol, { request: Request; land: () => Promise<Outcome> }>();
  return {
    hold(request, seconds) {
      const id = Symbol(request.path);
      const landed = new Promise<Outcome>((resolve, reject) => {
        const land = async () => {
          if (!waiting.delete(id)) return 'drop';
          const outcome = await handler(request);
          resolve(outcome);
          return outcome;
        };
        waiting.set(id, { request, land });
        if (seconds !== undefined)
          clock
            .sleep(seconds * 1000, stopped)
            .then(land)
            .catch(reject);
      });
      return landed;
    },
    list: () => Array.from(waiting.values(), ({ request }) => nameOf(request)),
    async land() {
      const landing = [...waiting.values()];
      for (const { land } of landing) await land();
      return landing.map(({ request }) => nameOf(request));
    },
  };
}

const nameOf = ({ method, path }: Request): string => `${method} ${path}`;
