import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Clock } from '../../src/shared/clock.ts';
import { smallService } from './small-service.ts';

const rosa = { authorization: 'Bearer rosa' };
const json = { ...rosa, 'content-type': 'application/json' };
const problem = (code: string, status: number) => ({ type: `urn:lockstep:problem:${code}`, status });

describe('an operation answers', () => {
  it('with its body, its version as ETag and the page of the ledger', async () => {
    const { app, book } = smallService();
    book.append('crate:TEA');
    const answer = await request(app).get('/api/v1/crates/TEA').set(rosa).expect(200);
    expect(answer.body).toEqual({ name: 'TEA', parts: [{ weight: 3 }] });
    expect(answer.headers).toMatchObject({ etag: '"7"', 'lockstep-page': '1', 'cache-control': 'no-store' });
  });

  it('where it made a record, with the place of the record and the page of the decision', async () => {
    const { app } = smallService();
    const answer = await request(app).post('/api/v1/crates').set(rosa).send({ name: 'TEA' }).expect(201);
    expect(answer.headers).toMatchObject({ location: '/api/v1/crates/TEA', 'lockstep-page': '1', etag: '"1"' });
  });

  it('by words of the path before its parameters', async () => {
    const answer = await request(smallService().app).get('/api/v1/crates/next').set(rosa).expect(200);
    expect(answer.body).toMatchObject({ name: 'NEXT' });
  });

  it('to HEAD as to GET, without the body', async () => {
    const answer = await request(smallService().app).head('/api/v1/crates/TEA').set(rosa).expect(200);
    expect(answer.headers['etag']).toBe('"7"');
    expect(answer.text).toBeUndefined();
  });

  it('with numbers read from the query, and their defaults', async () => {
    const { app } = smallService();
    expect((await request(app).get('/api/v1/crates').set(rosa)).body).toMatchObject({ next: 'after-50' });
    expect((await request(app).get('/api/v1/crates?limit=7').set(rosa)).body).toMatchObject({ next: 'after-7' });
  });
});

describe('a request that cannot be read is refused', () => {
  it('for malformed JSON', async () => {
    const answer = await request(smallService().app).post('/api/v1/crates').set(json).send('{"name":').expect(400);
    expect(answer.body).toMatchObject(problem('request.malformed', 400));
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  it('for half a surrogate pair, which no store keeps', async () => {
    const answer = await request(smallService().app).post('/api/v1/crates').set(json).send('{"name":"\\ud800"}');
    expect(answer.body).toMatchObject(problem('request.malformed', 400));
  });

  it('for JSON nested so deep that it is an attack', async () => {
    const text = '['.repeat(200_000) + ']'.repeat(200_000);
    const answer = await request(smallService().app).post('/api/v1/crates').set(json).send(text);
    expect(answer.body).toMatchObject(problem('request.malformed', 400));
  });

  it('for a body over 1 MiB', async () => {
    const text = JSON.stringify({ name: 'X'.repeat(1_048_576) });
    const answer = await request(smallService().app).post('/api/v1/crates').set(json).send(text).expect(413);
    expect(answer.body).toMatchObject({ ...problem('request.too-large', 413), limitBytes: 1_048_576 });
  });

  it('for another media type', async () => {
    const answer = await request(smallService().app).post('/api/v1/crates').set(rosa).type('text/plain').send('TEA');
    expect(answer.body).toMatchObject(problem('request.unsupported-media-type', 415));
  });

  it('for an unknown path', async () => {
    const answer = await request(smallService().app).get('/api/v1/boxes').set(rosa).expect(404);
    expect(answer.body).toMatchObject(problem('request.not-found', 404));
  });

  it('for a path that is not encoded correctly', async () => {
    const answer = await request(smallService().app).get('/api/v1/crates/%E0%A4%A').set(rosa);
    expect(answer.body).toMatchObject(problem('request.malformed', 400));
  });

  it('for a method that the path does not have, telling those that it has', async () => {
    const answer = await request(smallService().app).delete('/api/v1/crates').set(rosa).expect(405);
    expect(answer.body).toMatchObject(problem('request.method-not-allowed', 405));
    expect(answer.headers['allow']).toBe('GET, POST, HEAD, OPTIONS');
  });
});

describe('a request that does not fit is refused with every field named', () => {
  const refused = async (body: unknown) => {
    const answer = await request(smallService().app).post('/api/v1/crates').set(json).send(JSON.stringify(body));
    expect(answer.body).toMatchObject(problem('request.invalid', 400));
    return (answer.body as { errors: unknown }).errors;
  };

  it('for an unknown field', async () => {
    expect(await refused({ name: 'TEA', colour: 'red' })).toEqual([
      { field: 'colour', message: 'is not a known field' },
    ]);
  });

  it('for a missing field and a wrong one deep inside', async () => {
    expect(await refused({ parts: [{ weight: 1 }, { weight: 0, size: 1 }] })).toEqual([
      { field: 'name', message: 'is required' },
      { field: 'parts[1].weight', message: expect.stringContaining('>=1') },
      { field: 'parts[1].size', message: 'is not a known field' },
    ]);
  });

  it('for a field by the name of a prototype', async () => {
    const answer = await request(smallService().app)
      .post('/api/v1/crates')
      .set(json)
      .send('{"name":"A","__proto__":{}}');
    expect(answer.body).toMatchObject({ errors: [{ field: '__proto__' }] });
  });

  it('for a body where one is needed, and a body where none is', async () => {
    const { app } = smallService();
    expect((await request(app).post('/api/v1/crates').set(rosa)).body).toMatchObject(problem('request.invalid', 400));
    const sealed = request(app)
      .put('/api/v1/crates/TEA/seal')
      .set({ ...rosa, 'if-match': '"7"' });
    expect((await sealed.send({ wax: true })).body).toMatchObject({ errors: [{ field: 'body' }] });
  });

  it('for query parameters', async () => {
    const { app } = smallService();
    const errorsOf = async (path: string) => (await request(app).get(path).set(rosa).expect(400)).body as unknown;
    expect(await errorsOf('/api/v1/crates?limit=0')).toMatchObject({ errors: [{ field: 'query.limit' }] });
    expect(await errorsOf('/api/v1/crates?sort=name')).toMatchObject({ errors: [{ field: 'query.sort' }] });
    expect(await errorsOf('/api/v1/crates/TEA?deep=1')).toMatchObject({ errors: [{ field: 'query.deep' }] });
  });
});

describe('the version that was read', () => {
  const seal = (ifMatch?: string) => {
    const sent = request(smallService().app).put('/api/v1/crates/TEA/seal').set(rosa);
    return ifMatch === undefined ? sent : sent.set('if-match', ifMatch);
  };

  it('reaches the operation from If-Match', async () => {
    expect((await seal('"7"').expect(200)).body).toEqual({ person: 'rosa', ifMatch: 7 });
  });

  it('is asked for where it is required', async () => {
    expect((await seal().expect(428)).body).toMatchObject(problem('request.version-required', 428));
  });

  it('is refused when it is stale', async () => {
    expect((await seal('"6"').expect(412)).body).toMatchObject(problem('request.version-stale', 412));
  });

  it.each(['7', 'W/"7"', '*', '"7", "8"', '"abc"'])('is refused when it is no single strong ETag: %s', async (tag) => {
    expect((await seal(tag).expect(400)).body).toMatchObject({ errors: [{ field: 'If-Match' }] });
  });

  it('is refused by an operation that would not heed it', async () => {
    const sent = request(smallService().app)
      .post('/api/v1/crates')
      .set({ ...rosa, 'if-match': '"1"' });
    expect((await sent.send({ name: 'TEA' })).body).toMatchObject({ errors: [{ field: 'If-Match' }] });
  });
});

describe('an Idempotency-Key', () => {
  const digestOf = async (body: string, key = 'k-1') => {
    const sent = request(smallService().app)
      .post('/api/v1/crates')
      .set({ ...json, 'idempotency-key': key });
    const answer = await sent.send(body).expect(201);
    return (answer.body as { key: { key: string; digest: string } }).key;
  };

  it('comes with one digest for one request, however its JSON is written', async () => {
    const first = await digestOf('{"name":"TEA","parts":[]}');
    expect(await digestOf('{ "parts": [], "name": "TEA" }')).toEqual(first);
    expect(first).toEqual({ key: 'k-1', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('comes with another digest for another body', async () => {
    expect((await digestOf('{"name":"TEA"}')).digest).not.toBe((await digestOf('{"name":"RUM"}')).digest);
  });

  it.each(['x'.repeat(129), 'caf\u00e9'])('is refused when it is not 1-128 printable characters', async (key) => {
    const sent = request(smallService().app)
      .post('/api/v1/crates')
      .set({ ...json, 'idempotency-key': key });
    expect((await sent.send({ name: 'TEA' })).body).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] });
  });
});

describe('a request that names a page of the ledger', () => {
  it('waits until this instance has read it', async () => {
    const { app, book } = smallService();
    const clock: Clock = { now: () => 0, sleep: () => Promise.resolve().then(() => book.append('crate:TEA')) };
    const waiting = smallService({ ledger: book, clock });
    const answer = await request(waiting.app)
      .get('/api/v1/crates/TEA')
      .set({ ...rosa, 'lockstep-page': '3' })
      .expect(200);
    expect(answer.headers['lockstep-page']).toBe('3');
    expect((await request(app).get('/api/v1/crates/TEA').set(rosa)).headers['lockstep-page']).toBe('3');
  });

  it('is told to come again after two seconds without it', async () => {
    let now = 0;
    const clock: Clock = { now: () => now, sleep: (ms) => Promise.resolve(void (now += ms)) };
    const { app } = smallService({ clock });
    const answer = await request(app)
      .get('/api/v1/crates/TEA')
      .set({ ...rosa, 'lockstep-page': '1' })
      .expect(503);
    expect(answer.body).toMatchObject({ ...problem('ledger.behind', 503), wanted: 1, head: 0 });
    expect(answer.headers['retry-after']).toBe('2');
    expect(now).toBeGreaterThanOrEqual(2_000);
  });

  it('is refused when it names none', async () => {
    const sent = request(smallService().app)
      .get('/api/v1/crates')
      .set({ ...rosa, 'lockstep-page': 'last' });
    expect((await sent).body).toMatchObject({ errors: [{ field: 'Lockstep-Page' }] });
  });
});
