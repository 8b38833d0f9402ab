import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';
import { LockstepError } from '../shared/errors.ts';
import { PersonView } from './access.schema.ts';

/** Who is asking, and who else there is. */
export function accessOperations(people: readonly PersonView[]): readonly Operation[] {
  return [
    operation({
      id: 'viewMe',
      method: 'get',
      path: '/me',
      summary: 'Who the credential belongs to, and what they may do',
      tags: ['access'],
      status: 200,
      answer: PersonView,
      problems: [],
      run({ caller }) {
        const me = people.find(({ id }) => id === caller.person);
        if (me === undefined) throw new LockstepError('request.not-found', `${caller.person} is not of this estate`);
        return { body: me };
      },
    }),
    operation({
      id: 'listPeople',
      method: 'get',
      path: '/people',
      summary: 'People of the estate, with their roles',
      tags: ['access'],
      status: 200,
      answer: z.strictObject({ rows: z.array(PersonView) }),
      problems: [],
      run: () => ({ body: { rows: people } }),
    }),
  ];
}
