import { z } from 'zod';
import { empty, json } from '../wire/answer.ts';
import { Fault } from './fault.schema.ts';
import { bodyOf } from './practice-request.ts';
import type { PracticeOperations } from './practice-request.ts';
import { SystemFault } from './system-fault.schema.ts';

const hasKind = z.looseObject({ kind: z.string() });

/** Faults of requests say an `effect`, faults of the system behind them a `kind`. */
export const faultOperations: PracticeOperations = {
  'GET faults': ({ faults, systemFaults }) => json(200, { items: faults.list(), system: systemFaults.list() }),
  'POST faults': ({ faults, systemFaults }, request) => {
    const body = bodyOf(request);
    return hasKind.safeParse(body).success
      ? json(201, { id: systemFaults.add(SystemFault.parse(body)) })
      : json(201, { id: faults.add(Fault.parse(body)) });
  },
  'DELETE faults': ({ faults, systemFaults }) => {
    faults.clear();
    systemFaults.clear();
    return empty(204);
  },
  'GET held-back': ({ held }) => json(200, { items: held.list() }),
  'POST held-back': async ({ held }) => json(200, { items: await held.land() }),
  'GET executions': (parts) => json(200, { items: parts.executions() }),
  'GET requests': (parts) => json(200, parts.requests()),
};
