import type { Change } from '../../src/changes/change.schema.ts';
import type { PlanStep } from '../../src/releases/plan.schema.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import type { Attempt, RunStep } from '../../src/runs/run.schema.ts';
import { sha256Hex } from '../../src/shared/digest.ts';

export const digestOf = (what: string): string => sha256Hex(what);
export const at = (time: string): string => `2026-09-${Number(time.slice(0, 2)) < 12 ? '13' : '12'}T${time}:00.000Z`;

const long = {
  description: 'A fifth tier.',
  reason: 'Rates of the third quarter.',
  riskOfDoing: 'A wrong rate is posted.',
};
const plans = { implementationPlan: 'By release.', backoutPlan: 'By release.', validationPlan: 'A trial.' };

export const change: Change = {
  ...{ id: 'CHG-000481', title: 'Fifth interest tier', ...long, ...plans, version: 'R2609A', affects: ['savings'] },
  ...{ riskOfNotDoing: 'The old tiers are posted.', testing: 'T-101 to T-118', owner: 'savdev', requester: 'savdev' },
  ...{ risk: 'high', state: 'implemented', recordVersion: 9, release: 'REL-000042', outcome: 'succeeded' },
  ...{ raisedAt: at('12:00'), submittedAt: at('12:10'), updatedAt: at('12:30'), awaiting: [] },
  contentDigest: digestOf('content'),
  items: [
    {
      ...{ type: 'cobol-batch-program', name: 'SVINTCLC', application: 'SAV', action: 'replace' },
      attributes: { aliases: ['SVINTCL1'] },
      parts: [
        {
          ...{ part: 'load', library: 'LOADLIB', form: 'load-module', member: 'SVINTCLC', aliases: ['SVINTCL1'] },
          ...{ staging: 'KSBR.R2609A.LOADLIB', production: 'KSBP.SAV.LOADLIB', refers: [] },
          ...{ approved: digestOf('new load'), baseline: digestOf('old load') },
        },
      ],
    },
    {
      ...{ type: 'jcl', name: 'SVJQINT1', application: 'SAV', action: 'new', attributes: {} },
      parts: [
        {
          ...{ part: 'jcl', library: 'JCLLIB', form: 'text', member: 'SVJQINT1', aliases: [], refers: [] },
          ...{ staging: 'KSBR.R2609A.JCLLIB', production: 'KSBP.SAV.JCLLIB', approved: digestOf('new jcl') },
        },
      ],
    },
  ],
  approvals: [
    {
      ...{
        group: 'savowner',
        quorum: 1,
        because: 'owner of the application',
        approvedBy: ['savowner'],
        complete: true,
      },
      scopeDigest: digestOf('content'),
    },
  ],
  decisions: [
    {
      ...{ by: 'savowner', group: 'savowner', decision: 'approve', reason: 'Tested — T-118.', at: at('12:30') },
      ...{ boundTo: digestOf('content'), scopeDigest: digestOf('content'), stands: true, page: 4 },
    },
  ],
};

export const release: Release = {
  ...{ id: 'REL-000042', title: 'Third-quarter interest', version: 'R2609A', prefix: 'R609A', application: 'SAV' },
  ...{
    system: 'KSB1',
    decisionMaker: 'relmgr',
    changes: ['CHG-000481'],
    steps: [],
    backoutSteps: [],
    decisionTree: [],
  },
  window: {
    ...{ opens: '2026-09-12T23:00', closes: '2026-09-13T03:30' },
    cutOff: { at: '2026-09-13T03:00', means: 'SVJINTD1 has ended' },
  },
  ...{ watch: [], notes: '', state: 'closed', recordVersion: 7, openedAt: at('13:00'), openedBy: 'relmgr' },
  plan: { digest: digestOf('plan'), at: at('13:10'), by: 'relmgr', steps: 3, backoutSteps: 1 },
  ...{ earlierPlans: [], updatedAt: at('01:00'), run: 'RUN-000001', outcome: 'succeeded', closedAt: at('01:00') },
  findings: [
    {
      ...{ id: 'F01', subject: 'SVSTMT01', text: 'also copies SVCINTR', answerBy: 'savowner' },
      answer: { by: 'savowner', text: 'reads old fields only', at: at('13:20') },
    },
  ],
  openWatch: [{ id: 'W01', what: 'first real posting', until: '2026-09-30', owner: 'savrecon' }],
};

export const attempt = (jobname: string, released: string, ended: string, more: Partial<Attempt> = {}): Attempt => ({
  ...{ number: 1, user: `L${'A'.repeat(25)}`, state: 'ended', intent: digestOf(jobname), jobname, jobid: 'JOB00123' },
  ...{
    correlator: `J0000123KSB1....E1F2A3B4.......:`.padEnd(64, '0'),
    owner: 'LOCKSTP',
    retcode: 'CC 0000',
    end: 'passed',
  },
  ...{ intendedAt: at(released), adoptedAt: at(released), releasedAt: at(released), endedAt: at(ended) },
  jobSteps: [
    {
      ...{
        name: 'LOAD',
        procStep: '',
        program: 'IEBCOPY',
        completion: 'CC 0000',
        code: 0,
        accepted: true,
        complaints: [],
      },
      ...{ started: at(released), ended: at(ended) },
    },
  ],
  spool: [{ id: 2, ddname: 'JESMSGLG', stepname: 'JES2', procstep: '', digest: digestOf('spool'), bytes: 1204 }],
  ...more,
});

type Plan = Partial<Pick<PlanStep, 'checks' | 'job'>> & Pick<PlanStep, 'kind' | 'title'>;

export const ranStep = (id: string, plan: Plan, more: Partial<RunStep> = {}): RunStep => ({
  ...{ run: 'RUN-000001', id, plan: id.startsWith('B') ? 'backout' : 'install', state: 'succeeded', recordVersion: 4 },
  step: { id, owner: 'impl', minutes: 2, system: 'KSB1', runsAfter: [], changes: ['CHG-000481'], ...plan },
  ...{ asks: plan.checks?.length ?? 0, attempts: [], checks: [], commands: [], because: 'it ended as planned' },
  ...more,
});

export const jobOf = (jobname: string, writes: string[]): NonNullable<PlanStep['job']> => ({
  ...{ jobname, class: 'R', jcl: digestOf('jcl'), approved: digestOf('jcl'), writes },
  steps: [{ name: 'LOAD', template: 'copy-load', accepts: [0], requires: [], forbids: [] }],
});

const installed: PlanStep['checks'] = [
  {
    ...{ kind: 'same-content', question: 'Is production what was approved?' },
    pairs: [
      {
        left: { library: 'KSBR.R2609A.LOADLIB', member: 'SVINTCLC' },
        right: { library: 'KSBP.SAV.LOADLIB', member: 'SVINTCLC' },
        form: 'load-module',
      },
    ],
  },
];

export const steps: RunStep[] = [
  ranStep(
    '030',
    { kind: 'job', title: 'Copies', job: jobOf('R609A030', ['KSBB.R2609A.LOADLIB']) },
    {
      ...{
        startedAt: at('21:01'),
        endedAt: at('21:04'),
        end: 'passed',
        attempts: [attempt('R609A030', '21:01', '21:04')],
      },
    },
  ),
  ranStep(
    '080',
    {
      ...{ kind: 'job', title: 'Load modules', job: jobOf('R609A080', ['KSBP.SAV.LOADLIB', 'KSBP.SAV.JCLLIB']) },
      checks: installed,
    },
    {
      ...{
        startedAt: at('21:10'),
        endedAt: at('21:12'),
        end: 'passed',
        attempts: [attempt('R609A080', '21:10', '21:12')],
      },
      checks: [{ id: 'installed', kind: 'system', question: 'Equal?', verdict: 'pass', found: 'equal' }],
    },
  ),
  ranStep(
    '085',
    { kind: 'manual', title: 'PHASEIN' },
    {
      ...{ startedAt: at('21:12'), endedAt: at('21:14') },
      confirmed: { by: 'nightop', note: 'RESPONSE: NORMAL', at: at('21:14') },
    },
  ),
  ranStep(
    'B20',
    { kind: 'job', title: 'Loads restored', job: jobOf('R609AB20', ['KSBP.SAV.LOADLIB']) },
    {
      ...{ state: 'pending', because: 'the backout was not asked for' },
    },
  ),
];
