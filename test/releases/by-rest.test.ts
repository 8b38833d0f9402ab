import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/changes/change.schema.ts';
import type { Plan } from '../../src/releases/plan.schema.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import { approve, fixture, kestrelService, type KestrelService } from './kestrel-service.ts';

const tier = 'CHG-000481';
const rates = 'CHG-000487';
const release = 'REL-000042';

/** Fixture and REST: the sample's way from changes to a plan, on the practice system. */
describe('changes and their release by REST', () => {
  let service: KestrelService;
  beforeAll(async () => {
    service = await kestrelService();
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
  });

  const changeNow = async (id: string) =>
    (await service.as('auditor').get(`/changes/${id}`).expect(200)).body as Change;
  const releaseNow = async () => (await service.as('auditor').get(`/releases/${release}`).expect(200)).body as Release;

  it('raises a change under the number of the site, or the next free one', async () => {
    const raised = await service
      .as('savdev')
      .post('/changes', fixture(`changes/${tier}`))
      .expect(201);
    expect(raised.headers['location']).toBe(`/api/v1/changes/${tier}`);
    await service
      .as('savdev')
      .post('/changes', fixture(`changes/${tier}`))
      .expect(409);
    const { id: _, ...draft } = fixture('changes/CHG-000491');
    const unnumbered = { ...draft, items: [{ type: 'copybook', name: 'SVCNONE', application: 'SAV' }] };
    const next = await service.as('intops').post('/changes', unnumbered).expect(201);
    expect((next.body as Change).id).toBe('CHG-000482');
    await service
      .as('intops')
      .post('/changes', fixture(`changes/${rates}`))
      .expect(201);
    await service.as('nightop').post('/changes', unnumbered).expect(403);
  });

  it('names the field of what does not fit', async () => {
    const draft = { ...fixture('changes/CHG-000491'), id: undefined, urgency: 'very' };
    const unknown = await service.as('savdev').post('/changes', draft).expect(400);
    expect(JSON.stringify(unknown.body)).toContain('urgency');
    const bad = {
      ...draft,
      urgency: undefined,
      items: [{ type: 'copybook', name: 'toolongname', application: 'SAV' }],
    };
    const answer = await service.as('savdev').post('/changes', bad).expect(400);
    expect(answer.body).toMatchObject({ type: 'urn:lockstep:problem:item.attribute-invalid', field: 'items.0.name' });
  });

  it('reads the content when a change is submitted, and says what is missing', async () => {
    await service.as('savdev').post(`/changes/${tier}/submission`).expect(200);
    const change = await changeNow(tier);
    expect(change).toMatchObject({ state: 'in-review' });
    const parts = change.items.flatMap((item) => item.parts);
    expect(parts.every(({ approved }) => approved?.length === 64)).toBe(true);
    expect(parts.filter(({ baseline }) => baseline === undefined).map(({ member }) => member)).toEqual(['SVJQINT1']);
    const dbrm = parts.filter(({ form }) => form === 'dbrm');
    expect(dbrm.map(({ token }) => token?.length)).toEqual([16, 16]);
    const missing = await service.as('intops').post('/changes/CHG-000482/submission').expect(409);
    expect(JSON.stringify(missing.body)).toContain('KSBR.R2609B.COPYLIB(SVCNONE) is not there');
    await service.as('intops').post(`/changes/${rates}/submission`).expect(200);
  });

  it('refuses the approval of the owner, the second one of a person, and an old version', async () => {
    const decision = { group: 'application-owner', decision: 'approve', reason: 'Mine' };
    const own = await service.as('savdev').post(`/changes/${tier}/decisions`, decision).expect(403);
    expect(own.body).toMatchObject({ type: 'urn:lockstep:problem:change.own-approval' });
    const board = { group: 'board', decision: 'approve', reason: 'Yes' };
    await service.as('cabchair').post(`/changes/${tier}/decisions`, board).set('If-Match', '"1"').expect(412);
    await service.as('cabchair').post(`/changes/${tier}/decisions`, board).expect(201);
    await service.as('cabchair').post(`/changes/${tier}/decisions`, board).expect(409);
  });

  it('answers the same decision under the same Idempotency-Key once', async () => {
    const decide = () =>
      service
        .as('cabops')
        .post(`/changes/${tier}/decisions`, { group: 'board', decision: 'approve', reason: 'Yes' })
        .set('Idempotency-Key', 'cabops-yes-1');
    await decide().expect(201);
    await decide().expect(201);
    expect((await changeNow(tier)).decisions).toHaveLength(2);
  });

  it('opens a release with changes that are still in review, and with each change once', async () => {
    const opened = await service
      .as('relmgr')
      .post('/releases', fixture(`releases/${release}`))
      .expect(201);
    expect(opened.body).toMatchObject({ state: 'planned', changes: [tier, rates] });
    expect(await changeNow(tier)).toMatchObject({ state: 'in-review', release });
    const again = { ...fixture(`releases/${release}`), id: 'REL-000050', prefix: 'R609Z' };
    const taken = await service.as('relmgr').post('/releases', again).expect(409);
    expect(taken.body).toMatchObject({ type: 'urn:lockstep:problem:release.change-taken', release });
    await service.as('savdev').post('/releases', again).expect(403);
  });

  it('plans from the content as it is on the system, and finds the user that was left out', async () => {
    const planned = await service.as('relmgr').post(`/releases/${release}/plan`).expect(201);
    expect((planned.body as Release).findings).toMatchObject([
      { id: 'F01', subject: 'SVSTMT01 in KSBP.SAV.COBOL', answerBy: 'application-owner' },
    ]);
    const plan = (await service.as('impl').get(`/releases/${release}/plan`).expect(200)).body as Plan;
    expect(plan.install.find(({ id }) => id === '090')?.runsAfter).toMatchObject([{ step: '050' }, { step: '060' }]);
    expect(plan.install.map(({ id }) => id).join(' ')).toBe(
      '010 020 030 040 050 060 070 080 085 090 095 100 110 120 130 140 150',
    );
  });

  it('has a finding answered by its group alone', async () => {
    const answer = { answer: 'Reads old fields only, test T-118' };
    await service.as('savdev').post(`/releases/${release}/findings/F01/answer`, answer).expect(403);
    await service.as('savowner').post(`/releases/${release}/findings/F07/answer`, answer).expect(404);
    await service.as('savowner').post(`/releases/${release}/findings/F01/answer`, answer).expect(201);
    expect((await releaseNow()).findings[0]?.answer).toMatchObject({ by: 'savowner', text: answer.answer });
  });

  it('shows the JCL of every job with the JOB card of the estate', async () => {
    const { text } = await service.as('impl').get(`/releases/${release}/plan/jobs/R609A030/jcl`).expect(200);
    expect(text.split('\n').slice(0, 2)).toEqual([
      "//R609A030 JOB (SAV,R2609A),'REL42 CHG481 CHG487',CLASS=R,MSGCLASS=Q,",
      '//  MSGLEVEL=(1,1),NOTIFY=RLMOPS,TYPRUN=HOLD',
    ]);
    await service.as('impl').get(`/releases/${release}/plan/jobs/R609A999/jcl`).expect(404);
  });

  it('lets approvals fall with their content, and refuses nothing but the answer that is missing', async () => {
    await approve(service, tier, [
      ['savowner', 'application-owner'],
      ['dba', 'database-administration'],
      ['prodctl', 'production-control'],
    ]);
    expect(await changeNow(tier)).toMatchObject({ state: 'scheduled', awaiting: [] });
    service.replaced.set('KSBR.R2609A.PROCLIB(SVPQINT)', Buffer.alloc(80, 0x40));
    await service.as('savdev').post(`/changes/${tier}/submission`).expect(200);
    expect(await changeNow(tier)).toMatchObject({
      state: 'in-review',
      awaiting: ['application-owner', 'board', 'production-control'],
    });
  });

  it('plans again, keeps the answer, and compares the JCL with the plan before', async () => {
    const earlier = (await releaseNow()).plan?.digest ?? '';
    await service.as('relmgr').post(`/releases/${release}/plan`).expect(201);
    const now = await releaseNow();
    expect(now.plan?.digest).not.toBe(earlier);
    expect(now.earlierPlans).toEqual([earlier]);
    expect(now.findings[0]?.answer?.by).toBe('savowner');
    const path = `/releases/${release}/plan/jobs/R609A050/jcl/difference`;
    expect((await service.as('impl').get(`${path}?earlier=${earlier}`).expect(200)).text).toBe('');
    await service
      .as('impl')
      .get(`${path}?earlier=${'0'.repeat(64)}`)
      .expect(400);
  });

  it('closes what never ran as delayed, and frees its changes', async () => {
    await service.as('relmgr').post(`/releases/${release}/closing`, { outcome: 'succeeded', note: 'Done' }).expect(409);
    const closing = { outcome: 'delayed', note: 'Content was changed two days before the window' };
    await service.as('relmgr').post(`/releases/${release}/closing`, closing).expect(201);
    expect(await releaseNow()).toMatchObject({ state: 'closed', outcome: 'delayed', openWatch: [] });
    expect((await changeNow(rates)).release).toBeUndefined();
  });

  it('lists by number with a cursor, by what is asked for', async () => {
    const first = await service.as('auditor').get('/changes?limit=2').expect(200);
    const page = first.body as { rows: Change[]; next: string };
    expect(page.rows.map(({ id }) => id)).toEqual([tier, 'CHG-000482']);
    const second = await service
      .as('auditor')
      .get(`/changes?limit=2&after=${encodeURIComponent(page.next)}`)
      .expect(200);
    expect((second.body as { rows: Change[] }).rows.map(({ id }) => id)).toEqual([rates]);
    const board = await service.as('cabchair').get('/changes?awaiting=board&state=in-review').expect(200);
    expect((board.body as { rows: Change[] }).rows.map(({ id }) => id)).toEqual([tier]);
    const releases = await service.as('auditor').get(`/releases?change=${tier}`).expect(200);
    expect((releases.body as { rows: Release[] }).rows.map(({ id }) => id)).toEqual([release]);
  });

  it('tells who did what, oldest first', async () => {
    const history = await service.as('auditor').get(`/changes/${tier}/history`).expect(200);
    const { rows } = history.body as { rows: { seq: number; type: string; actor: { id: string } }[] };
    expect(rows[0]).toMatchObject({ seq: 1, type: 'change.raised/1', actor: { id: 'savdev' } });
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, at) => at + 1));
    expect(rows.some(({ type, actor }) => type === 'decision.made/1' && actor.id === 'dba')).toBe(true);
  });

  it('takes another, smaller release through the same steps: nothing of the sample is wired in', async () => {
    await service.as('intops').post('/changes', fixture('changes/CHG-000491')).expect(201);
    await service.as('intops').post('/changes/CHG-000491/submission').expect(200);
    await approve(service, 'CHG-000491', [
      ['savowner', 'application-owner'],
      ['riskrev', 'risk-review'],
    ]);
    await service.as('relmgr').post('/releases', fixture('releases/REL-000043')).expect(201);
    await service.as('impl').post('/releases/REL-000043/plan').expect(201);
    const plan = (await service.as('impl').get('/releases/REL-000043/plan').expect(200)).body as Plan;
    expect(plan.install.map(({ id }) => id)).toEqual(['030', '040', '050', '110']);
    expect(plan.findings.map(({ subject }) => subject)).toEqual([
      'SVINTACR in KSBP.SAV.COBOL',
      'SVINTCLC in KSBP.SAV.COBOL',
      'SVINTPST in KSBP.SAV.COBOL',
    ]);
    const { text } = await service.as('impl').get('/releases/REL-000043/plan/jobs/R609B050/jcl').expect(200);
    expect(text).toContain("JOB (SAV,R2609B),'REL43 CHG491'");
  });

  it('shows the estate and its schema', async () => {
    const estate = await service.as('auditor').get('/estate').expect(200);
    expect(estate.body).toMatchObject({ estate: 'kestrel', timeZone: 'Europe/London' });
    expect((await service.as('auditor').get('/estate/schema').expect(200)).body).toHaveProperty('properties.libraries');
  });
});
