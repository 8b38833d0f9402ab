import type { PlannedJob } from '../releases/plan.schema.ts';
import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import type { Attempt, Run, RunStep } from './run.schema.ts';

/**
 * What the engine does next, decided from the records of a run, the last look at the jobs, and the time. Nothing here
 * waits, fetches or stores; the edge does each act once and records what came of it.
 *
 * A job attempt goes: intended → adopted → releasing → released → running → ended. `submit` looks for the job by its
 * correlator first unless this engine has just appended the intent.
 */
export type Act =
  | { readonly kind: 'intend'; readonly step: RunStep }
  | { readonly kind: 'begin'; readonly step: RunStep }
  | { readonly kind: 'skip'; readonly step: RunStep; readonly because: string }
  | { readonly kind: 'ask-whether-late'; readonly step: RunStep }
  | {
      readonly kind: 'submit' | 'intend-release' | 'release' | 'withdraw';
      readonly step: RunStep;
      readonly attempt: Attempt;
    }
  | {
      readonly kind: 'note-running' | 'note-unheld' | 'note-again' | 'collect' | 'look-again';
      readonly step: RunStep;
      readonly attempt: Attempt;
    }
  | { readonly kind: 'find'; readonly step: RunStep }
  | { readonly kind: 'check'; readonly step: RunStep }
  | { readonly kind: 'command'; readonly step: RunStep; readonly index: number }
  | { readonly kind: 'ask'; readonly step: RunStep }
  | { readonly kind: 'finish'; readonly step: RunStep }
  | { readonly kind: 'end-run'; readonly run: Run };

export interface Picture {
  readonly run: Run;
  readonly steps: readonly RunStep[];
  /** Jobs of the last list, by full correlator. */
  readonly seen: ReadonlyMap<string, JobDocument>;
  /** Most jobs side by side, by class. */
  readonly sideBySide: ReadonlyMap<string, number>;
  /** Milliseconds since 1970-01-01T00:00Z, by the book's clock. */
  readonly now: number;
  /** What the jobs of other runs take up on the same system. */
  readonly elsewhere?: Holdings;
}

/** What jobs that have not ended take up. */
export interface Holdings {
  /** Count of released jobs by class. */
  readonly classes: ReadonlyMap<string, number>;
  /** Count of jobs by class that wait held in JES, or on their way there. */
  readonly waiting: ReadonlyMap<string, number>;
  /** Libraries that they may be writing. */
  readonly libraries: ReadonlySet<string>;
}

export function keyOf(act: Act): string {
  if (act.kind === 'end-run') return `end-run:${act.run.id}`;
  const detail = 'attempt' in act ? act.attempt.number : act.kind === 'command' ? act.index : '';
  return `${act.kind}:${act.step.run}/${act.step.id}:${detail}`;
}

export function nextActs(picture: Picture): Act[] {
  const { run, steps } = picture;
  const acts = [...steps.flatMap((step) => goOn(step, picture)), ...starts(picture)];
  return acts.length === 0 && isOver(run, steps) ? [{ kind: 'end-run', run }] : acts;
}

/** Where a job starts as it is submitted there is no time between its submission and its release. */
export const startsAtOnce = ({ submit }: Run): boolean => submit === 'non-strict';

const done = (step: RunStep | undefined): boolean => step?.state === 'succeeded' || step?.state === 'skipped';

/** The plan whose steps may begin now; none while the run is held. */
export const planInForce = (run: Run): RunStep['plan'] | undefined =>
  run.state === 'in-progress' ? 'install' : run.state === 'backing-out' ? 'backout' : undefined;

/** Once it was decided to back out, nothing of the install plan ever goes on. */
export const goesBack = (run: Run): boolean => run.decisions.some(({ decision }) => decision === 'back-out');

function isOver(run: Run, steps: readonly RunStep[]): boolean {
  const plan = planInForce(run);
  return plan !== undefined && steps.filter((step) => step.plan === plan).every(done);
}

/**
 * Steps whose turn it is: what they run after is done, and nobody writes their libraries. As many jobs of a class wait
 * held in JES as may run: one that ends makes room for one that needs only be released. The longest way first.
 */
function starts(picture: Picture): Act[] {
  const { run, steps } = picture;
  const plan = planInForce(run);
  if (plan === undefined || steps.some((step) => step.plan !== plan && step.attempts.some(mayStillRun))) return [];
  const byId = new Map(steps.map((step) => [step.id, step]));
  const own = steps.filter((each) => each.plan === plan);
  const mayGoOn = own.filter(
    ({ state, attempts, step }) =>
      attempts.at(-1)?.state === 'adopted' ||
      (state === 'pending' && step.runsAfter.every((edge) => done(byId.get(edge.step)))),
  );
  if (mayGoOn.length === 0) return [];
  const places = placesIn(picture);
  const acts: Act[] = [];
  for (const step of longestWayFirst(mayGoOn, own)) {
    const attempt = step.attempts.at(-1);
    if (attempt?.state === 'adopted' && step.step.job !== undefined && places.mayRun(step.step.job))
      acts.push({ kind: 'intend-release', step, attempt });
    if (step.state !== 'pending') continue;
    if (isIdle(step, byId)) acts.push({ kind: 'skip', step, because: 'nothing that it undoes had begun' });
    else if (step.step.job === undefined) acts.push({ kind: 'begin', step });
    else if (startsAtOnce(run) ? places.mayStart(step.step.job) : places.mayWait(step.step.job))
      acts.push({ kind: 'intend', step });
  }
  const [first] = acts;
  return first !== undefined && 'step' in first && isLate(picture)
    ? [{ kind: 'ask-whether-late', step: first.step }]
    : acts;
}

/** Steps by the planned minutes from their start to the end of the last that waits for them, most first. */
function longestWayFirst(steps: readonly RunStep[], all: readonly RunStep[]): RunStep[] {
  if (steps.length < 2) return [...steps];
  const after = new Map<string, RunStep[]>();
  for (const step of all)
    for (const { step: before } of step.step.runsAfter) {
      const waiting = after.get(before);
      if (waiting === undefined) after.set(before, [step]);
      else waiting.push(step);
    }
  const ways = new Map<string, number>();
  const wayOf = (step: RunStep): number => {
    const known = ways.get(step.id);
    if (known !== undefined) return known;
    const way = step.step.minutes + Math.max(0, ...(after.get(step.id) ?? []).map(wayOf));
    ways.set(step.id, way);
    return way;
  };
  return [...steps].sort((a, b) => wayOf(b) - wayOf(a));
}

/**
 * True when the last moment to back out is over, the point of no return was not reached, and nobody has decided since
 * to go on all the same.
 */
export function isLate({ run, steps, now }: Pick<Picture, 'run' | 'steps' | 'now'>): boolean {
  if (planInForce(run) !== 'install' || run.backoutSteps.length === 0 || now < Date.parse(run.lastBackout))
    return false;
  if (steps.some((step) => step.step.pointOfNoReturn === true && step.startedAt !== undefined)) return false;
  return !run.decisions.some(
    ({ decision, at }) => (decision === 'resume' || decision === 'retry') && at >= run.lastBackout,
  );
}

/** A backout step is idle when none of the install steps that it undoes ever began. */
function isIdle({ step }: RunStep, byId: ReadonlyMap<string, RunStep>): boolean {
  return step.undoes !== undefined && step.undoes.every((id) => byId.get(id)?.startedAt === undefined);
}

/**
 * What the jobs of these steps take up: a lost one too, because it may still be running.
 *
 * @param seen jobs of the last list, by correlator: one that it shows at its end has left its initiator
 */
export function holdingsOf(steps: readonly RunStep[], seen: Picture['seen'] = new Map()): Holdings {
  const classes = new Map<string, number>();
  const waiting = new Map<string, number>();
  const libraries = new Set<string>();
  for (const { step, attempts } of steps) {
    const attempt = attempts.at(-1);
    if (step.job === undefined || attempt === undefined || !(isOpen(attempt) || attempt.state === 'lost')) continue;
    for (const library of step.job.writes) libraries.add(library);
    if (seen.get(attempt.correlator ?? '')?.status === 'OUTPUT') continue;
    const counts = isUnreleased(attempt) ? waiting : classes;
    counts.set(step.job.class, (counts.get(step.job.class) ?? 0) + 1);
  }
  return { classes, waiting, libraries };
}

/** Gives out places for jobs: in the job class, in the queue before it, and each library to one writer at a time. */
function placesIn({ steps, sideBySide, seen, elsewhere }: Picture) {
  const own = holdingsOf(steps, seen);
  const running = added(own.classes, elsewhere?.classes);
  const waiting = added(own.waiting, elsewhere?.waiting);
  const written = new Set([...own.libraries, ...(elsewhere?.libraries ?? [])]);
  const takeOne = (counts: Map<string, number>, { class: name }: PlannedJob): boolean => {
    const now = counts.get(name) ?? 0;
    if (now >= (sideBySide.get(name) ?? 1)) return false;
    counts.set(name, now + 1);
    return true;
  };
  const mayWrite = ({ writes }: PlannedJob): boolean => !writes.some((library) => written.has(library));
  return {
    mayRun: (job: PlannedJob): boolean => takeOne(running, job),
    /** For a job that runs as soon as it is submitted: what waits to be submitted will run as well. */
    mayStart(job: PlannedJob): boolean {
      const waits = waiting.get(job.class) ?? 0;
      if (!mayWrite(job) || (running.get(job.class) ?? 0) + waits >= (sideBySide.get(job.class) ?? 1)) return false;
      waiting.set(job.class, waits + 1);
      for (const library of job.writes) written.add(library);
      return true;
    },
    mayWait(job: PlannedJob): boolean {
      if (!mayWrite(job) || !takeOne(waiting, job)) return false;
      for (const library of job.writes) written.add(library);
      return true;
    },
  };
}

function added(counts: ReadonlyMap<string, number>, more: ReadonlyMap<string, number> = new Map()) {
  const sum = new Map(counts);
  for (const [name, count] of more) sum.set(name, (sum.get(name) ?? 0) + count);
  return sum;
}

/** An attempt that still has, or may have, a job in JES. */
export const isOpen = ({ state }: Attempt): boolean => state !== 'ended' && state !== 'abandoned' && state !== 'lost';

/** One that is open, or whose job is lost and may have been released. */
const mayStillRun = (attempt: Attempt): boolean => isOpen(attempt) || attempt.state === 'lost';

/** An attempt whose job was not released: it can be withdrawn, and nothing of it has run. */
export const isUnreleased = ({ state }: Attempt): boolean => state === 'intended' || state === 'adopted';

/**
 * What has begun goes on whatever the run's state: holding a run begins nothing new, and stops nothing. A job that is
 * still held in JES has not begun, nor has the next command of a step.
 */
function goOn(step: RunStep, picture: Picture): Act[] {
  const { run } = picture;
  const attempt = step.attempts.at(-1);
  if (attempt?.state === 'lost') return goOnLost(step, attempt, picture);
  if (step.state !== 'submitted' && step.state !== 'running') return [];
  if (attempt === undefined || !isOpen(attempt)) return afterWork(step, run);
  if (step.plan === 'install' && goesBack(run) && isUnreleased(attempt) && !startsAtOnce(run))
    return [{ kind: 'withdraw', step, attempt }];
  return attemptActs(step, attempt, picture);
}

/** A lost job that is there again is watched again; one of which a person has said what became of it is withdrawn. */
function goOnLost(step: RunStep, attempt: Attempt, { run, seen }: Picture): Act[] {
  const { correlator = '' } = attempt;
  const status = seen.get(correlator)?.status;
  // A name and an id without a correlator may be another job's by now.
  if (!correlator.includes('/') && (status === 'ACTIVE' || status === 'OUTPUT'))
    return [{ kind: 'note-again', step, attempt }];
  return saidOfLost(step, run) === undefined ? [] : [{ kind: 'withdraw', step, attempt }];
}

/**
 * What a named person has said of this step's lost job: of this attempt, not of one before. The order of decisions
 * tells, not their times, which an administrator may correct.
 */
export function saidOfLost({ id }: Pick<RunStep, 'id'>, { decisions }: Run): 'did-not-run' | 'did-run' | undefined {
  const own = decisions.filter(({ step }) => step === id).map(({ decision }) => decision);
  const since = own.slice(own.findLastIndex((decision) => decision === 'retry' || decision === 'adopt-stray') + 1);
  return since.findLast((decision) => decision === 'did-not-run' || decision === 'did-run');
}

/** An adopted job stays held until it has its place, or until somebody else releases it. */
function attemptActs(step: RunStep, attempt: Attempt, { seen }: Picture): Act[] {
  switch (attempt.state) {
    case 'intended':
      return [{ kind: 'submit', step, attempt }];
    case 'adopted': {
      const { status = 'INPUT' } = seen.get(attempt.correlator ?? '') ?? {};
      return status === 'INPUT' || status === null ? [] : [{ kind: 'note-unheld', step, attempt }];
    }
    case 'releasing':
      return [{ kind: 'release', step, attempt }];
    case 'released':
    case 'running':
      return watched(step, attempt, seen.get(attempt.correlator ?? ''));
    default:
      return [];
  }
}

function watched(step: RunStep, attempt: Attempt, job: JobDocument | undefined): Act[] {
  if (job === undefined) return [{ kind: 'look-again', step, attempt }];
  if (job.status === 'OUTPUT') return [{ kind: 'collect', step, attempt }];
  if (job.status === 'ACTIVE' && attempt.state === 'released') return [{ kind: 'note-running', step, attempt }];
  return [];
}

/** A step whose own work is done asks its checks, then its person, then it ends. */
function afterWork(step: RunStep, run: Run): Act[] {
  const { observe, commands, confirm } = step.step;
  if (observe !== undefined && step.attempts.at(-1)?.end !== 'passed') return [{ kind: 'find', step }];
  if (commands !== undefined && step.commands.length < commands.length)
    return step.issuing !== undefined || planInForce(run) === step.plan
      ? [{ kind: 'command', step, index: step.commands.length }]
      : [];
  if (step.asks > 0 && step.checks.length === 0) return [{ kind: 'check', step }];
  if (confirm !== undefined && step.confirmed === undefined) return [{ kind: 'ask', step }];
  return [{ kind: 'finish', step }];
}
