import { z } from 'zod';
import { commandOf } from '../access/index.ts';
import { operation, type Operation } from '../http/operation.ts';
import type { Ledger } from '../ledger/ledger.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import { Registration } from './registration/registration.schema.ts';
import type { RegistrationService } from './registration/registration.service.ts';
import { systemStream } from './system-entries.schema.ts';
import type { ConnectedSystem } from './systems.ts';

const Reset = z.strictObject({ because: z.string().trim().min(1).max(200) }).meta({ id: 'CredentialReset' });

const CredentialState = z
  .strictObject({
    system: z.string(),
    user: z.string(),
    accepted: z.boolean().meta({ description: 'Whether z/OSMF took the credential when it was tried once' }),
    detail: z.string(),
  })
  .meta({ id: 'CredentialState' });

/** What an administrator does about the connection to a system. */
export function systemOperations({
  ledger,
  systems,
  registration,
}: {
  readonly ledger: Ledger;
  readonly systems: ReadonlyMap<string, ConnectedSystem>;
  readonly registration: RegistrationService;
}): readonly Operation[] {
  const connectedTo = (system: string): ConnectedSystem => {
    const connected = systems.get(system);
    if (connected === undefined)
      throw new LockstepError('request.not-found', `the estate has no system ${system}`, { system });
    return connected;
  };
  return [
    operation({
      id: 'viewRegistration',
      method: 'get',
      path: '/systems/{system}/registration',
      summary: 'What the last registration of a system has shown',
      tags: ['systems'],
      params: z.strictObject({ system: z.string() }),
      status: 200,
      answer: Registration,
      problems: ['request.not-found'],
      run: async ({ params }) => {
        const { id } = connectedTo(params.system).declared;
        const last = await registration.last(id);
        if (last === undefined)
          throw new LockstepError('request.not-found', `${id} was not registered yet`, { system: id });
        return { body: last };
      },
    }),
    operation({
      id: 'registerSystem',
      method: 'post',
      path: '/systems/{system}/registration',
      summary: 'Send one job that does nothing through a system, as strict mode sends release jobs',
      description:
        'An IEFBR14 is submitted held, found by its correlator, compared, released, and purged. It leaves no job behind ' +
        'unless purging it is refused. A system is registered by itself at the first start that knows it.',
      tags: ['systems'],
      roles: ['administrator'],
      params: z.strictObject({ system: z.string() }),
      idempotent: false,
      status: 200,
      answer: Registration,
      problems: ['request.not-found', 'zosmf.unreachable', 'zosmf.credential', 'zosmf.refused', 'zosmf.busy'],
      run: async ({ params, caller }) => {
        const { id } = connectedTo(params.system).declared;
        const { registration: now, page } = await registration.register(id, caller.actor);
        return { body: now, page };
      },
    }),
    operation({
      id: 'resetCredential',
      method: 'post',
      path: '/systems/{system}/credential-reset',
      summary: 'Let work for a refused credential start again',
      description: 'The credential is tried once: where z/OSMF refuses it again, all work for it stays stopped.',
      tags: ['systems'],
      roles: ['administrator'],
      params: z.strictObject({ system: z.string() }),
      body: Reset,
      status: 200,
      answer: CredentialState,
      problems: ['request.not-found'],
      run: async ({ params, body, caller }) => {
        const { zosmf } = connectedTo(params.system);
        const { user } = zosmf;
        const { page } = await ledger.commit({
          ...commandOf(caller),
          decide: () => [
            { stream: systemStream(params.system), type: 'credential.reset/1', data: { user, because: body.because } },
          ],
        });
        zosmf.latch.reset();
        const detail = await zosmf.probe().then(
          ({ version }) => `z/OSMF ${version} answers`,
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
        return { body: { system: params.system, user, accepted: zosmf.latch.proven, detail }, page };
      },
    }),
  ];
}
