import { describe, expect, it } from '@jest/globals';
import { send, startSmallSystem } from '../support/small-system.ts';
import { textLibrary as library } from '../support/text-library.ts';

const ds = '/zosmf/restfiles/ds';
const fs = '/zosmf/restfiles/fs';
const json = { 'Content-Type': 'application/json' };

type On = Awaited<ReturnType<typeof startSmallSystem>>;
const create = (on: On, dsname: string, wish: object) =>
  send(on, 'POST', `${ds}/${dsname}`, { body: JSON.stringify(wish) });
const file = (on: On, path: string, body: string, headers = {}) =>
  send(on, 'PUT', fs + path, { body, headers: { 'Content-Type': 'text/plain', ...headers } });
const utility = (on: On, path: string, body: object) =>
  send(on, 'PUT', path, { body: JSON.stringify(body), headers: json });

describe('what a request for files asks for is done or refused', () => {
  it('a block size that holds no whole records lets a data set be made, but not written', async () => {
    await using system = await startSmallSystem();
    const made = await create(system, 'DEVA.ODD', { dsorg: 'PS', primary: 1, recfm: 'FB', lrecl: 80, blksize: 100 });
    expect(made.status).toBe(201);
    const written = await send(system, 'PUT', `${ds}/DEVA.ODD`, {
      body: 'x',
      headers: { 'Content-Type': 'text/plain' },
    });
    expect([written.status, written.json()]).toMatchObject([500, { category: 6, rc: 8, message: 'fopen() error' }]);
    expect((await send(system, 'GET', `${ds}/DEVA.ODD`)).text).toBe('');
  });

  it('a strict site knows its own classes alone', async () => {
    await using system = await startSmallSystem({ site: { allocation: { strict: true, storageClasses: ['FAST'] } } });
    const wish = { dsorg: 'PS', primary: 1, recfm: 'FB', lrecl: 80 };
    expect((await create(system, 'DEVA.NO', { ...wish, storclass: 'SLOW' })).status).toBe(500);
    expect(system.dataSets.find('DEVA.NO')).toBeUndefined();
    expect((await create(system, 'DEVA.YES', { ...wish, storclass: 'FAST' })).status).toBe(201);
  });

  it('no program object becomes a member', async () => {
    await using system = await startSmallSystem({ fill: (sets) => void sets.create('DEVA.LIB', library, 'DEVA') });
    await file(system, '/u/deva/prog', 'x');
    const body = { request: 'copy', 'from-file': { filename: '/u/deva/prog', type: 'executable' } };
    expect((await utility(system, `${ds}/DEVA.LIB(PROG)`, body)).status).toBe(400);
    expect(system.dataSets.members('DEVA.LIB')).toEqual([]);
  });

  it('a refusal for lack of address spaces has the form of the files service', async () => {
    await using system = await startSmallSystem({ site: { zosmf: { addressSpacesPerUser: 1 } } });
    const body = {
      proc: 'OMVSPROC',
      chset: '697',
      cpage: '1047',
      rows: '24',
      cols: '80',
      rsize: '4096',
      acct: 'DEFAULT',
    };
    await send(system, 'POST', `/zosmf/tsoApp/tso?${new URLSearchParams(body).toString()}`);
    const answer = await send(system, 'GET', `${ds}?dslevel=SYS1`);
    expect([answer.status, Object.keys(answer.json())]).toEqual([
      500,
      ['category', 'rc', 'reason', 'message', 'stack'],
    ]);
  });
});

describe('what a request for UNIX files asks for is done or refused', () => {
  it('X-IBM-BPXK-AUTOCVT off leaves the tag aside', async () => {
    await using system = await startSmallSystem();
    await file(system, '/u/deva/tagged', 'A', { 'X-IBM-Data-Type': 'text;fileEncoding=ISO8859-1' });
    await utility(system, `${fs}/u/deva/tagged`, {
      request: 'chtag',
      action: 'set',
      type: 'text',
      codeset: 'ISO8859-1',
    });
    const read = (value?: string) =>
      send(system, 'GET', `${fs}/u/deva/tagged`, {
        headers: value === undefined ? {} : { 'X-IBM-BPXK-AUTOCVT': value },
      });
    expect((await read()).text).toBe('A');
    expect((await read('all')).text).toBe('A');
    expect((await read('off')).text).not.toBe('A');
    expect((await read('maybe')).status).toBe(400);
  });

  it('chmod leaves what a link leads to alone under links: suppress', async () => {
    await using system = await startSmallSystem();
    await file(system, '/u/deva/f', 'x');
    await utility(system, `${fs}/u/deva/l`, { request: 'link', from: '/u/deva/f', type: 'symbol' });
    const mode = async () => (await send(system, 'GET', `${fs}?path=/u/deva/f`)).json().items[0]!['mode'] as string;
    const before = await mode();
    expect((await utility(system, `${fs}/u/deva/l`, { request: 'chmod', mode: '700', links: 'suppress' })).status).toBe(
      204,
    );
    expect(await mode()).toBe(before);
    expect((await utility(system, `${fs}/u/deva/l`, { request: 'chmod', mode: '700' })).status).toBe(204);
    expect(await mode()).toBe('-rwx------');
  });

  it.each([
    { request: 'chmod', mode: '700', links: 'change' },
    { request: 'chown', owner: 'DEVA', links: 'suppress' },
    { request: 'copy', from: '/u/deva', recursive: true, links: 'all' },
    { request: 'link', from: '/u/deva/f', type: 'symbol', recursive: true },
    { request: 'getfacl', type: 'everything' },
  ])('%j is refused', async (body) => {
    await using system = await startSmallSystem();
    await file(system, '/u/deva/f', 'x');
    expect((await utility(system, `${fs}/u/deva/f2`, body)).status).toBe(400);
  });

  it.each(['copy', 'move'])('%s with overwrite: false leaves a file that is there', async (request) => {
    await using system = await startSmallSystem();
    await file(system, '/u/deva/a', 'new');
    await file(system, '/u/deva/b', 'old');
    expect((await utility(system, `${fs}/u/deva/b`, { request, from: '/u/deva/a', overwrite: false })).status).toBe(
      500,
    );
    expect((await send(system, 'GET', `${fs}/u/deva/b`)).text.trim()).toBe('old');
  });
});
