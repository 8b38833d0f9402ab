import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { commandOf } from '../access/index.ts';
import { millisOf } from '../estate/index.ts';
import { LocalTime, type Estate } from '../estate/estate.schema.ts';
import { operation, type Operation } from '../http/operation.ts';
import { Instant } from '../ledger/entry.schema.ts';
import type { Ledger } from '../ledger/ledger.schema.ts';
import { bookStream, ClockPaced } from '../ledger/own-entries.schema.ts';
import { ClockSegments, type Clock, type ClockSegment, systemClock } from '../shared/clock.ts';
import { LockstepError } from '../shared/errors.ts';

const Pace = z
  .strictObject({
    to: LocalTime.optional().meta({ description: 'Jump forward to this local time of the estate; absent: no jump' }),
    speed: z.number().positive().max(100_000).meta({ description: 'Book seconds a machine second, from now on' }),
    because: z.string().trim().min(1).max(200),
  })
  .meta({ id: 'Pace' });

const ClockRead = z
  .strictObject({ now: Instant, local: z.string(), kind: z.enum(['real', 'rehearsal']), speed: z.number() })
  .meta({ id: 'ClockRead' });

export interface RehearsalClockNeeds {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly estate: Estate;
  /** File of clock segments that service and practice system both read; a real book has none. */
  readonly file: string | undefined;
}

/** The book's clock: read by anyone; paced by an administrator, and only in a rehearsal. */
export function clockOperations(needs: RehearsalClockNeeds): readonly Operation[] {
  const { ledger, clock, file } = needs;
  const read = () => ({
    now: new Date(clock.now()).toISOString(),
    local: new Intl.DateTimeFormat('sv-SE', {
      timeZone: needs.estate.timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(clock.now()),
    kind: ledger.kind,
    speed: file === undefined ? 1 : (segmentsIn(file).at(-1)?.speed ?? 1),
  });
  return [
    operation({
      ...{ id: 'readClock', method: 'get', path: '/clock', summary: "The book's clock", tags: ['clock'], status: 200 },
      answer: ClockRead,
      problems: [],
      run: () => ({ body: read() }),
    }),
    operation({
      ...{
        id: 'paceClock',
        method: 'post',
        path: '/clock',
        summary: "Set a rehearsal's pace, or jump forward",
        tags: ['clock'],
        status: 200,
      },
      roles: ['administrator'],
      body: Pace,
      answer: ClockRead,
      problems: ['clock.real-book', 'request.invalid'],
      run: async ({ body, caller }) => {
        if (file === undefined) throw new LockstepError('clock.real-book', 'this book keeps real time');
        const { page, entries } = await ledger.commit({
          ...commandOf(caller),
          decide: () => {
            const data = { segment: segmentFrom(body, needs), because: body.because };
            return [{ stream: bookStream, type: 'clock.paced/1', data }];
          },
        });
        keepSegment(file, ClockPaced.parse(entries[0]?.data).segment);
        return { body: read(), page };
      },
    }),
  ];
}

function segmentFrom({ to, speed }: z.infer<typeof Pace>, { clock, estate }: RehearsalClockNeeds): ClockSegment {
  const now = clock.now();
  const wanted = to === undefined ? now : millisOf(estate, to);
  if (wanted < now)
    throw new LockstepError('request.invalid', `to: ${to ?? ''} is in the past of this book`, { field: 'to' });
  return { realFrom: systemClock.now(), bookFrom: wanted, speed };
}

/** Keeps a segment at its place, once: a command that is sent again may find it there. */
function keepSegment(file: string, segment: ClockSegment): void {
  const others = segmentsIn(file).filter(({ realFrom }) => realFrom !== segment.realFrom);
  keepSegments(
    file,
    [...others, segment].sort((one, other) => one.realFrom - other.realFrom),
  );
}

export const segmentsIn = (file: string): ClockSegment[] => ClockSegments.parse(JSON.parse(readFileSync(file, 'utf8')));

/** Replaces the file at once: a reader sees the old list or the new one. */
export function keepSegments(file: string, segments: readonly ClockSegment[]): void {
  const temporary = `${file}.new`;
  const handle = openSync(temporary, 'w');
  writeSync(handle, `${JSON.stringify(segments, null, 2)}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(temporary, file);
}
