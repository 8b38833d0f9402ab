import { describe, expect, it } from '@jest/globals';
import { client, jobDocument, json, rawServer } from './raw-server.ts';

const jcl = "//R609A030 JOB (SAV),'REL42',CLASS=R,TYPRUN=HOLD\n//S1 EXEC PGM=IEFBR14";

describe('a submit whose connection dies after the server has read it', () => {
  it('is seen exactly once, although idle connections wait in the pool', async () => {
    await using server = await rawServer((seen, response) => {
      if (seen.method === 'PUT') seen.socket.destroy();
      else setTimeout(() => json(response, 200, []), 50);
    });
    const zosmf = client(server.port);
    await zosmf.jobsByPrefix('R609A');
    await Promise.all(['A', 'B', 'C', 'D', 'E'].map((prefix) => zosmf.jobsByPrefix(prefix)));
    expect(new Set(server.seen.map((seen) => seen.socket.remotePort)).size).toBeGreaterThanOrEqual(5);

    await expect(zosmf.submit(jcl, 'LABC')).rejects.toMatchObject({ code: 'zosmf.in-doubt' });

    const puts = server.seen.filter((seen) => seen.method === 'PUT');
    expect(puts).toHaveLength(1);
    const earlier = server.seen.filter((seen) => seen.method === 'GET').map((seen) => seen.socket.remotePort);
    expect(earlier).not.toContain(puts[0]?.socket.remotePort);
  });

  it.each(['release', 'purge', 'command'] as const)('and so is a %s', async (what) => {
    await using server = await rawServer((seen, response) => {
      if (seen.method === 'GET') json(response, 200, []);
      else seen.socket.destroy();
    });
    const zosmf = client(server.port);
    await zosmf.jobsByPrefix('R609A');
    await zosmf.jobsByPrefix('R609A');
    await expect(zosmf[what]('J0004711:LABC')).rejects.toMatchObject({ code: 'zosmf.in-doubt' });
    expect(server.seen.filter((seen) => seen.method !== 'GET')).toHaveLength(1);
  });
});

describe('a submit', () => {
  it('carries the user correlator, and the JCL as one text of 80-byte records', async () => {
    await using server = await rawServer((_seen, response) => json(response, 201, jobDocument()));
    const job = await client(server.port).submit(jcl, 'LABC');
    expect(job['job-correlator']).toBe('J0004711KSB1....E1B2C3D4.......:LABC');
    expect(server.seen[0]).toMatchObject({
      method: 'PUT',
      url: '/zosmf/restjobs/jobs',
      body: jcl,
      headers: {
        'x-ibm-user-correlator': 'LABC',
        'x-ibm-intrdr-mode': 'TEXT',
        'x-ibm-intrdr-lrecl': '80',
        'x-ibm-intrdr-recfm': 'F',
        'x-csrf-zosmf-header': 'true',
      },
    });
  });

  it('is not sent with a correlator that JES would not take', async () => {
    await using server = await rawServer((_seen, response) => json(response, 201, jobDocument()));
    await expect(client(server.port).submit(jcl, 'lower\r\nX: y')).rejects.toMatchObject({ code: 'zosmf.refused' });
    expect(server.seen).toHaveLength(0);
  });
});
