import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openLocalAccess } from '../../src/access/index.ts';
import { sessionSeconds } from '../../src/access/sessions.ts';
import { openTokens } from '../../src/access/tokens.ts';
import { chance } from '../../src/shared/ids.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-access-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const tokensIn = () => JSON.parse(readFileSync(join(folder, 'tokens.json'), 'utf8')) as Record<string, string>;
const people = [
  { id: 'rosa', name: 'Rosa', roles: ['release-manager' as const] },
  { id: 'omar', name: 'Omar', roles: ['operator' as const] },
];
let now = Date.UTC(2026, 8, 12);
const clock = { now: () => now, sleep: () => Promise.resolve() };
const access = (of = people) => openLocalAccess({ people: of, dataFolder: folder, clock, chance });

describe('the tokens of local people', () => {
  it('are made at first start, for the eyes of the owner alone', () => {
    access();
    expect(Object.keys(tokensIn())).toEqual(['rosa', 'omar']);
    expect(tokensIn()['rosa']).toMatch(/^lockstep_[a-z2-7]{32}$/);
    expect(statSync(join(folder, 'tokens.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'session.key')).mode & 0o777).toBe(0o600);
  });

  it('are kept, and made for whoever is new', () => {
    access([people[0]!]);
    const before = tokensIn()['rosa'];
    access();
    expect(tokensIn()).toMatchObject({ rosa: before, omar: expect.any(String) });
  });

  it('prove the person, with the roles of the estate', async () => {
    const { authenticator } = access();
    const identity = await authenticator.authenticate({ authorization: `Bearer ${tokensIn()['omar'] ?? ''}` });
    expect(identity).toEqual({ person: 'omar', roles: ['operator'], means: 'bearer' });
  });

  it.each(['', 'Bearer', 'Bearer x', 'Basic abc', 'Bearer lockstep_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'])(
    'prove nobody when they are wrong: «%s»',
    async (authorization) => {
      expect(await access().authenticator.authenticate({ authorization })).toBeUndefined();
    },
  );

  it('prove nobody who has left the estate', async () => {
    access();
    const authorization = `Bearer ${tokensIn()['omar'] ?? ''}`;
    expect(await access([people[0]!]).authenticator.authenticate({ authorization })).toBeUndefined();
  });

  it('are refused from a file that others may read', () => {
    access();
    chmodSync(join(folder, 'tokens.json'), 0o644);
    expect(() => access()).toThrow(/chmod 600/);
  });

  it('are refused from a damaged file, whose text is not quoted', () => {
    const path = join(folder, 'tokens.json');
    writeFileSync(path, '{"rosa": "lockstep_swordfish', { mode: 0o600 });
    expect(() => openTokens(path, ['rosa'], chance)).toThrow(/^(?!.*swordfish).*no JSON object/);
  });
});

describe('the session of a browser', () => {
  it('proves the person for twelve hours', async () => {
    const { authenticator, sessions } = access();
    const session = await sessions.start('rosa');
    expect(await authenticator.authenticate({ session })).toMatchObject({ person: 'rosa', means: 'session' });
    now += (sessionSeconds + 1) * 1_000;
    expect(await authenticator.authenticate({ session })).toBeUndefined();
  });

  it('outlives a restart, and ends when the token is changed', async () => {
    const session = await access().sessions.start('rosa');
    expect(await access().authenticator.authenticate({ session })).toMatchObject({ person: 'rosa' });
    const { rosa: _gone, ...others } = tokensIn();
    writeFileSync(join(folder, 'tokens.json'), JSON.stringify(others));
    expect(await access().authenticator.authenticate({ session })).toBeUndefined();
  });

  it('cannot be made by another, nor unsigned', async () => {
    const session = await access().sessions.start('rosa');
    const [, claims = ''] = session.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    rmSync(join(folder, 'session.key'));
    const { authenticator } = access();
    expect(await authenticator.authenticate({ session })).toBeUndefined();
    expect(await authenticator.authenticate({ session: unsigned })).toBeUndefined();
  });

  it('does not stand in for a wrong token', async () => {
    const { authenticator, sessions } = access();
    const session = await sessions.start('rosa');
    expect(await authenticator.authenticate({ authorization: 'Bearer x', session })).toBeUndefined();
  });
});
