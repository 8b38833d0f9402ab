import { z } from 'zod';
import { ChangeId } from '../changes/change.schema.ts';
import { HistoryRow } from '../changes/history.schema.ts';
import { operation } from '../http/operation.ts';
import { pageOf, paging } from '../http/paging.ts';
import { JobName, Sha256 } from '../jcl/names.schema.ts';
import { Plan } from './plan.schema.ts';
import type { ReleaseRead, ReleaseService } from './release.service.ts';
import { ClosingDraft, FindingAnswer, Release, ReleaseDraft, ReleaseId, ReleaseState } from './release.schema.ts';

const ofOneRelease = z.strictObject({ release: ReleaseId });
const ofOneJob = z.strictObject({ release: ReleaseId, job: JobName });
const tags = ['releases'];

const reply = ({ release, page }: ReleaseRead, located = false) => ({
  body: release,
  version: release.recordVersion,
  page,
  ...(located ? { location: `/releases/${release.id}` } : {}),
});

export const releaseOperations = (releases: ReleaseService) => [
  ...recordOperations(releases),
  ...planOperations(releases),
];

const recordOperations = (releases: ReleaseService) => [
  operation({
    id: 'openRelease',
    method: 'post',
    path: '/releases',
    summary: 'Open a release with its changes, window, steps and decision tree',
    tags,
    roles: ['release-manager'],
    body: ReleaseDraft,
    status: 201,
    answer: Release,
    problems: [
      'release.number-taken',
      'release.prefix-taken',
      'release.unknown-change',
      'release.change-taken',
      'release.change-unfit',
      'release.unknown-reference',
      'release.window-invalid',
    ],
    run: async ({ body, caller }) => reply(await releases.open(body, caller), true),
  }),
  operation({
    id: 'listReleases',
    method: 'get',
    path: '/releases',
    summary: 'Releases by number; all filters that are given hold',
    tags,
    query: z.strictObject({ ...paging, state: ReleaseState.optional(), change: ChangeId.optional() }),
    status: 200,
    answer: pageOf(Release),
    problems: [],
    run: async ({ query }) => {
      const { rows, next } = await releases.list(query);
      return { body: { rows, ...(next === undefined ? {} : { next }) } };
    },
  }),
  operation({
    id: 'readRelease',
    method: 'get',
    path: '/releases/{release}',
    summary: 'A release as it stands',
    tags,
    params: ofOneRelease,
    status: 200,
    answer: Release,
    problems: ['release.not-found'],
    run: async ({ params }) => {
      const release = await releases.read(params.release);
      return { body: release, version: release.recordVersion };
    },
  }),
  operation({
    id: 'closeRelease',
    method: 'post',
    path: '/releases/{release}/closing',
    summary: 'Close a release with one outcome',
    description: 'Watch items that are not done stay open. Every outcome but succeeded needs a review with its cause.',
    tags,
    roles: ['release-manager'],
    params: ofOneRelease,
    ifMatch: 'optional',
    body: ClosingDraft,
    status: 201,
    answer: Release,
    problems: ['release.not-found', 'release.wrong-state', 'release.review-required', 'release.unknown-reference'],
    run: async ({ params, body, caller }) => reply(await releases.close(params.release, body, caller)),
  }),
  operation({
    id: 'readReleaseHistory',
    method: 'get',
    path: '/releases/{release}/history',
    summary: 'Who did what to a release, oldest first',
    tags,
    params: ofOneRelease,
    status: 200,
    answer: z.strictObject({ rows: z.array(HistoryRow) }),
    problems: ['release.not-found'],
    run: async ({ params }) => ({ body: { rows: await releases.history(params.release) } }),
  }),
];

const planOperations = (releases: ReleaseService) => [
  operation({
    id: 'planRelease',
    method: 'post',
    path: '/releases/{release}/plan',
    summary: 'Make the plan for installation and backout from the content as submitted',
    description: 'Reads production libraries through z/OSMF for users of what is replaced: each is a finding.',
    tags,
    roles: ['release-manager', 'implementer'],
    params: ofOneRelease,
    ifMatch: 'optional',
    status: 201,
    answer: Release,
    problems: [
      'release.not-found',
      'release.wrong-state',
      'release.change-unfit',
      'release.unknown-reference',
      'release.dependency-cycle',
      'release.plan-stale',
      'item.two-for-one-target',
      'zosmf.unreachable',
      'zosmf.credential',
      'zosmf.refused',
    ],
    run: async ({ params, caller }) => reply(await releases.plan(params.release, caller)),
  }),
  operation({
    id: 'readPlan',
    method: 'get',
    path: '/releases/{release}/plan',
    summary: 'The plan in force: both plans, findings and decision tree',
    tags,
    params: ofOneRelease,
    status: 200,
    answer: Plan,
    problems: ['release.not-found', 'release.not-planned'],
    run: async ({ params }) => {
      const { release, plan } = await releases.planInForce(params.release);
      return { body: plan, version: release.recordVersion };
    },
  }),
  operation({
    id: 'readJobJcl',
    method: 'get',
    path: '/releases/{release}/plan/jobs/{job}/jcl',
    summary: 'JCL of a job with its JOB card, as it will be submitted but for the correlator',
    tags,
    params: ofOneJob,
    status: 200,
    media: 'text/plain',
    problems: ['release.not-found', 'release.not-planned', 'release.job-not-found'],
    run: async ({ params }) => ({ content: await releases.jobJcl(params.release, params.job) }),
  }),
  operation({
    id: 'compareJobJcl',
    method: 'get',
    path: '/releases/{release}/plan/jobs/{job}/jcl/difference',
    summary: "What changed in a job's JCL since an earlier plan, as a unified difference",
    tags,
    params: ofOneJob,
    query: z.strictObject({ earlier: Sha256.meta({ description: 'Digest of a plan: one of earlierPlans' }) }),
    status: 200,
    media: 'text/plain',
    problems: ['release.not-found', 'release.not-planned', 'release.job-not-found', 'release.unknown-reference'],
    run: async ({ params, query }) => ({
      content: await releases.jobDifference(params.release, params.job, query.earlier),
    }),
  }),
  operation({
    id: 'answerFinding',
    method: 'post',
    path: '/releases/{release}/findings/{finding}/answer',
    summary: 'Answer a finding of the plan, for the group that it asks',
    tags,
    params: z.strictObject({ release: ReleaseId, finding: z.string() }),
    ifMatch: 'optional',
    body: FindingAnswer.omit({ finding: true }).meta({ id: 'AnswerDraft' }),
    status: 201,
    answer: Release,
    problems: ['release.not-found', 'release.wrong-state', 'release.finding-not-found', 'release.finding-not-yours'],
    run: async ({ params, body, caller }) =>
      reply(await releases.answer(params.release, { ...body, finding: params.finding }, caller)),
  }),
];
