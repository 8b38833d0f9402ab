import type { Change } from '../../../src/changes/change.schema.ts';
import type { Seeded } from '../../processes/seeded.ts';
import type { Persistence } from './persistence.ts';
import type { ApiRequest } from './recorded-client.ts';
import {
  approvedChange,
  changeDraft,
  decision,
  type Known,
  plannedRelease,
  post,
  releaseDraft,
  runDecision,
} from './stories.ts';

const people = ['intops', 'savowner', 'riskrev', 'relmgr', 'impl', 'nightop', 'auditor', 'admin', 'cabchair'] as const;
const get = (what: string, path: string, stream?: string): ApiRequest => ({
  ...{ what, person: 'auditor', method: 'GET', path },
  ...(stream === undefined ? {} : { stream }),
});

type Ask = (known: Known, random: Seeded) => ApiRequest | undefined;

/** One of those known, and now and then one that is not there. */
function some<T>(list: readonly T[], random: Seeded, absent: T): T | undefined {
  if (random.below(20) === 0) return absent;
  return list[random.below(list.length)];
}

const ofChange =
  (make: (change: string, random: Seeded) => ApiRequest): Ask =>
  ({ changes }, random) => {
    const change = some(changes, random, 'CHG-999999');
    return change === undefined ? undefined : make(change, random);
  };

const ofRelease =
  (make: (release: string, known: Known, random: Seeded) => ApiRequest): Ask =>
  (known, random) => {
    const release = some(known.releases, random, 'REL-999999');
    return release === undefined ? undefined : make(release, known, random);
  };

const ofRun =
  (make: (run: string, random: Seeded) => ApiRequest): Ask =>
  ({ runs }, random) => {
    const run = some(runs, random, 'RUN-999999');
    return run === undefined ? undefined : make(run, random);
  };

/** Every operation that only looks, by its id. */
const looks: Readonly<Record<string, Ask>> = {
  listChanges: (_known, random) =>
    get(
      'listChanges',
      `/changes?limit=5${random.oneOf(['', '&state=approved', '&owner=intops', '&awaiting=risk-review'])}`,
    ),
  readChange: ofChange((id) => get('readChange', `/changes/${id}`, `change:${id}`)),
  readChangeHistory: ofChange((id) => get('readChangeHistory', `/changes/${id}/history`)),
  listReleases: (_known, random) => get('listReleases', `/releases?limit=5${random.oneOf(['', '&state=planned'])}`),
  readRelease: ofRelease((id) => get('readRelease', `/releases/${id}`, `release:${id}`)),
  readReleaseHistory: ofRelease((id) => get('readReleaseHistory', `/releases/${id}/history`)),
  readPlan: ofRelease((id) => get('readPlan', `/releases/${id}/plan`, `release:${id}`)),
  readJobJcl: ({ jobs }, random) => {
    const job = some(jobs, random, { release: 'REL-999999', job: 'R999B999', plan: '' });
    return job && get('readJobJcl', `/releases/${job.release}/plan/jobs/${job.job}/jcl`);
  },
  compareJobJcl: ({ jobs }, random) => {
    const job = jobs[random.below(jobs.length)];
    return (
      job && get('compareJobJcl', `/releases/${job.release}/plan/jobs/${job.job}/jcl/difference?earlier=${job.plan}`)
    );
  },
  viewReadiness: ofRelease((id) => get('viewReadiness', `/releases/${id}/readiness`)),
  exportEvidence: ofRelease((id) => get('exportEvidence', `/releases/${id}/evidence`)),
  listRuns: () => get('listRuns', '/runs?limit=5'),
  viewRun: ofRun((id) => get('viewRun', `/runs/${id}`, `run:${id}`)),
  listRunSteps: ofRun((id) => get('listRunSteps', `/runs/${id}/steps`)),
  viewRunStep: ({ steps }, random) => {
    const step = some(steps, random, { run: 'RUN-999999', step: '010' });
    return step && get('viewRunStep', `/runs/${step.run}/steps/${step.step}`, `step:${step.run}/${step.step}`);
  },
  viewSpool: ({ spools }, random) => {
    const path = some(spools, random, '/runs/RUN-999999/steps/010/attempts/1/spool/2');
    return path === undefined ? undefined : get('viewSpool', path);
  },
  readEstate: () => get('readEstate', '/estate'),
  readEstateSchema: () => get('readEstateSchema', '/estate/schema'),
  viewMe: () => get('viewMe', '/me'),
  listPeople: () => get('listPeople', '/people'),
  readClock: () => get('readClock', '/clock'),
  followEvents: () => get('followEvents', '/events'),
  viewRegistration: () => get('viewRegistration', '/systems/KSB1/registration'),
  listUnknownJobs: () => get('listUnknownJobs', '/book/unknown-jobs'),
  viewBook: () => get('viewBook', '/book'),
};

/** Commands outside a story: most are refused, for their state, their person, or the version that was read. */
const acts: Readonly<Record<string, Ask>> = {
  raiseChange: (_known, random) =>
    post('raiseChange', random.oneOf(['intops', 'auditor', 'intops']), '/changes', changeDraft(random)),
  submitChange: ofChange((id, random) => ({
    ...post('submitChange', random.oneOf(['intops', 'relmgr']), `/changes/${id}/submission`),
    stream: `change:${id}`,
  })),
  decideChange: ofChange((id, random) =>
    decision(id, random.oneOf(people), random.oneOf(['risk-review', 'application-owner'])),
  ),
  openRelease: ({ changes, local }, random) =>
    post(
      'openRelease',
      'relmgr',
      '/releases',
      releaseDraft('R999B', [some(changes, random, 'CHG-999999') ?? 'CHG-999999'], local),
    ),
  planRelease: ofRelease((id) => ({ ...post('planRelease', 'impl', `/releases/${id}/plan`), stream: `release:${id}` })),
  answerFinding: ofRelease((id, _known, random) => ({
    ...post('answerFinding', random.oneOf(people), `/releases/${id}/findings/F01/answer`, { answer: 'Looked at' }),
    stream: `release:${id}`,
  })),
  closeRelease: ofRelease((id) => ({
    ...post('closeRelease', 'relmgr', `/releases/${id}/closing`, { outcome: 'succeeded', note: 'Closed' }),
    stream: `release:${id}`,
  })),
  confirmStep: ({ steps }, random) => {
    const { run, step } = some(steps, random, { run: 'RUN-999999', step: '010' }) ?? { run: 'RUN-999999', step: '010' };
    const confirmation = post('confirmStep', random.oneOf(people), `/runs/${run}/steps/${step}/confirmation`, {
      note: 'Seen',
    });
    return { ...confirmation, stream: `step:${run}/${step}` };
  },
  decideRun: ofRun((id, random) =>
    runDecision(id, random.oneOf(['hold', 'resume', 'retry', 'did-not-run', 'adopt-stray', 'ignore-stray']), {
      ...random.oneOf([{}, { step: '110' }]),
    }),
  ),
  paceClock: (_known, random) =>
    post('paceClock', random.oneOf(['admin', 'admin', 'nightop']), '/clock', {
      speed: 20,
      because: 'The pace is said again',
    }),
  eraseText: ({ words }, random) => {
    const page = random.below(8) === 0 ? 1 : words.splice(random.below(words.length), 1)[0];
    return page === undefined
      ? undefined
      : post('eraseText', 'admin', '/book/erasures', { page, entry: 0, reason: 'The person asked for it' });
  },
  registerSystem: () => ({ ...post('registerSystem', 'admin', '/systems/KSB1/registration'), keyless: true }),
  acceptRestored: () => post('acceptRestored', 'admin', '/book/acceptance', { reason: 'No backup was restored' }),
  checkReadiness: ofRelease((id) => post('checkReadiness', 'relmgr', `/releases/${id}/readiness`)),
  startRun: ofRelease((id) => post('startRun', 'nightop', `/releases/${id}/runs`)),
  moveBook: () => post('moveBook', 'admin', '/book/move', { reason: 'It is at home here already' }),
  correctClock: ({ instant }) =>
    post('correctClock', 'admin', '/clock/correction', { at: instant(-60), reason: 'A clock was said to be ahead' }),
  resetCredential: () => post('resetCredential', 'admin', '/systems/KSB1/credential-reset', { because: 'Looked at' }),
};

/** Refused here whatever happens: its book was not restored from a backup. */
export const neverGood: ReadonlySet<string> = new Set(['acceptRestored']);

/** A request of this kind, where enough is known for one. */
export const requestOf = (what: string, known: Known, random: Seeded): ApiRequest | undefined =>
  (looks[what] ?? acts[what])?.(known, random);

/** A person who looks at this and that, raises changes, plans releases, and tries what is not theirs. */
export async function visits(by: Persistence, known: Known): Promise<void> {
  const { random } = by;
  while (!known.isOver()) {
    const chance = random.below(100);
    if (chance < 4) await plannedRelease(by, known);
    else if (chance < 12) await approvedChange(by, known);
    else if (chance < 20) await decideOnWhatWasRead(by, known);
    else if (chance < 60) await look(by, known);
    else {
      const request = acts[Object.keys(acts)[random.below(Object.keys(acts).length)] ?? '']?.(known, random);
      if (request !== undefined) await by.change(request);
    }
  }
}

async function look(by: Persistence, known: Known): Promise<void> {
  const names = Object.keys(looks);
  const request = looks[names[by.random.below(names.length)] ?? '']?.(known, by.random);
  if (request !== undefined) await by.client.send(request);
}

/** By the version that was read: right, or one that has passed. */
async function decideOnWhatWasRead(by: Persistence, known: Known): Promise<void> {
  const id = known.changes[by.random.below(known.changes.length)];
  if (id === undefined) return;
  const read = { what: 'readChange', person: 'cabchair', path: `/changes/${id}`, stream: `change:${id}` };
  const change = await by.read<Change>(read);
  if (change === undefined) return;
  const first = change.decisions[0]?.page;
  if (first !== undefined && known.words.length < 2 && by.random.below(3) === 0) known.words.push(first);
  const stale = by.random.below(2);
  const request = decision(id, 'riskrev', 'risk-review');
  await by.change({ ...request, ifMatch: Math.max(1, change.recordVersion - stale) });
}
