import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { base32 } from '../shared/base32.ts';
import { sha256 } from '../shared/digest.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Chance } from '../shared/ids.ts';
import { readPrivate, writePrivate } from './private-file.ts';

const TokenFile = z.record(z.string(), z.string().min(20));

/** Bearer tokens of local people. Only their digests are kept in memory. */
export interface Tokens {
  /** The person whose token this is. Takes the same time for every wrong token. */
  personOf(token: string): string | undefined;
  /** Names the token that a person has now, without telling it; undefined for a person without one. */
  fingerprintOf(person: string): string | undefined;
}

/**
 * Reads the tokens of local people and makes those that are missing: 160 random bits each. The file holds
 * `{ person: token }` and is readable by its owner alone. Change a token by removing its line.
 *
 * @throws {LockstepError} `config.invalid` for a file that is no such thing, or that others may read
 */
export function openTokens(path: string, people: readonly string[], chance: Chance): Tokens {
  const kept = readTokens(path);
  const missing = people.filter((person) => !Object.hasOwn(kept, person));
  const made = missing.map((person) => [person, `lockstep_${base32(chance.bytes(20)).toLowerCase()}`]);
  const tokens: Record<string, string> = { ...kept, ...(Object.fromEntries(made) as Record<string, string>) };
  if (missing.length > 0) writePrivate(path, `${JSON.stringify(tokens, null, 2)}\n`);
  const digests = Object.entries(tokens).map(([person, token]) => ({ person, digest: sha256(token) }));
  return {
    personOf(token) {
      const offered = sha256(token);
      let found: string | undefined;
      for (const { person, digest } of digests) if (timingSafeEqual(digest, offered)) found = person;
      return found;
    },
    fingerprintOf: (person) =>
      digests
        .find((known) => known.person === person)
        ?.digest.subarray(0, 8)
        .toString('hex'),
  };
}

function readTokens(path: string): Record<string, string> {
  const text = readPrivate(path);
  if (text === undefined) return {};
  try {
    return TokenFile.parse(JSON.parse(text));
  } catch {
    // What is wrong with it may quote a token, so the cause stays here.
    throw new LockstepError('config.invalid', `${path} is no JSON object of people and their tokens`, { file: path });
  }
}
