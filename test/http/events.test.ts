import { afterEach, describe, expect, it } from '@jest/globals';
import { listen, type Listening } from '../../src/http/listen.ts';
import { smallService } from './small-service.ts';

interface Event {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
}

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function running() {
  const stop = new AbortController();
  const service = smallService({ stopping: stop.signal });
  const server: Listening = await listen(service.app, { host: '127.0.0.1', port: 0 });
  open.push(
    () => server.close(),
    () => stop.abort(),
  );
  return { ...service, url: `${server.url}/api/v1/events`, stop: () => stop.abort(), close: () => server.close() };
}

async function follow(url: string, headers: Record<string, string> = {}) {
  const left = new AbortController();
  open.push(() => left.abort());
  const answer = await fetch(url, { headers: { authorization: 'Bearer rosa', ...headers }, signal: left.signal });
  return { status: answer.status, type: answer.headers.get('content-type'), events: eventsIn(answer), answer };
}

async function* eventsIn(answer: Response): AsyncGenerator<Event, undefined> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks)
      yield Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
  }
  return undefined;
}

async function pagesOf(events: AsyncGenerator<Event, undefined>, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const { value } = await events.next();
    if (value === undefined) throw new Error('the stream ended early');
    if (value.event === 'page') ids.push(value.id ?? '');
  }
  return ids;
}

describe('the event stream', () => {
  it('sends one event a page, from now on', async () => {
    const { url, book } = await running();
    book.append('run:RUN-000001');
    const { type, events } = await follow(url);
    expect(type).toContain('text/event-stream');
    await events.next();
    book.append('run:RUN-000001', 'step:RUN-000001/copy');
    const { value } = await events.next();
    const page = value?.event === 'page' ? value : (await events.next()).value;
    expect(page?.id).toBe(`${book.book}:2`);
    expect(JSON.parse(page?.data ?? '')).toMatchObject({
      page: 2,
      entries: [{ stream: 'run:RUN-000001' }, { stream: 'step:RUN-000001/copy' }],
    });
  });

  it('resumes after the last event that the client had', async () => {
    const { url, book } = await running();
    for (const run of ['run:A', 'run:B', 'run:C']) book.append(run);
    const { events } = await follow(url, { 'last-event-id': `${book.book}:1` });
    expect(await pagesOf(events, 2)).toEqual([`${book.book}:2`, `${book.book}:3`]);
  });

  it('keeps to the streams that were asked for, and what stands below them', async () => {
    const { url, book } = await running();
    for (const stream of ['run:RUN-000001', 'run:RUN-0000012', 'step:RUN-000001/bind', 'change:CHG-1', 'release:R'])
      book.append(stream);
    const { events } = await follow(`${url}?after=0&stream=run:RUN-000001&stream=step:RUN-000001&stream=release:`);
    expect(await pagesOf(events, 3)).toEqual([1, 3, 5].map((page) => `${book.book}:${page}`));
  });

  it('carries the page in heartbeats, so that a client that hears nothing resumes near the head', async () => {
    const { url, book } = await running();
    const { events } = await follow(`${url}?stream=run:RUN-000009`);
    book.append('change:CHG-000001');
    for await (const { event, id } of events) {
      expect(event === undefined || event === 'heartbeat').toBe(true);
      if (id === `${book.book}:1`) break;
    }
  });

  it('refuses an id of another book, of no form, or from the future', async () => {
    const { url, book } = await running();
    expect((await follow(url, { 'last-event-id': 'BOTHER:1' })).status).toBe(400);
    expect((await follow(url, { 'last-event-id': 'nonsense' })).status).toBe(400);
    expect((await follow(url, { 'last-event-id': `${book.book}:9` })).status).toBe(503);
    expect((await follow(`${url}?stream=DROP TABLE`)).status).toBe(400);
  });

  it('is for people who are signed in', async () => {
    const { url } = await running();
    expect((await follow(url, { authorization: '' })).status).toBe(401);
  });

  it('ends when the service stops, and then the server closes', async () => {
    const { url, stop, close } = await running();
    const { events } = await follow(url);
    await events.next();
    stop();
    for await (const { event } of events) expect(event).not.toBe('page');
    await close();
    open.splice(0);
  });
});
