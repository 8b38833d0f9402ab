import type { Step } from './program.ts';

/** What access method services need of whoever calls them: a job step, TSO or the files service. */
export type AmsStep = Pick<Step, 'dataSets' | 'dd' | 'user'>;

export interface AmsRun {
  print(text: string): void;
  /** Whether the command is printed before its messages. */
  echo: boolean;
  timeZone: string;
}

/** One AMS command. `operands` are upper case, comments and continuation marks taken out. */
export interface AmsCommand {
  verbs: readonly string[];
  /** @returns the condition code */
  run(step: AmsStep, operands: string, run: AmsRun): number;
}
