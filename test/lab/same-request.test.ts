import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lab, startLab } from '../../src/lab/start-lab.ts';
import { sampleData } from '../../src/lab/stage.ts';

interface Told {
  readonly status: number;
  readonly page: string | null;
  readonly body: Record<string, unknown>;
}

let lab: Lab;

beforeAll(async () => {
  lab = await startLab();
  await post('intops', '/changes', { body: sampleData('changes/CHG-000491.yaml') });
});
afterAll(() => lab.stop());

async function post(person: string, path: string, { key, body }: { key?: string; body?: object } = {}): Promise<Told> {
  const answer = await fetch(`${lab.serviceUrl()}/api/v1${path}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${lab.tokenOf(person)}`,
      'Content-Type': 'application/json',
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const page = answer.headers.get('lockstep-page');
  return { status: answer.status, page, body: (await answer.json()) as Record<string, unknown> };
}

/** Entries of the book on a stream, as the event stream tells them. */
async function entriesOn(stream: string): Promise<string[]> {
  const over = new AbortController();
  const types: string[] = [];
  const { head } = await lab.as('auditor').get<{ head: number }>('/book');
  for await (const { page, entries } of lab.as('auditor').follow([], 0, over.signal)) {
    types.push(...entries.flatMap((entry) => (entry.stream === stream ? [entry.type] : [])));
    if (page === head) break;
  }
  over.abort();
  return types;
}

describe('a request that is sent again under its Idempotency-Key', () => {
  it('is refused again as it was, and the refusal is recorded, where it was refused before any system was read', async () => {
    const [first, again] = [
      await post('relmgr', '/changes/CHG-000491/submission', { key: 'not-mine' }),
      await post('relmgr', '/changes/CHG-000491/submission', { key: 'not-mine' }),
    ];
    expect(first.body).toMatchObject({ type: 'urn:lockstep:problem:change.not-yours', status: 403 });
    expect({ ...again.body, instance: '' }).toEqual({ ...first.body, instance: '' });
    const absent = await post('relmgr', '/releases/REL-000099/readiness', { key: 'no-such-release' });
    expect(absent.body).toMatchObject({ status: 404 });
    expect(await post('relmgr', '/releases/REL-000099/runs', { key: 'no-such-release' })).toMatchObject({
      body: { type: 'urn:lockstep:problem:request.key-reused' },
    });
    expect(await entriesOn('requests:relmgr')).toEqual(['request.refused/1', 'request.refused/1']);
  });

  it('has its first answer while z/OSMF does not answer: what was read need not be read again', async () => {
    const first = await post('intops', '/changes/CHG-000491/submission', { key: 'submit' });
    expect(first.body).toMatchObject({ state: 'in-review' });
    await lab.line.cut();
    const again = await post('intops', '/changes/CHG-000491/submission', { key: 'submit' });
    await lab.line.mend();
    expect(again).toEqual(first);
  });

  it('does not set the pace of a rehearsal twice', async () => {
    const pace = { key: 'pace', body: { speed: 30, because: 'A little faster' } };
    const [first, again] = [await post('admin', '/clock', pace), await post('admin', '/clock', pace)];
    expect(again.page).toBe(first.page);
    const segments = JSON.parse(readFileSync(join(lab.folder, 'clock.json'), 'utf8')) as { speed: number }[];
    expect(segments.filter(({ speed }) => speed === 30)).toHaveLength(1);
    const other = await post('admin', '/clock', { ...pace, body: { speed: 40, because: 'Faster still' } });
    expect(other.body).toMatchObject({ type: 'urn:lockstep:problem:request.key-reused' });
  });

  it('has the readiness report that was made when it was first sent', async () => {
    await post('relmgr', '/releases', { body: sampleData('releases/REL-000043.yaml') });
    const first = await post('relmgr', '/releases/REL-000043/readiness', { key: 'ready' });
    const again = await post('relmgr', '/releases/REL-000043/readiness', { key: 'ready' });
    expect(first.status).toBe(200);
    expect(again).toEqual(first);
  });

  it('shows a record as the first answer showed it, not what came after', async () => {
    const decision = { group: 'risk-review', decision: 'approve', reason: 'Read and agreed' };
    const first = await post('riskrev', '/changes/CHG-000491/decisions', { key: 'decide', body: decision });
    await post('savowner', '/changes/CHG-000491/decisions', { body: { ...decision, group: 'application-owner' } });
    expect(await post('riskrev', '/changes/CHG-000491/decisions', { key: 'decide', body: decision })).toEqual(first);
  });
});
