import { describe, expect, it } from '@jest/globals';
import { clockOf } from '../../../src/evidence/record/clock.rules.ts';
import type { RecordModel } from '../../../src/evidence/record/model.rules.ts';
import { comingOf, needsOf } from '../../../src/evidence/record/needs.rules.ts';
import { recordPage } from '../../../src/evidence/record/record-page.ts';
import { hourOf } from '../../../src/evidence/record/times.rules.ts';
import {
  at,
  backedOut,
  backingOut,
  closed,
  heldAfterAbend,
  inTheMiddle,
  nights,
  notReady,
  plan,
  stepsWith,
  waitingForPerson,
} from './nights.ts';
import { readHtml, shown } from './read-html.ts';

const elementsOf = (model: RecordModel) => readHtml(recordPage(model));

/** Text of the first element with a class or an id. */
function textOf(model: RecordModel, where: string): string {
  const has = (value = '') => value.split(' ').includes(where.slice(1));
  const found = elementsOf(model).find(({ attributes }) => has(attributes[where.startsWith('#') ? 'id' : 'class']));
  return shown(found?.text ?? '');
}

const london = (moment: number | undefined) => (moment === undefined ? undefined : hourOf(moment, 'Europe/London'));

describe('the clock of the good night at 23:26', () => {
  const clock = clockOf(inTheMiddle);

  it('expects the end at 00:43, 137 minutes before the cut-off', () => {
    expect([london(clock.expected?.ends), london(clock.cutOff)]).toEqual(['00:43', '03:00']);
    expect(textOf(inTheMiddle, '.clock')).toContain('137 min before the cut-off');
  });

  it('names 02:18 as the last moment to back out, and the minutes until then', () => {
    expect([london(clock.lastBackout), clock.backoutMinutes]).toEqual(['02:18', 42]);
    expect(textOf(inTheMiddle, '.clock')).toContain('172 min left; a backout takes 42 min');
  });

  it('has the point of no return where step 130 begins', () => {
    expect({ ...clock.noReturn, at: london(clock.noReturn?.at) }).toEqual({ step: '130', at: '00:21', passed: false });
  });

  it('shows local time with its zone', () => {
    expect(textOf(inTheMiddle, '.clock')).toMatch(/Now, Saturday 12 September 2026 ?23:26 BST/);
  });

  it('moves the expected end when a step takes longer than planned', () => {
    const late = clockOf({ ...inTheMiddle, now: at('00:26') });
    expect(london(late.expected?.ends)).toBe('01:03');
  });

  it('says so when the point of no return has passed', () => {
    const evening = closed.steps.map((step) =>
      step.id === '140' || step.id === '150' ? { ...step, state: 'pending' as const } : step,
    );
    const model = { ...inTheMiddle, now: at('00:24'), steps: evening };
    expect(clockOf(model).noReturn?.passed).toBe(true);
    expect(textOf(model, '.clock')).toContain('members alone undo nothing any more');
  });
});

describe('what needs a person', () => {
  const titles = (model: RecordModel) =>
    needsOf(model, clockOf(model)).map(({ title, whose }) => `${title} (${whose})`);

  it('is nothing while the trial runs, and who is needed next is named with the time', () => {
    expect(titles(inTheMiddle)).toEqual([]);
    const coming = comingOf(inTheMiddle, clockOf(inTheMiddle));
    expect(coming.map(({ whose, step, at: when }) => [whose, step, london(when)])).toEqual([
      ['savrecon', '120', '00:06'],
      ['nightop', '130', '00:21'],
    ]);
    expect(textOf(inTheMiddle, '#needs')).toContain('Open bracket: SVJINTD1');
  });

  it('is the person for whom a manual step waits, with what is to be done', () => {
    expect(titles(waitingForPerson)).toEqual(['Step 120 Trial confirmed by reconciliation (savrecon)']);
    expect(textOf(waitingForPerson, '#needs')).toContain('Waiting since 00:06, 6 min.');
  });

  it('is the decision after the abend: the agreed advice first, and what each way costs', () => {
    const [need, ...others] = needsOf(heldAfterAbend, clockOf(heldAfterAbend));
    expect(others).toEqual([]);
    expect([need?.title, need?.whose]).toEqual(['Step 110 R609A110 ended with an abend: ACCRUE ABEND S0C7', 'relmgr']);
    expect(need?.choices?.map(({ what, advised }) => [what, advised])).toEqual([
      ['Back out', true],
      ['Retry the step', false],
      ['Hold and look', false],
    ]);
    expect(need?.choices?.[0]?.effect).toBe('decided now it ends at 00:11, 169 min before the cut-off');
  });

  it('is a word to go on where a person holds the run', () => {
    const { run } = inTheMiddle;
    const by = { by: 'relmgr', decision: 'hold', reason: 'A call from the branch.', at: at('23:25') };
    const model = { ...inTheMiddle, ...(run && { run: { ...run, state: 'held' as const, decisions: [by] } }) };
    expect(titles(model)).toEqual(['The run is held by relmgr (relmgr)']);
  });

  it('is what keeps the release from being ready: checks, approvals and findings, each with whose it is', () => {
    const whose = needsOf(notReady, clockOf(notReady)).map((need) => need.whose);
    expect(whose).toEqual(['impl', 'database-administration', 'savowner']);
    expect(textOf(notReady, '.state')).toBe('Not ready');
    expect(textOf(notReady, '#readiness')).toContain('dba has not approved the binds of CHG-000481');
  });

  it('is nothing once the release is closed', () => {
    expect(textOf(closed, '#needs')).toContain('Nothing: the release is closed.');
  });
});

describe('the steps', () => {
  const rowOf = (model: RecordModel, step: string) => textOf(model, `#step-${step}`);

  it('show the job first, then JOBID, state, local times, minutes and the code of every job step', () => {
    expect(rowOf(inTheMiddle, '070')).toMatch(
      /^070 R609A070 DBRMs and binds JOB0\d{4} passed 23:09 – 23:14 5 5 DBRM 0000 \w+ BINDPST 0000 proven/,
    );
  });

  it('tell a code that was proven by messages from one that is accepted alone, and both from a wrong one', () => {
    const words = elementsOf(heldAfterAbend).flatMap(({ name, attributes, text }) =>
      name === 'li' && attributes['class']?.startsWith('code') ? [shown(text)] : [],
    );
    expect(words).toContain('BINDPST 0000 proven');
    expect(words).toContain('ALLOC 0000 accepted');
    expect(words).toContain('ACCRUE ABEND S0C7 not accepted');
    expect(words).toContain('POST FLUSHED did not run');
  });

  it('show an accepted code with the wrong words as suspicious, and which words', () => {
    const steps = stepsWith({
      '070': {
        ...{ from: '23:09', to: '23:14', state: 'suspicious' },
        codes: { BINDPST: { complaints: ['DSNT232I is missing'] } },
        more: { end: 'suspicious', because: 'BINDPST ended with 0000, but DSNT232I is missing' },
      },
    });
    expect(rowOf({ ...inTheMiddle, steps }, '070')).toContain('BINDPST 0000 suspicious DSNT232I is missing');
  });

  it('say who waits for whom, and only for what has not passed yet', () => {
    expect(rowOf(inTheMiddle, '130')).toContain('waits for 120');
    expect(rowOf(notReady, '090')).toContain('waits for 050, 060');
  });

  it('say who confirmed, when, and what they found', () => {
    expect(rowOf(closed, '120')).toContain('Confirmed by savrecon at 00:21: Count 48,211');
  });

  it('are drawn as a graph: every step once, every dependency with its reason', () => {
    const page = recordPage(inTheMiddle);
    const begins = page.search(/<svg\s+class="graph lr"/);
    const elements = readHtml(page.slice(begins, begins + page.slice(begins).search(/<svg\s+class="graph tb"/)));
    const nodes = elements.filter(({ attributes }) => attributes['class']?.startsWith('node'));
    expect(nodes.map(({ attributes }) => attributes['href'])).toEqual(plan.install.map(({ id }) => `#step-${id}`));
    const reasons = elements
      .filter(({ name, text }) => name === 'title' && / after /.test(text))
      .map(({ text }) => text);
    expect(reasons.length).toBe(plan.install.flatMap(({ runsAfter }) => runsAfter).length);
    expect(reasons).toContain("120 after 110: The trial's report is what is confirmed");
  });
});

describe('the way back', () => {
  it('comes first while it is taken, with who decided it and how long before the last moment', () => {
    const page = recordPage(backingOut);
    expect(page.indexOf('id="step-B10"')).toBeLessThan(page.indexOf('id="step-010"'));
    expect(textOf(backingOut, '.state')).toBe('Backing out');
    expect(textOf(backingOut, '.clock')).toContain('decided by relmgr at 23:31, 167 min before');
    expect(london(clockOf(backingOut).expected?.ends)).toBe('00:13');
  });

  it('stands in the record afterwards: outcome, minutes, decision and cause', () => {
    expect(textOf(backedOut, '.state')).toContain('outcome backed out');
    expect(textOf(backedOut, '.clock')).toContain('The way back took 42 min planned 42 min');
    expect(textOf(backedOut, '#decisions')).toContain('names the cause: test gap');
  });

  it('leaves steps that were not reached as not run: nobody waits for them any more', () => {
    expect(textOf(backedOut, '#step-120')).toContain('not run');
    expect(textOf(backedOut, '#step-120')).not.toContain('waits for');
    expect(textOf(backedOut, '#step-080')).toContain('passed');
  });
});

describe('changes', () => {
  it('show each decision with who, when, and the content that it is bound to, in short with all of it at hand', () => {
    expect(textOf(closed, '#changes')).toContain('dba approved');
    const digests = elementsOf(closed).filter(
      ({ attributes }) => attributes['class'] === 'digest' && attributes['title'] !== undefined,
    );
    expect(digests.length).toBeGreaterThan(5);
    for (const { attributes, text } of digests)
      expect(attributes['title']).toMatch(new RegExp(`^sha256:${text}[0-9a-f]{52}$`));
  });

  it('say that an approval of earlier content no longer stands', () => {
    const changes = closed.changes.map((change) => ({
      ...change,
      decisions: change.decisions.map((each) => ({ ...each, stands: false, boundTo: '0'.repeat(64) })),
    }));
    expect(textOf({ ...closed, changes }, '#changes')).toContain(
      'bound to earlier content 000000000000 no longer stands',
    );
  });
});

it('shows what stays open after the night', () => {
  expect(textOf(nights.closed, '#watch')).toContain('SVJQINT1 of 30 September 2026');
});
