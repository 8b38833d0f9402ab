import { elapsedFor } from './elapsed.ts';
import type { ElapsedRule } from './programs.schema.ts';
import type { Program, Step } from './program.ts';

/** CPU time of a program of which only the elapsed time is known, for each second of it. */
export const cpuShare = 0.02;

/** Lets a step's time pass once, however many programs run inside it. */
export class Charging {
  private readonly charged = new Set<string>();

  constructor(private readonly rules: readonly ElapsedRule[]) {}

  /** The program takes its time first and does its work then. */
  before(program: Program): Program {
    return {
      ...program,
      run: (step) =>
        this.within(step, program.names[0] ?? '', async (seconds) => {
          if (seconds > 0) await step.elapse(seconds, seconds * cpuShare);
          return await program.run(step);
        }),
    };
  }

  /** Runs `work` with the seconds that are still to pass: 0 when an outer program of the step has taken them. */
  async within<T>(step: Step, program: string, work: (seconds: number) => Promise<T>): Promise<T> {
    const key = `${step.jobid} ${step.stepName} ${step.procStepName ?? ''}`;
    if (this.charged.has(key)) return await work(0);
    this.charged.add(key);
    try {
      return await work(elapsedFor(this.rules, step, program));
    } finally {
      this.charged.delete(key);
    }
  }
}
