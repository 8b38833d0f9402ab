/**
 * Whether and where a job runs again that its system lost (z/OS MVS JCL Reference: RD parameter, /*JOBPARM RESTART;
 * JES2 initialization statement JOBDEF, RESTART). Automatic step restart begins with the step that was running.
 */

import type { StepData } from './jes.ts';
import type { JournalEntry } from '../steps/job-journal.ts';
import type { JobRequests } from './job-requests.rules.ts';

/** A job as its system left it. */
export interface LostJob {
  readonly requests: JobRequests;
  readonly steps: readonly StepData[];
  readonly journal: { readonly entry: JournalEntry | undefined };
  readonly restartAt: StepReference | undefined;
}

interface StepReference {
  step: string;
  procStep: string | undefined;
}

/** RD of the JOB statement overrides those of EXEC statements. @param byDefault what JOBDEF says for jobs that do not */
export function mayRunAgain({ requests, journal }: LostJob, byDefault = false): boolean {
  const { restart, restartDefinition } = requests;
  if (restart !== undefined) return restart;
  if (restartDefinition !== undefined) return restartDefinition === 'R' || restartDefinition === 'RNC';
  return journal.entry?.restartable ?? byDefault;
}

/** The step that was running, else the one that a restart was to begin with. */
export function stepToBeginWith({ requests, steps, journal, restartAt }: LostJob): StepReference | undefined {
  const { restartDefinition } = requests;
  const wanted = restartDefinition === undefined ? journal.entry?.restartable === true : /^R/.test(restartDefinition);
  if (!wanted) return undefined;
  const running = steps.find((step) => step.active);
  if (running === undefined) return restartAt;
  const inProcedure = running['proc-step-name'] !== '';
  return inProcedure
    ? { step: running['proc-step-name'], procStep: running['step-name'] }
    : { step: running['step-name'], procStep: undefined };
}
