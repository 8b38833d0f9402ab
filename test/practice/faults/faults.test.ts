import { describe, expect, it } from '@jest/globals';
import { send, startSmallSystem } from '../support/small-system.ts';
import { textLibrary as library } from '../support/text-library.ts';

const token = { 'X-Practice-Token': 'practice' };
const plant = (system: { port: number }, fault: unknown) =>
  send(system, 'POST', '/practice/faults', { headers: token, body: JSON.stringify(fault), auth: undefined });
const create = (system: { port: number }, dsname: string) =>
  send(system, 'POST', `/zosmf/restfiles/ds/${dsname}`, {
    body: JSON.stringify({ dsorg: 'PS', alcunit: 'TRK', primary: 1, recfm: 'FB', lrecl: 80 }),
  });

describe('planted faults', () => {
  it('are reached with the practice token alone', async () => {
    await using system = await startSmallSystem();
    const answer = await send(system, 'GET', '/practice/faults', { headers: { 'X-Practice-Token': 'guess' } });
    expect([answer.status, answer.json()]).toMatchObject([
      401,
      { type: 'urn:lockstep:problem:access.unauthenticated' },
    ]);
    expect((await plant(system, { path: '(' })).status).toBe(400);
    expect((await plant(system, { effect: { kind: 'nonsense' } })).status).toBe(400);
  });

  it('drop the connection before or after the effect, once', async () => {
    await using system = await startSmallSystem();
    await plant(system, { method: 'POST', path: '/ds/A\\.ONE$', effect: { kind: 'drop-before' } });
    await plant(system, { method: 'POST', path: '/ds/A\\.TWO$', effect: { kind: 'drop-after' } });
    await expect(create(system, 'A.ONE')).rejects.toThrow('socket hang up');
    await expect(create(system, 'A.TWO')).rejects.toThrow('socket hang up');
    expect([system.dataSets.find('A.ONE'), system.dataSets.find('A.TWO')?.dsname]).toEqual([undefined, 'A.TWO']);
    expect((await create(system, 'A.ONE')).status).toBe(201);
  });

  it('answer a status, a page of a gateway, or nothing in time, as often as asked', async () => {
    await using system = await startSmallSystem({ fill: (dataSets) => void dataSets.create('A.B', library, 'DEVA') });
    await plant(system, { path: '/zosmf/info', times: 2, skip: 1, effect: { kind: 'answer', status: 503 } });
    await plant(system, { path: 'dslevel=A', effect: { kind: 'html' } });
    const statuses = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await send(system, 'GET', '/zosmf/info')).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    const page = await send(system, 'GET', '/zosmf/restfiles/ds?dslevel=A');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
    await plant(system, { effect: { kind: 'silent', seconds: 0.01 } });
    await expect(send(system, 'GET', '/zosmf/info')).rejects.toThrow('socket hang up');
  });

  it('can be listed and taken away', async () => {
    await using system = await startSmallSystem();
    await plant(system, { times: 3, effect: { kind: 'drop-before' } });
    expect((await send(system, 'GET', '/practice/faults', { headers: token })).json().items).toMatchObject([
      { id: 1, left: 3, method: '*' },
    ]);
    expect((await send(system, 'DELETE', '/practice/faults', { headers: token })).status).toBe(204);
    expect((await send(system, 'GET', '/zosmf/info')).status).toBe(200);
  });
});

describe('counts', () => {
  it('say how often each operation was called', async () => {
    await using system = await startSmallSystem();
    await create(system, 'A.ONE');
    await send(system, 'GET', '/zosmf/restfiles/ds?dslevel=A');
    await send(system, 'GET', '/zosmf/restfiles/ds/A.ONE');
    const counts = (await send(system, 'GET', '/practice/requests', { headers: token })).json();
    expect(counts).toEqual({ 'POST restfiles/ds': 1, 'GET restfiles/ds': 2 });
  });
});
