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
  | {
      readonly kind: 'submit' | 'intend-release' | 'release' | 'withdraw';
      readonly step: RunStep;
      readonly attempt: Attempt;
    }
  | { readonly kind: 'note-running' | 'collect' | 'look-again'; readonly step: RunStep; readonly attempt: Attempt }
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

const done = (step: RunStep | undefined): boolean => step?.state === 'succeeded' || step?.state === 'skipped';

const inForce = (run: Run): 'install' | 'backout' | undefined =>
  run.state === 'in-progress' ? 'install' : run.state === 'backing-out' ? 'backout' : undefined;

function isOver(run: Run, steps: readonly RunStep[]): boolean {
  const plan = inForce(run);
  return plan !== undefined && steps.filter((step) => step.plan === plan).every(done);
}

/** Steps whose turn it is: what they run after is done, and their job class has room. */
function starts({ run, steps, sideBySide }: Picture): Act[] {
  const plan = inForce(run);
  if (plan === undefined) return [];
  const byId = new Map(steps.map((step) => [step.id, step]));
  const room = roomIn(steps, sideBySide);
  const acts: Act[] = [];
  for (const step of steps) {
    if (step.plan !== plan || step.state !== 'pending') continue;
    if (!step.step.runsAfter.every((edge) => done(byId.get(edge.step)))) continue;
    if (isIdle(step, byId)) acts.push({ kind: 'skip', step, because: 'nothing that it undoes had begun' });
    else if (step.step.job === undefined) acts.push({ kind: 'begin', step });
    else if (takeRoom(room, step.step.job.class)) acts.push({ kind: 'intend', step });
  }
  return acts;
}

/** A backout step is idle when none of the install steps that it undoes ever began. */
function isIdle({ step }: RunStep, byId: ReadonlyMap<string, RunStep>): boolean {
  return step.undoes !== undefined && step.undoes.every((id) => byId.get(id)?.startedAt === undefined);
}

function roomIn(steps: readonly RunStep[], sideBySide: ReadonlyMap<string, number>): Map<string, number> {
  const room = new Map(sideBySide);
  for (const step of steps) {
    const own = step.step.job?.class;
    const attempt = step.attempts.at(-1);
    if (own === undefined || attempt === undefined || !isOpen(attempt)) continue;
    room.set(own, (room.get(own) ?? 0) - 1);
  }
  return room;
}

function takeRoom(room: Map<string, number>, jobClass: string): boolean {
  const left = room.get(jobClass) ?? 1;
  if (left <= 0) return false;
  room.set(jobClass, left - 1);
  return true;
}

/** An attempt that still has, or may have, a job in JES. */
export const isOpen = ({ state }: Attempt): boolean => state !== 'ended' && state !== 'abandoned' && state !== 'lost';

/** What has begun goes on whatever the run's state: holding a run begins nothing new, and stops nothing. */
function goOn(step: RunStep, picture: Picture): Act[] {
  const attempt = step.attempts.at(-1);
  if (attempt?.state === 'lost' && wasDenied(step, picture.run)) return [{ kind: 'withdraw', step, attempt }];
  if (step.state !== 'submitted' && step.state !== 'running') return [];
  if (attempt !== undefined && isOpen(attempt)) return attemptActs(step, attempt, picture);
  return afterWork(step);
}

/** A named person has said that a lost job did not run. */
function wasDenied(step: RunStep, run: Run): boolean {
  return step.state === 'unknown' && run.decisions.at(-1)?.decision === 'did-not-run';
}

function attemptActs(step: RunStep, attempt: Attempt, { seen }: Picture): Act[] {
  switch (attempt.state) {
    case 'intended':
      return [{ kind: 'submit', step, attempt }];
    case 'adopted':
      return [{ kind: 'intend-release', step, attempt }];
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
function afterWork(step: RunStep): Act[] {
  const { observe, commands, confirm } = step.step;
  if (observe !== undefined && step.attempts.length === 0) return [{ kind: 'find', step }];
  if (commands !== undefined && step.commands.length < commands.length)
    return [{ kind: 'command', step, index: step.commands.length }];
  if (step.asks > 0 && step.checks.length === 0) return [{ kind: 'check', step }];
  if (confirm !== undefined && step.confirmed === undefined) return [{ kind: 'ask', step }];
  return [{ kind: 'finish', step }];
}
