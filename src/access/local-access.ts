import { join } from 'node:path';
import type { Clock } from '../shared/clock.ts';
import type { Chance } from '../shared/ids.ts';
import type { PersonView } from './access.schema.ts';
import type { Authenticator, Identity } from './caller.schema.ts';
import { openSessions, type Sessions } from './sessions.ts';
import { openTokens, type Tokens } from './tokens.ts';

/** Names of the files that access keeps in the data folder. */
export const tokensFile = 'tokens.json';
export const sessionKeyFile = 'session.key';

export interface LocalAccessPorts {
  /** People of the estate. One who is no longer among them has no access, whatever token is left. */
  readonly people: readonly PersonView[];
  readonly dataFolder: string;
  /** Machine time. */
  readonly clock: Clock;
  readonly chance: Chance;
}

/** Access of the estate's own people by the tokens made at first start. */
export interface LocalAccess {
  readonly authenticator: Authenticator;
  readonly people: readonly PersonView[];
  readonly tokens: Tokens;
  readonly sessions: Sessions;
}

/** @throws {LockstepError} `config.invalid` when a file of secrets is damaged or open to others */
export function openLocalAccess({ people, dataFolder, clock, chance }: LocalAccessPorts): LocalAccess {
  const ids = people.map(({ id }) => id);
  const tokens = openTokens(join(dataFolder, tokensFile), ids, chance);
  const sessions = openSessions({ keyFile: join(dataFolder, sessionKeyFile), tokens, clock, chance });
  const known = new Map(people.map((person) => [person.id, person]));
  const identity = (id: string | undefined, means: Identity['means']): Identity | undefined => {
    const person = id === undefined ? undefined : known.get(id);
    return person && { person: person.id, roles: person.roles, means };
  };
  return {
    people,
    tokens,
    sessions,
    authenticator: {
      async authenticate({ authorization, session }) {
        if (authorization !== undefined) {
          const token = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1];
          return token === undefined ? undefined : identity(tokens.personOf(token), 'bearer');
        }
        return session === undefined ? undefined : identity(await sessions.personOf(session), 'session');
      },
    },
  };
}
