import { join } from 'node:path';
import { ZosmfConnection } from '../../src/estate/estate.schema.ts';
import { PracticeClient } from '../../src/lab/practice-client.ts';
import { PracticeDirector } from '../../src/lab/practice-director.ts';
import type { Ledger } from '../../src/ledger/ledger.schema.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { type Practice, startPractice } from '../../src/practice/index.ts';
import { Site } from '../../src/practice/site/site.schema.ts';
import type { Plan } from '../../src/releases/plan.schema.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import { Engine, type EngineLimits, runs, runSteps } from '../../src/runs/index.ts';
import { decideRun, startRun } from '../../src/runs/run.rules.ts';
import type { Attempt, Run, RunDecision, RunStep } from '../../src/runs/run.schema.ts';
import { stepKey } from '../../src/runs/run-step.views.ts';
import { allEntryTypes, allViews } from '../../src/service/book-definition.ts';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import { sha256Hex } from '../../src/shared/digest.ts';
import { type Clock, type ClockSegment, pacedClock, systemClock } from '../../src/shared/clock.ts';
import { chance } from '../../src/shared/ids.ts';
import { type ConnectedZosmf, connectZosmf } from '../../src/zosmf/index.ts';
import { jobOf, planOf, release, runId } from '../runs/small-night.ts';
import { memoryStore } from '../support/memory-store.ts';

const begins = Date.parse('2026-09-12T23:00:00.000Z');
const speed = 300;
const users = { LOCKSTP: 'practice1', NIGHTOP: 'practice4', SAVDEV: 'practice5' } as const;

/** Time that the engine takes from the machine, such as its pauses after a failure, passes this much faster. */
const machineSpeed = 5;
const quickMachine: Clock = {
  now: () => systemClock.now() * machineSpeed,
  sleep: (ms, signal) => systemClock.sleep(ms / machineSpeed, signal),
};

const site = (profiles: readonly object[]): Site =>
  Site.parse({
    system: { name: 'KSB1', sysplex: 'KSBPLEX', node: 'KSBPRD', timeZone: 'Europe/London' },
    users: Object.entries(users).map(([userid, password]) => ({ userid, password })),
    profiles,
    jes: { classes: [{ name: 'R', initiators: 3 }], defaultClass: 'R', firstJobNumber: 100 },
    programs: join(import.meta.dirname, 'programs'),
  });

/** A job step whose JCL is these statements. */
export function jobWith(id: string, statements: readonly string[], after: readonly string[] = []) {
  const step = jobOf(id, after);
  const digest = sha256Hex(statements.join('\n'));
  return { ...step, job: { ...step.job!, jcl: digest, approved: digest } };
}

export interface WiredOptions {
  /** JCL of jobs that `jobWith` made. */
  readonly bodies?: readonly (readonly string[])[];
  readonly profiles?: readonly object[];
  readonly limits?: Partial<EngineLimits>;
}

/**
 * A run whose engines reach a practice system through the real client, over loopback. Five minutes pass in a second.
 * An engine stands for an instance: the last one that was started has the engine, and earlier ones learn it.
 */
export class WiredNight implements AsyncDisposable {
  readonly log: string[] = [];
  readonly #segments: ClockSegment[] = [{ realFrom: systemClock.now(), bookFrom: begins, speed }];
  readonly clock = pacedClock(() => this.#segments);
  readonly engines: { engine: Engine; zosmf: ConnectedZosmf }[] = [];
  practice!: Practice;
  director!: PracticeDirector;
  ledger!: Ledger;

  private constructor(
    readonly plan: Plan,
    private readonly bodies: readonly (readonly string[])[],
    private readonly limits: Partial<EngineLimits>,
  ) {}

  static async open(
    plan: Plan = planOf([jobOf('030')]),
    { bodies = [], profiles = [], limits = {} }: WiredOptions = {},
  ): Promise<WiredNight> {
    const night = new WiredNight(plan, bodies, limits);
    night.practice = await startPractice({ site: site(profiles), port: 0, clock: night.clock });
    night.director = new PracticeDirector(night.practice.url, night.practice.practiceToken);
    await night.#begin();
    return night;
  }

  async #begin(): Promise<void> {
    const { clock, plan } = this;
    this.ledger = await openLedger({
      ...{ store: memoryStore(), views: allViews, entryTypes: allEntryTypes, clock },
      ...{ estate: 'test', kind: 'rehearsal', home: 'here', guard: () => undefined },
    });
    for (const { job } of [...plan.install, ...plan.backout])
      if (job !== undefined)
        await this.ledger.blobs.put(job.steps.map(({ name }) => `//${name} EXEC PGM=IEFBR14`).join('\n'));
    for (const body of this.bodies) await this.ledger.blobs.put(body.join('\n'));
    const digest = await this.ledger.blobs.put(canonicalJson(plan));
    const hours = (n: number) => begins + n * 3600_000;
    await this.#say(() =>
      startRun({
        ...{ id: runId, plan, digest, person: 'relmgr', now: begins, blackout: undefined },
        release: { ...release, plan: { digest } } as Release,
        window: { opens: begins, closes: hours(12), cutOff: hours(11) },
        lastBackout: hours(10),
      }),
    );
  }

  connect(): ConnectedZosmf {
    const { host, port } = this.practice;
    const connection = ZosmfConnection.parse({ host, port, protocol: 'http', user: 'LOCKSTP' });
    return connectZosmf({ system: 'KSB1', connection, password: users.LOCKSTP });
  }

  /** Another instance takes the engine. */
  async engine(): Promise<ConnectedZosmf> {
    const { ledger, clock, log, limits } = this;
    const zosmf = this.connect();
    const note = (facts: object, message: string) => void log.push(`${message} ${JSON.stringify(facts)}`);
    const engine = new Engine({
      ...{ ledger, clock, chance, limits, machine: quickMachine },
      log: { info: () => undefined, warn: note, error: note },
      system: () => ({
        zosmf,
        jobCard: { system: 'KSB1', accounting: 'SAV', programmer: '{{release}}', class: 'R', messageClass: 'Q' },
        sideBySide: new Map([['R', 2]]),
        pollEverySeconds: 10,
      }),
      instantOf: (local) => Date.parse(`${local}:00.000Z`),
      answerChecks: () => Promise.resolve([]),
      releaseOf: () => Promise.resolve(release),
      releaseEnded: () => Promise.resolve([]),
    });
    this.engines.push({ engine, zosmf });
    await engine.start(`engine-${this.engines.length}`);
    return zosmf;
  }

  /** A z/OS user at the practice system. */
  at(user: keyof typeof users): PracticeClient {
    return new PracticeClient(this.practice.url, this.practice.practiceToken, { id: user, password: users[user] });
  }

  async jobs(prefix = 'R609A*'): Promise<Awaited<ReturnType<PracticeClient['jobs']>>> {
    return this.at('NIGHTOP').jobs(prefix);
  }

  /** Submissions and executions of one attempt, as the system counts them. */
  async counted({ user }: Pick<Attempt, 'user'>): Promise<{ submissions: number; executions: number }> {
    const all = await this.at('NIGHTOP').executions();
    const { submissions = 0, executions = 0 } = all.find(({ userCorrelator }) => userCorrelator === user) ?? {};
    return { submissions, executions };
  }

  /** Requests that change jobs, so far. */
  async changes(): Promise<number> {
    return (await this.director.requests())['PUT restjobs/jobs'] ?? 0;
  }

  /** All requests to the system so far. */
  async requests(): Promise<number> {
    return Object.values(await this.director.requests()).reduce((sum, count) => sum + count, 0);
  }

  run = async (): Promise<Run> => (await this.ledger.get(runs, runId))!;
  step = async (id: string): Promise<RunStep> => (await this.ledger.get(runSteps, stepKey(runId, id)))!;
  attempt = async (id = '030'): Promise<Attempt> => (await this.step(id)).attempts.at(-1)!;

  async steps(): Promise<RunStep[]> {
    const all: RunStep[] = [];
    for await (const step of this.ledger.stream(runSteps, { index: 'run', eq: [runId] })) all.push(step);
    return all;
  }

  async decide(decision: RunDecision['decision'], more: Partial<RunDecision> = {}): Promise<void> {
    const [run, steps] = [await this.run(), await this.steps()];
    const draft = { decision, reason: 'because', ...more };
    await this.#say(() => decideRun(draft, { run, steps, release, plan: this.plan, person: 'relmgr' }));
  }

  /** @returns the first value that is there */
  async until<T>(what: string, look: () => Promise<T | undefined | false>, seconds = 25): Promise<T> {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      await systemClock.sleep(10);
    }
    const told = (await this.steps()).map(({ id, state, because, attempts }) =>
      [id, `${state}:`, because, ...attempts.map((each) => each.state)].join(' '),
    );
    throw new Error([`it never came: ${what}`, (await this.run()).state, ...told, ...this.log.slice(-8)].join('\n'));
  }

  is = (state: Run['state']): Promise<true> =>
    this.until(`the run is ${state}`, async () => (await this.run()).state === state || undefined);
  attemptIs = (state: Attempt['state'], id = '030'): Promise<Attempt> =>
    this.until(`the attempt is ${state}`, async () => {
      const attempt = (await this.step(id)).attempts.at(-1);
      return attempt?.state === state ? attempt : undefined;
    });
  gone = (jobid: string): Promise<true> =>
    this.until(`${jobid} is gone`, async () => !(await this.jobs()).some((job) => job.jobid === jobid) || undefined);

  /** Book time passes at its pace. */
  pass = (minutes: number): Promise<void> => this.clock.sleep(minutes * 60_000);

  /** Book time jumps forward. */
  jump(minutes: number): void {
    this.#segments.push({ ...this.#now(speed), bookFrom: this.clock.now() + minutes * 60_000 });
  }

  /** @param bookSeconds that pass in a second from now on */
  setSpeed(bookSeconds: number): void {
    this.#segments.push(this.#now(bookSeconds));
  }

  #now(bookSeconds: number): ClockSegment {
    return { realFrom: systemClock.now(), bookFrom: Math.round(this.clock.now()), speed: bookSeconds };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.engines.map(({ engine }) => engine.stop()));
    await this.practice.stop();
  }

  async #say(decide: () => ReturnType<typeof decideRun>): Promise<void> {
    await this.ledger.commit({ actor: { kind: 'person', id: 'relmgr' }, decide });
  }
}
