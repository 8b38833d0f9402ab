import { Command } from 'commander';
import { askService, type ServiceWords } from './service-client.ts';
import type { Terminal } from './terminal.ts';

interface BookAnswer {
  readonly book: string;
  readonly kind: string;
  readonly head: number;
  readonly decides: boolean;
  readonly because?: string;
}

interface UnknownJob {
  readonly system: string;
  readonly jobname: string;
  readonly jobid: string;
  readonly status: string;
  readonly correlator: string;
  readonly attempt?: { readonly run: string; readonly step: string; readonly number: number };
}

interface UnknownAnswer {
  readonly jobs: readonly UnknownJob[];
  readonly unseen: readonly string[];
}

function jobLine({ system, jobname, jobid, status, correlator, attempt }: UnknownJob): string {
  const of =
    attempt === undefined
      ? 'of no run that the book knows'
      : `${attempt.run} step ${attempt.step} attempt ${attempt.number}`;
  return [system, jobname.padEnd(8), jobid, status.padEnd(6), of, correlator].join('  ');
}

interface ErasedAnswer {
  readonly type: string;
  readonly page: number;
  readonly on: number;
}

type WithReason = ServiceWords & { readonly reason: string };

/** `lockstep book`: what an administrator does about the book itself, at a running service. */
export function bookCommand(terminal: Terminal): Command {
  const tell = (answer: BookAnswer) => terminal.out(`${told(answer)}\n`);
  return new Command('book')
    .summary('how the book stands, and the ways out where it is read only')
    .description(
      'Asks a running service about its book, and changes how the book stands. Changes need an administrator.',
    )
    .addCommand(
      atService(new Command('show'))
        .summary('say how the book stands')
        .action(async (words: ServiceWords) => tell(await askService(words, '/book'))),
    )
    .addCommand(
      atService(new Command('unknown-jobs'))
        .summary('list the jobs of ours in JES that the book does not know')
        .action(async (words: ServiceWords) => {
          const { jobs, unseen } = await askService<UnknownAnswer>(words, '/book/unknown-jobs');
          for (const job of jobs) terminal.out(`${jobLine(job)}\n`);
          for (const what of unseen) terminal.out(`not seen: ${what}\n`);
          terminal.out(`${jobs.length} jobs that the book does not know\n`);
        }),
    )
    .addCommand(
      withReason(new Command('accept-restored'))
        .summary('let a restored backup be the book from now on')
        .description('See to the jobs of unknown-jobs first: what they did is not in this book. Every run is held.')
        .action(async ({ reason, ...words }: WithReason) =>
          tell(await askService(words, '/book/acceptance', { reason })),
        ),
    )
    .addCommand(
      withReason(new Command('erase'))
        .summary('erase the free texts of a person from one entry, for good')
        .requiredOption('--page <n>', 'page of the entry', Number)
        .requiredOption('--entry <n>', 'its place on the page, from 0', Number)
        .action(async ({ page, entry, reason, ...words }: WithReason & { page: number; entry: number }) => {
          const erased = await askService<ErasedAnswer>(words, '/book/erasures', { page, entry, reason });
          terminal.out(`the texts of ${erased.type} on page ${erased.page} are gone: page ${erased.on} says so\n`);
        }),
    )
    .addCommand(
      withReason(new Command('correct-clock'))
        .summary('lower the time of a book that was dated by a clock that was ahead')
        .requiredOption('--at <instant>', 'time that pages may have from now on, such as 2026-09-12T22:00:00.000Z')
        .action(async ({ reason, at, ...words }: WithReason & { readonly at: string }) =>
          tell(await askService(words, '/clock/correction', { at, reason })),
        ),
    )
    .addCommand(
      withReason(new Command('move'))
        .summary('make this place the home of a book that came from elsewhere')
        .description(
          'A copy of a book is read only until it is moved. Stop the service at the old home first: runs are driven here from then on.',
        )
        .action(async ({ reason, ...words }: WithReason) => tell(await askService(words, '/book/move', { reason }))),
    );
}

function atService(command: Command): Command {
  return command
    .option('--url <url>', 'address of the service', 'http://127.0.0.1:8450')
    .requiredOption('--token-file <file>', 'file that holds your token, alone on its line');
}

const withReason = (command: Command): Command =>
  atService(command).requiredOption('--reason <text>', 'why, for the record');

function told({ book, kind, head, decides, because }: BookAnswer): string {
  const standing = decides ? 'commands are decided here' : `read only: ${because ?? 'no reason is given'}`;
  return `book ${book} (${kind}), ${head} pages\n${standing}`;
}
