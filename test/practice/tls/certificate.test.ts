import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { certificateFile, Site, startPractice } from '../../../src/practice/index.ts';
import type { Practice } from '../../../src/practice/index.ts';
import { systemClock } from '../../../src/shared/clock.ts';

const site = Site.parse({
  system: { name: 'PRC1', sysplex: 'PLEX', node: 'PRACT' },
  users: [{ userid: 'DEVA', password: 'secret-1' }],
});

let folder: string;
let practice: Practice;
const start = () =>
  startPractice({ site, folder, port: 0, clock: systemClock, tls: 'made', practiceToken: 'practice' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'practice-tls-'));
  practice = await start();
});

afterAll(async () => {
  await practice.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** @returns the status, or why there was no answer */
const get = (ca: string, path = '/zosmf/info', method = 'GET') =>
  new Promise<number | string>((resolve) => {
    const headers = {
      Authorization: `Basic ${Buffer.from('DEVA:secret-1').toString('base64')}`,
      'X-CSRF-ZOSMF-HEADER': 'true',
      'X-Practice-Token': 'practice',
    };
    request({ host: '127.0.0.1', port: practice.port, path, method, headers, ca, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .end();
  });

describe('TLS of the practice system', () => {
  it('makes a certificate at its first start, which a client can trust by its file', async () => {
    expect(practice.url).toMatch(/^https:/);
    const file = certificateFile(folder);
    expect(readFileSync(file, 'utf8')).toBe(practice.certificate);
    expect(await get(readFileSync(file, 'utf8'))).toBe(200);
    expect(statSync(join(folder, 'key.pem')).mode & 0o077).toBe(0);
  });

  it('is not trusted by a client that does not know it', async () => {
    const other = await startPractice({ site, port: 0, clock: systemClock, tls: 'made' });
    const stranger = other.certificate ?? '';
    await other.stop();
    expect(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_SIGNATURE_FAILURE']).toContain(
      await get(stranger),
    );
  });

  it('speaks no plain HTTP on that port', async () => {
    const { get: plain } = await import('node:http');
    const end = await new Promise<string>((resolve) => {
      plain({ host: '127.0.0.1', port: practice.port, agent: false }, () => resolve('answered')).on(
        'error',
        (error: NodeJS.ErrnoException) => resolve(error.code ?? ''),
      );
    });
    expect(end).toBe('ECONNRESET');
  });

  it('keeps the certificate over a restart, and gives another one when it is told to', async () => {
    const before = practice.certificate ?? '';
    await practice.stop();
    practice = await start();
    expect(practice.certificate).toBe(before);
    const standing = connect({ host: '127.0.0.1', port: practice.port, ca: before });
    await new Promise((resolve) => standing.once('secureConnect', resolve));
    expect(await get(before, '/practice/certificate', 'POST')).toBe(204);
    expect(await get(before)).toMatch(/SIGNED|SIGNATURE/);
    expect(standing.destroyed).toBe(false);
    standing.destroy();
  });
});
