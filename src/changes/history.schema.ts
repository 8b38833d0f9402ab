import { z } from 'zod';
import { Actor, Instant } from '../ledger/entry.schema.ts';

/** One entry of a record's history, with the page of the ledger that it stands on. */
export const HistoryRow = z
  .strictObject({
    seq: z.int(),
    type: z.string(),
    at: Instant,
    actor: Actor,
    page: z.int().meta({ description: 'Page of the ledger that it stands on' }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'HistoryRow' });
