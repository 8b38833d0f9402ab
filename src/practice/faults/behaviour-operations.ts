import { nameMask } from '../catalog/name-mask.rules.ts';
import { z } from 'zod';
import { empty } from '../wire/answer.ts';
import type { Behaviour } from './behaviour.ts';
import { bodyOf } from './practice-request.ts';
import type { PracticeOperation, PracticeOperations } from './practice-request.ts';

const times = z.int().min(1).max(1000).default(1);
const ListLag = z.strictObject({
  seconds: z.number().min(0).max(3600),
  forSeconds: z.number().positive().max(86_400).optional(),
});
const Overriding = z.strictObject({ userPart: z.string().max(32), times });
const Later = z.strictObject({ seconds: z.number().min(0).max(3600), times });
const PurgeAtEnd = z.strictObject({ jobname: z.string().regex(/^[A-Z0-9#@$*]{1,8}$/), times });
const Numbers = z
  .strictObject({ from: z.int().min(1), to: z.int().max(999_999) })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'not below from' });
const Notifications = z.strictObject({ fate: z.enum(['lost', 'doubled']), times });

const behaves =
  <T>(schema: z.ZodType<T>, change: (behaviour: Behaviour, wanted: T) => void): PracticeOperation =>
  ({ wire }, request) => {
    change(wire.behaviour, schema.parse(bodyOf(request)));
    return empty(204);
  };

/** What the system does from now on, or to the next requests and jobs that it concerns. */
export const behaviourOperations: PracticeOperations = {
  'PUT list-lag': behaves(ListLag, (behaviour, { seconds, forSeconds }) => behaviour.setListLag(seconds, forSeconds)),
  'PUT correlator-exit': behaves(Overriding, (behaviour, wanted) =>
    behaviour.overrideCorrelators(wanted.userPart, wanted.times),
  ),
  'PUT later-modifies': behaves(Later, (behaviour, wanted) =>
    behaviour.answerModifiesLater(wanted.seconds, wanted.times),
  ),
  'PUT slow-address-spaces': behaves(Later, (behaviour, wanted) =>
    behaviour.slowAddressSpaces(wanted.seconds, wanted.times),
  ),
  'PUT purge-at-end': behaves(PurgeAtEnd, (behaviour, wanted) => {
    behaviour.purgeAtEnd(nameMask(wanted.jobname), wanted.times);
  }),
  'PUT job-numbers': behaves(Numbers, (behaviour, wanted) => behaviour.setJobNumbers(wanted)),
  'PUT notifications': behaves(Notifications, (behaviour, wanted) =>
    behaviour.spoilNotifications(wanted.fate, wanted.times),
  ),
};
