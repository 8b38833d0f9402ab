import { describe, expect, it } from '@jest/globals';
import { send, type Row } from '../support/small-system.ts';
import { copyJob, jobCard, startWhole } from '../support/practice.ts';

const jobs = '/zosmf/restjobs/jobs';
const json = { 'Content-Type': 'application/json' };
const brief = [jobCard('BRIEF'), '//S1 EXEC PGM=IEFBR14'].join('\n');
const heldJcl = (name = 'HELDJOB') =>
  [jobCard(name, 'CLASS=A,MSGCLASS=H,TYPRUN=HOLD'), '//S1 EXEC PGM=IEFBR14'].join('\n');

type System = { port: number };
const submit = (system: System, jcl: string, headers: Record<string, string> = {}) =>
  send(system, 'PUT', jobs, { body: jcl, headers: { 'Content-Type': 'text/plain; charset=utf8', ...headers } });
const pathOf = (job: { 'job-correlator': string }) => `${jobs}/${encodeURIComponent(job['job-correlator'])}`;

const ended = (system: System, job: Row, query = '') =>
  until(system, job, ({ status, retcode }) => status === 'OUTPUT' && retcode !== null, query);

async function until(system: System, job: Row, holds: (document: Row) => boolean, query = ''): Promise<Row> {
  for (let look = 0; look < 400; look += 1) {
    const document = (await send(system, 'GET', pathOf(job) + query)).json();
    if (holds(document)) return document;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${job.jobname} does not come so far`);
}

describe('submitting', () => {
  it('answers 201 with a complete job document', async () => {
    await using system = await startWhole();
    const answer = await submit(system, brief, { 'X-IBM-User-Correlator': 'LABC1' });
    expect(answer.status).toBe(201);
    const job = answer.json();
    expect(job).toMatchObject({ jobname: 'BRIEF', owner: 'DEVA', subsystem: 'JES2', type: 'JOB', class: 'A' });
    expect(job.jobid).toMatch(/^JOB\d{5}$/);
    expect(job['job-correlator']).toMatch(/^.{31}:LABC1$/);
    expect(job.url).toBe(`${system.url}${pathOf(job)}`);
    expect(job['files-url']).toBe(`${String(job.url)}/files`);
    expect(Object.keys(job)).toContain('retcode');
    expect([typeof job.phase, typeof job['phase-name']]).toEqual(['number', 'string']);
    expect(await ended(system, job)).toMatchObject({ retcode: 'CC 0000', status: 'OUTPUT' });
  });

  it('refuses what is no job by the reasons of category 6', async () => {
    await using system = await startWhole();
    const refused = async (body: string, headers: Record<string, string> = {}) => {
      const answer = await submit(system, body, headers);
      const { category, rc, reason, message } = answer.json();
      expect(message).not.toBe('');
      return [answer.status, category, rc, reason];
    };
    expect(await refused('HELLO')).toEqual([400, 6, 4, 17]);
    expect(await refused('//* JUST A COMMENT\n//S1 EXEC PGM=IEFBR14')).toEqual([400, 6, 4, 13]);
    expect(await refused(`${brief}\n//* ${'X'.repeat(80)}`)).toEqual([400, 6, 4, 9]);
    expect(await refused(brief, { 'X-IBM-Intrdr-Mode': 'WRONG' })).toEqual([400, 6, 4, 1]);
    expect(await refused(brief, { 'X-IBM-Intrdr-File-Encoding': 'IBM-9999' })).toEqual([400, 6, 4, 14]);
    expect(await refused('{"file":"//\'NO.SUCH\'"}', json)).toEqual([400, 6, 4, 16]);
    expect(await refused('{"file":"//\'PAY.JCL(NONE)\'"}', json)).toEqual([500, 6, 8, 5]);
    expect(await refused('{"file":"relative"}', json)).toEqual([400, 6, 4, 18]);
  });

  it('takes a member of a library', async () => {
    await using system = await startWhole();
    await send(system, 'PUT', '/zosmf/restfiles/ds/PAY.JCL(BRIEF)', { body: brief });
    const answer = await submit(system, JSON.stringify({ file: "//'PAY.JCL(BRIEF)'" }), json);
    expect([answer.status, answer.json().jobname]).toEqual([201, 'BRIEF']);
  });

  it('makes a new job of each request, even with one correlator', async () => {
    await using system = await startWhole();
    await submit(system, brief, { 'X-IBM-User-Correlator': 'LSAME' });
    await submit(system, brief, { 'X-IBM-User-Correlator': 'LSAME' });
    expect((await send(system, 'GET', `${jobs}?user-correlator=LSAME`)).json()).toHaveLength(2);
  });
});

describe('listing jobs', () => {
  it('filters by owner, prefix, id and correlator, alone and together', async () => {
    await using system = await startWhole();
    const first = (await submit(system, heldJcl('REL1'), { 'X-IBM-User-Correlator': 'LONE' })).json();
    await submit(system, heldJcl('REL2'));
    const list = async (query: string) =>
      (await send(system, 'GET', `${jobs}?${query}`)).rows().map((job) => job.jobname);
    expect(await list('')).toEqual(['REL1', 'REL2']);
    expect(await list('prefix=REL*&owner=deva')).toEqual(['REL1', 'REL2']);
    expect(await list('prefix=REL%3F&max-jobs=1')).toHaveLength(1);
    expect(await list('owner=OTHER')).toEqual([]);
    expect(await list('owner=*&user-correlator=LONE')).toEqual(['REL1']);
    expect(await list(`owner=*&jobid=${first.jobid}`)).toEqual(['REL1']);
    expect(await list('status=active')).toEqual([]);
  });

  it('refuses filters that cannot be', async () => {
    await using system = await startWhole();
    for (const query of [
      'owner=TOOLONGNAME',
      'prefix=A%2BB',
      'jobid=NONSENSE',
      `user-correlator=${'J'.repeat(31)}%3ALONE`,
    ]) {
      const answer = await send(system, 'GET', `${jobs}?${query}`);
      expect([query, answer.status, answer.json().reason]).toEqual([query, 400, 4]);
    }
  });

  it('shows a job only after the list lag that was set, while its own document is there at once', async () => {
    await using system = await startWhole({ speed: 1 });
    await send(system, 'PUT', '/practice/list-lag', {
      headers: { 'X-Practice-Token': 'practice' },
      body: '{"seconds":600}',
    });
    const job = (await submit(system, heldJcl())).json();
    expect((await send(system, 'GET', jobs)).json()).toEqual([]);
    expect((await send(system, 'GET', pathOf(job))).status).toBe(200);
    await send(system, 'PUT', '/practice/list-lag', {
      headers: { 'X-Practice-Token': 'practice' },
      body: '{"seconds":0}',
    });
    expect((await send(system, 'GET', jobs)).json()).toHaveLength(1);
  });
});

describe('one job', () => {
  it('is found by name and id or by correlator; others answer 400, never 404', async () => {
    await using system = await startWhole();
    const job = (await submit(system, heldJcl('A#B$C@D'))).json();
    expect((await send(system, 'GET', `${jobs}/A#B$C@D/${job.jobid}`)).json()['job-correlator']).toBe(
      job['job-correlator'],
    );
    expect((await send(system, 'GET', `${jobs}/-JES2/${encodeURIComponent(job['job-correlator'])}`)).json().jobid).toBe(
      job.jobid,
    );
    const wrong = await send(system, 'GET', `${jobs}/OTHER/${job.jobid}`);
    expect([wrong.status, wrong.json()]).toMatchObject([
      400,
      { category: 6, rc: 4, reason: 10, message: `No job found for reference: 'OTHER(${job.jobid})'` },
    ]);
    const malformed = await send(system, 'GET', `${jobs}/OTHER/JOBABC`);
    expect([malformed.status, malformed.json()]).toMatchObject([500, { category: 8, rc: 0, reason: 8 }]);
    expect((await send(system, 'GET', `${jobs}/a+b/JOB00001`)).json()).toMatchObject({ category: 6, rc: 4, reason: 7 });
  });

  it('shows steps and execution times when asked', async () => {
    await using system = await startWhole();
    const jcl = [jobCard('TWO'), '//S1 EXEC PGM=IEFBR14', '//S2 EXEC PGM=IEFBR14,COND=(0,EQ,S1)'].join('\n');
    const job = (await submit(system, jcl)).json();
    const document = await ended(system, job, '?step-data=Y&exec-data=Y');
    expect(document['step-data']).toMatchObject([
      {
        'step-number': 1,
        'step-name': 'S1',
        'program-name': 'IEFBR14',
        active: false,
        completion: 'CC 0000',
        smfid: 'KSB1',
      },
      { 'step-number': 2, 'step-name': 'S2', completion: 'FLUSHED' },
    ]);
    expect(document['exec-submitted']).toMatch(/^2026-09-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect(document['exec-ended']).toMatch(/^2026-09-\d\dT.*\.\d{3}Z$/);
  });
});

describe('hold, release, class, cancel and purge', () => {
  const modify = (system: System, job: Row, body: unknown) =>
    send(system, 'PUT', pathOf(job), { headers: json, body: JSON.stringify(body) });

  it('answer 200 with a numeric status for version 2.0 and 202 otherwise', async () => {
    await using system = await startWhole();
    const job = (await submit(system, heldJcl())).json();
    const release = await modify(system, job, { request: 'release', version: '2.0' });
    expect([release.status, release.json()]).toMatchObject([
      200,
      {
        jobid: job.jobid,
        jobname: 'HELDJOB',
        'original-jobid': job.jobid,
        owner: 'DEVA',
        'job-correlator': job['job-correlator'],
        status: 0,
        message: 'Request was successful.',
      },
    ]);
    expect((await ended(system, job)).retcode).toBe('CC 0000');
    const late = await modify(system, job, { request: 'hold' });
    expect([late.status, typeof late.json().status]).toEqual([202, 'number']);
  });

  it('cancel keeps the output, a second cancel answers 156, and a purge takes all away', async () => {
    await using system = await startWhole();
    const job = (await submit(system, heldJcl(), { 'X-IBM-User-Correlator': 'LGONE' })).json();
    expect((await modify(system, job, { request: 'cancel', version: '2.0' })).json().status).toBe(0);
    expect((await ended(system, job)).retcode).toBe('CANCELED');
    expect((await modify(system, job, { request: 'cancel', version: '2.0' })).json()).toMatchObject({ status: 156 });
    const purge = await send(system, 'DELETE', pathOf(job), { headers: { 'X-IBM-Job-Modify-Version': '2.0' } });
    expect([purge.status, purge.json().status]).toEqual([200, 0]);
    const gone = await send(system, 'GET', pathOf(job));
    expect([gone.status, gone.json()]).toMatchObject([400, { category: 6, rc: 4, reason: 10 }]);
    expect((await send(system, 'GET', `${jobs}?user-correlator=LGONE`)).json()).toEqual([]);
  });

  it('refuse a body that asks for nothing', async () => {
    await using system = await startWhole();
    const job = (await submit(system, heldJcl())).json();
    expect((await modify(system, job, {})).json()).toMatchObject({ category: 6, rc: 4, reason: 6 });
    expect((await modify(system, job, { request: 'explode' })).json()).toMatchObject({ category: 6, rc: 4, reason: 5 });
    expect((await modify(system, job, { class: '??', version: '2.0' })).json().status).toBe(172);
  });
});

describe('spool', () => {
  it('lists files with numbers as numbers, without the input, and gives text, records and the JCL', async () => {
    await using system = await startWhole();
    const jcl = copyJob('COPYJOB');
    const job = (await submit(system, jcl)).json();
    expect((await ended(system, job)).retcode).toBe('CC 0000');
    const files = (await send(system, 'GET', `${pathOf(job)}/files`)).rows();
    expect(files.map((file) => file.ddname)).toEqual(['JESMSGLG', 'JESJCL', 'JESYSMSG', 'SYSPRINT', 'SYSUT2']);
    expect(files.slice(0, 3).map((file) => [file.id, file.stepname, file.recfm, file.lrecl, file.procstep])).toEqual([
      [2, 'JES2', 'UA', 133, null],
      [3, 'JES2', 'V', 136, null],
      [4, 'JES2', 'VA', 137, null],
    ]);
    const copy = files.at(-1)!;
    expect([typeof copy.id, typeof copy['byte-count'], copy['record-count'], copy.stepname]).toEqual([
      'number',
      'number',
      2,
      'S1',
    ]);
    const records = `${pathOf(job)}/files/${copy.id}/records`;
    const lines = (await send(system, 'GET', records)).text.split('\n').map((line) => line.trimEnd());
    expect(lines).toEqual(['ALPHA', 'BETA', '']);
    expect((await send(system, 'GET', records, { headers: { 'X-IBM-Record-Range': '1,1' } })).text.trim()).toBe('BETA');
    const hit = await send(system, 'GET', `${records}?search=beta&maxreturnsize=1`);
    expect([hit.text.trim(), hit.headers['x-ibm-record-range']]).toEqual(['BETA', '1,1']);
    expect((await send(system, 'GET', `${records}?research=^Z`)).text).toBe('');
    expect((await send(system, 'GET', `${records}?mode=record`)).bytes.readUInt32BE(0)).toBeGreaterThanOrEqual(5);
    const past = await send(system, 'GET', records, { headers: { 'X-IBM-Record-Range': '90-99' } });
    expect([past.status, past.text]).toEqual([200, '']);
    const submitted = (await send(system, 'GET', `${pathOf(job)}/files/JCL/records`)).text
      .split('\n')
      .map((line) => line.trimEnd());
    expect(submitted.slice(0, 2)).toEqual([jobCard('COPYJOB'), '//S1 EXEC PGM=IEBGENER']);
    const none = await send(system, 'GET', `${pathOf(job)}/files/999/records`);
    expect([none.status, none.json()]).toMatchObject([400, { category: 6, rc: 4, reason: 12 }]);
  });
});

describe('executions', () => {
  it('are counted by correlator, also of jobs that were purged or never ran', async () => {
    await using system = await startWhole();
    const ran = (await submit(system, brief, { 'X-IBM-User-Correlator': 'LRAN' })).json();
    await ended(system, ran);
    await send(system, 'DELETE', pathOf(ran), { headers: { 'X-IBM-Job-Modify-Version': '2.0' } });
    const held = (await submit(system, heldJcl(), { 'X-IBM-User-Correlator': 'LHELD' })).json();
    await send(system, 'DELETE', pathOf(held), { headers: { 'X-IBM-Job-Modify-Version': '2.0' } });
    const counts = (
      await send(system, 'GET', '/practice/executions', { headers: { 'X-Practice-Token': 'practice' } })
    ).json().items;
    const byCorrelator = Object.fromEntries(
      counts.map((count) => [count.userCorrelator, [count.submissions, count.executions]]),
    );
    expect(byCorrelator).toEqual({ LRAN: [1, 1], LHELD: [1, 0] });
  });
});

describe('data sets that a running job holds', () => {
  it('can be read but not deleted while shared, and neither while exclusive', async () => {
    await using system = await startWhole({ speed: 1 });
    const start = async (disposition: string) => {
      const job = (
        await submit(system, `${brief}\n//DD1 DD DSN=PAY.JCL,DISP=${disposition}\n//S2 EXEC PGM=IEBGENER`)
      ).json();
      await until(system, job, (document) => document['status'] === 'ACTIVE');
      return job;
    };
    const cancel = async (job: Row) => {
      await send(system, 'PUT', pathOf(job), { headers: json, body: '{"request":"cancel","version":"2.0"}' });
      await ended(system, job);
    };
    const ds = '/zosmf/restfiles/ds';
    await send(system, 'PUT', `${ds}/PAY.JCL(M)`, { body: 'HELLO' });
    const shared = await start('SHR');
    expect((await send(system, 'GET', `${ds}/PAY.JCL(M)`)).status).toBe(200);
    const erase = await send(system, 'DELETE', `${ds}/PAY.JCL`);
    expect([erase.status, erase.json()]).toMatchObject([
      500,
      { category: 4, rc: 8, reason: 0, message: 'LMERASE error' },
    ]);
    await cancel(shared);
    const exclusive = await start('OLD');
    const read = await send(system, 'GET', `${ds}/PAY.JCL(M)`);
    expect([read.status, read.json()]).toMatchObject([500, { category: 6, rc: 8, reason: 34603530 }]);
    await cancel(exclusive);
  });
});
