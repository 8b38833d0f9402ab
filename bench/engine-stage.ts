import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCommand } from '../src/lab/processes.ts';
import type { BookLedger } from '../src/ledger/book-ledger.ts';
import { releaseEntry, releasesView } from '../src/releases/index.ts';
import type { PlanStep } from '../src/releases/plan.schema.ts';
import { Engine, runs } from '../src/runs/index.ts';
import type { Run } from '../src/runs/run.schema.ts';
import { type Clock, clockFromFile, systemClock } from '../src/shared/clock.ts';
import { sha256Hex } from '../src/shared/digest.ts';
import { chance } from '../src/shared/ids.ts';
import { connectZosmf } from '../src/zosmf/index.ts';
import { openBook } from './open-book.ts';
import { type SiteWish, user, writeSite } from './practice-site.ts';
import { startRelease } from './release-of-a-book.ts';

/** Seconds of the book between two looks at the jobs of a system. */
export const pollEverySeconds = 10;

/** The statements of every job: one step, whose time the site declares. */
const jclText = '//RUN      EXEC PGM=IEFBR14\n';
export const jclDigest = sha256Hex(jclText);

export interface StageWish extends SiteWish {
  /** Seconds of the book that pass in one of the machine. */
  readonly speed: number;
  /** The estate's figure for the job class. */
  readonly sideBySide: number;
  readonly steps: readonly PlanStep[];
}

/** The service's engine over its own book, and a practice z/OSMF as another process, with one clock for both. */
export interface EngineStage extends AsyncDisposable {
  readonly ledger: BookLedger;
  readonly clock: Clock;
  /** Runs the release of the plan's steps. @returns number of the run */
  start(): Promise<string>;
  /** Requests that the practice system has had so far, by method and service. */
  requests(): Promise<Readonly<Record<string, number>>>;
}

export async function setEngineStage(folder: string, wish: StageWish): Promise<EngineStage> {
  mkdirSync(folder, { recursive: true });
  const clockFile = join(folder, 'clock.json');
  const bookFrom = Date.parse('2026-09-12T22:00:00Z');
  writeFileSync(clockFile, JSON.stringify([{ realFrom: systemClock.now(), bookFrom, speed: wish.speed }]));
  const token = chance.bytes(16).toString('hex');
  const practice = await startPractice(folder, writeSite(folder, wish), clockFile, token);
  const book = await openBook(folder, clockFromFile(clockFile));
  const engine = engineOver(book.ledger, clockFromFile(clockFile), new URL(practice.url), wish);
  return {
    ledger: book.ledger,
    clock: clockFromFile(clockFile),
    async start() {
      await engine.start('bench');
      return startRelease(book.ledger, wish.steps, new Map([[jclDigest, jclText]]));
    },
    async requests() {
      const answer = await fetch(new URL('/practice/requests', practice.url), {
        headers: { 'X-Practice-Token': token },
      });
      return (await answer.json()) as Record<string, number>;
    },
    async [Symbol.asyncDispose]() {
      await engine.stop();
      await book[Symbol.asyncDispose]();
      await practice.kill();
    },
  };
}

function startPractice(folder: string, site: string, clockFile: string, token: string) {
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const files = ['--site', site, '--folder', join(folder, 'practice'), '--clock', clockFile, '--token-file', tokenFile];
  return startCommand(['practice', '--http', '--latency', '0', '--port', '0', ...files], {
    environment: { PATH: '/usr/bin:/bin' },
    logFile: join(folder, 'practice.log'),
  });
}

function engineOver(
  ledger: BookLedger,
  clock: Clock,
  { hostname, port }: URL,
  { classes = ['R'], sideBySide }: StageWish,
): Engine {
  const connection = { host: hostname, port: Number(port), protocol: 'http', rejectUnauthorized: true, user: user.id };
  const zosmf = connectZosmf({
    system: 'KSB1',
    connection: { ...connection, protocol: 'http' },
    password: user.password,
  });
  const jobCard = { system: 'KSB1', accounting: 'BENCH', programmer: '{{release}}', class: 'R', messageClass: 'A' };
  const system = { zosmf, jobCard, sideBySide: new Map(classes.map((name) => [name, sideBySide])), pollEverySeconds };
  return new Engine({
    ...{ ledger, clock, machine: systemClock, chance, log: quiet },
    system: () => system,
    instantOf: () => 0,
    answerChecks: () => Promise.resolve([]),
    async releaseOf(id) {
      const release = await ledger.get(releasesView, id);
      if (release === undefined) throw new Error(`there is no release ${id}`);
      return release;
    },
    releaseEnded: ({ id, release }, state) =>
      Promise.resolve([releaseEntry(release, 'release.ended/1', { run: id, state, outcome: 'succeeded' })]),
  });
}

const complain = (facts: object, message: string) =>
  void process.stderr.write(`  ${message} ${JSON.stringify(facts)}\n`);
const quiet = { info: () => undefined, warn: complain, error: complain };

/** Waits until a run is over. @throws {Error} when it is held, or not over after these machine milliseconds */
export async function runToItsEnd({ ledger }: EngineStage, id: string, withinMs: number): Promise<Run> {
  for (const until = systemClock.now() + withinMs; systemClock.now() < until;) {
    const run = await ledger.get(runs, id);
    if (run?.state === 'completed') return run;
    if (run?.state === 'held') throw new Error(`${id} is held: ${run.advice?.because ?? ''}`);
    await systemClock.sleep(50);
  }
  throw new Error(`${id} was not over in time`);
}
