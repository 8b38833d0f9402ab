import type { DdModel, StepModel } from '../jcl/job-model.rules.ts';
import { stepLabel } from './job-run.ts';
import type { JobRun } from './job-run.ts';

/** Allocation refused: the job fails with these messages. */
export class AllocationFailure extends Error {
  override readonly name = 'AllocationFailure';
  constructor(readonly messages: readonly string[]) {
    super(messages[0] ?? 'allocation failed');
  }
}

/** The DD that is being allocated. */
export interface Place {
  readonly step: StepModel;
  readonly index: number;
  readonly dd: DdModel;
  /** DD name, with the position in a concatenation. */
  readonly suffix: string;
}

/** `IEFnnnI job [procstep] step dd - text`. */
export const refused = (run: JobRun, { step, suffix }: Pick<Place, 'step' | 'suffix'>, id: string, text: string) =>
  new AllocationFailure([refusal(run, { step, suffix }, id, text)]);

export const refusal = (run: JobRun, { step, suffix }: Pick<Place, 'step' | 'suffix'>, id: string, text: string) =>
  `${id} ${stepLabel(run, step)} ${suffix} - ${text}`;

export const notFound = (run: JobRun, place: Place) => refused(run, place, 'IEF212I', 'DATA SET NOT FOUND');
