import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/changes/change.schema.ts';
import { startLab } from '../../src/lab/start-lab.ts';
import { sampleData } from '../../src/lab/stage.ts';
import { refused } from '../support/refused.ts';

describe('erasing through the API', () => {
  it('takes the texts of a person out of a record, by an administrator alone, and leaves the facts', async () => {
    await using lab = await startLab();
    const draft = sampleData('changes/CHG-000491.yaml') as { reason: string };
    await lab.as('intops').post<Change>('/changes', draft);
    const { head } = await lab.as('auditor').get<{ head: number }>('/book');
    const before = await lab.as('auditor').get<Change>('/changes/CHG-000491');
    expect(before.reason).toBe(draft.reason.trim());
    const asked = { page: head, entry: 0, reason: 'the person asked for it' };
    expect(await refused(lab.as('intops').post('/book/erasures', asked))).toMatchObject({ code: 'access.forbidden' });
    expect(await lab.as('admin').post('/book/erasures', asked)).toMatchObject({
      ...{ page: head, entry: 0, stream: 'change:CHG-000491', type: 'change.raised/1', on: head + 1 },
    });
    const after = await lab.as('auditor').get<Change>('/changes/CHG-000491');
    expect(after).toMatchObject({
      ...{ id: 'CHG-000491', owner: before.owner, risk: before.risk, items: before.items, state: before.state },
      ...{ reason: '[erased]', description: '[erased]', recordVersion: before.recordVersion + 1 },
    });
    const items = refused(lab.as('admin').post('/book/erasures', { ...asked, entry: 1 }));
    expect(await items).toMatchObject({ status: 409, code: 'ledger.not-erasable' });
    await lab.restartService();
    expect(await lab.as('auditor').get('/changes/CHG-000491')).toEqual(after);
  }, 90_000);
});
