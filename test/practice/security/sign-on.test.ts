import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { basic, send, smallSite, startSmallSystem } from '../support/small-system.ts';
import { startPractice } from '../../../src/practice/index.ts';
import { createAuthority } from '../../../src/practice/security/authority.ts';
import { systemClock } from '../../../src/shared/clock.ts';

describe('signing on', () => {
  it('answers 401 with WWW-Authenticate and no body, everywhere, without or with wrong credentials', async () => {
    await using system = await startSmallSystem();
    for (const auth of [undefined, basic('DEVA', 'wrong'), basic('NOBODY', 'x'), 'Bearer forged']) {
      for (const path of ['/zosmf/info', '/zosmf/restjobs/jobs', '/zosmf/restfiles/ds?dslevel=A.B', '/zosmf/nowhere']) {
        const answer = await send(system, 'GET', path, { auth });
        expect([
          answer.status,
          answer.headers['www-authenticate'],
          answer.headers['content-length'],
          answer.text,
        ]).toEqual([401, 'Basic realm="defaultRealm"', '0', '']);
        if (auth?.startsWith('Basic') === true) break;
      }
    }
  });

  it('gives an LTPA cookie on every Basic answer and none on cookie calls', async () => {
    await using system = await startSmallSystem();
    const first = await send(system, 'GET', '/zosmf/info');
    expect(first.headers['set-cookie']?.[0]).toMatch(/^LtpaToken2=[^;]+; Path=\/; Secure; HttpOnly$/);
    const cookie = first.headers['set-cookie']![0]!.split(';')[0]!;
    const second = await send(system, 'GET', '/zosmf/info', { auth: undefined, headers: { Cookie: cookie } });
    expect([second.status, second.headers['set-cookie']]).toEqual([200, undefined]);
    expect(
      (await send(system, 'GET', '/zosmf/info', { auth: undefined, headers: { Cookie: `${cookie.slice(0, -4)}AAAA` } }))
        .status,
    ).toBe(401);
  });

  it('ends a session at its time, however often it was used', async () => {
    await using system = await startSmallSystem({ site: { security: { tokenMinutes: 10 } } });
    const cookie = (await send(system, 'GET', '/zosmf/info')).headers['set-cookie']![0]!.split(';')[0]!;
    const look = async () =>
      (await send(system, 'GET', '/zosmf/info', { auth: undefined, headers: { Cookie: cookie } })).status;
    system.advance(9 * 60_000);
    expect(await look()).toBe(200);
    system.advance(60_000);
    expect(await look()).toBe(401);
  });

  it('logs in with 200 and return codes, and out with 204, after which the token is dead', async () => {
    await using system = await startSmallSystem();
    const path = '/zosmf/services/authenticate';
    const login = await send(system, 'POST', path, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect([login.status, login.json()]).toEqual([200, { returnCode: 0, reasonCode: 0, message: 'Success.' }]);
    const headers = { Cookie: login.headers['set-cookie']![0]!.split(';')[0]! };
    const out = await send(system, 'DELETE', path, { auth: undefined, headers });
    expect([out.status, out.text]).toEqual([204, '']);
    expect((await send(system, 'DELETE', path, { auth: undefined, headers })).status).toBe(401);
    const refused = await send(system, 'POST', path, { auth: basic('DEVA', 'wrong') });
    expect([refused.status, refused.json()]).toMatchObject([401, { returnCode: 8, reasonCode: 1 }]);
  });

  it('revokes a user after wrong passwords in a row, until an administrator resumes it', async () => {
    await using system = await startSmallSystem({ site: { security: { revokeAfter: 3 } } });
    for (let turn = 0; turn < 3; turn += 1) await send(system, 'GET', '/zosmf/info', { auth: basic('deva', 'wrong') });
    expect((await send(system, 'GET', '/zosmf/info')).status).toBe(401);
    const resume = await send(system, 'POST', '/practice/users/DEVA/resume', {
      headers: { 'X-Practice-Token': 'practice' },
    });
    expect(resume.status).toBe(204);
    expect((await send(system, 'GET', '/zosmf/info')).status).toBe(200);
  });

  it('wants the CSRF header in strict mode alone', async () => {
    await using strict = await startSmallSystem({ site: { security: { csrfHeader: 'strict' } } });
    const bare = await fetch(`${strict.url}/zosmf/info`, { headers: { Authorization: basic() } });
    expect(bare.status).toBe(403);
    await using lenient = await startSmallSystem();
    expect((await fetch(`${lenient.url}/zosmf/info`, { headers: { Authorization: basic() } })).status).toBe(200);
  });
});

describe('profiles', () => {
  const authority = createAuthority(
    smallSite({
      users: [
        { userid: 'DEVA', password: 'x', groups: ['PROG'] },
        { userid: 'OPS', password: 'x' },
      ],
      profiles: [
        { class: 'DATASET', name: 'PROD.**', uacc: 'READ', access: { PROG: 'UPDATE' } },
        { class: 'DATASET', name: 'PROD.LOAD.**', uacc: 'NONE', access: { OPS: 'ALTER', PROG: 'READ' } },
      ],
    }),
  );

  it('decide by the most specific mask: own entry, else groups, else UACC', () => {
    expect(authority.allows('DEVA', 'DATASET', 'PROD.SRC', 'UPDATE')).toBe(true);
    expect(authority.allows('OPS', 'DATASET', 'PROD.SRC', 'UPDATE')).toBe(false);
    expect(authority.allows('DEVA', 'DATASET', 'PROD.LOAD.A', 'UPDATE')).toBe(false);
    expect(authority.allows('OPS', 'DATASET', 'PROD.LOAD.A', 'ALTER')).toBe(true);
  });

  it('let a user do all below the own high-level qualifier', () => {
    expect(authority.allows('OPS', 'DATASET', 'OPS.WORK', 'ALTER')).toBe(true);
  });
});

describe('a JSON web token', () => {
  const path = '/zosmf/services/authenticate';
  const logIn = async (system: { port: number }) => {
    const cookies = (await send(system, 'POST', path)).headers['set-cookie'] as string[];
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['LtpaToken2', 'jwtToken']);
    return cookies[1]!.split(';')[0]!.slice('jwtToken='.length);
  };
  const info = (system: { port: number }, headers: Record<string, string>) =>
    send(system, 'GET', '/zosmf/info', { auth: undefined, headers });

  it('comes at log-in and signs on as a cookie or as a bearer', async () => {
    await using system = await startSmallSystem();
    const token = await logIn(system);
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8')) as object;
    expect(claims).toMatchObject({ sub: 'DEVA', iss: 'zOSMF', realm: 'SAFRealm', token_type: 'Bearer' });
    expect((await info(system, { Cookie: `jwtToken=${token}` })).status).toBe(200);
    expect((await info(system, { Authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await info(system, { Authorization: `Bearer ${token.slice(0, -3)}AAA` })).status).toBe(401);
  });

  it('ends at its time, with log-out, and when its user is revoked', async () => {
    await using system = await startSmallSystem({ site: { security: { tokenMinutes: 10 } } });
    const [late, out, revoked] = [await logIn(system), await logIn(system), await logIn(system)];
    expect(
      (await send(system, 'DELETE', path, { auth: undefined, headers: { Cookie: `jwtToken=${out}` } })).status,
    ).toBe(204);
    expect((await info(system, { Cookie: `jwtToken=${out}` })).status).toBe(401);
    const practice = { headers: { 'X-Practice-Token': 'practice' }, auth: undefined };
    await send(system, 'POST', '/practice/users/DEVA/revoke', practice);
    expect((await info(system, { Cookie: `jwtToken=${revoked}` })).status).toBe(401);
    await send(system, 'POST', '/practice/users/DEVA/resume', practice);
    expect((await info(system, { Cookie: `jwtToken=${late}` })).status).toBe(200);
    system.advance(11 * 60_000);
    expect((await info(system, { Cookie: `jwtToken=${late}` })).status).toBe(401);
  });
});

describe('a changed password', () => {
  it('holds after a restart, and is nowhere in the folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'practice-password-'));
    const start = () => startPractice({ site: smallSite(), folder, port: 0, clock: systemClock });
    let system = await start();
    const body = JSON.stringify({ userID: 'DEVA', oldPwd: 'secret-1', newPwd: 'fresh-secret-2' });
    const changed = await send(system, 'PUT', '/zosmf/services/authenticate', { auth: undefined, body });
    expect(changed.status).toBe(200);
    await system.stop();
    system = await start();
    const status = async (password: string) =>
      (await send(system, 'GET', '/zosmf/info', { auth: basic('DEVA', password) })).status;
    expect([await status('secret-1'), await status('fresh-secret-2')]).toEqual([401, 200]);
    await system.stop();
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const file = join(folder, name);
      if (statSync(file).isFile()) expect(readFileSync(file).includes('fresh-secret-2')).toBe(false);
    }
    rmSync(folder, { recursive: true, force: true });
  });
});
