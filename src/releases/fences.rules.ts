import type { System } from '../estate/estate.schema.ts';
import type { Finding, Plan, PlannedJob } from './plan.schema.ts';
import type { PlannerInput, RenderedSteps } from './planner.schema.ts';

/** The template that makes a fence, and opens the IF construct that the other job steps stand in. */
const fenceTemplate = 'fence';
const endOfFence: RenderedSteps = { statements: ['//         ENDIF'], steps: [], writes: [] };

/** The fence's name in a plan: each attempt puts two qualifiers of its own in place of the last two. */
export const plannedFence = (prefix: string): string => `${prefix}.LSFENCE.ATTEMPT`;

type Again = Pick<PlannedJob, 'again' | 'fence'>;

/**
 * The job steps of a job, with a fence round them where a second job with the same JCL could do harm: on a system where
 * jobs start as they are submitted. Its first job step catalogues a name, which succeeds once; the others run only then.
 *
 * @param declared whether a person said that running the job once more does no harm
 */
export function oncePerAttempt(
  parts: readonly RenderedSteps[],
  { release, estate, jcl }: PlannerInput,
  declared: boolean,
): { readonly parts: readonly RenderedSteps[] } & Again {
  const system = estate.systems.find(({ id }) => id === release.system);
  if (system === undefined || system.submit === 'strict') return { parts };
  if (declared || parts.every(({ repeatable }) => repeatable === true)) return { parts, again: 'repeatable' };
  if (system.fencePrefix === undefined) return { parts };
  const fence = plannedFence(system.fencePrefix);
  return { parts: [jcl.render(fenceTemplate, { name: fence }), ...parts, endOfFence], again: 'fenced', fence };
}

/** Jobs that could do their work twice. An answer does not let them run: the start refuses them. */
export function unfenced({ install, backout }: Plan, { release, estate }: PlannerInput): Omit<Finding, 'id'>[] {
  const system = estate.systems.find(({ id }) => id === release.system);
  if (system?.submit !== 'non-strict') return [];
  const answerBy = estate.approvalPolicy.high[0] ?? estate.groups[0]?.id ?? '';
  return [...install, ...backout].flatMap(({ id, job }) =>
    job === undefined || job.again !== undefined
      ? []
      : [{ subject: `step ${id}`, text: whyNotSafe(job.jobname, system), answerBy }],
  );
}

const whyNotSafe = (jobname: string, { id }: System): string =>
  `${jobname} is not repeatable and has no fence, and ${id} is «submit: non-strict», where a request that is sent again can run it twice: the run will not start until the step is declared repeatable or the system has a fencePrefix, and the release is planned again`;
