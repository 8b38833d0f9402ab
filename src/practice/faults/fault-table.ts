import { LockstepError } from '../../shared/errors.ts';
import type { WireRequest } from '../wire/answer.ts';
import type { Fault } from './fault.schema.ts';
import { strikesOf } from './strikes.ts';
import type { Strikes } from './strikes.ts';

export interface FaultTable {
  /** @throws {LockstepError} `request.invalid` for a path that is no regular expression */
  add(fault: Fault): number;
  list(): readonly (Fault & { id: number; left?: number })[];
  clear(): void;
  /** The first fault that this request meets; it is used up by one. */
  strike(request: Pick<WireRequest, 'method' | 'path' | 'query'>): Fault['effect'] | undefined;
}

export function faultTable(): FaultTable {
  let faults: { id: number; fault: Fault; pattern: RegExp; strikes: Strikes }[] = [];
  let lastId = 0;
  return {
    add(fault) {
      lastId += 1;
      faults.push({ id: lastId, fault, pattern: expression(fault.path), strikes: strikesOf(fault) });
      return lastId;
    },
    list: () =>
      faults.map(({ id, fault, strikes }) => {
        const left = strikes.left();
        return { ...fault, id, ...(left === undefined ? {} : { left }) };
      }),
    clear() {
      faults = [];
    },
    strike({ method, path, query }) {
      const target = query.size === 0 ? path : `${path}?${query.toString()}`;
      for (const entry of faults) {
        if (entry.fault.method !== '*' && entry.fault.method.toUpperCase() !== method) continue;
        if (!entry.pattern.test(target)) continue;
        if (!entry.strikes.now()) continue;
        faults = faults.filter(({ strikes }) => strikes.left() !== 0);
        return entry.fault.effect;
      }
      return undefined;
    },
  };
}

function expression(path: string): RegExp {
  try {
    return new RegExp(path);
  } catch (error) {
    throw new LockstepError(
      'request.invalid',
      `path is no regular expression: ${path}`,
      { field: 'path' },
      { cause: error },
    );
  }
}
