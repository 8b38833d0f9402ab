import type { NewEntry } from '../ledger/entry.schema.ts';
import type { Plan, PlanStep } from '../releases/plan.schema.ts';
import { releaseEntry } from '../releases/release.rules.ts';
import type { Release } from '../releases/release.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import { type Agreement, failStep, holdRun, ofRun, ofStep, succeedStep } from './engine-records.rules.ts';
import { goesBack, isOpen, isUnreleased, startsAtOnce } from './next-acts.rules.ts';
import type { RunEntryData } from './run-entries.schema.ts';
import type { Run, RunDecision, RunStep } from './run.schema.ts';
import { refuseWhileStraysOpen, settleStray } from './stray-decisions.rules.ts';

/** The number after the highest one given so far. */
export function nextRunId(highest: string | undefined): string {
  const number = highest === undefined ? 1 : Number(highest.slice('RUN-'.length)) + 1;
  return `RUN-${String(number).padStart(6, '0')}`;
}

/**
 * Where jobs start as they are submitted, a request that is sent again can run one twice: only jobs that may run twice,
 * or have a fence, are submitted there.
 *
 * @param mode how the release's system takes jobs, by the estate
 * @throws {LockstepError} `run.not-strict`
 */
export function refuseUnsafe(
  { id, system }: Pick<Release, 'id' | 'system'>,
  { install, backout }: Pick<Plan, 'install' | 'backout'>,
  mode: string | undefined,
): void {
  if (mode === 'strict') return;
  const unsafe = [...install, ...backout].filter(({ job }) => job !== undefined && job.again === undefined);
  if (mode === 'non-strict' && unsafe.length === 0) return;
  const steps = unsafe.map((step) => step.id);
  throw new LockstepError(
    'run.not-strict',
    `${system} is declared «submit: ${mode ?? 'nothing'}», and the jobs of steps ${steps.join(', ')} of ${id} could run twice there: declare them repeatable, or give the system a fencePrefix, and plan again`,
    { release: id, system, steps },
  );
}

/** Everything that a start rests on; instants in milliseconds since 1970. */
export interface StartFacts {
  readonly id: string;
  readonly release: Release;
  readonly plan: Plan;
  readonly digest: string;
  readonly person: string;
  readonly now: number;
  readonly window: { readonly opens: number; readonly closes: number; readonly cutOff: number };
  readonly lastBackout: number;
  readonly blackout: { readonly id: string; readonly reason: string } | undefined;
  /** How the system takes jobs; strict where absent. */
  readonly submit?: 'strict' | 'non-strict' | undefined;
}

const utc = (millis: number): string => new Date(millis).toISOString();

/**
 * Starts a run: the run, all steps of both plans, and the release, on one page.
 *
 * @throws {LockstepError} `run.outside-window`, `run.in-blackout`, `run.not-ready`, `run.already-running`
 */
export function startRun(facts: StartFacts): NewEntry[] {
  refuseStart(facts);
  const { id, release, plan, digest, person, window, lastBackout } = facts;
  const data: RunEntryData<'run.started/1'> = {
    ...{
      run: id,
      release: release.id,
      plan: digest,
      system: release.system,
      prefix: release.prefix,
      startedBy: person,
    },
    window: {
      ...{ opens: utc(window.opens), closes: utc(window.closes), cutOff: utc(window.cutOff) },
      cutOffMeans: release.window.cutOff.means,
    },
    steps: plan.install.map((step) => step.id),
    backoutSteps: plan.backout.map((step) => step.id),
    lastBackout: utc(lastBackout),
  };
  return [
    facts.submit === 'non-strict'
      ? ofRun(id, 'run.started/2', { ...data, submit: 'non-strict' })
      : ofRun(id, 'run.started/1', data),
    ...plan.install.map((step) => planned(id, 'install', step)),
    ...plan.backout.map((step) => planned(id, 'backout', step)),
    releaseEntry(release.id, 'release.started/1', { run: id }),
  ];
}

function planned(run: string, plan: 'install' | 'backout', { checks, ...step }: PlanStep): NewEntry {
  const job =
    step.job === undefined
      ? {}
      : { job: { ...step.job, steps: step.job.steps.map((each) => ({ ...each, requires: [], forbids: [] })) } };
  return ofStep({ run, id: step.id }, 'step.planned/1', {
    run,
    plan,
    step: { ...step, ...job },
    asks: checks?.length ?? 0,
  });
}

function refuseStart({ release, digest, now, window, blackout }: StartFacts): void {
  const facts = { release: release.id };
  if (['in-progress', 'held'].includes(release.state))
    throw new LockstepError(
      'run.already-running',
      `${release.id} is ${release.state} as ${release.run ?? 'a run'}`,
      facts,
    );
  if (blackout !== undefined)
    throw new LockstepError('run.in-blackout', `${blackout.id} is in force: ${blackout.reason}`, {
      ...facts,
      blackout: blackout.id,
    });
  if (now < window.opens || now >= window.closes)
    throw new LockstepError(
      'run.outside-window',
      `${release.id} may run from ${release.window.opens} to ${release.window.closes}, local time of the estate`,
      facts,
    );
  if (release.state !== 'ready' || release.plan?.digest !== digest)
    throw new LockstepError(
      'run.not-ready',
      `${release.id} is not ready: ${release.readiness?.because ?? 'its readiness was not checked'}`,
      facts,
    );
}

/**
 * A person confirms a step that is theirs, or says that it could not be done.
 *
 * @throws {LockstepError} `run.wrong-state` unless the step waits, `run.not-yours` for anybody else
 */
export function confirmStep(
  run: Run,
  step: RunStep,
  draft: { done: boolean; note: string },
  person: string,
  agreement: Agreement,
): NewEntry[] {
  const facts = { run: run.id, step: step.id };
  if (step.state !== 'waiting-for-person')
    throw new LockstepError('run.wrong-state', `step ${step.id} is ${step.state} and waits for nobody`, facts);
  if (over.includes(run.state) || step.plan !== planOnCourse(run))
    throw new LockstepError('run.wrong-state', `${run.id} is ${run.state}: step ${step.id} is not its turn`, facts);
  if (step.step.confirm?.by !== person)
    throw new LockstepError(
      'run.not-yours',
      `step ${step.id} is ${step.step.confirm?.by ?? 'nobody'}'s to confirm`,
      facts,
    );
  const confirmed = ofStep(step, 'step.confirmed/1', { by: person, note: draft.note, done: draft.done });
  if (draft.done) return [confirmed, ...succeedStep(step, `confirmed by ${person}`)];
  return [confirmed, ...failStep(run, step, { end: 'check-failed', because: `${person}: ${draft.note}` }, agreement)];
}

/** What a decision about a run rests on. */
export interface DecisionFacts {
  readonly run: Run;
  readonly steps: readonly RunStep[];
  readonly release: Release;
  readonly plan: Plan;
  readonly person: string;
}

const over = ['completed', 'failed', 'backed-out'];

/**
 * A person decides about a run that is held, or holds one.
 *
 * @throws {LockstepError} `run.wrong-state`, `run.not-yours`, `run.job-open`, `run.stray-open`, `run.no-way-back`
 */
export function decideRun({ decision, step: id, reason, correlator }: RunDecision, facts: DecisionFacts): NewEntry[] {
  const { run, person, release } = facts;
  const named = { run: run.id };
  if (over.includes(run.state) && decision !== 'ignore-stray')
    throw new LockstepError('run.wrong-state', `${run.id} is ${run.state}`, named);
  if (![release.decisionMaker, run.advice?.confirmBy].includes(person))
    throw new LockstepError('run.not-yours', `${release.decisionMaker} decides about ${run.id}`, named);
  const decided = ofRun(run.id, 'run.decided/1', {
    by: person,
    decision,
    reason,
    ...(id === undefined ? {} : { step: id }),
  });
  switch (decision) {
    case 'hold':
      return [decided, ...holdByHand(facts, reason)];
    case 'resume':
      return [decided, ...resume(facts)];
    case 'retry':
      return [decided, ...retry(stepNamed(facts, id), facts)];
    case 'did-not-run':
    case 'did-run':
      refuseUnlessLost(stepNamed(facts, id));
      return [decided];
    case 'ignore-stray':
    case 'adopt-stray':
      return [decided, ...strayDecided(stepNamed(facts, id), { decision, correlator, reason, by: person }, facts)];
    case 'back-out':
      return [decided, ...backOut(facts)];
  }
}

function strayDecided(step: RunStep, words: Parameters<typeof settleStray>[1], { run }: DecisionFacts): NewEntry[] {
  if (words.decision === 'adopt-stray' && step.plan !== planOnCourse(run))
    throw new LockstepError('run.wrong-state', `${run.id} is being backed out: step ${step.id} is over`, {
      run: run.id,
      step: step.id,
    });
  return settleStray(step, words);
}

const heldBecause = 'held by hand';

function holdByHand({ run, person, steps }: DecisionFacts, reason: string): NewEntry[] {
  if (run.state === 'held') throw new LockstepError('run.wrong-state', `${run.id} is held already`, { run: run.id });
  const step = steps.find(({ state }) => state === 'running' || state === 'pending')?.id ?? run.steps[0] ?? '010';
  const advice = {
    step,
    end: 'passed',
    advice: 'hold',
    because: `${heldBecause}: ${reason}`,
    confirmBy: person,
  } as const;
  return holdRun(run, advice);
}

const bad = ({ state }: RunStep): boolean => state === 'failed' || state === 'suspicious' || state === 'unknown';

/** The plan that the run follows, held or not: once backing out was decided it is never the install plan again. */
const planOnCourse = (run: Run): RunStep['plan'] => (goesBack(run) ? 'backout' : 'install');

function resume({ run, steps }: DecisionFacts): NewEntry[] {
  refuseUnlessHeld(run);
  refuseWhileStraysOpen(steps);
  if (goesBack(run)) refuseWhileLost(run, steps);
  const open = steps.find((step) => step.plan === planOnCourse(run) && bad(step));
  if (open !== undefined)
    throw new LockstepError('run.wrong-state', `step ${open.id} is ${open.state}: retry it, or back out`, {
      run: run.id,
      step: open.id,
    });
  return goOn(run, 'resumed');
}

/** A job that came to be lost while it was to be withdrawn may have run: the way back waits for what a person finds. */
function refuseWhileLost(run: Run, steps: readonly RunStep[]): void {
  const lost = steps.find(({ attempts }) => attempts.at(-1)?.state === 'lost');
  if (lost !== undefined)
    throw new LockstepError('run.job-open', `the job of step ${lost.id} is lost: say first whether it ran`, {
      run: run.id,
      step: lost.id,
    });
}

/** The plan that was in force goes on: a run that was backing out goes on backing out. */
function goOn(run: Run, because: string): NewEntry[] {
  return [
    goesBack(run) ? ofRun(run.id, 'run.backing-out/1', {}) : ofRun(run.id, 'run.resumed/1', {}),
    releaseEntry(run.release, 'release.resumed/1', { run: run.id, because }),
  ];
}

function retry(step: RunStep, { run, steps }: DecisionFacts): NewEntry[] {
  refuseUnlessHeld(run);
  refuseWhileStraysOpen(steps);
  const named = { run: run.id, step: step.id };
  if (step.plan !== planOnCourse(run))
    throw new LockstepError('run.wrong-state', `${run.id} is being backed out: step ${step.id} is over`, named);
  if (!bad(step)) throw new LockstepError('run.wrong-state', `step ${step.id} is ${step.state}`, named);
  const attempt = step.attempts.at(-1);
  if (attempt !== undefined && (isOpen(attempt) || attempt.state === 'lost'))
    throw new LockstepError(
      'run.job-open',
      `the end of ${attempt.jobname} was not seen: say first whether it ran`,
      named,
    );
  const others = steps.filter((each) => each.plan === step.plan && bad(each) && each.id !== step.id);
  const reopened = ofStep(step, 'step.reopened/1', { because: 'to be tried again' });
  return others.length > 0 ? [reopened] : [reopened, ...goOn(run, `step ${step.id} is tried again`)];
}

function backOut({ run, steps, plan, release }: DecisionFacts): NewEntry[] {
  const named = { run: run.id };
  if (goesBack(run))
    throw new LockstepError('run.wrong-state', `${run.id} is being backed out: retry a step, or resume`, named);
  refuseUnlessHeld(run);
  refuseWhileStraysOpen(steps);
  refuseWhileAtWork(run, steps);
  const past = steps.find((step) => step.step.pointOfNoReturn === true && step.startedAt !== undefined);
  if (past !== undefined)
    throw new LockstepError(
      'run.no-way-back',
      `step ${past.id} has begun: production data has moved, and members alone undo nothing`,
      { ...named, step: past.id },
    );
  if (plan.backout.length === 0) throw new LockstepError('run.no-way-back', `${release.id} has no backout plan`, named);
  return [
    ...steps.flatMap(leftBehind),
    ofRun(run.id, 'run.backing-out/1', {}),
    releaseEntry(run.release, 'release.resumed/1', { run: run.id, because: 'it is being backed out' }),
  ];
}

/** A job that may run, and a command that may take effect, must have come to an end; what is still held is withdrawn. */
function refuseWhileAtWork(run: Run, steps: readonly RunStep[]): void {
  const open = steps.find((step) =>
    step.attempts.some(
      (attempt) => attempt.state === 'lost' || (isOpen(attempt) && (startsAtOnce(run) || !isUnreleased(attempt))),
    ),
  );
  if (open !== undefined)
    throw new LockstepError('run.job-open', `the job of step ${open.id} has not ended`, { run: run.id, step: open.id });
  const issuing = steps.find((step) => step.state === 'running' && step.issuing !== undefined);
  if (issuing !== undefined)
    throw new LockstepError('run.job-open', `a command of step ${issuing.id} is being issued`, {
      run: run.id,
      step: issuing.id,
    });
}

/** Install steps that had begun and have no job end where they stand: nothing of them may go on in a backout. */
function leftBehind(step: RunStep): NewEntry[] {
  const begun = step.state === 'running' || step.state === 'waiting-for-person' || step.state === 'submitted';
  if (!begun || step.attempts.some(isUnreleased)) return [];
  const because = 'had begun, and was not done when the release was backed out';
  return [ofStep(step, 'step.ended/1', { state: 'unknown', end: 'unknown', because })];
}

function refuseUnlessHeld(run: Run): void {
  if (run.state !== 'held')
    throw new LockstepError('run.wrong-state', `${run.id} is ${run.state}, not held`, { run: run.id });
}

function refuseUnlessLost(step: RunStep): void {
  if (step.attempts.at(-1)?.state !== 'lost')
    throw new LockstepError('run.wrong-state', `no job of step ${step.id} is lost`, { step: step.id });
}

function stepNamed({ steps, run }: DecisionFacts, id: string | undefined): RunStep {
  const step = steps.find((each) => each.id === id);
  if (step === undefined)
    throw new LockstepError('request.invalid', `step: ${run.id} has no step ${id ?? ''}`, { field: 'step' });
  return step;
}
