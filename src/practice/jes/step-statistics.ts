import type { StepData } from './jes.ts';

/** Lines of an accounting exit about each step that has ended (IEFACTRT; their layout is each site's own). */
export class StepStatistics {
  private told = 0;

  constructor(private readonly say: (text: string) => void) {}

  /** Says the steps that have ended since the last look. */
  look(steps: readonly StepData[]): void {
    for (const step of steps.slice(this.told)) {
      if (step.active) return;
      if (this.told === 0) this.head();
      this.told += 1;
      this.say(line(step));
    }
  }

  private head(): void {
    this.say(`-${' '.repeat(38)}-----TIMINGS (MINS.)------`);
    this.say('-STEPNAME PROCSTEP    RC   EXCP   CONN       TCB       SRB  CLOCK');
  }
}

function line(step: StepData): string {
  const inProcedure = step['proc-step-name'] !== '';
  const [name, procStep] = inProcedure ? [step['proc-step-name'], step['step-name']] : [step['step-name'], ''];
  const minutes = ((step.ended ?? 0) - (step.started ?? 0)) / 60_000;
  const clock = minutes.toFixed(1).replace(/^0/, '').padStart(6);
  return `-${name.padEnd(8)} ${procStep.padEnd(8)} ${codeOf(step.completion ?? '').padStart(5)}      0      0       .00       .00 ${clock}`;
}

/** `00`, `*S0C7` or `FLUSH`. */
function codeOf(completion: string): string {
  if (completion === 'FLUSHED') return 'FLUSH';
  const code = /^CC (\d{4})$/.exec(completion)?.[1];
  return code === undefined ? `*${completion.replace(/^ABEND ?/, '')}` : String(Number(code)).padStart(2, '0');
}
