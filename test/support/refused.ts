import { ApiRefusal } from '../../src/lab/api-client.ts';

/** The problem document with which the API refused. @throws {Error} when it did not refuse */
export async function refused(attempt: Promise<unknown>): Promise<Readonly<Record<string, unknown>>> {
  const outcome: unknown = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof ApiRefusal) return { status: outcome.status, code: codeOf(outcome), ...outcome.problem };
  throw new Error('the service should have refused this', { cause: outcome });
}

const codeOf = ({ problem }: ApiRefusal): string => String(problem['type']).replace('urn:lockstep:problem:', '');
