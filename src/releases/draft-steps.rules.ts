import { LockstepError } from '../shared/errors.ts';
import { releaseScope } from './content.rules.ts';
import type { Edge } from './graph.rules.ts';
import { JobSteps } from './job-plan.rules.ts';
import { jobOf, type BareStep, type JclTexts, type PhaseStep } from './phase-steps.rules.ts';
import type { PlannerInput } from './planner.schema.ts';
import type { StepDraft } from './release.schema.ts';

/** The steps that people wrote into a release: observations, brackets, trials, sign-offs, notices. */
export function draftSteps(drafts: readonly StepDraft[], input: PlannerInput, texts: JclTexts): BareStep[] {
  const { release } = input;
  return drafts.map(({ after: _, before: __, repeatable = false, job, ...draft }) => ({
    ...withoutAbsent(draft),
    system: release.system,
    changes: [...release.changes],
    ...(job === undefined ? {} : { job: declaredJob(draft.id, { job, repeatable }, input, texts) }),
  }));
}

function declaredJob(
  id: string,
  { job, repeatable }: { job: NonNullable<StepDraft['job']>; repeatable: boolean },
  input: PlannerInput,
  texts: JclTexts,
) {
  const steps = new JobSteps(input);
  const scope = releaseScope(input, input.release.application);
  for (const { template, parameters } of job) steps.declare(template, parameters, scope);
  return jobOf(id, steps, input, texts, repeatable);
}

/** The edges that people wrote, by step or phase; they stay in the plan as they are. */
export function draftEdges(drafts: readonly StepDraft[], phases: readonly PhaseStep[]): Edge[] {
  const ids = new Map([
    ...phases.flatMap(({ phase, step }) => [[phase, step.id] as const, [step.id, step.id] as const]),
    ...drafts.map(({ id }) => [id, id] as const),
  ]);
  const known = (named: string, draft: string): string => {
    const id = ids.get(named);
    if (id === undefined)
      throw new LockstepError(
        'release.unknown-reference',
        `step ${draft} names ${named}, which this plan does not have`,
        {
          step: draft,
          names: named,
          has: [...ids.keys()],
        },
      );
    return id;
  };
  return drafts.flatMap(({ id, after, before }) => [
    ...after.map(({ step, because }) => ({ from: known(step, id), to: id, because, declared: true })),
    ...before.map(({ step, because }) => ({ from: id, to: known(step, id), because, declared: true })),
  ]);
}

/** An optional member that is absent is left out, never undefined. */
function withoutAbsent<T extends object>(draft: T): T {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as T;
}
