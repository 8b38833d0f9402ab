import { describe, expect, it } from '@jest/globals';
import { CredentialLatch } from '../../src/zosmf/index.ts';
import { client, json, rawServer } from './raw-server.ts';

describe('the first 401', () => {
  it('stops all work for the credential: nothing more is sent until a reset', async () => {
    let password = 'wrong';
    await using server = await rawServer((_seen, response) => {
      if (password === 'wrong') json(response, 401, {});
      else json(response, 200, []);
    });
    const alarms: string[] = [];
    const latch = new CredentialLatch(() => alarms.push('refused'));
    const one = client(server.port, { latch });
    const other = client(server.port, { latch });

    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 12 }, () => one.jobsByPrefix('R609A')),
      other.memberBytes('KSBP.SAV.COBOL', 'SVINTCLC'),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(Array.from({ length: 13 }, () => 'rejected'));
    await expect(other.submit('//J JOB', 'L1')).rejects.toMatchObject({ code: 'zosmf.credential' });
    expect(server.seen).toHaveLength(1);
    expect(alarms).toEqual(['refused']);
    expect(latch.refused).toBe(true);

    password = 'right';
    latch.reset();
    expect(await one.jobsByPrefix('R609A')).toEqual({ jobs: [], full: false });
  });
});

describe('requests at a time', () => {
  it('are at most 8 for jobs and 4 for files', async () => {
    const now = { jobs: 0, files: 0 };
    const most = { jobs: 0, files: 0 };
    await using server = await rawServer((seen, response) => {
      const service = seen.url.includes('/restjobs/') ? 'jobs' : 'files';
      now[service] += 1;
      most[service] = Math.max(most[service], now[service]);
      setTimeout(() => {
        now[service] -= 1;
        json(response, 200, service === 'jobs' ? [] : { items: [], returnedRows: 0 });
      }, 150);
    });
    const zosmf = client(server.port);
    await zosmf.jobsByPrefix('R609A');
    await Promise.all([
      ...Array.from({ length: 24 }, () => zosmf.jobsByPrefix('R609A')),
      ...Array.from({ length: 16 }, () => zosmf.members('KSBP.SAV.COBOL')),
    ]);
    expect(most).toEqual({ jobs: 8, files: 4 });
  });
});
