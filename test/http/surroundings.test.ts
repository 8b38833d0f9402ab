import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { smallService } from './small-service.ts';

const rosa = { authorization: 'Bearer rosa' };

describe('health', () => {
  it('is told without a credential', async () => {
    await request(smallService().app).get('/healthz').expect(200, { status: 'ok' });
  });

  it('is readiness only while every named condition holds', async () => {
    const clock = { name: 'clock', look: () => ({ ready: true }) };
    const store = { name: 'store', look: () => Promise.reject(new Error('mongodb://user:secret@host is lost')) };
    await request(smallService({ conditions: () => [clock] }).app)
      .get('/readyz')
      .expect(200);
    const answer = await request(smallService({ conditions: () => [clock, store] }).app)
      .get('/readyz')
      .expect(503);
    expect(answer.body).toEqual({
      ready: false,
      conditions: [
        { name: 'clock', ready: true },
        { name: 'store', ready: false, detail: 'could not be looked up' },
      ],
    });
  });
});

describe('the metrics', () => {
  it('count requests by operation and tell the head of the ledger', async () => {
    const { app, book } = smallService();
    book.append('crate:TEA');
    await request(app).get('/api/v1/crates/TEA').set(rosa);
    const { text } = await request(app).get('/metrics').set(rosa).expect(200);
    expect(text).toContain('lockstep_ledger_head 1');
    expect(text).toContain(
      'lockstep_http_request_duration_seconds_count{operation="viewCrate",method="GET",status="200"} 1',
    );
  });

  it('are for people who are signed in, or for everyone where the site says so', async () => {
    await request(smallService().app).get('/metrics').expect(401);
    await request(smallService({ openMetrics: true }).app)
      .get('/metrics')
      .expect(200);
  });
});

describe('the documentation', () => {
  it('loads nothing from elsewhere', async () => {
    const { app } = smallService();
    const { text, headers } = await request(app).get('/docs').expect(200);
    expect(text).not.toMatch(/(src|href)="(?!\/docs\/)/);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    for (const [, path = ''] of text.matchAll(/(?:src|href)="([^"]+)"/g)) await request(app).get(path).expect(200);
  });
});

describe('answers', () => {
  it('are compressed where it is worth it', async () => {
    const answer = await request(smallService().app).get('/').set(rosa).set('accept-encoding', 'gzip').expect(200);
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.text).toContain('calm calm');
  });

  it('forbid frames and sniffing, and do not name the server', async () => {
    const { headers } = await request(smallService().app).get('/healthz');
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
    expect(headers).not.toHaveProperty('x-powered-by');
  });
});
