import type { RecordModel } from '../../../src/evidence/record/model.rules.ts';
import type { Change } from '../../../src/changes/change.schema.ts';
import type { ReadinessReport } from '../../../src/readiness/readiness.schema.ts';
import type { Plan, PlanStep } from '../../../src/releases/plan.schema.ts';
import type { Release } from '../../../src/releases/release.schema.ts';
import type { Attempt, JobStepResult, Run, RunStep, StepState } from '../../../src/runs/run.schema.ts';
import { lastBackout } from '../../../src/releases/forecast.rules.ts';
import { sha256Hex } from '../../../src/shared/digest.ts';
import { planOf, releaseOf, submittedChange } from '../../releases/kestrel-plan.ts';

const digestOf = (what: string) => sha256Hex(what);

/** A local time of the night, `23:26`, or `4 21:04` for a day of September, as an instant (BST is UTC+1). */
export function at(time: string): string {
  const [day, hour = ''] = time.includes(' ') ? time.split(' ') : [Number(time.slice(0, 2)) < 12 ? '13' : '12', time];
  return new Date(Date.parse(`2026-09-${(day ?? '').padStart(2, '0')}T${hour}:00.000+01:00`)).toISOString();
}

export const plan: Plan = planOf('REL-000042').plan;

interface Ran {
  readonly from: string;
  readonly to?: string;
  readonly state?: StepState;
  readonly more?: Partial<RunStep>;
  readonly codes?: Readonly<Record<string, Partial<JobStepResult>>>;
  readonly retcode?: string;
}

let jobs = 4_410;

function attemptOf(step: PlanStep, ran: Ran): Attempt[] {
  const jobname = step.job?.jobname ?? step.observe?.jobname;
  if (jobname === undefined) return [];
  const names = step.job?.steps.map(({ name }) => name) ?? (ran.to === undefined ? [] : ['JOBSTEP']);
  const jobid = `JOB0${String((jobs += 7))}`;
  const done = ran.to !== undefined;
  return [
    {
      ...{
        number: 1,
        user: `L${'K3Q7'.repeat(6)}A`,
        state: done ? 'ended' : 'running',
        intent: digestOf(jobname),
        jobname,
        jobid,
      },
      correlator: `J0${jobid.slice(4)}KSBPRD..E2A91C4F.......:L${'K3Q7'.repeat(6)}A`,
      owner: step.job === undefined ? 'SAVBATCH' : 'LOCKSTP',
      ...{ intendedAt: at(ran.from), adoptedAt: at(ran.from), releasedAt: at(ran.from), startedAt: at(ran.from) },
      ...(done ? { endedAt: at(ran.to ?? ''), retcode: ran.retcode ?? 'CC 0000', end: ran.more?.end ?? 'passed' } : {}),
      jobSteps: done
        ? names.map((name) => ({
            ...{
              name,
              procStep: '',
              program: step.job === undefined ? 'SVEOD99' : 'IEBCOPY',
              completion: 'CC 0000',
              code: 0,
            },
            ...{ accepted: true, complaints: [], ...ran.codes?.[name] },
          }))
        : [],
      spool: done
        ? ['JESMSGLG', 'JESJCL', 'JESYSMSG', ...names.map((name) => `${name}.SYSPRINT`)].map((dd, index) => ({
            ...{
              id: index + 2,
              ddname: dd.split('.').at(-1) ?? dd,
              stepname: dd.includes('.') ? (dd.split('.')[0] ?? '') : 'JES2',
            },
            ...{ procstep: '', digest: digestOf(dd + jobname), bytes: 1_204 + index * 333 },
          }))
        : [],
    },
  ];
}

function because(step: PlanStep, ended: boolean): string {
  if (step.job !== undefined || step.observe !== undefined)
    return ended ? 'all job steps as accepted' : 'its job is running';
  if (step.kind === 'check') return ended ? 'every question was answered yes' : 'its checks are being answered';
  return ended ? 'done' : 'has begun';
}

/** The steps of both plans: those named here ran, the others have not begun. */
export function stepsWith(ran: Readonly<Record<string, Ran>>): RunStep[] {
  jobs = 4_410;
  const make =
    (name: RunStep['plan']) =>
    (step: PlanStep): RunStep => {
      const one = ran[step.id];
      const base = {
        run: 'RUN-000001',
        id: step.id,
        plan: name,
        step,
        recordVersion: 3,
        asks: step.checks?.length ?? 0,
        attempts: [],
        checks: [],
        commands: [],
      };
      if (one === undefined)
        return {
          ...base,
          state: 'pending',
          because: name === 'backout' ? 'only when the release is backed out' : 'waits for its turn',
        };
      return {
        ...base,
        ...{
          state: one.state ?? (one.to === undefined ? 'running' : 'succeeded'),
          startedAt: at(one.from),
          because: because(step, one.to !== undefined),
        },
        ...(one.to === undefined ? {} : { endedAt: at(one.to) }),
        attempts: attemptOf(step, one),
        checks:
          one.to === undefined
            ? []
            : (step.checks ?? []).map((check, index) => ({
                id: `check-${index}`,
                kind: 'system',
                question: check.question,
                verdict: 'pass',
                found: 'all equal',
              })),
        ...one.more,
      };
    };
  return [...plan.install.map(make('install')), ...plan.backout.map(make('backout'))];
}

const confirmed = (by: string, note: string, time: string) => ({ confirmed: { by, note, at: at(time) } });

const evening: Readonly<Record<string, Ran>> = {
  '010': { from: '23:00', to: '23:00' },
  '020': {
    from: '23:00',
    to: '23:02',
    more: confirmed('nightop', 'SVJINTD1 held in the current plan of OPCP', '23:02'),
  },
  '030': { from: '23:02', to: '23:06', codes: { BKCICS: { completion: 'CC 0004', code: 4 } }, retcode: 'CC 0004' },
  '040': { from: '23:06', to: '23:07' },
  '050': { from: '23:07', to: '23:09' },
  '060': { from: '23:07', to: '23:08' },
  '070': { from: '23:09', to: '23:14' },
  '080': { from: '23:14', to: '23:16' },
  '085': {
    ...{ from: '23:16', to: '23:18' },
    more: {
      ...confirmed('nightop', 'One inquiry on each region, tier 5 shown', '23:18'),
      commands: ['CICSPA1', 'CICSPA2'].map((region) => ({
        ...{
          command: `F ${region},CEMT SET PROGRAM(SVINTINQ) PHASEIN`,
          answer: 'RESPONSE: NORMAL',
          accepted: true,
          at: at('23:17'),
        },
      })),
    },
  },
  '090': { from: '23:09', to: '23:10' },
  '095': { from: '23:10', to: '23:11' },
  '100': { from: '23:11', to: '23:13' },
};

const trialPassed: Readonly<Record<string, Ran>> = { ...evening, '110': { from: '23:16', to: '00:06' } };

const goodNight: Readonly<Record<string, Ran>> = {
  ...trialPassed,
  '120': {
    from: '00:06',
    to: '00:21',
    more: confirmed(
      'savrecon',
      'Count 48,211 and balance equal the control report; each tier within its limits',
      '00:21',
    ),
  },
  '130': { from: '00:21', to: '00:23', more: confirmed('nightop', 'SVJINTD1 released', '00:23') },
  '140': { from: '00:23', to: '00:43' },
  '150': { from: '00:43', to: '00:43' },
};

const failed: Readonly<Record<string, Ran>> = {
  ...evening,
  '110': {
    ...{ from: '23:16', to: '23:28', state: 'failed', retcode: 'ABEND S0C7' },
    codes: {
      ACCRUE: { completion: 'ABEND S0C7', program: 'SVINTACR', accepted: false, complaints: [] },
      POST: { completion: 'FLUSHED', program: 'IKJEFT1B', accepted: false },
      TOTALS: { completion: 'FLUSHED', program: 'ICETOOL', accepted: false },
    },
    more: { end: 'abend', because: 'ACCRUE ended with ABEND S0C7; POST and TOTALS were flushed' },
  },
};

const wentBack: Readonly<Record<string, Ran>> = {
  ...failed,
  B10: { from: '23:31', to: '23:34' },
  B20: { from: '23:34', to: '23:37' },
  B25: { from: '23:37', to: '23:38', more: confirmed('nightop', 'Old inquiry in both regions', '23:38') },
  B30: { from: '23:38', to: '23:41' },
  B40: { from: '23:41', to: '23:45' },
  B50: { from: '23:45', to: '23:46' },
};

const wholeWayBack: Readonly<Record<string, Ran>> = {
  ...wentBack,
  B60: { from: '23:46', to: '23:51' },
  B70: { from: '23:51', to: '23:53', more: confirmed('nightop', 'SVJINTD1 released', '23:53') },
  B80: { from: '23:53', to: '00:13' },
};

const decide = (change: Change, group: string, by: string, reason: string, time: string, page: number): Change => ({
  ...change,
  approvals: change.approvals.map((each) =>
    each.group === group
      ? { ...each, approvedBy: [...each.approvedBy, by], complete: each.approvedBy.length + 1 >= each.quorum }
      : each,
  ),
  awaiting: [],
  decisions: [
    ...change.decisions,
    {
      ...{
        by,
        group,
        decision: 'approve',
        reason,
        at: at(time),
        boundTo: change.contentDigest ?? '',
        scopeDigest: change.contentDigest ?? '',
        stands: true,
        page,
      },
    },
  ],
});

function approved(id: string, without: readonly string[] = []): Change {
  const submitted: Change = { ...submittedChange(id), submittedAt: at('2 14:10') };
  const members: Record<string, string[]> = {
    board: ['cabchair', 'cabops'],
    cab: ['cabchair', 'cabops'],
    'application-owner': ['savowner'],
    'database-administration': ['dba'],
    'production-control': ['prodctl'],
    'risk-review': ['riskrev'],
  };
  return submitted.approvals
    .filter(({ group }) => !without.includes(group))
    .reduce(
      (change, { group }, index) =>
        (members[group] ?? [group]).reduce(
          (each, by) =>
            decide(
              each,
              group,
              by,
              'Seen with its tests; T-118 covers the old fields.',
              `${4 + index} 15:2${index}`,
              20 + index,
            ),
          change,
        ),
      submitted,
    );
}

export const changes: Change[] = ['CHG-000481', 'CHG-000487'].map((id) => ({ ...approved(id), state: 'scheduled' }));

const draft = releaseOf('REL-000042');

const finding = {
  ...{ id: 'F01', subject: 'SVSTMT01', text: 'also COPYs SVCINTR and is not in the release', answerBy: 'savowner' },
};

export const release: Release = {
  ...draft,
  ...{
    state: 'in-progress',
    recordVersion: 9,
    openedAt: at('7 10:02'),
    openedBy: 'relmgr',
    earlierPlans: [],
    run: 'RUN-000001',
  },
  plan: {
    digest: digestOf('plan'),
    at: at('7 11:00'),
    by: 'impl',
    steps: plan.install.length,
    backoutSteps: plan.backout.length,
  },
  findings: [{ ...finding, answer: { by: 'savowner', text: 'Reads old fields only; test T-118.', at: at('8 09:40') } }],
  openWatch: draft.watch,
  updatedAt: at('22:59'),
};

const passed = (id: string, question: string, found: string) => ({
  id,
  kind: 'system' as const,
  question,
  verdict: 'pass' as const,
  found,
});

export const readiness: ReadinessReport = {
  ...{ release: 'REL-000042', at: at('22:58'), verdict: 'ready', because: 'all 14 questions are answered yes' },
  results: [
    passed(
      'libraries',
      'Do all libraries have the right organisation and attributes?',
      '20 libraries of KSB1 as the estate says',
    ),
    passed('staged-content', 'Is the staged content what was approved?', '14 members carry their approved digest'),
    passed('baseline', 'Is production what the changes were built against?', '12 members unchanged since 2 September'),
    passed(
      'tokens',
      'Do DBRM, load module and package carry one token?',
      'SVINTPST, SVINTINQ: staged pair equal, production triple equal',
    ),
    passed('scan', 'Do all jobs pass the converter?', '15 jobs scanned without a message'),
    passed('approvals', 'Is every approval given, and bound to this content?', '6 of 6'),
  ],
};

const run: Run = {
  ...{ id: 'RUN-000001', release: 'REL-000042', plan: digestOf('plan'), state: 'in-progress', recordVersion: 20 },
  ...{ startedAt: at('23:00'), startedBy: 'impl', system: 'KSB1', prefix: 'R609A' },
  window: { opens: at('23:00'), closes: at('03:30'), cutOff: at('03:00'), cutOffMeans: draft.window.cutOff.means },
  ...{
    steps: plan.install.map(({ id }) => id),
    backoutSteps: plan.backout.map(({ id }) => id),
    openBrackets: ['SVJINTD1'],
    decisions: [],
  },
  lastBackout: new Date(lastBackout(plan, Date.parse(at('03:00')))).toISOString(),
};

const night = { release, changes, run, plan, readiness, timeZone: 'Europe/London', live: true };

/** 23:26: the trial runs, nobody is needed. */
export const inTheMiddle: RecordModel = {
  ...night,
  now: at('23:26'),
  generatedAt: at('23:26'),
  steps: stepsWith({ ...evening, '110': { from: '23:16' } }),
};

/** 00:12: reconciliation looks at the trial. */
export const waitingForPerson: RecordModel = {
  ...night,
  ...{ now: at('00:12'), generatedAt: at('00:12') },
  steps: stepsWith({
    ...trialPassed,
    '120': { from: '00:06', state: 'waiting-for-person', more: { because: 'waits for savrecon' } },
  }),
};

const rule = plan.decisionTree.find(({ step }) => step === '110');

/** 23:29: the trial has ended with S0C7; the agreed advice is to back out. */
export const heldAfterAbend: RecordModel = {
  ...night,
  ...{ now: at('23:29'), generatedAt: at('23:29'), steps: stepsWith(failed) },
  release: { ...release, state: 'held' },
  run: {
    ...run,
    state: 'held',
    advice: { step: '110', end: 'abend', advice: 'back-out', because: rule?.because ?? '', confirmBy: 'relmgr' },
  },
};

const backOut = {
  by: 'relmgr',
  decision: 'back-out',
  reason: 'The rate card is in the old layout: tier 5 is blanks.',
  at: at('23:31'),
};

/** 23:48: on the way back, the proof runs. */
export const backingOut: RecordModel = {
  ...night,
  ...{ now: at('23:48'), generatedAt: at('23:48'), steps: stepsWith({ ...wentBack, B60: { from: '23:46' } }) },
  run: { ...run, state: 'backing-out', decisions: [backOut] },
};

/** The morning after the failing night. */
export const backedOut: RecordModel = {
  ...night,
  ...{ now: at('13 08:30'), generatedAt: at('13 08:30'), steps: stepsWith(wholeWayBack), live: false },
  release: {
    ...release,
    state: 'backed-out',
    outcome: 'backed-out',
    review: { cause: 'test-gap', text: 'No test reads the card as keyed.', by: 'relmgr' },
  },
  changes: changes.map((change) => ({ ...change, state: 'backed-out', outcome: 'backed-out' })),
  run: {
    ...run,
    state: 'backed-out',
    endedAt: at('00:13'),
    outcome: 'backed-out',
    openBrackets: [],
    decisions: [backOut],
  },
};

/** The morning after the good night; the watch item of 30 September stays open. */
export const closed: RecordModel = {
  ...night,
  ...{ now: at('13 09:05'), generatedAt: at('13 09:05'), steps: stepsWith(goodNight), live: false },
  release: { ...release, state: 'closed', outcome: 'succeeded', closedAt: at('13 09:00') },
  changes: changes.map((change) => ({ ...change, state: 'implemented', outcome: 'succeeded' })),
  run: { ...run, state: 'completed', endedAt: at('00:43'), outcome: 'succeeded', openBrackets: [] },
};

const { run: _run, ...unrun } = release;
const { run: _alsoRun, ...before } = night;

/** Four days before: the binds are not approved, and the finding is open. */
export const notReady: RecordModel = {
  ...before,
  ...{ now: at('8 16:20'), generatedAt: at('8 16:20'), steps: [] },
  release: {
    ...unrun,
    state: 'planned',
    findings: [finding],
    readiness: {
      at: at('8 16:20'),
      verdict: 'not-ready',
      because: 'dba has not approved the binds of CHG-000481',
      page: 31,
    },
  },
  changes: [{ ...approved('CHG-000481', ['database-administration']), state: 'in-review' }, ...changes.slice(1)],
  readiness: {
    ...readiness,
    ...{ at: at('8 16:20'), verdict: 'not-ready', because: 'dba has not approved the binds of CHG-000481' },
    results: [
      {
        ...{
          id: 'approved:CHG-000481',
          kind: 'governance',
          question: 'Is CHG-000481 approved as it stands?',
          verdict: 'fail',
          found: 'no decision yet',
        },
        nextAction: { what: 'Decide on the binds of CHG-000481', whose: 'dba' },
      },
      {
        ...{
          id: 'authority',
          kind: 'system',
          question: 'May LOCKSTP release its own held jobs?',
          verdict: 'unknown',
          found: 'KSB1 did not answer in 30 s',
        },
        nextAction: { what: 'Ask again once KSB1 answers', whose: 'impl' },
      },
      ...readiness.results.slice(0, 4),
    ],
  },
};

export const nights = { inTheMiddle, waitingForPerson, heldAfterAbend, backingOut, backedOut, closed, notReady };
