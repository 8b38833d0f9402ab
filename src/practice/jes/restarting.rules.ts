/**
 * Whether and where a job runs again that its system lost (z/OS MVS JCL Reference: RD parameter, /*JOBPARM RESTART;
 * JES2 initialization statement JOBDEF, RESTART). Automatic step restart begins with the step that was running.
 */

import type { StepData } from './jes.ts';
import type { JobRequests } from './job-requests.rules.ts';

/** @param byDefault what JOBDEF says for jobs that do not */
export function mayRunAgain({ restart, restartDefinition }: JobRequests, byDefault = false): boolean {
  if (restart !== undefined) return restart;
  if (restartDefinition === 'R' || restartDefinition === 'RNC') return true;
  return byDefault && restartDefinition === undefined;
}

export function stepToBeginWith(
  { restartDefinition }: JobRequests,
  steps: readonly StepData[],
): { step: string; procStep: string | undefined } | undefined {
  if (restartDefinition !== 'R' && restartDefinition !== 'RNC') return undefined;
  const running = steps.find((step) => step.active);
  if (running === undefined) return undefined;
  const inProcedure = running['proc-step-name'] !== '';
  return inProcedure
    ? { step: running['proc-step-name'], procStep: running['step-name'] }
    : { step: running['step-name'], procStep: undefined };
}
