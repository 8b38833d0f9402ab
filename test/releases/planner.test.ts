import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planRelease } from '../../src/releases/planner.rules.ts';
import type { PlannerInput } from '../../src/releases/planner.schema.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { submitChange } from '../../src/changes/change.rules.ts';
import type { ItemDraft } from '../../src/changes/change.schema.ts';
import { contentOf, draftOf, folded, kestrel, raised } from '../changes/kestrel.ts';
import { inputOf, planOf } from './kestrel-plan.ts';

function refused(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (error instanceof LockstepError) return { code: error.code, ...error.facts };
    throw error;
  }
  return undefined;
}

function inputWith(items: readonly ItemDraft[], over: Partial<PlannerInput['release']> = {}): PlannerInput {
  const change = raised({ ...draftOf('CHG-000491'), items: [...items] });
  const submitted = folded(change, submitChange(change, contentOf(change), change.owner, kestrel));
  const input = inputOf('REL-000043');
  return { ...input, users: [], changes: [submitted], release: { ...input.release, steps: [], ...over } };
}

const memberTypes = ['copybook', 'proc', 'control-card', 'cobol-batch-program', 'cobol-db2-batch-program'] as const;

const someItems: fc.Arbitrary<ItemDraft[]> = fc.uniqueArray(
  fc.record({
    type: fc.constantFrom(...memberTypes),
    name: fc.stringMatching(/^[A-Z][A-Z0-9]{3,6}$/),
    application: fc.constant('SAV'),
    action: fc.constantFrom('new' as const, 'replace' as const),
    attributes: fc.constant({}),
  }),
  { minLength: 1, maxLength: 8, selector: ({ name }) => name },
);

describe('any plan', () => {
  it('has one job a phase, one writer a library at a time, and a reason on every edge', () => {
    fc.assert(
      fc.property(someItems, (items) => {
        const { plan, jcl } = planRelease(inputWith(items));
        for (const steps of [plan.install, plan.backout]) {
          const jobs = steps.flatMap(({ job }) => job ?? []);
          expect(new Set(jobs.map(({ jobname }) => jobname)).size).toBe(jobs.length);
          for (const job of jobs) {
            expect(new Set(job.steps.map(({ name }) => name)).size).toBe(job.steps.length);
            expect(jcl.has(job.jcl)).toBe(true);
          }
          expect(steps.every(({ runsAfter }) => runsAfter.every(({ because }) => because !== ''))).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('restores in the backout exactly what the backup saved, and removes exactly what is new', () => {
    fc.assert(
      fc.property(someItems, (items) => {
        const { plan } = planRelease(inputWith(items));
        const proof = plan.backout.find(({ id }) => id === 'B60')?.checks ?? [];
        const saved = plan.install.find(({ id }) => id === '040')?.checks?.[0];
        const pairs = saved?.kind === 'same-content' ? saved.pairs.map(({ right }) => right) : [];
        const restored = proof.flatMap((check) =>
          check.kind === 'content-is' ? check.members.map(({ at }) => at) : [],
        );
        expect(restored).toEqual(pairs);
        const gone = proof.flatMap((check) => (check.kind === 'absent' ? check.members : []));
        expect(gone.length > 0).toBe(items.some(({ action }) => action === 'new'));
      }),
      { numRuns: 20 },
    );
  });
});

describe('what cannot be planned', () => {
  it('is two items with one target, also from two changes', () => {
    const input = inputOf('REL-000042');
    const [first] = input.changes;
    const other = { ...input.changes[1]!, items: [first!.items[0]!] };
    expect(refused(() => planRelease({ ...input, changes: [first!, other] }))).toMatchObject({
      code: 'item.two-for-one-target',
      target: 'copybook SVCINTR',
    });
  });

  it('is a circle of steps, and they are named', () => {
    const input = inputOf('REL-000042');
    const steps = input.release.steps.map((step) =>
      step.id === '010' ? { ...step, after: [{ step: '140', because: 'nobody knows' }] } : step,
    );
    const caught = refused(() => planRelease({ ...input, release: { ...input.release, steps } }));
    expect(caught).toMatchObject({ code: 'release.dependency-cycle' });
    expect(caught).toHaveProperty('steps', expect.arrayContaining(['010', '140']));
  });

  it('is a step that names a phase or step that the plan does not have', () => {
    const input = inputOf('REL-000043');
    const steps = input.release.steps.map((step) => ({ ...step, after: [{ step: 'load', because: 'it runs it' }] }));
    expect(refused(() => planRelease({ ...input, release: { ...input.release, steps } }))).toMatchObject({
      code: 'release.unknown-reference',
      step: '110',
      names: 'load',
    });
  });

  it('is a change that was never submitted', () => {
    const input = inputOf('REL-000043');
    const changes = [raised(draftOf('CHG-000491'))];
    expect(refused(() => planRelease({ ...input, changes }))).toMatchObject({ code: 'release.change-unfit' });
  });

  it('is a value that a template does not take', () => {
    const base = { type: 'gdg-base', name: 'KSBP.SAV.MANY', application: 'SAV', action: 'new' as const };
    expect(refused(() => planRelease(inputWith([{ ...base, attributes: { limit: '256' } }])))).toMatchObject({
      code: 'jcl.parameter-invalid',
      parameter: 'limit',
    });
  });
});

describe('a plan with several items of one kind', () => {
  it('frees all new packages in one job step, and gives each scheduler entry job steps of its own', () => {
    const entry = (operation: string, card: string) => ({
      type: 'scheduler-entry',
      name: `SAVQTREND.${operation}`,
      application: 'SAV',
      action: 'replace' as const,
      attributes: { card, firstRun: '2026-09-30' },
    });
    const { plan } = planRelease(inputWith([entry('SVJQINT1', 'SAVQTR'), entry('SVJQINT2', 'SAVQTR2')]));
    const names = plan.install.find(({ id }) => id === '100')?.job?.steps.map(({ name }) => name);
    expect(names).toEqual(['OPCLOAD', 'OPCLTP', 'OPCLOAD2', 'OPCLTP2']);
    const sample = planOf('REL-000042');
    const free = sample.plan.backout.find(({ id }) => id === 'B40')?.job;
    expect(free?.steps.map(({ name }) => name)).toEqual(['RSDBRM', 'FREEPKG']);
    const text = sample.jcl.get(free?.jcl ?? '') ?? '';
    expect(text.match(/FREE PACKAGE\(SAVPROD\.\w+\.\(R2609A\)\)/g)).toHaveLength(2);
  });
});
