import { describe, expect, it } from '@jest/globals';
import { contentAfter as contentAfterSteps } from '../../src/evidence/content.rules.ts';
import type { RunStep } from '../../src/runs/run.schema.ts';
import { at, attempt, change, digestOf, jobOf, ranStep, steps } from './sample-records.ts';

/** The plan has the steps as they ran. */
const contentAfter = (of: typeof parts, ran: readonly RunStep[]) =>
  contentAfterSteps(
    of,
    ran,
    ran.map(({ step }) => step),
  );
const parts = change.items.flatMap((item) => item.parts);
const load = 'KSBP.SAV.LOADLIB(SVINTCLC)';
const jcl = 'KSBP.SAV.JCLLIB(SVJQINT1)';
const restore = (more: Partial<RunStep> = {}) =>
  ranStep(
    'B20',
    { kind: 'job', title: 'Restore', job: jobOf('R609AB20', ['KSBP.SAV.LOADLIB', 'KSBP.SAV.JCLLIB']) },
    {
      ...{ startedAt: at('23:30'), endedAt: at('23:33'), attempts: [attempt('R609AB20', '23:30', '23:33')], ...more },
    },
  );
const member = (library: string, name: string) => ({ library, member: name });

describe('what is known of an item after a release', () => {
  it('is what production held before, as long as no job has written the library', () => {
    const after = contentAfter(parts, [steps[0]!]);
    expect(after.get(load)).toMatchObject({ is: 'present', digest: digestOf('old load') });
    expect(after.get(jcl)).toEqual({ is: 'absent', shownBy: { how: 'read when the change was submitted' } });
  });

  it('is the approved content once a check compared it after the job', () => {
    expect(contentAfter(parts, steps).get(load)).toEqual({
      ...{ is: 'present', digest: digestOf('new load'), shownBy: { step: '080', how: 'content compared' } },
    });
  });

  it('rests on the accepted codes of the job where no check compared it', () => {
    expect(contentAfter(parts, steps).get(jcl)).toEqual({
      ...{ is: 'present', digest: digestOf('new jcl'), shownBy: { step: '080', how: 'accepted codes of the job' } },
    });
  });

  it('is unknown after a job that wrote the library and did not end well', () => {
    const failed = { ...steps[1]!, state: 'failed' as const };
    expect(contentAfter(parts, [failed]).get(load)).toEqual({
      ...{ is: 'unknown', shownBy: { step: '080', how: 'written, and not compared since' } },
    });
  });

  it('is unknown when a job began to write after the last comparison', () => {
    const again = restore({
      state: 'running',
      attempts: [attempt('R609AB20', '23:30', '23:33', { state: 'running' })],
    });
    expect(contentAfter(parts, [...steps.slice(0, 3), again]).get(load)).toMatchObject({ is: 'unknown' });
  });

  it('is the old content again after a backout, and new things are gone', () => {
    const after = contentAfter(parts, [...steps.slice(0, 3), restore()]);
    expect(after.get(load)).toMatchObject({ is: 'present', digest: digestOf('old load'), shownBy: { step: 'B20' } });
    expect(after.get(jcl)).toMatchObject({ is: 'absent' });
  });

  it('takes the word of a check over that of a job', () => {
    const check = ranStep(
      'B60',
      {
        ...{ kind: 'check', title: 'As before' },
        checks: [
          { kind: 'absent', question: 'Gone?', members: [member('KSBP.SAV.JCLLIB', 'SVJQINT1')], dataSets: [] },
          {
            ...{ kind: 'content-is', question: 'Old?' },
            members: [
              { at: member('KSBP.SAV.LOADLIB', 'SVINTCLC'), form: 'load-module', digest: digestOf('other load') },
            ],
          },
        ],
      },
      { startedAt: at('23:40'), endedAt: at('23:45') },
    );
    const after = contentAfter(parts, [...steps.slice(0, 3), restore(), check]);
    expect(after.get(load)).toMatchObject({ digest: digestOf('other load'), shownBy: { step: 'B60' } });
    expect(after.get(jcl)).toEqual({ is: 'absent', shownBy: { step: 'B60', how: 'content compared' } });
  });

  it('follows a pre-image that was compared with production before the install', () => {
    const pair = {
      left: member('KSBP.SAV.LOADLIB', 'SVINTCLC'),
      right: member('KSBB.R2609A.LOADLIB', 'SVINTCLC'),
      form: 'load-module' as const,
    };
    const same = (id: string, time: string) =>
      ranStep(
        id,
        { kind: 'check', title: 'Pre-image', checks: [{ kind: 'same-content', question: 'Equal?', pairs: [pair] }] },
        { startedAt: at(time), endedAt: at(time) },
      );
    const after = contentAfter(parts, [
      same('040', '21:06'),
      steps[1]!,
      restore({ state: 'suspicious' }),
      same('B60', '23:50'),
    ]);
    expect(after.get(load)).toEqual({
      ...{ is: 'present', digest: digestOf('old load'), shownBy: { step: 'B60', how: 'content compared' } },
    });
  });
});
