import { z } from 'zod';
import type { Ledger } from '../ledger/ledger.schema.ts';
import type { Clock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';
import { invalid } from './check.ts';
import { eventStream } from './event-stream.ts';
import { operation, type Operation } from './operation.ts';

const Stream = z
  .string()
  .regex(/^[a-z]+:[A-Za-z0-9/_-]*$/, 'must be a stream or its beginning, such as run:RUN-000001');

const EventsQuery = z.strictObject({
  stream: z
    .union([Stream, z.array(Stream).max(50)])
    .optional()
    .meta({
      description: 'Only entries on this stream or below it, such as `run:RUN-000001` or `run:`; may be repeated',
    }),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Begin after this page; else with what comes from now on' }),
});

const EventsHeaders = z.looseObject({
  'last-event-id': z.string().max(60).optional().meta({ description: 'Resume after this event: `<book>:<page>`' }),
});

export interface EventPorts {
  readonly ledger: Pick<Ledger, 'book' | 'head' | 'follow'>;
  /** Machine time. */
  readonly clock: Clock;
  /** Silence, in milliseconds, after which a heartbeat is sent. @default 15000 */
  readonly heartbeatMs?: number;
}

/** GET /events: the book as it grows, for whoever is signed in. */
export function eventOperations({ ledger, clock, heartbeatMs = 15_000 }: EventPorts): readonly Operation[] {
  return [
    operation({
      id: 'followEvents',
      method: 'get',
      path: '/events',
      summary: 'Follow the book as server-sent events',
      description:
        'One event `page` a page of the ledger, with the entries that were asked for; its id is `<book>:<page>`. ' +
        'An event `heartbeat` after 15 s of silence carries the page too. Resume with Last-Event-ID.',
      tags: ['events'],
      query: EventsQuery,
      headers: EventsHeaders,
      status: 200,
      media: 'text/event-stream',
      problems: ['ledger.behind'],
      run({ query, headers, signal }) {
        const after = resumeAfter(headers['last-event-id'], ledger) ?? query.after ?? ledger.head();
        if (after > ledger.head())
          throw new LockstepError('ledger.behind', `Page ${after} is not known here yet`, { head: ledger.head() });
        const streams = [query.stream ?? []].flat();
        return { content: eventStream(ledger, { after, streams, clock, signal, heartbeatMs }), page: after };
      },
    }),
  ];
}

function resumeAfter(id: string | undefined, ledger: Pick<Ledger, 'book'>): number | undefined {
  if (id === undefined || id === '') return undefined;
  const [book, page = ''] = id.split(':');
  if (!/^\d{1,12}$/.test(page)) throw invalid([{ field: 'Last-Event-ID', message: 'must be <book>:<page>' }]);
  if (book !== ledger.book) throw invalid([{ field: 'Last-Event-ID', message: 'is of another book: begin anew' }]);
  return Number(page);
}
