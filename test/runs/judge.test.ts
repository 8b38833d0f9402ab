import { describe, expect, it } from '@jest/globals';
import { type Expectation, judgeJob, type JobOutput } from '../../src/runs/judge.rules.ts';
import type { JobDocument } from '../../src/zosmf/zosmf.schema.ts';

type Ran = readonly [name: string, procStep: string, completion: string];

const job = (retcode: string | null, ran?: readonly Ran[]): JobDocument => ({
  ...{ jobid: 'JOB00101', jobname: 'R609A030', owner: 'LOCKSTP', status: 'OUTPUT', class: 'R', retcode },
  ...(ran === undefined
    ? {}
    : {
        'step-data': ran.map(([name, procStep, completion], at) => ({
          ...{ 'step-number': at + 1, 'step-name': name, 'proc-step-name': procStep, active: false, completion },
        })),
      }),
});
const expects = (name: string, requires: string[] = [], accepts = [0]): Expectation => ({
  ...{ name, accepts, forbids: [], requires: requires.map((text) => ({ text })) },
});
const said = (stepname: string, procstep: string, text: string): JobOutput => ({
  ...{ stepname, procstep, ddname: 'SYSPRINT', text },
});
const judged = (document: JobDocument, expected: Expectation[] = [], outputs: JobOutput[] = [], others = [0]) => {
  const { end, because } = judgeJob(document, outputs, { expected, others });
  return `${end}: ${because}`;
};

describe('the end of a job', () => {
  it.each([
    ['ABEND S0C7', 'abend'],
    ['ABENDU4038', 'abend'],
    ['ABEND U4038', 'abend'],
    ['ABEND S222', 'cancelled'],
    ['ABEND S122', 'cancelled'],
    ['CANCELED', 'cancelled'],
    ['JCL ERROR', 'jcl-error'],
    ['CONV ERROR', 'jcl-error'],
    ['CONV ABEND', 'jcl-error'],
    ['SEC ERROR', 'security-error'],
    ['SYS FAIL', 'system-failure'],
    ['CC ????', 'unknown'],
    [null, 'unknown'],
  ])('%s is of class %s', (retcode, end) => {
    expect(judged(job(retcode))).toMatch(`${end}: ended`);
  });

  it('passes when every code is accepted and every required message is there', () => {
    const document = job('CC 0004', [['BIND', '', 'CC 0004']]);
    expect(judged(document, [expects('BIND', ['DSNT232I'], [0, 4])], [said('BIND', '', 'DSNT232I OK')])).toMatch(
      'passed',
    );
  });

  it('is suspicious when a required message is missing, and no other step may say it', () => {
    const document = job('CC 0000', [
      ['BIND', '', 'CC 0000'],
      ['LOAD', '', 'CC 0000'],
    ]);
    expect(judged(document, [expects('BIND', ['DSNT232I']), expects('LOAD')], [said('LOAD', '', 'DSNT232I')])).toMatch(
      'suspicious: BIND ended CC 0000, but missing',
    );
  });

  it('is suspicious when nothing is known to have run', () => {
    expect(judged(job('CC 0000'))).toMatch('suspicious: no job step');
    expect(judged(job('CC 0000'), [expects('COPY')])).toMatch('suspicious: COPY ended DID NOT RUN');
    expect(judged(job('CC 0000', [['COPY', '', 'FLUSHED']]), [expects('COPY')])).toMatch('suspicious');
    expect(judged(job('CC 0000', [['COPY', '', 'FLUSHED']]))).toMatch('suspicious');
  });

  it('is suspicious when the job has a code that none of its known steps has', () => {
    expect(judged(job('CC 0012', [['COPY', '', 'CC 0000']]), [expects('COPY')])).toMatch(
      'suspicious: the job ended CC 0012',
    );
  });

  it('is an abend when a step abended, whatever the job says', () => {
    const document = job('CC 0000', [
      ['ACCRUE', '', 'ABEND S0C7'],
      ['CLEANUP', '', 'CC 0000'],
    ]);
    expect(judged(document)).toBe('abend: ACCRUE ended ABEND S0C7');
  });

  it('lets a job of somebody else bypass job steps', () => {
    const document = job('CC 0000', [
      ['ACCRUE', '', 'CC 0000'],
      ['REPAIR', '', 'FLUSHED'],
    ]);
    expect(judged(document)).toMatch('passed');
  });

  it('refuses one bad run of a step that ran twice', () => {
    const document = job('CC 0008', [
      ['COPY', '', 'CC 0000'],
      ['COPY', '', 'CC 0008'],
    ]);
    expect(judged(document, [expects('COPY')])).toMatch('wrong-code: COPY ended CC 0008');
  });

  it.each([
    ['procedure step first', 'STEP1', 'POST'],
    ['EXEC of the call first', 'POST', 'STEP1'],
  ])('knows a step of a procedure by the EXEC that called it: %s', (_, name, procStep) => {
    const document = job('CC 0000', [[name, procStep, 'CC 0000']]);
    expect(judged(document, [expects('POST', ['DONE'])], [said('POST', 'STEP1', 'ALL DONE')])).toMatch('passed');
    expect(judged(document, [expects('POST', ['DONE'])], [said('OTHER', 'STEP1', 'ALL DONE')])).toMatch('suspicious');
  });

  it('asks a procedure of several steps once for its messages', () => {
    const document = job('CC 0000', [
      ['STEP1', 'POST', 'CC 0000'],
      ['STEP2', 'POST', 'CC 0000'],
    ]);
    const outputs = [said('POST', 'STEP1', 'nothing'), said('POST', 'STEP2', 'ALL DONE')];
    expect(judged(document, [expects('POST', ['DONE'])], outputs)).toMatch('passed');
  });
});
