/** How a job ended, in z/OSMF's words and in JES2's. */

import type { StepOutcome } from '../jcl/conditions.rules.ts';
import type { JobCard } from '../jcl/job-model.rules.ts';

export type Completion = { kind: 'code'; code: number } | { kind: 'abend'; code: string };

/** Completion of a job that ran, by JOBRC: the last abend or the highest code; the last step; or a named one. */
export function completionOf(jobrc: JobCard['jobrc'], outcomes: readonly StepOutcome[]): Completion {
  const ran = outcomes.filter((step) => step.ran);
  if (jobrc.kind === 'LASTRC') return ofStep(ran.at(-1));
  if (jobrc.kind === 'STEP') {
    const { step, procStep } = jobrc.of;
    const named = ran.findLast((one) => one.step === step && (procStep === undefined || one.procStep === procStep));
    if (named !== undefined) return ofStep(named);
  }
  const abended = ran.findLast(({ abend }) => abend !== undefined);
  if (abended !== undefined) return ofStep(abended);
  return { kind: 'code', code: Math.max(0, ...ran.map(({ code }) => code ?? 0)) };
}

const ofStep = (step: StepOutcome | undefined): Completion =>
  step?.abend === undefined ? { kind: 'code', code: step?.code ?? 0 } : { kind: 'abend', code: step.abend };

const digits = (code: number) => String(code).padStart(4, '0');

/** `CC 0000`, `ABEND S806`, `ABENDU4038`. */
export const retcodeOf = (completion: Completion): string =>
  completion.kind === 'code'
    ? `CC ${digits(completion.code)}`
    : completion.code.startsWith('S')
      ? `ABEND ${completion.code}`
      : `ABEND${completion.code}`;

/** Tail of $HASP395: `RC=0000` or `ABEND=S806`. */
export const endedWords = (completion: Completion): string =>
  completion.kind === 'code' ? `RC=${digits(completion.code)}` : `ABEND=${completion.code}`;

/** $HASP165, the message to the user of NOTIFY=. */
export function notification(jobname: string, node: string, completion: Completion | 'JCL ERROR' | 'CANCELED'): string {
  const words =
    completion === 'JCL ERROR'
      ? `ENDED AT ${node} - JCL ERROR`
      : completion === 'CANCELED'
        ? `ENDED AT ${node} - CANCELED`
        : completion.kind === 'code'
          ? `ENDED AT ${node}  MAXCC=${digits(completion.code)}`
          : completion.code.startsWith('S')
            ? `ENDED AT ${node}  ABENDED ${completion.code} U0000`
            : `ENDED AT ${node}  ABENDED S000 ${completion.code}`;
  return `$HASP165 ${jobname.padEnd(8)} ${words} CN(INTERNAL)`;
}
