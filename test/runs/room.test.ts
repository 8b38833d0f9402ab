import { describe, expect, it } from '@jest/globals';
import { nextActs, type Act, type Picture } from '../../src/runs/next-acts.rules.ts';
import type { Attempt, Run, RunStep } from '../../src/runs/run.schema.ts';
import type { JobDocument } from '../../src/zosmf/zosmf.schema.ts';

const at = '2026-09-12T22:00:00.000Z';

function step(id: string, state?: Attempt['state'], over: { minutes?: number; after?: string[] } = {}): RunStep {
  const attempt = { number: 1, user: 'L', state, correlator: `C${id}`, jobname: `R609A${id}`, intendedAt: at };
  return {
    ...{ run: 'RUN-000001', id, plan: 'install', asks: 0, recordVersion: 1, checks: [], commands: [], because: '' },
    ...{ state: state === undefined ? 'pending' : 'submitted' },
    attempts: state === undefined ? [] : [{ ...attempt, jobSteps: [], spool: [] }],
    step: {
      ...{ id, kind: 'job', title: id, owner: 'impl', minutes: over.minutes ?? 1, system: 'KSB1', changes: [] },
      runsAfter: (over.after ?? []).map((before) => ({ step: before, because: 'it reads what that writes' })),
      job: { jobname: `R609A${id}`, class: 'R', steps: [], jcl: '', approved: '', writes: [] },
    },
  } as RunStep;
}

function acts(steps: RunStep[], over: Partial<Picture> = {}): string[] {
  const run = { id: 'RUN-000001', state: 'in-progress', decisions: [], backoutSteps: [] } as unknown as Run;
  const sideBySide = new Map([['R', 2]]);
  const statusOf = ({ attempts }: RunStep) => (attempts.at(-1)?.state === 'adopted' ? 'INPUT' : 'ACTIVE');
  const seen = new Map(steps.map((each) => [`C${each.id}`, { status: statusOf(each) } as JobDocument]));
  const told = (act: Act) => `${act.kind} ${'step' in act ? act.step.id : ''}`;
  return nextActs({ run, steps, seen, sideBySide, now: Date.parse(at), ...over }).map(told);
}

describe('Room in a job class', () => {
  it('goes to jobs that are released; as many more wait held in JES', () => {
    const steps = [step('010', 'running'), step('020', 'running'), step('030'), step('040'), step('050')];
    expect(acts(steps)).toEqual(['intend 030', 'intend 040']);
  });

  it('keeps an adopted job held while the class is full', () => {
    const steps = [step('010', 'running'), step('020', 'releasing'), step('030', 'adopted')];
    expect(acts(steps)).toEqual(['release 020']);
  });

  it('is free again once the list shows a job at its end, before its spool was fetched', () => {
    const steps = [step('010', 'running'), step('020', 'running'), step('030', 'adopted')];
    const seen = new Map([
      ['C010', { status: 'OUTPUT' } as JobDocument],
      ['C020', { status: 'ACTIVE' } as JobDocument],
    ]);
    expect(acts(steps, { seen })).toEqual(['collect 010', 'intend-release 030']);
  });

  it('goes to the step with the longest way to the end first', () => {
    const steps = [
      step('010'),
      step('020', undefined, { minutes: 5 }),
      step('030'),
      step('040', undefined, { minutes: 9, after: ['030'] }),
    ];
    expect(acts(steps)).toEqual(['intend 030', 'intend 020']);
  });

  it('is taken by an adopted job that somebody else released', () => {
    const seen = new Map([['C030', { status: 'ACTIVE' } as JobDocument]]);
    expect(acts([step('010', 'running'), step('020', 'running'), step('030', 'adopted')], { seen })).toContain(
      'note-unheld 030',
    );
  });

  it('counts the released jobs of other runs on the system', () => {
    const elsewhere = { classes: new Map([['R', 2]]), waiting: new Map(), libraries: new Set<string>() };
    expect(acts([step('030', 'adopted')], { elsewhere })).toEqual([]);
  });
});
