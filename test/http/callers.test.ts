import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { smallService } from './small-service.ts';

describe('whoever is behind a request', () => {
  it('signs in first', async () => {
    for (const authorization of ['', 'Bearer nobody', 'Basic cm9zYQ==']) {
      const answer = await request(smallService().app).get('/api/v1/crates').set('authorization', authorization);
      expect(answer.body).toMatchObject({ type: 'urn:lockstep:problem:access.unauthenticated', status: 401 });
      expect(answer.headers['www-authenticate']).toContain('Bearer');
    }
  });

  it('is refused without one of the roles, which the answer names', async () => {
    const sent = request(smallService().app).post('/api/v1/crates').set('authorization', 'Bearer omar');
    const answer = await sent.send({ name: 'TEA' }).expect(403);
    expect(answer.body).toMatchObject({
      type: 'urn:lockstep:problem:access.forbidden',
      anyOf: ['release-manager', 'administrator'],
      detail: expect.stringContaining('release-manager'),
    });
  });

  it('learns nothing of the body from a refusal: roles are looked at first', async () => {
    const sent = request(smallService().app).post('/api/v1/crates').set('authorization', 'Bearer omar');
    await sent.type('application/json').send('{').expect(403);
  });

  it('may look, never act, by a browser session', async () => {
    const { app } = smallService();
    const cookie = 'other=1; lockstep_session=rosa-looks';
    await request(app).get('/api/v1/crates').set('cookie', cookie).expect(200);
    const answer = await request(app).post('/api/v1/crates').set('cookie', cookie).send({ name: 'TEA' }).expect(403);
    expect(answer.body).toMatchObject({ type: 'urn:lockstep:problem:access.forbidden' });
  });

  it('is shown the way to sign in when a browser asks for a page', async () => {
    const answer = await request(smallService().app).get('/').set('accept', 'text/html').expect(303);
    expect(answer.headers['location']).toBe('/sign-in?then=%2F');
  });

  it('is held to a number of requests a minute', async () => {
    const { app } = smallService({ requestsPerMinute: 2 });
    const look = () => request(app).get('/api/v1/crates').set('authorization', 'Bearer rosa');
    await look().expect(200);
    await look().expect(200);
    expect((await look().expect(429)).body).toMatchObject({ type: 'urn:lockstep:problem:request.too-many' });
    await request(app).get('/healthz').expect(200);
  });
});
