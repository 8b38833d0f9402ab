import type { Logger } from '../http/log.ts';
import { correlatorOf } from '../jcl/index.ts';
import type { BookLedger } from '../ledger/book-ledger.ts';
import type { NewEntry } from '../ledger/entry.schema.ts';
import type { Command, Committed, Ledger, Reading } from '../ledger/ledger.schema.ts';
import { bookStream } from '../ledger/own-entries.schema.ts';
import { restoreKey, restores } from '../ledger/own.views.ts';
import { releasesView } from '../releases/index.ts';
import { holdRun, runs, runSteps } from '../runs/index.ts';
import type { Run } from '../runs/run.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import { othersFirst } from '../shared/yielding.ts';
import type { Zosmf } from '../zosmf/zosmf.schema.ts';

type Jobs = Pick<Zosmf, 'system' | 'user' | 'jobsByPrefix'>;

/** A job in JES that bears a correlator of Lockstep's, and that the book knows nothing of. */
export interface UnknownJob {
  readonly system: string;
  readonly jobname: string;
  readonly jobid: string;
  readonly status: string;
  readonly correlator: string;
  /** The attempt of a run of this book that it must have been, where one gives this correlator. */
  readonly attempt?: { readonly run: string; readonly step: string; readonly number: number };
}

export interface UnknownJobs {
  readonly jobs: readonly UnknownJob[];
  /** What could not be looked at, or only in part, and why. */
  readonly unseen: readonly string[];
}

const ours = /^[^:]*:(L[A-Z2-7]{25})/;
/** Attempts of one step whose correlators are tried on an unknown job. */
const triedAttempts = 30;

/** Jobs of our users that the book does not know: what ran after a backup was made. It only reads. */
export async function unknownJobs(ledger: Ledger, systems: readonly Jobs[]): Promise<UnknownJobs> {
  const { known, prefixes } = await correlatorsIn(ledger);
  const jobs = new Map<string, UnknownJob & { readonly user: string }>();
  const unseen: string[] = [];
  for (const zosmf of systems)
    for (const prefix of new Set(['*', ...prefixes])) {
      const list = await zosmf.jobsByPrefix(prefix).catch((error: unknown) => String(error));
      if (typeof list === 'string') {
        unseen.push(`${zosmf.system}: jobs ${prefix}: ${list}`);
        continue;
      }
      if (list.full) unseen.push(`${zosmf.system}: jobs ${prefix}: the list held 1,000 rows and may be cut`);
      for (const { jobname, jobid, owner, status, 'job-correlator': correlator } of list.jobs) {
        const user = ours.exec(correlator ?? '')?.[1];
        if (user === undefined || known.has(user) || owner.toUpperCase() !== zosmf.user.toUpperCase()) continue;
        const job = { system: zosmf.system, jobname, jobid, status: status ?? 'unknown', correlator: correlator ?? '' };
        jobs.set(job.correlator, { ...job, user });
      }
    }
  const found = [...jobs.values()];
  const attempts = await attemptsOf(ledger, new Set(found.map(({ user }) => user)));
  const told = found.map(({ user, ...job }): UnknownJob => {
    const attempt = attempts.get(user);
    return { ...job, ...(attempt === undefined ? {} : { attempt }) };
  });
  return { jobs: told, unseen };
}

/** Says at a start which jobs a read-only book does not know, as far as they can be looked at. */
export async function tellUnknownJobs(ledger: Ledger, systems: readonly Jobs[], log: Logger): Promise<void> {
  const { jobs, unseen } = await unknownJobs(ledger, systems).catch((error: unknown) => ({
    jobs: [],
    unseen: [error instanceof Error ? error.message : String(error)],
  }));
  for (const job of jobs) log.error({ ...job }, 'a job of ours that this book does not know');
  for (const what of unseen) log.warn({ what }, 'jobs could not be looked at');
}

/** User parts that the book has recorded, and the prefixes that jobs of its runs have. */
async function correlatorsIn(ledger: Ledger) {
  const known = new Set<string>();
  const prefixes = new Set<string>();
  for await (const release of ledger.stream(releasesView, { index: 'id' })) prefixes.add(`${release.prefix}*`);
  for await (const run of ledger.stream(runs, { index: 'id' })) {
    prefixes.add(`${run.prefix}*`);
    for await (const step of ledger.stream(runSteps, { index: 'run', eq: [run.id] }))
      for (const { user } of step.attempts) known.add(user);
  }
  return { known, prefixes };
}

/** Steps whose correlators are made before everything else has its turn. */
const stepsAtATime = 20;

/** The attempts of runs of this book that have these user parts. A long book has millions: none is kept but those. */
async function attemptsOf(ledger: Ledger, users: ReadonlySet<string>) {
  const found = new Map<string, NonNullable<UnknownJob['attempt']>>();
  if (users.size === 0) return found;
  for await (const run of ledger.stream(runs, { index: 'id' }))
    for (const [nth, step] of [...run.steps, ...run.backoutSteps].entries()) {
      if (nth % stepsAtATime === 0) await othersFirst();
      for (let number = 1; number <= triedAttempts; number += 1) {
        const user = correlatorOf(ledger.book, run.id, step, number);
        if (users.has(user)) found.set(user, { run: run.id, step, number });
      }
    }
  return found;
}

export interface Acceptance extends Pick<Command, 'actor' | 'key'> {
  readonly reason: string;
  /** Jobs that were found and that the book does not know. */
  readonly unknown: number;
}

/**
 * A person answers for a restored backup: it is the book from now on. Every run that is under way is held on the same
 * page, for what its jobs did since is not in it.
 *
 * @throws {LockstepError} `request.invalid` where the book is no restored backup
 */
export function acceptRestored(ledger: BookLedger, { actor, key, reason, unknown }: Acceptance): Promise<Committed> {
  return ledger.commit({
    ...{ actor, freesBook: true, ...(key === undefined ? {} : { key }) },
    decide: async (reading) => {
      const { size, root } = ledger.refusal()?.facts ?? {};
      if (typeof size !== 'number' || typeof root !== 'string')
        throw new LockstepError('request.invalid', 'this book is no restored backup', {});
      if ((await reading.get(restores, restoreKey({ size, root }))) !== undefined) return [];
      return [
        { stream: bookStream, type: 'book.restored/1', data: { size, root, unknown, by: actor.id, reason } },
        ...(await heldRuns(reading)),
      ];
    },
  });
}

async function heldRuns(reading: Reading): Promise<NewEntry[]> {
  const entries: NewEntry[] = [];
  for (const state of ['in-progress', 'backing-out'])
    for (const run of (await reading.query(runs, { index: 'state', eq: [state], limit: 1000 })).rows)
      entries.push(...(await heldRun(reading, run)));
  return entries;
}

async function heldRun(reading: Reading, run: Run): Promise<NewEntry[]> {
  const release = await reading.get(releasesView, run.release);
  const because = 'the book came back from a backup: jobs of this run may have run that it does not know';
  const confirmBy = release?.decisionMaker ?? run.startedBy;
  return holdRun(run, { step: run.steps[0] ?? '', end: 'unknown', advice: 'hold', because, confirmBy });
}
