import type { DataSets } from '../../datasets/data-sets.ts';
import type { Completion, Dd, Step } from '../../programs/program.ts';
import type { Allocations } from './allocations.ts';

/** The step as commands see it: files of ALLOCATE stand before the DDs of the job. */
export function sessionStep(step: Step, allocations: Allocations): Step {
  const flush = () => {
    for (const file of allocations.files.values()) file.flush();
  };
  const own = {
    dd: (name: string): Dd | undefined => allocations.files.get(name) ?? step.dd(name),
    async link(program: string, parm: string, dds?: ReadonlyMap<string, Dd>): Promise<Completion> {
      flush();
      const all = new Map<string, Dd>([...allocations.files, ...(dds ?? [])]);
      return await step.link(program, parm, all).finally(flush);
    },
    wait: (seconds: number) => step.wait(seconds),
    ...(step.ask === undefined ? {} : { ask: (text: string) => step.ask?.(text) ?? Promise.resolve('') }),
    elapse: (seconds: number, cpuSeconds?: number) => step.elapse(seconds, cpuSeconds),
    wto: (text: string, options?: { system?: boolean }) => step.wto(text, options),
    now: () => step.now(),
    scratchDd: (name: string, lines?: readonly string[]) => step.scratchDd(name, lines),
  };
  const described = {
    dds: {
      get: (): readonly Dd[] => [
        ...allocations.files.values(),
        ...step.dds.filter(({ name }) => !allocations.files.has(name)),
      ],
    },
    dataSets: {
      get(): DataSets {
        flush();
        return step.dataSets;
      },
    },
  };
  return Object.defineProperties(Object.assign(Object.create(step) as Step, own), described);
}
