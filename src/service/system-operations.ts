import { z } from 'zod';
import { commandOf } from '../access/index.ts';
import { operation, type Operation } from '../http/operation.ts';
import type { Ledger } from '../ledger/ledger.schema.ts';
import { LockstepError } from '../shared/errors.ts';
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
}: {
  readonly ledger: Ledger;
  readonly systems: ReadonlyMap<string, ConnectedSystem>;
}): readonly Operation[] {
  return [
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
        const connected = systems.get(params.system);
        if (connected === undefined)
          throw new LockstepError('request.not-found', `the estate has no system ${params.system}`, params);
        const { zosmf } = connected;
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
