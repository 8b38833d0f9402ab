import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/changes/change.schema.ts';
import { startLab } from '../../src/lab/start-lab.ts';
import { sampleData } from '../../src/lab/stage.ts';
import { commandLine } from '../../src/main/command-line.ts';
import { eventually } from '../support/sample-night.ts';
import { refused } from '../support/refused.ts';

async function lockstep(...words: string[]) {
  let said = '';
  const hear = (text: string) => void (said += text);
  return { code: await commandLine(words, { out: hear, err: hear }), said: () => said };
}

describe('a service over a copy of a book', () => {
  it('reads, says what it is, changes nothing anywhere, and drives once an administrator has moved the book', async () => {
    await using lab = await startLab();
    await lab.as('intops').post<Change>('/changes', sampleData('changes/CHG-000491.yaml'));
    await lab.stopService();
    rmSync(join(lab.dataFolder, 'home'));
    await lab.startService();
    const url = lab.serviceUrl();
    const ready = async () =>
      (await fetch(`${url}/readyz`)).json() as Promise<{ ready: boolean; conditions: object[] }>;

    const copy = await ready();
    expect(copy.ready).toBe(false);
    expect(copy.conditions).toContainEqual(
      expect.objectContaining({ name: 'book', ready: false, detail: expect.stringContaining('lockstep book move') }),
    );
    expect(await lab.as('auditor').get('/changes/CHG-000491')).toMatchObject({ state: 'draft' });
    const page = await lab.as('auditor').text('/');
    expect(page).toContain('role="alert"');
    expect(page).toContain('this is a copy of book');

    const before = await lab.as('auditor').get<{ head: number }>('/book');
    // With the line to z/OSMF cut, an operation that reached for it first would say so.
    await lab.line.cut();
    for (const post of [
      () => lab.as('intops').post('/changes/CHG-000491/submission'),
      () => lab.as('admin').post('/systems/KSB1/credential-reset', { because: 'it was changed' }),
      () => lab.as('admin').post('/clock', { speed: 2, because: 'it is late' }),
    ])
      expect(await refused(post())).toMatchObject({ status: 503, code: 'ledger.elsewhere' });
    expect(await lab.as('auditor').get('/book')).toEqual(before);
    await lab.line.mend();

    const tokenFile = join(lab.folder, 'token');
    const move = ['book', 'move', '--url', url, '--token-file', tokenFile, '--reason', 'the old machine is gone'];
    writeFileSync(tokenFile, lab.tokenOf('relmgr'));
    const forbidden = await lockstep(...move);
    expect(forbidden.code).toBe(1);
    expect(forbidden.said()).toContain('administrator');
    writeFileSync(tokenFile, `${lab.tokenOf('admin')}\n`);
    const moved = await lockstep(...move);
    expect({ code: moved.code, said: moved.said() }).toEqual({
      code: 0,
      said: expect.stringContaining('commands are decided here'),
    });

    await eventually('the engine drives', async () => {
      const { conditions } = await ready();
      return conditions.find((each) => 'drives' in each && each.drives === true);
    });
    expect((await ready()).ready).toBe(true);
    await lab.as('admin').post('/clock', { to: '2026-09-08T09:00', speed: 100, because: 'the test goes on' });
    expect(await lab.as('intops').post<Change>('/changes/CHG-000491/submission')).toMatchObject({ state: 'in-review' });
  }, 90_000);
});
