import { describe, expect, it } from '@jest/globals';
import { ZosmfConnection } from '../../src/estate/estate.schema.ts';
import { connectZosmf } from '../../src/zosmf/index.ts';
import { jobDocument, json, rawServer } from './raw-server.ts';
import { brokenTunnel } from './tls-server.ts';

const over = (port: number, rejectUnauthorized = true) =>
  connectZosmf({
    system: 'KSB1',
    connection: ZosmfConnection.parse({ host: '127.0.0.1', port, rejectUnauthorized, user: 'LOCKSTP' }),
    password: 'S3CRETPW',
  });

const jcl = '//R609A030 JOB 1\n//S1 EXEC PGM=X';

describe('a fault of TLS', () => {
  it('after the request was sent leaves a submission in doubt: the job was taken', async () => {
    await using system = await brokenTunnel();
    await expect(over(system.port, false).submit(jcl, 'LABC')).rejects.toMatchObject({ code: 'zosmf.in-doubt' });
    expect(system.taken.join('')).toContain('EXEC PGM=X');
  });

  it('before the handshake was done says that nothing was sent', async () => {
    await using plain = await rawServer((_seen, response) => json(response, 201, jobDocument()));
    await expect(over(plain.port).submit(jcl, 'LABC')).rejects.toMatchObject({ code: 'zosmf.unreachable' });
    expect(plain.seen).toEqual([]);
  });

  it('for a certificate that nobody vouches for says that nothing was sent', async () => {
    await using system = await brokenTunnel();
    await expect(over(system.port).submit(jcl, 'LABC')).rejects.toMatchObject({ code: 'zosmf.unreachable' });
    expect(system.taken.join('')).toBe('');
  });
});
