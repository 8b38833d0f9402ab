import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createLog } from '../../src/http/log.ts';
import { smallService } from './small-service.ts';

describe('an unforeseen error', () => {
  it('is a bare 500 that tells nothing but the request, whose line stands in the log', async () => {
    const { app, lines } = smallService();
    const answer = await request(app).post('/api/v1/crates/drop').set('authorization', 'Bearer rosa').expect(500);
    const id = answer.headers['x-request-id'];
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      instance: `urn:lockstep:request:${id}`,
    });
    const logged = lines.map(
      (line) => JSON.parse(line) as { requestId: string; msg: string; err?: { message: string } },
    );
    expect(logged.find(({ msg }) => msg === 'unforeseen error')).toMatchObject({ requestId: id });
  });
});

describe('the log', () => {
  it('has one line a request with who, what and how it ended', async () => {
    const { app, lines } = smallService();
    await request(app).get('/api/v1/crates/TEA').set({ authorization: 'Bearer rosa', 'x-request-id': 'r-1' });
    const line = lines.map((one) => JSON.parse(one) as object).find((one) => 'operation' in one);
    expect(line).toMatchObject({ requestId: 'r-1', person: 'rosa', operation: 'viewCrate', status: 200, cut: false });
  });

  it('never holds a credential', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) });
    log.info({
      password: 'swordfish',
      request: { headers: { authorization: 'Bearer swordfish', cookie: 'swordfish' } },
    });
    expect(lines.join()).not.toContain('swordfish');
    expect(lines.join()).toContain('[redacted]');
  });
});

describe('a browser that meets a problem', () => {
  it('is shown a page without anything that it sent being run', async () => {
    const answer = await request(smallService().app).get('/no/<script>alert(1)</script>').set('accept', 'text/html');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.text).not.toContain('<script>');
  });
});
