import { Abend } from '../programs/program.ts';
import type { Completion, Program } from '../programs/program.ts';
import type { SystemFaults } from './system-faults.ts';

type Finder = (name: string) => Program | undefined;

/**
 * Lets faults strike the program of a job step, or one that it calls.
 *
 * @param cancel what the operator's cancel of a job does
 */
export function faultyPrograms(find: Finder, faults: SystemFaults, cancel: (jobid: string) => void): Finder {
  return (name) => {
    const program = find(name);
    return program === undefined
      ? undefined
      : { ...program, run: (step) => struck(name, program, step, faults, cancel) };
  };
}

async function struck(
  name: string,
  program: Program,
  step: Parameters<Program['run']>[0],
  faults: SystemFaults,
  cancel: (jobid: string) => void,
): Promise<Completion> {
  const place = { jobname: step.jobname, step: step.stepName, program: name };
  const abend = faults.strike('abend-step', place);
  if (abend !== undefined) throw new Abend(completionOf(abend));
  if (faults.strike('cancel-job', place) !== undefined) cancel(step.jobid);
  const completion = await program.run(step);
  const changed = faults.strike('step-rc', place);
  return changed === undefined ? completion : { kind: 'rc', code: changed.code };
}

function completionOf({
  code,
  reason,
}: {
  code: string;
  reason?: string | undefined;
}): Exclude<Completion, { kind: 'rc' }> {
  const why = reason === undefined ? {} : { reason };
  return code.startsWith('U')
    ? { kind: 'user-abend', code: Number(code.slice(1)), ...why }
    : { kind: 'system-abend', code: code.slice(1), ...why };
}
