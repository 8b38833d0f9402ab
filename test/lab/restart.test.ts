import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/changes/change.schema.ts';
import { startLab } from '../../src/lab/start-lab.ts';
import { sampleData } from '../../src/lab/stage.ts';
import { startService } from '../../src/service/start-service.ts';
import { problemFrom } from '../support/problem-from.ts';

describe('a service that is stopped and started again', () => {
  it('goes on with the same book, people and records', async () => {
    await using lab = await startLab();
    await lab.as('intops').post<Change>('/changes', sampleData('changes/CHG-000491.yaml'));
    const before = await lab.as('auditor').get<Change>('/changes/CHG-000491');
    const token = lab.tokenOf('auditor');
    await lab.restartService();
    expect(lab.tokenOf('auditor')).toBe(token);
    expect(await lab.as('auditor').get<Change>('/changes/CHG-000491')).toEqual(before);
  });

  it('has its data folder to itself', async () => {
    await using lab = await startLab();
    const second = startService(lab.config, () => 'practice1');
    expect(await problemFrom(second)).toMatchObject({ code: 'store.folder-taken' });
    expect(await lab.as('auditor').get('/changes')).toMatchObject({ rows: [] });
  });

  it('does not start without the password of a system, and names the setting', async () => {
    await using lab = await startLab();
    await lab.stopService();
    expect(await problemFrom(startService(lab.config, () => undefined))).toMatchObject({
      code: 'config.invalid',
      facts: { setting: 'LOCKSTEP_ZOSMF_KSB1_PASSWORD' },
    });
    await lab.startService();
    expect(await lab.as('auditor').get('/changes')).toMatchObject({ rows: [] });
  });

  it('starts while z/OSMF is down: a change can be raised; to submit it, its content must be read', async () => {
    await using lab = await startLab();
    await lab.line.cut();
    await lab.restartService();
    const change = await lab.as('intops').post<Change>('/changes', sampleData('changes/CHG-000491.yaml'));
    expect(change.state).toBe('draft');
    const submitted = problemFrom(lab.as('intops').post('/changes/CHG-000491/submission'));
    expect(await submitted).toMatchObject({ status: 502, problem: { system: 'KSB1' } });
  });
});
