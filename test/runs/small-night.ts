import { canonicalJson } from '../../src/shared/canonical-json.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { sha256Hex } from '../../src/shared/digest.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Ledger } from '../../src/ledger/ledger.schema.ts';
import type { CheckResult } from '../../src/readiness/readiness.schema.ts';
import { Plan, type PlanStep } from '../../src/releases/plan.schema.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import { Engine, type EngineNeeds, runs, runSteps } from '../../src/runs/index.ts';
import { confirmStep, decideRun, startRun } from '../../src/runs/run.rules.ts';
import type { Run, RunDecision, RunStep } from '../../src/runs/run.schema.ts';
import { stepKey } from '../../src/runs/run-step.views.ts';
import { allEntryTypes, allViews } from '../../src/service/book-definition.ts';
import { chance } from '../../src/shared/ids.ts';
import type { Store } from '../../src/store/ports.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ModelZosmf } from '../support/model-zosmf.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { type Life, immortal } from './life.ts';

export const runId = 'RUN-000001';
const begins = Date.parse('2026-09-12T23:00:00.000Z');
const bodyOf = (names: readonly string[]): string => names.map((name) => `//${name} EXEC PGM=IEFBR14`).join('\n');

type Draft = Partial<PlanStep> & Pick<PlanStep, 'id'>;

export const stepOf = ({ id, ...draft }: Draft, after: readonly string[] = []): PlanStep => ({
  ...{ id, kind: 'check', title: `Step ${id}`, owner: 'impl', minutes: 1, system: 'KSB1', changes: ['CHG-000481'] },
  runsAfter: after.map((step) => ({ step, because: 'order' })),
  ...draft,
});

export const jobOf = (id: string, after: readonly string[] = [], writes: string[] = []): PlanStep =>
  stepOf(
    {
      id,
      kind: 'job',
      job: {
        jobname: `R609A${id}`,
        class: 'R',
        steps: [{ name: `S${id}`, template: 'none', accepts: [0], requires: [], forbids: [] }],
        jcl: sha256Hex(bodyOf([`S${id}`])),
        approved: sha256Hex(bodyOf([`S${id}`])),
        writes,
      },
    },
    after,
  );

export const planOf = (install: PlanStep[], backout: PlanStep[] = []): Plan =>
  Plan.parse({ release: 'REL-000042', contents: [], install, backout, findings: [], decisionTree: [] });

/** One step of each kind that a crash can fall into. */
export const everyKind = planOf(
  [
    stepOf({
      id: '010',
      kind: 'observe',
      observe: { jobname: 'SVJEOD99', owner: 'SAVBATCH', submittedAfter: '2026-09-12T18:00', accepts: [0] },
    }),
    stepOf(
      {
        id: '020',
        kind: 'bracket',
        bracket: { name: 'SVJINTD1 held', act: 'open' },
        confirm: { by: 'nightop', instruction: 'Hold it' },
      },
      ['010'],
    ),
    jobOf('030', ['020'], ['KSBP.SAV.LOADLIB']),
    jobOf('040', ['020']),
    stepOf(
      {
        id: '050',
        kind: 'command',
        commands: [{ command: 'F CICSPA1,CEMT S PROG', expects: ['NORMAL'], forbids: [] }],
      },
      ['030', '040'],
    ),
    stepOf({ id: '060', kind: 'check', checks: [{ kind: 'absent', question: 'Gone?', members: [], dataSets: [] }] }, [
      '050',
    ]),
    stepOf({ id: '070', kind: 'notice', notice: { to: ['service-desk'], text: 'Done' } }, ['060']),
  ],
  [stepOf({ id: 'B10', kind: 'notice', undoes: ['030'], notice: { to: ['service-desk'], text: 'Back' } })],
);

export const release = {
  ...{ id: 'REL-000042', title: 'Kestrel', version: 'R2609A', prefix: 'R609A', application: 'SAV', system: 'KSB1' },
  ...{ decisionMaker: 'relmgr', changes: ['CHG-000481'], state: 'ready' },
  window: { opens: '2026-09-12T23:00', closes: '2026-09-13T03:30', cutOff: { at: '2026-09-13T03:00', means: 'x' } },
} as unknown as Release;

/** The machine's clock of a rehearsal: the book's runs so many times as fast. */
const speed = 50;
const paced = (book: VirtualClock): Clock => ({
  now: () => book.now() / speed,
  sleep: (ms, signal) => book.sleep(ms * speed, signal),
});

/** A run over a book in memory, on a model system; engines come and go. */
export class SmallNight {
  readonly clock = new VirtualClock(begins);
  readonly zosmf = new ModelZosmf(this.clock);
  readonly log: string[] = [];
  sideBySide = 2;
  /** How the system takes jobs. */
  submit: 'strict' | 'non-strict' = 'strict';
  checks: CheckResult['verdict'] = 'pass';
  engines: Engine[] = [];
  ledger!: Ledger;

  constructor(
    readonly plan: Plan = everyKind,
    readonly store: Store = memoryStore(),
    readonly lastBackout = begins + 3 * 3600_000,
  ) {}

  async open(): Promise<this> {
    this.ledger = await openLedger({
      ...{ store: this.store, views: allViews, entryTypes: allEntryTypes, clock: this.clock },
      ...{ estate: 'test', kind: 'rehearsal', home: 'here', guard: () => undefined },
    });
    for (const { job } of [...this.plan.install, ...this.plan.backout])
      if (job !== undefined) await this.ledger.blobs.put(bodyOf(job.steps.map(({ name }) => name)));
    const digest = await this.ledger.blobs.put(canonicalJson(this.plan));
    const hours = (n: number) => begins + n * 3600_000;
    await this.#say(() =>
      startRun({
        ...{ id: runId, plan: this.plan, digest, person: 'relmgr', now: begins, blackout: undefined },
        release: { ...release, plan: { digest } } as Release,
        window: { opens: begins, closes: hours(4.5), cutOff: hours(4) },
        ...{ lastBackout: this.lastBackout, submit: this.submit },
      }),
    );
    this.zosmf.add('//SVJEOD99 JOB (SAV)\n//EOD EXEC PGM=IEFBR14', { owner: 'SAVBATCH' });
    return this;
  }

  /** A new engine over the same book, its calls under `life`. */
  async engine(life: Life = immortal): Promise<Engine> {
    const { clock, zosmf, log } = this;
    const note = (facts: object, message: string) => void log.push(`${message} ${JSON.stringify(facts)}`);
    const needs: EngineNeeds = {
      ledger: life.over(this.ledger, ['commit'], { blobs: life.over(this.ledger.blobs, ['put', 'get'], {}) }, 'lost'),
      ...{ clock: life.clock(clock), machine: life.clock(paced(clock)), chance },
      log: { info: () => undefined, warn: note, error: note },
      system: () => ({
        zosmf: life.over(zosmf, 'all', {}),
        jobCard: { system: 'KSB1', accounting: 'SAV', programmer: '{{release}}', class: 'R', messageClass: 'Q' },
        sideBySide: new Map([['R', this.sideBySide]]),
        pollEverySeconds: 10,
      }),
      instantOf: (local) => Date.parse(`${local}:00.000Z`),
      answerChecks: life.of((_system, checks) =>
        Promise.resolve(
          checks.map(({ question }) => ({
            ...{ id: question, kind: 'system' as const, question, verdict: this.checks, found: 'so' },
          })),
        ),
      ),
      releaseOf: () => Promise.resolve(release),
      releaseEnded: () => Promise.resolve([]),
    };
    const engine = new Engine(needs);
    this.engines.push(engine);
    await engine.start(`engine-${this.engines.length}`);
    return engine;
  }

  async run(): Promise<Run> {
    const run = await this.ledger.get(runs, runId);
    if (run === undefined) throw new LockstepError('run.not-found', runId);
    return run;
  }

  async step(id: string): Promise<RunStep> {
    const step = await this.ledger.get(runSteps, stepKey(runId, id));
    if (step === undefined) throw new LockstepError('run.not-found', id);
    return step;
  }

  async steps(): Promise<RunStep[]> {
    const all: RunStep[] = [];
    for await (const step of this.ledger.stream(runSteps, { index: 'run', eq: [runId] })) all.push(step);
    return all;
  }

  async decide(decision: RunDecision['decision'], step?: string): Promise<void> {
    const draft = { decision, reason: 'because', ...(step === undefined ? {} : { step }) };
    const [run, steps] = [await this.run(), await this.steps()];
    await this.#say(() => decideRun(draft, { run, steps, release, plan: this.plan, person: 'relmgr' }));
  }

  async confirm(id: string): Promise<void> {
    const [run, step] = [await this.run(), await this.step(id)];
    const agreement = { decisionTree: [], decisionMaker: 'relmgr' };
    await this.#say(() => confirmStep(run, step, { done: true, note: 'done' }, step.step.confirm?.by ?? '', agreement));
  }

  /** Lets time pass until `holds`; people confirm what waits for them. */
  async until(what: string, holds: (run: Run, steps: readonly RunStep[]) => boolean, ms?: number): Promise<void> {
    let last: readonly RunStep[] = [];
    let seen = -1;
    const came = await this.clock.until(async () => {
      // Nothing on record has changed, and `holds` may look at the system alone.
      if (this.ledger.head() === seen) return holds(await this.run(), last);
      seen = this.ledger.head();
      last = await this.steps();
      for (const { state, id } of last) if (state === 'waiting-for-person') await this.confirm(id);
      return holds(await this.run(), last);
    }, ms);
    if (came) return;
    const told = last.map(({ id, state, because }) => `${id} ${state}: ${because}`);
    throw new Error([`it never came: ${what}`, (await this.run()).state, ...told, ...this.log.slice(-10)].join('\n'));
  }

  completed = (): Promise<void> => this.until('completed', ({ state }) => state === 'completed');
  held = (): Promise<void> => this.until('held', ({ state }) => state === 'held');

  async stop(): Promise<void> {
    const stopped = Promise.all(this.engines.map((engine) => engine.stop()));
    let done = false;
    void stopped.then(() => (done = true));
    await this.clock.until(() => done, 60_000);
  }

  async #say(decide: () => ReturnType<typeof decideRun>): Promise<void> {
    await this.ledger.commit({ actor: { kind: 'person', id: 'relmgr' }, decide });
  }
}
