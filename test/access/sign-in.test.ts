import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import request from 'supertest';
import { accessOperations, openLocalAccess, signInRouter } from '../../src/access/index.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { chance } from '../../src/shared/ids.ts';
import { smallService } from '../http/small-service.ts';

const people = [
  { id: 'rosa', name: 'Rosa', roles: ['release-manager' as const] },
  { id: 'omar', name: 'Omar', roles: ['operator' as const] },
];
let folder: string;
let app: Express;
let token: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-sign-in-'));
  const access = openLocalAccess({ people, dataFolder: folder, clock: systemClock, chance });
  const { authenticator } = access;
  app = smallService({ authenticator, api: accessOperations(people), routers: [signInRouter(access)] }).app;
  token = (JSON.parse(readFileSync(join(folder, 'tokens.json'), 'utf8')) as { rosa: string }).rosa;
});
afterEach(() => rmSync(folder, { recursive: true }));

const signIn = (form: Record<string, string>) => request(app).post('/sign-in').type('form').send(form);

describe('a browser signs in', () => {
  it('with the token, and gets a cookie that scripts and other sites cannot use', async () => {
    const answer = await signIn({ token, then: '/runs/RUN-000001' }).expect(303);
    expect(answer.headers['location']).toBe('/runs/RUN-000001');
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(
      /^lockstep_session=[\w.-]+; Max-Age=43200; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(cookie).not.toContain(token);
    const me = await request(app)
      .get('/api/v1/me')
      .set('cookie', cookie.split(';')[0] ?? '')
      .expect(200);
    expect(me.body).toEqual(people[0]);
  });

  it('and is told when the token is wrong', async () => {
    const answer = await signIn({ token: 'lockstep_no' }).expect(401);
    expect(answer.text).toContain('not known here');
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it('not through a form of another site', async () => {
    await signIn({ token }).set('sec-fetch-site', 'cross-site').expect(401);
    await signIn({ token }).set('sec-fetch-site', 'same-origin').expect(303);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '/a\r\nx: y'])(
    'and is never sent elsewhere: %s',
    async (then) => {
      expect((await signIn({ token, then }).expect(303)).headers['location']).toBe('/');
    },
  );

  it('on a page that shows nothing unescaped and whose script is a file of its own', async () => {
    const { text } = await request(app).get('/sign-in?then=/"><script>alert(1)</script>').expect(200);
    expect(text).not.toContain('<script>');
    await request(app)
      .get('/sign-in.js')
      .expect(200)
      .expect('content-type', /javascript/);
  });

  it('and signs out', async () => {
    const answer = await request(app).post('/sign-out').expect(303);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^lockstep_session=; .*1970/);
  });
});

describe('people', () => {
  it('are listed for whoever is signed in', async () => {
    await request(app).get('/api/v1/people').expect(401);
    const answer = await request(app).get('/api/v1/people').set('authorization', `Bearer ${token}`).expect(200);
    expect(answer.body).toEqual({ rows: people });
  });
});
