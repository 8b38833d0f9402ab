import type { Router } from 'express';
import type { Authenticator } from '../access/caller.schema.ts';
import type { Ledger } from '../ledger/ledger.schema.ts';
import type { Clock } from '../shared/clock.ts';
import type { Operation } from './operation.ts';

/** What the HTTP edge needs of the rest of the service. */
export interface EdgePorts {
  readonly ledger: Pick<Ledger, 'book' | 'head' | 'follow'>;
  readonly authenticator: Authenticator;
  /** Machine time: waits and time-outs of requests do not follow a rehearsal's clock. */
  readonly clock: Clock;
}

/** The Express router of a list of operations: reads, checks, authorises, runs and answers. */
export declare function routerOf(operations: readonly Operation[], edge: EdgePorts): Router;
