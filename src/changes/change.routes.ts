import { z } from 'zod';
import { PersonId } from '../access/caller.schema.ts';
import { operation } from '../http/operation.ts';
import { pageOf, paging } from '../http/paging.ts';
import type { ChangeRead, ChangeService } from './change.service.ts';
import { Change, ChangeDraft, ChangeId, ChangeState, DecisionDraft } from './change.schema.ts';
import { HistoryRow } from './history.schema.ts';

const ofOneChange = z.strictObject({ change: ChangeId });
const tags = ['changes'];

const reply = ({ change, page }: ChangeRead, located = false) => ({
  body: change,
  version: change.recordVersion,
  page,
  ...(located ? { location: `/changes/${change.id}` } : {}),
});

export const changeOperations = (changes: ChangeService) => [
  operation({
    id: 'raiseChange',
    method: 'post',
    path: '/changes',
    summary: 'Raise a change, under the number of the site or the next free one',
    tags,
    roles: ['requester', 'change-manager', 'release-manager'],
    body: ChangeDraft,
    status: 201,
    answer: Change,
    problems: [
      'change.number-taken',
      'change.unknown-person',
      'item.unknown-type',
      'item.attribute-invalid',
      'item.two-for-one-target',
    ],
    run: async ({ body, caller }) => reply(await changes.raise(body, caller), true),
  }),
  operation({
    id: 'listChanges',
    method: 'get',
    path: '/changes',
    summary: 'Changes by number; all filters that are given hold',
    tags,
    query: z.strictObject({
      ...paging,
      state: ChangeState.optional(),
      owner: PersonId.optional(),
      requester: PersonId.optional(),
      awaiting: z.string().optional().meta({ description: 'Group whose approval is missing' }),
    }),
    status: 200,
    answer: pageOf(Change),
    problems: [],
    run: async ({ query }) => {
      const { rows, next } = await changes.list(query);
      return { body: { rows, ...(next === undefined ? {} : { next }) } };
    },
  }),
  operation({
    id: 'readChange',
    method: 'get',
    path: '/changes/{change}',
    summary: 'A change with its content, approvals and decisions',
    tags,
    params: ofOneChange,
    status: 200,
    answer: Change,
    problems: ['change.not-found'],
    run: async ({ params }) => {
      const change = await changes.read(params.change);
      return { body: change, version: change.recordVersion };
    },
  }),
  operation({
    id: 'submitChange',
    method: 'post',
    path: '/changes/{change}/submission',
    summary: 'Submit a change: its content is read, and the approvers are asked',
    description:
      'Reads staging and production through z/OSMF and records digests, baselines, tokens and references. Submitted ' +
      'again, approvals whose content is what it was stand; the others fall.',
    tags,
    params: ofOneChange,
    ifMatch: 'optional',
    status: 200,
    answer: Change,
    problems: [
      'change.not-found',
      'change.wrong-state',
      'change.not-yours',
      'change.content-missing',
      'zosmf.unreachable',
      'zosmf.credential',
      'zosmf.refused',
    ],
    run: async ({ params, caller }) => reply(await changes.submit(params.change, caller)),
  }),
  operation({
    id: 'decideChange',
    method: 'post',
    path: '/changes/{change}/decisions',
    summary: 'Decide for a group: approve, reject, defer, or ask for more information',
    description: 'Members of the group decide, never the owner or the requester. An approval binds to the content.',
    tags,
    params: ofOneChange,
    ifMatch: 'optional',
    body: DecisionDraft,
    status: 201,
    answer: Change,
    problems: [
      'change.not-found',
      'change.own-approval',
      'change.not-a-member',
      'change.group-not-asked',
      'change.approved-twice',
      'change.wrong-state',
    ],
    run: async ({ params, body, caller }) => reply(await changes.decide(params.change, body, caller)),
  }),
  operation({
    id: 'readChangeHistory',
    method: 'get',
    path: '/changes/{change}/history',
    summary: 'Who did what to a change, oldest first',
    tags,
    params: ofOneChange,
    status: 200,
    answer: z.strictObject({ rows: z.array(HistoryRow) }),
    problems: ['change.not-found'],
    run: async ({ params }) => ({ body: { rows: await changes.history(params.change) } }),
  }),
];
