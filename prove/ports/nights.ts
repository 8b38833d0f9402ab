import type { Plan, PlanStep } from '../../src/releases/plan.schema.ts';
import type { Advice, RunState } from '../../src/runs/run.schema.ts';
import type { JobScript, ModelJob } from '../../test/support/model-zosmf.ts';
import { everyKind, jobOf, planOf, stepOf } from '../../test/runs/small-night.ts';

/** A night as it goes when nothing is struck: its plan, what its jobs come to, and how it ends. */
export interface NightPlan {
  readonly name: string;
  readonly plan: Plan;
  readonly ends: RunState;
  /** How the job of one attempt ends, where it does not end well. */
  readonly script: (step: string, attempt: number) => Partial<JobScript>;
  /** Steps whose first job an operator purges a moment before it is released. */
  readonly purged: readonly string[];
  /** Most of its jobs side by side. */
  readonly sideBySide: number;
  /** Last moment to back out, in milliseconds after the start. */
  readonly lastBackoutMs: number;
  /** What is decided about a step that ended badly; whatever else is tried again. */
  readonly decide: (step: string) => 'retry' | 'back-out';
  /** True for a hold that belongs to this night. */
  readonly expects: (advice: Advice) => boolean;
}

const minute = 60_000;
const hour = 60 * minute;

/** Seven steps, all of which go well. */
export const shortNight: NightPlan = {
  ...{ name: 'short', plan: everyKind, ends: 'completed', purged: [], lastBackoutMs: 3 * hour, sideBySide: 2 },
  script: () => ({}),
  decide: () => 'retry',
  expects: () => false,
};

const confirm = { by: 'nightop', instruction: 'do it' };
const absent = { kind: 'absent' as const, question: 'Gone?', members: [], dataSets: [] };
const command = (text: string) => ({ command: text, expects: ['NORMAL'], forbids: [] });
const notice = { to: ['service-desk'], text: 'so it is' };

const observe: Partial<PlanStep> = {
  kind: 'observe',
  observe: { jobname: 'SVJEOD99', owner: 'SAVBATCH', submittedAfter: '2026-09-12T18:00', accepts: [0] },
};

/**
 * A step of each kind that the planner makes, and everything that a person may have to decide: a job to be tried again,
 * one that somebody else purged and that did not run, a last moment to back out that passes, an abend after which the
 * release is backed out, with a step that is left out because nothing of it had begun.
 */
const hardPlan = planOf(
  [
    stepOf({ id: '010', ...observe }),
    stepOf({ id: '020', kind: 'bracket', bracket: { name: 'SVJINTD1 held', act: 'open' }, confirm }, ['010']),
    jobOf('030', ['020'], ['KSBP.SAV.LOADLIB']),
    jobOf('040', ['020']),
    stepOf({ id: '050', kind: 'command', commands: [command('F CICSPA1,CEMT S PROG')] }, ['030', '040']),
    { ...jobOf('060', ['050']), checks: [absent], confirm },
    stepOf({ id: '070', kind: 'check', checks: [absent] }, ['060']),
    stepOf({ id: '080', kind: 'manual', confirm }, ['060']),
    jobOf('090', ['070', '080']),
    stepOf({ id: '100', kind: 'notice', notice }, ['090']),
  ],
  [
    { ...jobOf('B10'), undoes: ['030', '040'] },
    stepOf({ id: 'B20', kind: 'notice', notice, undoes: ['100'] }, ['B10']),
    stepOf({ id: 'B30', kind: 'command', commands: [command('F CICSPA1,CEMT S BACK')], undoes: ['050'] }, ['B10']),
    stepOf({ id: 'B40', kind: 'bracket', bracket: { name: 'SVJINTD1 held', act: 'close' }, confirm, undoes: ['020'] }, [
      'B20',
      'B30',
    ]),
    stepOf({ id: 'B50', kind: 'notice', notice }, ['B40']),
  ],
);

const wrongCode = { retcode: 'CC 0012', completions: ['CC 0012'] };
const abend = { retcode: 'ABEND S0C7', completions: ['ABEND S0C7'] };
const ends = { abend: '090', wrong: '030', gone: '040' };

const failing: Omit<NightPlan, 'name' | 'plan'> = {
  ...{ ends: 'backed-out', purged: [ends.gone], lastBackoutMs: 8.2 * minute, sideBySide: 2 },
  script: (step, attempt) => (step === ends.abend ? abend : step === ends.wrong && attempt === 1 ? wrongCode : {}),
  decide: (step) => (step === ends.abend ? 'back-out' : 'retry'),
  expects: ({ step, end, because }) =>
    because.startsWith('the last moment') ||
    [`${ends.wrong} wrong-code`, `${ends.gone} unknown`, `${ends.abend} abend`].includes(`${step} ${end}`),
};

export const hardNight: NightPlan = { name: 'hard', plan: hardPlan, ...failing };

/**
 * What the short night leaves out: everything that goes wrong, and the way back. One job runs at a time, and the last
 * moment to back out passes while it does: the next one is still held then, and is withdrawn.
 */
export const failedNight: NightPlan = {
  ...{ ...failing, name: 'failed', sideBySide: 1, lastBackoutMs: 10.5 * minute },
  plan: planOf(
    [
      stepOf({ id: '020', kind: 'bracket', bracket: { name: 'SVJINTD1 held', act: 'open' }, confirm }),
      jobOf('030', ['020'], ['KSBP.SAV.LOADLIB']),
      jobOf('040', ['020']),
      jobOf('090', ['030', '040']),
      jobOf('095', ['030', '040']),
      stepOf({ id: '100', kind: 'notice', notice }, ['090']),
    ],
    [
      { ...jobOf('B10'), undoes: ['030', '040'] },
      stepOf({ id: 'B20', kind: 'notice', notice, undoes: ['100'] }),
      stepOf({ id: 'B30', kind: 'command', commands: [command('F CICSPA1,CEMT S BACK')] }, ['B10']),
      stepOf(
        { id: 'B40', kind: 'bracket', bracket: { name: 'SVJINTD1 held', act: 'close' }, confirm, undoes: ['020'] },
        ['B20', 'B30'],
      ),
    ],
  ),
};

export const attemptOf = (job: ModelJob): string => job.correlator.split(':')[1] ?? '';
