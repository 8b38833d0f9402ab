import type { PageFacts } from '../ledger/entry.schema.ts';
import type { View } from '../ledger/view.schema.ts';
import type { RunEntryData } from './run-entries.schema.ts';
import type { Attempt, RunStep } from './run.schema.ts';
import { foldBy } from './run.views.ts';

const stepPrefix = 'step:';
export const stepKey = (run: string, step: string): string => `${run}/${step}`;
export const stepStream = (run: string, step: string): string => stepPrefix + stepKey(run, step);
/** Run and step whose stream this is. */
export function stepOfStream(stream: string): { readonly run: string; readonly step: string } | undefined {
  if (!stream.startsWith(stepPrefix)) return undefined;
  const [run = '', step = ''] = stream.slice(stepPrefix.length).split('/');
  return { run, step };
}

type Change<D> = (attempt: Attempt, data: D, page: PageFacts) => Attempt;

/** Changes the attempt that an entry names by number. */
function onAttempt<D extends { readonly number: number }>(change: Change<D>, after: Partial<RunStep> = {}) {
  return (step: RunStep, data: D, page: PageFacts): RunStep => ({
    ...step,
    ...after,
    attempts: step.attempts.map((each) => (each.number === data.number ? change(each, data, page) : each)),
  });
}

const began = (step: RunStep, at: string) => ({ startedAt: step.startedAt ?? at });

function intended(step: RunStep, data: RunEntryData<'attempt.intended/1'>, { at }: PageFacts): RunStep {
  const attempt: Attempt = { ...data, state: 'intended', intendedAt: at, jobSteps: [], spool: [] };
  const because = `attempt ${data.number} is being submitted`;
  return { ...step, ...began(step, at), state: 'submitted', because, attempts: [...step.attempts, attempt] };
}

function found(step: RunStep, data: RunEntryData<'job.found/1'>, { at }: PageFacts): RunStep {
  const attempt: Attempt = {
    ...data,
    user: '',
    state: 'running',
    intendedAt: at,
    adoptedAt: at,
    jobSteps: [],
    spool: [],
  };
  return { ...step, state: 'running', because: `${data.jobname} was found`, attempts: [...step.attempts, attempt] };
}

function ended(step: RunStep, data: RunEntryData<'step.ended/1'>, { at }: PageFacts): RunStep {
  return {
    ...{ ...step, ...began(step, at), state: data.state, because: data.because, endedAt: at },
    ...(data.end === undefined ? {} : { end: data.end }),
  };
}

function reopened(
  { issuing: _issuing, end: _end, endedAt: _endedAt, confirmed: _confirmed, ...step }: RunStep,
  because: string,
): RunStep {
  return { ...step, state: 'pending', because, checks: [], commands: [] };
}

interface Settlement {
  readonly correlator: string;
  readonly by: string;
  readonly reason: string;
}

function settled(
  step: RunStep,
  how: 'ignored' | 'adopted',
  { correlator, by, reason }: Settlement,
  { at }: PageFacts,
): RunStep {
  const strays = (step.strays ?? []).map((stray) =>
    stray.correlator === correlator ? { ...stray, settled: { how, by, reason, at } } : stray,
  );
  return { ...step, strays };
}

/** The attempt has this job from now on, and has its end from it. */
function strayAdopted(
  { end: _end, endedAt: _endedAt, ...step }: RunStep,
  { number, correlator, jobid, owner, by }: RunEntryData<'stray.adopted/1'>,
  { at }: PageFacts,
): RunStep {
  const attempts = step.attempts.map((each): Attempt => {
    if (each.number !== number) return each;
    const { end: _no, endedAt: _none, ...attempt } = each;
    return { ...attempt, correlator, jobid, owner, state: 'released', adoptedAt: at, releasedAt: at };
  });
  return { ...step, attempts, state: 'running', because: `${jobid} was adopted by ${by}` };
}

/** Its end is to be seen yet. */
function seenAgain(
  { end: _end, endedAt: _endedAt, ...step }: RunStep,
  { number }: RunEntryData<'job.seen-again/1'>,
  { at }: PageFacts,
): RunStep {
  const attempts = step.attempts.map((each): Attempt => {
    if (each.number !== number) return each;
    const { end: _no, endedAt: _none, ...attempt } = each;
    return { ...attempt, state: 'released', releasedAt: attempt.releasedAt ?? at };
  });
  return { ...step, attempts, state: 'running', because: 'its job counted as lost, and is there again' };
}

/** Release steps as they are read: one document a step, so that nothing grows with the size of a run. */
export const runSteps: View<RunStep> = {
  name: 'run-steps',
  version: 5,
  indexes: { run: ['run', 'id'], state: ['state', 'run', 'id'] },
  keys: ({ stream }) => (stream.startsWith(stepPrefix) ? [stream.slice(stepPrefix.length)] : []),
  evolve(step, entry, page) {
    if (step === undefined)
      return entry.type === 'step.planned/1' ? planned(entry.data as RunEntryData<'step.planned/1'>) : undefined;
    return { ...foldBy(stepFolds, step, entry, page), recordVersion: entry.seq };
  },
};

function planned({ run, plan, step, asks }: RunEntryData<'step.planned/1'>): RunStep {
  const because = plan === 'backout' ? 'only when the release is backed out' : 'waits for its turn';
  return {
    run,
    id: step.id,
    plan,
    step,
    asks,
    state: 'pending',
    recordVersion: 1,
    attempts: [],
    checks: [],
    commands: [],
    because,
  };
}

const listsOf = ({ jobSteps, spool }: Pick<Attempt, 'jobSteps' | 'spool'>) => ({ jobSteps, spool });

function jobEnded(
  attempt: Attempt,
  data: Omit<RunEntryData<'job.ended/1'>, 'jobSteps' | 'spool'>,
  at: PageFacts['at'],
): Attempt {
  return {
    ...{ ...attempt, state: 'ended', end: data.end, retcode: data.retcode },
    ...{ startedAt: data.startedAt ?? attempt.startedAt ?? at, endedAt: data.endedAt ?? at },
    ...(data.system === undefined ? {} : { system: data.system }),
  };
}

const stepFolds: Parameters<typeof foldBy<RunStep>>[0] = {
  'step.began/1': (step, _data, { at }) => ({ ...step, ...began(step, at), ...beganAs(step) }),
  'step.waits/1': (step, { by }) => ({ ...step, state: 'waiting-for-person', because: `waits for ${by}` }),
  'step.reopened/1': (step, { because }) => reopened(step, because),
  'step.ended/1': ended,
  'step.confirmed/1': (step, { by, note }, { at }) => ({ ...step, confirmed: { by, note, at } }),
  'attempt.intended/1': intended,
  'attempt.adopted/1': onAttempt((attempt, { jobid, correlator, owner }, { at }) => ({
    ...{ ...attempt, jobid, correlator, owner, state: 'adopted', adoptedAt: at },
  })),
  'attempt.adopted/2': onAttempt((attempt, { jobid, correlator, owner }, { at }) => ({
    ...{ ...attempt, jobid, correlator, owner, state: 'released', adoptedAt: at, releasedAt: at },
  })),
  'attempt.refused/1': onAttempt((attempt, _data, { at }) => ({ ...attempt, state: 'abandoned', endedAt: at })),
  'release.intended/1': onAttempt((attempt) => ({ ...attempt, state: 'releasing' })),
  'attempt.released/1': onAttempt((attempt, _data, { at }) => ({ ...attempt, state: 'released', releasedAt: at })),
  'job.unheld/1': (step, data, page) => ({
    ...onAttempt<typeof data>((attempt) => ({ ...attempt, state: 'released', releasedAt: page.at }))(step, data, page),
    because: 'its job was not held any more: somebody released it, or its JCL is in error',
  }),
  'job.found/1': found,
  'job.running/1': onAttempt(
    (attempt, _data, { at }) => ({ ...attempt, state: 'running', startedAt: attempt.startedAt ?? at }),
    {
      state: 'running',
      because: 'its job is running',
    },
  ),
  'job.ended/1': onAttempt((attempt, data, { at }) => jobEnded({ ...attempt, ...listsOf(data) }, data, at)),
  'job.output/1': onAttempt((attempt, { jobSteps, spool }) => ({
    ...{ ...attempt, jobSteps: [...attempt.jobSteps, ...jobSteps], spool: [...attempt.spool, ...spool] },
  })),
  'job.ended/2': onAttempt((attempt, data, { at }) => jobEnded(attempt, data, at)),
  'job.lost/1': onAttempt((attempt, _data, { at }) => ({ ...attempt, state: 'lost', end: 'unknown', endedAt: at })),
  'job.seen-again/1': seenAgain,
  'attempt.abandoned/1': onAttempt((attempt, _data, { at }) => ({ ...attempt, state: 'abandoned', endedAt: at })),
  'stray.seen/1': (step, stray) => ({ ...step, strays: [...(step.strays ?? []), stray] }),
  'stray.ignored/1': (step, data, page) => settled(step, 'ignored', data, page),
  'stray.adopted/1': (step, data, page) => strayAdopted(settled(step, 'adopted', data, page), data, page),
  'check.answered/1': (step, { results }) => ({ ...step, checks: results }),
  'command.intended/1': (step, { index, command }) => ({
    ...step,
    issuing: index,
    because: `«${command}» is being issued`,
  }),
  'command.answered/1': ({ issuing: _, ...step }, { command, answer, accepted }, { at }) => ({
    ...step,
    commands: [...step.commands, { command, answer, accepted, at }],
  }),
};

/** What a step that is no job does once it has begun. */
function beganAs({ step, asks }: RunStep): Pick<RunStep, 'state' | 'because'> {
  if (step.observe !== undefined)
    return { state: 'running', because: `looks for ${step.observe.jobname} of ${step.observe.owner}` };
  if (step.commands !== undefined) return { state: 'running', because: 'its commands are being issued' };
  return { state: 'running', because: asks > 0 ? 'its checks are being answered' : 'has begun' };
}
