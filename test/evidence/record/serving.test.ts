import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { RecordModel } from '../../../src/evidence/record/model.rules.ts';
import { closed, heldAfterAbend, inTheMiddle, notReady } from './nights.ts';
import { readHtml, shown } from './read-html.ts';
import { servedNight } from './served-night.ts';

const rosa = { authorization: 'Bearer rosa', accept: 'text/html' };

const another = (model: RecordModel, id: string, title: string): RecordModel => ({
  ...model,
  steps: [],
  release: { ...model.release, id, title, run: `RUN-${id.slice(4)}` },
  ...(model.run && { run: { ...model.run, id: `RUN-${id.slice(4)}`, release: id } }),
});

async function heading(app: Parameters<typeof request>[0], path: string): Promise<string> {
  const { text } = await request(app).get(path).set(rosa).expect(200);
  return shown(readHtml(text).find(({ name }) => name === 'h1')?.text ?? '');
}

describe('the page at /', () => {
  it('is the release in progress, though another one is newer', async () => {
    const newer = another(notReady, 'REL-000043', 'Statement limits as a card');
    expect(await heading(servedNight(newer, inTheMiddle).app, '/')).toBe('Fifth interest tier and third-quarter rates');
  });

  it('is the newest release where none is in progress', async () => {
    expect(await heading(servedNight(notReady).app, '/')).toBe('Fifth interest tier and third-quarter rates');
  });

  it('is the list where two nights run at once, each with its state', async () => {
    const { app } = servedNight(heldAfterAbend, another(inTheMiddle, 'REL-000043', 'Statement limits as a card'));
    const { text } = await request(app).get('/').set(rosa).expect(200);
    const rows = readHtml(text).filter(({ attributes }) => attributes['data-told'] !== undefined);
    expect(rows.map(({ attributes }) => attributes['data-told'])).toEqual([
      'REL-000042: Held',
      'REL-000043: In progress',
    ]);
  });

  it('says what to do where there is no release yet', async () => {
    const { text } = await request(servedNight().app).get('/').set(rosa).expect(200);
    expect(text).toContain('There is no release yet.');
  });

  it('leads a browser that has not signed in to where it can', async () => {
    const answer = await request(servedNight(inTheMiddle).app).get('/').set('accept', 'text/html').expect(303);
    expect(answer.headers['location']).toBe('/sign-in?then=%2F');
  });
});

describe('the record of a release', () => {
  it("comes with a policy that lets only this service's own script run", async () => {
    const { headers } = await request(servedNight(inTheMiddle).app).get('/releases/REL-000042').set(rosa).expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/script-src 'self';/);
    const script = await request(servedNight(inTheMiddle).app).get('/record.js').set(rosa).expect(200);
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it('is collected whole: run, steps, plan, readiness and changes', async () => {
    const { text } = await request(servedNight(inTheMiddle).app).get('/releases/REL-000042').set(rosa).expect(200);
    const all = shown(readHtml(text).find(({ name }) => name === 'main')?.text ?? '');
    for (const words of [
      'R609A110',
      'proven',
      '12 of 17 passed',
      'CHG-000487',
      'all 14 questions are answered yes',
      'F01 SVSTMT01',
    ])
      expect(all).toContain(words);
  });

  it('can be kept as one file', async () => {
    const { text } = await request(servedNight(closed).app).get('/releases/REL-000042/record').set(rosa).expect(200);
    expect(text).toContain('class="kept"');
    expect(text).not.toContain('<script');
  });

  it('is not found where there is no such release', async () => {
    await request(servedNight(closed).app).get('/releases/REL-000099').set(rosa).expect(404);
  });
});
