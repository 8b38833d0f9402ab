import type { Outcome, ReleaseState } from '../../releases/release.schema.ts';
import type { EndClass, JobStepResult, StepState } from '../../runs/run.schema.ts';
import type { PlannedJobStep } from '../../releases/plan.schema.ts';
import { goesBack, type RecordModel } from './model.rules.ts';

/** Colour family; never the only sign of anything. */
export type Tone = 'idle' | 'run' | 'ok' | 'warn' | 'bad' | 'person' | 'undone';

/** Shape of a state: each has an outline of its own, so that it is told apart without colour. */
export type Shape =
  | 'waiting'
  | 'ready'
  | 'running'
  | 'passed'
  | 'suspicious'
  | 'failed'
  | 'unknown'
  | 'person'
  | 'held'
  | 'skipped'
  | 'undone';

export interface Sign {
  readonly words: string;
  readonly tone: Tone;
  readonly shape: Shape;
}

const sign = (words: string, tone: Tone, shape: Shape): Sign => ({ words, tone, shape });

const ofSteps: Readonly<Record<StepState, Sign>> = {
  pending: sign('not yet', 'idle', 'waiting'),
  ready: sign('ready', 'run', 'ready'),
  submitted: sign('submitted', 'run', 'ready'),
  running: sign('running', 'run', 'running'),
  'waiting-for-person': sign('waits for a person', 'person', 'person'),
  succeeded: sign('passed', 'ok', 'passed'),
  suspicious: sign('suspicious', 'warn', 'suspicious'),
  failed: sign('failed', 'bad', 'failed'),
  unknown: sign('unknown', 'bad', 'unknown'),
  held: sign('held', 'warn', 'held'),
  skipped: sign('not run', 'idle', 'skipped'),
  'backed-out': sign('backed out', 'undone', 'undone'),
};

export const stepSign = (state: StepState): Sign => ofSteps[state];

const ofReleases: Readonly<Record<ReleaseState, Sign>> = {
  planned: sign('Planned', 'idle', 'waiting'),
  ready: sign('Ready', 'run', 'ready'),
  'in-progress': sign('In progress', 'run', 'running'),
  held: sign('Held', 'bad', 'held'),
  completed: sign('Completed', 'ok', 'passed'),
  failed: sign('Failed', 'bad', 'failed'),
  delayed: sign('Delayed', 'warn', 'held'),
  'backed-out': sign('Backed out', 'undone', 'undone'),
  closed: sign('Closed', 'ok', 'passed'),
};

/** State of the release in one or two words; before the run, whether it is ready counts. */
export function releaseSign(model: Pick<RecordModel, 'release' | 'run' | 'readiness' | 'steps'>): Sign {
  const { release, run, readiness } = model;
  if (run?.state === 'backing-out') return sign('Backing out', 'undone', 'undone');
  if (run?.state === 'held') return ofReleases.held;
  if (release.state === 'closed' && goesBack(model)) return sign('Closed', 'undone', 'undone');
  const verdict = release.readiness?.verdict ?? readiness?.verdict;
  if (release.state === 'planned' && verdict === 'not-ready') return sign('Not ready', 'warn', 'suspicious');
  return ofReleases[release.state];
}

const outcomes: Readonly<Record<Outcome, Sign>> = {
  succeeded: sign('succeeded', 'ok', 'passed'),
  failed: sign('failed', 'bad', 'failed'),
  delayed: sign('delayed', 'warn', 'held'),
  'partially-completed': sign('partially completed', 'warn', 'suspicious'),
  'backed-out': sign('backed out', 'undone', 'undone'),
};

export const outcomeSign = (outcome: Outcome): Sign => outcomes[outcome];

const ends: Readonly<Record<EndClass, string>> = {
  passed: 'passed',
  'wrong-code': 'a return code that is not accepted',
  suspicious: 'an accepted code with the wrong messages',
  abend: 'an abend',
  'jcl-error': 'a JCL error',
  'security-error': 'a security error',
  cancelled: 'cancelled',
  'system-failure': 'a system failure',
  'check-failed': 'a check that failed',
  unknown: 'an end that nobody knows',
};

export const endWords = (end: EndClass): string => ends[end];

/**
 * What a job step's end is worth: *proven* where its required messages were found, *accepted* where the code alone
 * was looked at, *suspicious* where the code is right and the words are not.
 */
export function jobStepSign(result: JobStepResult, planned: PlannedJobStep | undefined): Sign {
  if (/FLUSH/i.test(result.completion)) return sign('did not run', 'idle', 'skipped');
  if (!result.accepted) return sign('not accepted', 'bad', 'failed');
  if (result.complaints.length > 0) return sign('suspicious', 'warn', 'suspicious');
  if ((planned?.requires.length ?? 0) > 0) return sign('proven', 'ok', 'passed');
  return sign('accepted', 'ok', 'ready');
}
