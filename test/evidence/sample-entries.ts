import { canonicalJson } from '../../src/shared/canonical-json.ts';
import { sha256Hex } from '../../src/shared/digest.ts';
import { at, attempt, change, digestOf, release, steps } from './sample-records.ts';

interface Draft {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
}

const entry = (stream: string, type: string, data: object): Draft => ({ stream, type, data });
const page = (time: string, by: string, ...entries: Draft[]) => ({ at: at(time), by, entries });

const { title, description, reason, owner, risk, riskOfDoing, riskOfNotDoing, testing } = change;
const { implementationPlan, backoutPlan, validationPlan, affects, version, items, requester } = change;
const raised = {
  ...{ id: change.id, title, description, reason, owner, risk, riskOfDoing, riskOfNotDoing, testing, requester },
  ...{ implementationPlan, backoutPlan, validationPlan, affects, version },
};
const content = digestOf('content');
const asked = { group: 'savowner', quorum: 1, because: 'owner of the application', scopeDigest: content };
const approved = { by: 'savowner', group: 'savowner', decision: 'approve', reason: 'Tested — T-118.' };

const install = steps.filter(({ plan }) => plan === 'install').map(({ step }) => step);
const backout = steps.filter(({ plan }) => plan === 'backout').map(({ step }) => step);
const { id, application, system, decisionMaker, window, prefix } = release;
const contents = [{ change: change.id, contentDigest: content }];

/** The plan and the readiness report, as they stand beside the book. */
const plan = canonicalJson({ release: id, contents, install, backout, findings: [], decisionTree: [] });
const report = canonicalJson({
  ...{ release: id, at: at('21:00'), verdict: 'ready', because: 'every check passed', plan: sha256Hex(plan) },
  results: [
    { id: 'staged-content:SVINTCLC.load', kind: 'system', question: 'As approved?', verdict: 'pass', found: 'equal' },
  ],
});
export const blobs = new Map([plan, report].map((text) => [sha256Hex(text), text]));

const run = 'run:RUN-000001';
const ofStep = (step: string, type: string, data: object) => entry(`step:RUN-000001/${step}`, type, data);

const job = (step: string, jobname: string, began: string, ended: string, results: object[] = []) => {
  const { user, jobid, correlator, owner: zosUser, retcode, jobSteps, spool } = attempt(jobname, began, ended);
  return [
    page(
      began,
      'impl',
      ofStep(step, 'attempt.intended/1', {
        number: 1,
        user,
        jobname,
        intent: digestOf('intent'),
        jcl: digestOf('jcl'),
      }),
    ),
    page(began, 'impl', ofStep(step, 'attempt.adopted/1', { number: 1, jobid, correlator, owner: zosUser })),
    page(began, 'impl', ofStep(step, 'release.intended/1', { number: 1, correlator, epoch: 1 })),
    page(began, 'impl', ofStep(step, 'attempt.released/1', { number: 1 })),
    page(
      ended,
      'impl',
      ofStep(step, 'job.ended/1', {
        number: 1,
        retcode,
        end: 'passed',
        because: 'as accepted',
        system: 'KSB1',
        jobSteps,
        spool,
      }),
      ...(results.length > 0 ? [ofStep(step, 'check.answered/1', { results })] : []),
      ofStep(step, 'step.ended/1', { state: 'succeeded', end: 'passed', because: 'every code is accepted' }),
    ),
  ];
};

/** A small book: the release's pages, with strangers before, between, on the same pages and after. */
export const drafts = [
  page('12:00', 'admin', entry('book', 'book.born/1', { home: 'here' })),
  page(
    '12:01',
    'savdev',
    entry('change:CHG-000481', 'change.raised/1', raised),
    entry('change:CHG-000481', 'change.items-listed/1', { items }),
  ),
  page('12:02', 'savdev', entry('change:CHG-000999', 'change.raised/1', { ...raised, id: 'CHG-000999' })),
  page(
    '12:10',
    'savdev',
    entry('change:CHG-000481', 'change.submitted/1', {
      contentDigest: content,
      items: 2,
      approvals: [asked],
      fallen: [],
      state: 'in-review',
    }),
    entry('person:savowner', 'person.noticed/1', { of: 'CHG-000481' }),
  ),
  page(
    '12:30',
    'savowner',
    entry('change:CHG-000481', 'decision.made/1', {
      ...approved,
      boundTo: content,
      scopeDigest: content,
      state: 'approved',
    }),
  ),
  page('12:40', 'savdev', entry('change:CHG-000481', 'change.noted/1', { text: 'personal text' })),
  page(
    '13:00',
    'relmgr',
    entry('release:REL-000042', 'release.opened/1', {
      ...{ id, title: release.title, version, prefix, application, system, decisionMaker, window },
      ...{ changes: [change.id], watch: release.openWatch, openedBy: 'relmgr' },
    }),
    entry('change:CHG-000481', 'change.scheduled/1', { release: id }),
  ),
  page(
    '13:10',
    'relmgr',
    entry('release:REL-000042', 'release.planned/1', {
      plan: sha256Hex(plan),
      by: 'relmgr',
      steps: 3,
      backoutSteps: 1,
      contents,
      findings: 1,
    }),
    entry('release:REL-000042', 'release.findings-listed/1', {
      findings: release.findings.map(({ answer: _, ...finding }) => finding),
    }),
  ),
  page(
    '13:20',
    'savowner',
    entry('release:REL-000042', 'finding.answered/1', {
      finding: 'F01',
      subject: 'SVSTMT01',
      by: 'savowner',
      text: 'reads old fields only',
    }),
  ),
  page(
    '20:50',
    'relmgr',
    entry('release:REL-000042', 'release.readiness-recorded/1', {
      verdict: 'not-ready',
      because: 'the finding was open',
    }),
  ),
  page(
    '21:00',
    'impl',
    entry('release:REL-000042', 'release.readiness-recorded/1', {
      verdict: 'ready',
      because: 'every check passed',
      plan: sha256Hex(plan),
      report: sha256Hex(report),
    }),
  ),
  page(
    '21:00',
    'impl',
    entry('release:REL-000042', 'release.started/1', { run: 'RUN-000001' }),
    entry(run, 'run.started/1', {
      ...{ run: 'RUN-000001', release: id, plan: sha256Hex(plan), system, prefix, startedBy: 'impl' },
      window: { opens: at('21:00'), closes: at('01:30'), cutOff: at('01:00'), cutOffMeans: 'SVJINTD1 has ended' },
      ...{ steps: ['030', '080', '085'], backoutSteps: ['B20'], lastBackout: at('00:18') },
    }),
    ...steps.map((step) => {
      const { checks: _, ...bare } = step.step;
      return ofStep(step.id, 'step.planned/1', { run: 'RUN-000001', plan: step.plan, step: bare, asks: step.asks });
    }),
  ),
  ...job('030', 'R609A030', '21:01', '21:04'),
  ...job('080', 'R609A080', '21:10', '21:12', steps[1]?.checks),
  page('21:12', 'impl', ofStep('085', 'step.began/1', {}), ofStep('085', 'step.waits/1', { by: 'nightop' })),
  page(
    '21:14',
    'nightop',
    ofStep('085', 'step.confirmed/1', { by: 'nightop', note: 'RESPONSE: NORMAL', done: true }),
    ofStep('085', 'step.ended/1', { state: 'succeeded', because: 'nightop confirmed it' }),
  ),
  page('23:30', 'relmgr', entry(run, 'run.decided/1', { by: 'relmgr', decision: 'resume', reason: 'seen' })),
  page(
    '00:43',
    'impl',
    entry(run, 'run.ended/1', { state: 'completed', outcome: 'succeeded' }),
    entry('release:REL-000042', 'release.ended/1', { run: 'RUN-000001', state: 'completed', outcome: 'succeeded' }),
    entry('change:CHG-000481', 'change.ended/1', { release: id, state: 'implemented', outcome: 'succeeded' }),
  ),
  page(
    '01:00',
    'relmgr',
    entry('release:REL-000042', 'release.closed/1', {
      outcome: 'succeeded',
      note: 'as planned',
      openWatch: release.openWatch,
    }),
  ),
  page('01:01', 'admin', entry('person:relmgr', 'person.noticed/1', { of: 'REL-000042' })),
];
