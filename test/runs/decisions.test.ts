import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Entry, NewEntry } from '../../src/ledger/entry.schema.ts';
import type { Plan } from '../../src/releases/plan.schema.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import { failStep, ofStep, succeedStep } from '../../src/runs/engine-records.rules.ts';
import { type Act, goesBack, isOpen, nextActs } from '../../src/runs/next-acts.rules.ts';
import { confirmStep, decideRun, startRun } from '../../src/runs/run.rules.ts';
import type { Attempt, EndClass, Run, RunDecision, RunStep } from '../../src/runs/run.schema.ts';
import { runSteps } from '../../src/runs/run-step.views.ts';
import { runs } from '../../src/runs/run.views.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { jobOf, planOf, release, runId, stepOf } from './small-night.ts';

const begins = Date.parse('2026-09-12T23:00:00.000Z');
const agreement = { decisionTree: [], decisionMaker: 'relmgr' };
const bracket = (id: string, act: 'open' | 'close', after: string[]) =>
  stepOf({ id, kind: 'bracket', bracket: { name: 'held', act }, confirm: { by: 'nightop', instruction: 'do' } }, after);
const twoCommands = ['F A', 'F B'].map((command) => ({ command, expects: ['OK'], forbids: [] }));

/** Two writers of one library that no edge keeps apart, a bracket, a command step, a point of no return. */
const plan = planOf(
  [
    bracket('010', 'open', []),
    jobOf('020', ['010'], ['LIB.A']),
    jobOf('030', ['010'], ['LIB.A', 'LIB.B']),
    jobOf('040', ['010'], ['LIB.C']),
    stepOf({ id: '050', kind: 'command', commands: twoCommands }, ['020', '030']),
    { ...bracket('060', 'close', ['040', '050']), pointOfNoReturn: true },
  ],
  [
    { ...jobOf('B10', [], ['LIB.A']), undoes: ['020', '030'] },
    { ...bracket('B20', 'close', ['B10']), undoes: ['010'] },
  ],
);

/** The documents of one run, folded from entries as the ledger would. */
class Records {
  readonly #streams = new Map<string, number>();
  readonly steps = new Map<string, RunStep>();
  run: Run;
  now = begins;
  page = 0;

  constructor(of: Plan) {
    this.run = undefined as unknown as Run;
    const window = { opens: begins, closes: begins + 9e6, cutOff: begins + 8e6 };
    const facts = {
      id: runId,
      plan: of,
      digest: 'd'.repeat(64),
      person: 'relmgr',
      now: begins,
      window,
      blackout: undefined,
    };
    const ready = { ...release, plan: { digest: facts.digest } } as Release;
    this.add(startRun({ ...facts, release: ready, lastBackout: begins + 6e6 }));
  }

  add(entries: readonly NewEntry[]): void {
    this.page += 1;
    const page = {
      page: this.page,
      at: new Date(this.now).toISOString(),
      command: 'c',
      actor: { kind: 'engine', id: 'e' } as const,
    };
    for (const { stream, type, data } of entries) {
      const seq = (this.#streams.get(stream) ?? 0) + 1;
      this.#streams.set(stream, seq);
      const entry = { stream, type, seq, data } as Entry;
      for (const _ of runs.keys(entry)) this.run = runs.evolve(this.run, entry, page) ?? this.run;
      for (const key of runSteps.keys(entry)) {
        const step = runSteps.evolve(this.steps.get(key), entry, page);
        if (step !== undefined) this.steps.set(key, step);
      }
    }
  }

  all = (): RunStep[] => [...this.steps.values()];

  acts(): Act[] {
    return nextActs({
      run: this.run,
      steps: this.all(),
      seen: new Map(),
      sideBySide: new Map([['R', 2]]),
      now: this.now,
    });
  }
}

const isLive = ({ state }: Attempt): boolean => ['releasing', 'released', 'running', 'lost'].includes(state);

/** What an act comes to, good or bad, as the edge would record it. */
function perform(records: Records, act: Act, luck: number): NewEntry[] {
  const { run } = records;
  const fail = (step: RunStep, end: EndClass) => failStep(run, step, { end, because: 'bad luck' }, agreement);
  const bad = luck === 0;
  if (act.kind === 'end-run')
    return [
      {
        stream: `run:${run.id}`,
        type: 'run.ended/1',
        data: { state: goesBack(run) ? 'backed-out' : 'completed', outcome: 'succeeded' },
      },
    ];
  const { step } = act;
  const number = 'attempt' in act ? act.attempt.number : 0;
  switch (act.kind) {
    case 'intend':
      return [
        ofStep(step, 'attempt.intended/1', {
          number: step.attempts.length + 1,
          user: `L${step.id}${step.attempts.length}`,
          jobname: 'J',
          intent: 'i',
          jcl: 'j',
        }),
      ];
    case 'submit':
      return bad
        ? [ofStep(step, 'job.lost/1', { number, because: 'x' }), ...fail(step, 'unknown')]
        : [ofStep(step, 'attempt.adopted/1', { number, jobid: 'J1', correlator: `C${step.id}${number}`, owner: 'L' })];
    case 'intend-release':
      return [ofStep(step, 'release.intended/1', { number, correlator: 'C', epoch: 1 })];
    case 'release':
      return [ofStep(step, 'attempt.released/1', { number })];
    case 'look-again':
      if (luck === 1) return [ofStep(step, 'job.lost/1', { number, because: 'gone' }), ...fail(step, 'unknown')];
      return [
        ofStep(step, 'job.ended/1', {
          number,
          retcode: 'CC',
          end: bad ? 'abend' : 'passed',
          because: 'x',
          jobSteps: [],
          spool: [],
        }),
        ...(bad ? fail(step, 'abend') : succeedStep(step, 'ok')),
      ];
    case 'withdraw':
      return [
        ofStep(step, 'attempt.abandoned/1', { number, because: 'x' }),
        ofStep(step, 'step.ended/1', { state: 'failed', end: 'unknown', because: 'x' }),
      ];
    case 'begin':
      return step.step.commands === undefined
        ? [ofStep(step, 'step.began/1', {}), ofStep(step, 'step.waits/1', { by: 'nightop' })]
        : [ofStep(step, 'step.began/1', {})];
    case 'skip':
      return [ofStep(step, 'step.ended/1', { state: 'skipped', because: act.because })];
    case 'command': {
      const { index } = act;
      if (step.issuing === undefined) return [ofStep(step, 'command.intended/1', { index, command: 'F' })];
      return [
        ofStep(step, 'command.answered/1', { index, command: 'F', answer: 'OK', accepted: !bad }),
        ...(bad ? fail(step, 'check-failed') : []),
      ];
    }
    case 'ask-whether-late':
      return [
        {
          stream: `run:${run.id}`,
          type: 'run.held/1',
          data: { advice: { step: step.id, end: 'passed', advice: 'hold', because: 'late', confirmBy: 'relmgr' } },
        },
      ];
    default:
      return act.kind === 'finish' ? succeedStep(step, 'ok') : [];
  }
}

function mustHold(records: Records, act: Act): void {
  if (!('step' in act)) return;
  const { step } = act;
  const begins = act.kind === 'intend' || act.kind === 'begin';
  const done = ({ state }: RunStep) => state === 'succeeded' || state === 'skipped';
  if (begins) {
    for (const { step: before } of step.step.runsAfter)
      expect(records.all().find(({ id }) => id === before)).toSatisfyDone(done);
    const other = records.all().filter(({ plan: of }) => of !== step.plan);
    expect(other.flatMap(({ attempts }) => attempts.filter(isOpen))).toEqual([]);
    expect(step.plan).toBe(goesBack(records.run) ? 'backout' : 'install');
    expect(records.run.state).toBe(step.plan === 'install' ? 'in-progress' : 'backing-out');
    expect(step.attempts.every((attempt) => attempt.state === 'ended' || attempt.state === 'abandoned')).toBe(true);
  }
  if (act.kind === 'intend-release' || act.kind === 'command') {
    if (act.kind === 'intend-release') expect(act.attempt.state).toBe('adopted');
    if (step.issuing === undefined) expect(['in-progress', 'backing-out']).toContain(records.run.state);
    if (goesBack(records.run)) expect(step.plan).toBe('backout');
  }
}

function noTwoWriters(steps: readonly RunStep[]): void {
  const writing = steps.filter(({ attempts }) => attempts.some(isLive)).flatMap(({ step }) => step.job?.writes ?? []);
  expect(new Set(writing).size).toBe(writing.length);
}

expect.extend({
  toSatisfyDone: (step: RunStep | undefined, done: (step: RunStep) => boolean) => ({
    pass: step !== undefined && done(step),
    message: () => `step ${step?.id ?? '?'} is ${step?.state ?? 'unknown'}, and one that runs after it begins`,
  }),
});
declare module 'expect' {
  interface Matchers<R> {
    toSatisfyDone(done: (step: RunStep) => boolean): R;
  }
}

const decisions = ['hold', 'resume', 'retry', 'back-out', 'did-not-run'] as const;
const move = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('act' as const), which: fc.nat(5), luck: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('confirm' as const), which: fc.nat(3), luck: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('decide' as const), which: fc.nat(4), luck: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), which: fc.nat(30), luck: fc.nat(1) }) },
);

function make(records: Records, { kind, which, luck }: { kind: string; which: number; luck: number }): void {
  records.now += 1000;
  if (kind === 'wait') records.now += which * 60_000;
  if (kind === 'act') {
    const acts = records.acts();
    const act = acts[which % Math.max(1, acts.length)];
    if (act === undefined) return;
    mustHold(records, act);
    records.add(perform(records, act, luck));
  }
  if (kind === 'confirm') {
    const waiting = records.all().filter(({ state }) => state === 'waiting-for-person');
    const step = waiting[which % Math.max(1, waiting.length)];
    if (step !== undefined)
      unlessRefused(() =>
        records.add(confirmStep(records.run, step, { done: luck > 0, note: 'n' }, 'nightop', agreement)),
      );
  }
  if (kind === 'decide') {
    const decision = decisions[which] ?? 'hold';
    const wrong = records.all().filter(({ state }) => ['failed', 'unknown'].includes(state));
    const named = luck < 6 && wrong.length > 0 ? wrong : records.all();
    const draft: RunDecision = { decision, reason: 'r', step: named[luck % named.length]?.id ?? '010' };
    unlessRefused(() =>
      records.add(decideRun(draft, { run: records.run, steps: records.all(), release, plan, person: 'relmgr' })),
    );
  }
}

function unlessRefused(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
  }
}

describe('a run, whatever is decided and whatever happens', () => {
  it('begins no step before its time, has no two writers of a library, and never turns round', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
        const records = new Records(plan);
        let back = false;
        for (const each of moves) {
          make(records, each);
          noTwoWriters(records.all());
          if (back) expect(records.run.state).not.toBe('in-progress');
          back ||= goesBack(records.run);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never ends with a bracket open that a step of the plan in force closes', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 60, maxLength: 200 }), (moves) => {
        const records = new Records(plan);
        for (const each of moves) make(records, each);
        const { state, openBrackets } = records.run;
        if (state === 'completed' || state === 'backed-out') expect(openBrackets).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
