import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { send, type Row } from '../support/small-system.ts';
import { jobCard, startWhole } from '../support/practice.ts';

const jobs = '/zosmf/restjobs/jobs';
const json = { 'Content-Type': 'application/json' };
const held = [jobCard('HELDJOB', 'CLASS=A,MSGCLASS=H,TYPRUN=HOLD'), '//S1 EXEC PGM=IEFBR14'].join('\n');

interface Wrong {
  readonly row: string;
  readonly method: string;
  readonly path: (job: Row) => string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly answer: readonly [status: number, category: number, rc: number, reason: number];
  readonly message?: string | RegExp;
}

const submit = (
  row: string,
  headers: Record<string, string>,
  body: string,
  reason: number,
  message?: string | RegExp,
) => ({
  ...{ row, method: 'PUT', path: () => jobs, headers, body },
  answer: [400, 6, 4, reason] as const,
  ...(message === undefined ? {} : { message }),
});

const of = (job: Row) => `${jobs}/${job.jobname}/${job.jobid}`;

/** One row a reason of the table of category 6, and the rows beside it. */
const rows: readonly Wrong[] = [
  submit('1: internal reader mode', { 'X-IBM-Intrdr-Mode': 'LINES' }, held, 1),
  submit('2: binary needs fixed records', { 'X-IBM-Intrdr-Mode': 'BINARY', 'X-IBM-Intrdr-Recfm': 'V' }, held, 2),
  submit('3: neither text, octets nor JSON', { 'Content-Type': 'image/png' }, held, 3, /^Request does not contain '/),
  submit('3: JSON without file', json, '{}', 3, "Request does not contain 'file' content"),
  {
    ...{ row: '4: owner', method: 'GET', path: () => `${jobs}?owner=TOOLONGNAME` },
    ...{ answer: [400, 6, 4, 4], message: 'Value of owner query parameter is not valid' },
  },
  { row: '4: prefix', method: 'GET', path: () => `${jobs}?prefix=A%2BB`, answer: [400, 6, 4, 4] },
  { row: '4: jobid', method: 'GET', path: () => `${jobs}?jobid=NONSENSE`, answer: [400, 6, 4, 4] },
  {
    ...{ row: '4: jobid with user-correlator', method: 'GET', path: () => `${jobs}?jobid=JOB00001&user-correlator=L1` },
    answer: [400, 6, 4, 4],
  },
  {
    row: '4: a whole correlator',
    method: 'GET',
    path: () => `${jobs}?user-correlator=${'J'.repeat(31)}%3AL1`,
    answer: [400, 6, 4, 4],
  },
  {
    row: '4: mode of records',
    method: 'GET',
    path: (job) => `${of(job)}/files/2/records?mode=ebcdic`,
    answer: [400, 6, 4, 4],
  },
  {
    row: '4: research',
    method: 'GET',
    path: (job) => `${of(job)}/files/2/records?research=%5B`,
    answer: [400, 6, 4, 4],
  },
  {
    row: '4: maxreturnsize',
    method: 'GET',
    path: (job) => `${of(job)}/files/2/records?search=A&maxreturnsize=0`,
    answer: [400, 6, 4, 4],
  },
  submit('4: user correlator', { 'X-IBM-User-Correlator': '1ABC' }, held, 4),
  submit('4: record length', { 'X-IBM-Intrdr-Lrecl': 'long' }, held, 4),
  submit('4: symbol name', { 'X-IBM-JCL-Symbol-TOOLONGNAME': 'X' }, held, 4),
  submit('4: notification URL', { 'X-IBM-Notification-URL': 'mailto:me' }, held, 4),
  submit(
    '4: notification options',
    { 'X-IBM-Notification-URL': 'http://x/', 'X-IBM-Notification-Options': '{"events":["gone"]}' },
    held,
    4,
  ),
  {
    ...{ row: '5: a request that is none', method: 'PUT', path: of, headers: json, body: '{"request":"explode"}' },
    ...{ answer: [400, 6, 4, 5], message: "Update request is not 'cancel'" },
  },
  { row: '6: no request', method: 'PUT', path: of, headers: json, body: '{}', answer: [400, 6, 4, 6] },
  { row: '6: no JSON', method: 'PUT', path: of, headers: json, body: 'cancel', answer: [400, 6, 4, 6] },
  {
    ...{ row: '7: characters', method: 'GET', path: () => `${jobs}/A+B/JOB00001` },
    ...{ answer: [400, 6, 4, 7], message: "No match for method GET and pathInfo='/A+B/JOB00001'" },
  },
  { row: '7: unknown path', method: 'GET', path: (job) => `${of(job)}/pages`, answer: [400, 6, 4, 7] },
  { row: '7: DELETE of all jobs', method: 'DELETE', path: () => jobs, answer: [400, 6, 4, 7] },
  { row: '8: POST', method: 'POST', path: () => jobs, body: held, answer: [400, 6, 4, 8] },
  { row: '8: POST on a job', method: 'POST', path: of, body: '{}', answer: [400, 6, 4, 8] },
  submit(
    '9: record length',
    {},
    `${held}\n//* ${'X'.repeat(80)}`,
    9,
    'Job submission error. Record length 84 too long for JCL submission, maxlen=80',
  ),
  {
    ...{ row: '10: name and id', method: 'GET', path: (job) => `${jobs}/NOTHIS/${job.jobid}` },
    ...{ answer: [400, 6, 4, 10], message: /^No job found for reference: 'NOTHIS\(JOB\d{5}\)'$/ },
  },
  { row: '10: correlator', method: 'GET', path: () => `${jobs}/${'J'.repeat(31)}%3A`, answer: [400, 6, 4, 10] },
  {
    row: '10: cancel',
    method: 'PUT',
    path: () => `${jobs}/NOTHIS/JOB09999`,
    headers: json,
    body: '{"request":"cancel"}',
    answer: [400, 6, 4, 10],
  },
  { row: '10: purge', method: 'DELETE', path: () => `${jobs}/NOTHIS/JOB09999`, answer: [400, 6, 4, 10] },
  {
    ...{ row: '11: record range', method: 'GET', path: (job) => `${of(job)}/files/JCL/records` },
    ...{ headers: { 'X-IBM-Record-Range': '9-1' }, answer: [400, 6, 4, 11] },
  },
  {
    ...{ row: '12: spool file', method: 'GET', path: (job) => `${of(job)}/files/999/records` },
    ...{ answer: [400, 6, 4, 12], message: /does not contain spool file id 999$/ },
  },
  { row: '12: no number', method: 'GET', path: (job) => `${of(job)}/files/first/records`, answer: [400, 6, 4, 12] },
  submit('13: no JOB statement', {}, '//S1 EXEC PGM=IEFBR14', 13, 'Job input was not recognized by system as a job'),
  submit('14: encoding of a submit', { 'X-IBM-Intrdr-File-Encoding': 'IBM-99999' }, held, 14),
  {
    row: '14: encoding of records',
    method: 'GET',
    path: (job) => `${of(job)}/files/JCL/records?fileEncoding=IBM-99999`,
    answer: [400, 6, 4, 14],
  },
  submit('15: DD name', json, '{"file":"//DD:INPUT"}', 15),
  submit('16: data set', json, '{"file":"//\'NO.SUCH.DATA(SET)\'"}', 16, 'Data set not found: NO.SUCH.DATA(SET)'),
  submit('17: no slash', {}, 'HELLO', 17, 'Submit input data does not start with a slash'),
  submit('17: nothing', {}, '', 17),
  submit('18: relative path', json, '{"file":"rel/rel1.jcl"}', 18),
  submit('19: text from a data set', { ...json, 'X-IBM-Intrdr-Mode': 'TEXT' }, '{"file":"//\'PAY.JCL(ONE)\'"}', 19),
  {
    ...{
      row: '5 with rc 8: member',
      method: 'PUT',
      path: () => jobs,
      headers: json,
      body: '{"file":"//\'PAY.JCL(NONE)\'"}',
    },
    ...{ answer: [500, 6, 8, 5], message: "Error opening input data set: //'PAY.JCL(NONE)'" },
  },
  {
    ...{
      row: '5 with rc 8: UNIX file',
      method: 'PUT',
      path: () => jobs,
      headers: json,
      body: '{"file":"/u/none.jcl"}',
    },
    ...{ answer: [500, 6, 8, 5], message: 'Error opening input file: /u/none.jcl' },
  },
  {
    ...{ row: 'category 8: form of the job id', method: 'GET', path: () => `${jobs}/OTHER/JOBABC` },
    ...{ answer: [500, 8, 0, 8], message: 'Failed to lookup job OTHER(JOBABC)' },
  },
];

describe('what is wrong with a request for jobs', () => {
  let system: Awaited<ReturnType<typeof startWhole>>;
  let job: Row;
  beforeAll(async () => {
    system = await startWhole();
    job = (await send(system, 'PUT', jobs, { body: held, headers: { 'Content-Type': 'text/plain' } })).json();
  });
  afterAll(() => system.stop());

  it.each(rows.map((row) => [row.row, row] as const))(
    '%s',
    async (_name, { method, path, headers, body, answer, message }) => {
      const got = await send(system, method, path(job), {
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
      });
      const document = got.json();
      expect([got.status, document['category'], document['rc'], document['reason']]).toEqual(answer);
      expect(Object.keys(document).slice(0, 5)).toEqual(['rc', 'reason', 'stack', 'category', 'message']);
      if (message instanceof RegExp) expect(document.message).toMatch(message);
      else if (message !== undefined) expect(document.message).toBe(message);
      else expect(document.message).not.toBe('');
    },
  );

  it('changes no job', async () => {
    expect((await send(system, 'GET', of(job))).json()).toMatchObject({ status: 'INPUT', class: 'A' });
    expect((await send(system, 'GET', jobs)).json()).toHaveLength(1);
    expect(system.failures).toEqual([]);
  });
});
