import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';
import type { BookLedger } from '../ledger/book-ledger.ts';
import { correctTime } from '../ledger/correcting-time.ts';
import { Instant } from '../ledger/entry.schema.ts';
import type { erasing } from '../ledger/erasing.ts';
import { moveHere } from '../ledger/moving.ts';
import { acceptRestored, unknownJobs } from './restored-book.ts';
import type { ConnectedSystem } from './systems.ts';

const Reason = z.strictObject({ reason: z.string().trim().min(1).max(200) }).meta({ id: 'BookReason' });

const BookRead = z
  .strictObject({
    book: z.string(),
    kind: z.enum(['real', 'rehearsal']),
    head: z.int().meta({ description: 'Last page that this instance has read' }),
    decides: z.boolean().meta({ description: 'False where the book is read only here: nothing is recorded or driven' }),
    because: z.string().optional().meta({ description: 'Why it is read only, and the way out' }),
  })
  .meta({ id: 'BookRead' });

const TimeCorrection = z
  .strictObject({
    at: Instant.meta({ description: 'Time that pages may have from now on, unless the machine is beyond it already' }),
    reason: z.string().trim().min(1).max(200),
  })
  .meta({ id: 'TimeCorrection' });

const Erasing = z
  .strictObject({
    page: z.int().min(1),
    entry: z.int().min(0).meta({ description: 'Place of the entry on its page, from 0' }),
    reason: z.string().trim().min(1).max(200),
  })
  .meta({ id: 'Erasing' });

const ErasedText = z
  .strictObject({
    page: z.int(),
    entry: z.int(),
    stream: z.string(),
    seq: z.int(),
    type: z.string(),
    on: z.int().meta({ description: 'Page that says so' }),
  })
  .meta({ id: 'ErasedText' });

const UnknownJobsRead = z
  .strictObject({
    jobs: z.array(
      z.strictObject({
        system: z.string(),
        jobname: z.string(),
        jobid: z.string(),
        status: z.string(),
        correlator: z.string(),
        attempt: z
          .strictObject({ run: z.string(), step: z.string(), number: z.int() })
          .optional()
          .meta({ description: 'The attempt of a run of this book that it must have been' }),
      }),
    ),
    unseen: z.array(z.string()).meta({ description: 'What could not be looked at, or only in part' }),
  })
  .meta({ id: 'UnknownJobs' });

export interface BookNeeds {
  readonly ledger: BookLedger;
  readonly erasing: ReturnType<typeof erasing>;
  readonly checkpoint: (atLeast: number) => Promise<unknown>;
  readonly systems: ReadonlyMap<string, ConnectedSystem>;
}

/** The book itself: how it stands here, and an administrator's ways out where it is read only. */
export function bookOperations({ ledger, erasing, checkpoint, systems }: BookNeeds): readonly Operation[] {
  const read = (): z.infer<typeof BookRead> => {
    const refusal = ledger.refusal();
    return {
      ...{ book: ledger.book, kind: ledger.kind, head: ledger.head(), decides: refusal === undefined },
      ...(refusal === undefined ? {} : { because: refusal.message }),
    };
  };
  const lookForJobs = () =>
    unknownJobs(
      ledger,
      [...systems.values()].map(({ zosmf }) => zosmf),
    );
  return [
    operation({
      ...{ id: 'listUnknownJobs', method: 'get', path: '/book/unknown-jobs', tags: ['book'], status: 200 },
      summary: 'Jobs of ours in JES that the book does not know',
      description: 'After a backup was restored: what ran since it was made. It only looks, and submits nothing.',
      answer: UnknownJobsRead,
      problems: [],
      run: async () => ({ body: await lookForJobs() }),
    }),
    operation({
      ...{ id: 'acceptRestored', method: 'post', path: '/book/acceptance', tags: ['book'], status: 200 },
      summary: 'Let a restored backup be the book from now on',
      description:
        'What was recorded after the backup is lost to the book; the jobs that ran since are listed by ' +
        '`GET /book/unknown-jobs`, and must have been seen to. Every run that is under way is held on the same page.',
      roles: ['administrator'],
      freesBook: true,
      body: Reason,
      answer: BookRead,
      problems: ['request.invalid'],
      run: async ({ body, caller }) => {
        const { actor, key } = caller;
        const { jobs } = await lookForJobs();
        const by = { actor, ...(key === undefined ? {} : { key }) };
        const { page } = await acceptRestored(ledger, { ...by, reason: body.reason, unknown: jobs.length });
        await checkpoint(page);
        return { body: read(), page };
      },
    }),
    operation({
      ...{ id: 'viewBook', method: 'get', path: '/book', summary: 'How the book stands here', tags: ['book'] },
      status: 200,
      answer: BookRead,
      problems: [],
      run: () => ({ body: read() }),
    }),
    operation({
      ...{ id: 'moveBook', method: 'post', path: '/book/move', tags: ['book'], status: 200 },
      summary: 'Make this place the home of the book',
      description:
        'A book that names another home is a copy: it can be read, and nothing is recorded, submitted or driven. From ' +
        'this page on it lives here, and its runs are driven here. Whoever was at home before must not run any more.',
      roles: ['administrator'],
      freesBook: true,
      body: Reason,
      answer: BookRead,
      problems: [],
      run: async ({ body, caller }) => {
        const { actor, key } = caller;
        const { page } = await moveHere(ledger, { actor, reason: body.reason, ...(key === undefined ? {} : { key }) });
        return { body: read(), page };
      },
    }),
    operation({
      ...{ id: 'eraseText', method: 'post', path: '/book/erasures', tags: ['book'], status: 200 },
      summary: 'Erase the free texts of a person from one entry, for good',
      description:
        'Text and salt leave the page, and every view is made anew without them; who, what and when stay, and so does the ' +
        'proof that nothing else was changed. Codes, answers of systems and plans are evidence, and cannot be erased.',
      roles: ['administrator'],
      body: Erasing,
      answer: ErasedText,
      problems: ['request.not-found', 'ledger.not-erasable'],
      run: async ({ body, caller }) => {
        const { actor, key } = caller;
        const erased = await erasing.erase({ actor, ...body, ...(key === undefined ? {} : { key }) });
        return { body: erased };
      },
    }),
    operation({
      ...{ id: 'correctClock', method: 'post', path: '/clock/correction', tags: ['clock'], status: 200 },
      summary: 'Lower the time of the book, where a page was dated by a clock that was ahead',
      description:
        'No page is dated before the one before it. After a page that was dated too late, this is the way back: later ' +
        "pages have the machine's time, or the time given where that is later.",
      roles: ['administrator'],
      body: TimeCorrection,
      answer: BookRead,
      problems: ['request.invalid'],
      run: async ({ body, caller }) => {
        const { actor, key } = caller;
        const { page } = await correctTime(ledger, { actor, ...body, ...(key === undefined ? {} : { key }) });
        return { body: read(), page };
      },
    }),
  ];
}
