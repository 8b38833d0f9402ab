/** What COND and IF compare, and COND itself (z/OS MVS JCL Reference: COND parameter). */

import { isList, splitList } from './operands.rules.ts';

export type Operator = 'EQ' | 'NE' | 'GT' | 'LT' | 'GE' | 'LE';

export interface StepReference {
  readonly step: string;
  readonly procStep: string | undefined;
}

export interface CondTest {
  readonly code: number;
  readonly operator: Operator;
  readonly of?: StepReference;
}

export interface Cond {
  readonly tests: readonly CondTest[];
  readonly even: boolean;
  readonly only: boolean;
}

/** What is known of a step once it was reached. `abend` is `S806` or `U4038`. */
export interface StepOutcome {
  readonly step: string;
  readonly procStep: string | undefined;
  /** One number for all steps of one procedure call; 0 or absent outside procedures. */
  readonly call?: number;
  readonly ran: boolean;
  readonly code?: number;
  readonly abend?: string;
}

/** The operators of COND and IF by name. */
export const operators: ReadonlySet<string> = new Set(['EQ', 'NE', 'GT', 'LT', 'GE', 'LE']);

/** Reads COND= of a step or job; undefined when it is malformed. An empty value is no test. */
export function parseCond(raw: string): Cond | undefined {
  if (raw === '') return { tests: [], even: false, only: false };
  const parts =
    raw.startsWith('((') || !/^\(\d/.test(raw) ? (isList(raw) ? splitList(raw.slice(1, -1)) : [raw]) : [raw];
  const tests: CondTest[] = [];
  let even = false;
  let only = false;
  for (const part of parts) {
    if (part === 'EVEN') even = true;
    else if (part === 'ONLY') only = true;
    else {
      const test = parseTest(part);
      if (test === undefined) return undefined;
      tests.push(test);
    }
  }
  return tests.length > 8 || (even && only) ? undefined : { tests, even, only };
}

function parseTest(part: string): CondTest | undefined {
  const [code = '', operator = '', reference] = isList(part) ? splitList(part.slice(1, -1)) : [part];
  if (!/^\d{1,4}$/.test(code) || Number(code) > 4095 || !operators.has(operator)) return undefined;
  const test = { code: Number(code), operator: operator as Operator };
  return reference === undefined ? test : { ...test, of: stepReference(reference) };
}

/** Reads `step` or `step.procstep`. */
export function stepReference(text: string): StepReference {
  const [step = '', procStep] = text.split('.');
  return { step, procStep };
}

/** `left operator right` on numbers; COND asks it with the coded number first. */
export function compares(left: number, operator: Operator, right: number): boolean {
  switch (operator) {
    case 'EQ':
      return left === right;
    case 'NE':
      return left !== right;
    case 'GT':
      return left > right;
    case 'LT':
      return left < right;
    case 'GE':
      return left >= right;
    case 'LE':
      return left <= right;
  }
}

/** True when some test bypasses: `code operator rc` of the named step, or of any step that ran. `call` is the tested step's. */
export function bypasses(cond: Cond, steps: readonly StepOutcome[], call = 0): boolean {
  return cond.tests.some((test) => {
    const { of } = test;
    const named = of === undefined ? steps : [outcomeOf(of, steps, call)];
    return named.some((step) => step?.code !== undefined && compares(test.code, test.operator, step.code));
  });
}

/** A name alone, in a procedure, is a step of the same call before it is a step of the job (COND parameter, stepname). */
export function outcomeOf(of: StepReference, steps: readonly StepOutcome[], call: number): StepOutcome | undefined {
  const inCall =
    call > 0 && of.procStep === undefined
      ? steps.find((step) => step.call === call && step.procStep === of.step)
      : undefined;
  return inCall ?? steps.find((step) => step.step === of.step && of.procStep === step.procStep);
}
