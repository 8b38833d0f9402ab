/** COND and IF/THEN/ELSE (z/OS MVS JCL Reference: COND parameter, IF/THEN/ELSE/ENDIF statement construct). */

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

const operators: ReadonlySet<string> = new Set(['EQ', 'NE', 'GT', 'LT', 'GE', 'LE']);

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

function stepReference(text: string): StepReference {
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
function outcomeOf(of: StepReference, steps: readonly StepOutcome[], call: number): StepOutcome | undefined {
  const inCall =
    call > 0 && of.procStep === undefined
      ? steps.find((step) => step.call === call && step.procStep === of.step)
      : undefined;
  return inCall ?? steps.find((step) => step.step === of.step && of.procStep === step.procStep);
}

export type IfExpression =
  | { kind: 'and' | 'or'; left: IfExpression; right: IfExpression }
  | { kind: 'not'; of: IfExpression }
  | { kind: 'compare'; left: Term; operator: Operator; right: string }
  | { kind: 'flag'; flag: 'ABEND' | 'RUN'; of: StepReference | undefined; wanted: boolean };

type Term =
  | { kind: 'RC'; of: StepReference | undefined }
  | { kind: 'ABENDCC'; of: StepReference | undefined }
  | { kind: 'text'; text: string };

const symbols: ReadonlyMap<string, string> = new Map([
  ['=', 'EQ'],
  ['>', 'GT'],
  ['<', 'LT'],
  ['>=', 'GE'],
  ['<=', 'LE'],
  ['¬=', 'NE'],
  ['¬>', 'LE'],
  ['¬<', 'GE'],
  ['NG', 'LE'],
  ['NL', 'GE'],
  ['&', 'AND'],
  ['|', 'OR'],
  ['¬', 'NOT'],
]);

/** Reads the text between IF and THEN; undefined when it is no relational expression. */
export function parseIf(text: string): IfExpression | undefined {
  const unified = text.replaceAll(/[!^]/g, '¬');
  const words = unified.match(/¬[=<>]|[<>]=|[()=<>&|¬]|[^\s()=<>&|¬]+/g) ?? [];
  const parser = new IfParser(words.map((word) => symbols.get(word) ?? word));
  const expression = parser.or(0);
  return parser.finished ? expression : undefined;
}

class IfParser {
  private at = 0;
  constructor(private readonly words: readonly string[]) {}

  get finished(): boolean {
    return this.at === this.words.length;
  }

  or(depth: number): IfExpression | undefined {
    return this.chain('OR', 'or', () => this.chain('AND', 'and', () => this.not(depth)));
  }

  private chain(word: string, kind: 'and' | 'or', part: () => IfExpression | undefined): IfExpression | undefined {
    let left = part();
    while (left !== undefined && this.take(word)) {
      const right = part();
      left = right === undefined ? undefined : { kind, left, right };
    }
    return left;
  }

  private not(depth: number): IfExpression | undefined {
    if (depth > 40) return undefined;
    if (this.take('NOT')) {
      const of = this.not(depth + 1);
      return of === undefined ? undefined : { kind: 'not', of };
    }
    if (this.take('(')) {
      const inner = this.or(depth + 1);
      return this.take(')') ? inner : undefined;
    }
    return this.relation();
  }

  private relation(): IfExpression | undefined {
    const word = this.next();
    if (word === undefined || !/^[A-Z0-9@#$.]+$/.test(word)) return undefined;
    const parts = word.split('.');
    const last = parts.at(-1) ?? '';
    const of = parts.length > 1 ? stepReference(parts.slice(0, -1).join('.')) : undefined;
    if (last === 'ABEND' || last === 'RUN') return this.flag(last, of);
    const operator = this.next();
    const right = this.next();
    if (operator === undefined || !operators.has(operator) || right === undefined) return undefined;
    if (!/^[A-Z0-9@#$.'*+-]+$/.test(right)) return undefined;
    const left: Term = last === 'RC' || last === 'ABENDCC' ? { kind: last, of } : { kind: 'text', text: word };
    return { kind: 'compare', left, operator: operator as Operator, right };
  }

  private flag(flag: 'ABEND' | 'RUN', of: StepReference | undefined): IfExpression | undefined {
    if (flag === 'RUN' && of === undefined) return undefined;
    const operator = this.words[this.at];
    if (operator !== 'EQ' && operator !== 'NE') return { kind: 'flag', flag, of, wanted: true };
    this.at += 1;
    const value = this.next();
    if (value !== 'TRUE' && value !== 'FALSE') return undefined;
    return { kind: 'flag', flag, of, wanted: (value === 'TRUE') === (operator === 'EQ') };
  }

  private next(): string | undefined {
    const word = this.words[this.at];
    this.at += 1;
    return word;
  }

  private take(word: string): boolean {
    if (this.words[this.at] !== word) return false;
    this.at += 1;
    return true;
  }
}

/** Whether the expression asks for ABEND or ABENDCC: then its steps may run after an abend. */
export function mentionsAbend(expression: IfExpression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return mentionsAbend(expression.left) || mentionsAbend(expression.right);
    case 'not':
      return mentionsAbend(expression.of);
    case 'compare':
      return expression.left.kind === 'ABENDCC';
    case 'flag':
      return expression.flag === 'ABEND';
  }
}

/**
 * Truth of an expression by what is known of the steps so far. A comparison with a step that did not run is false.
 *
 * @param call of the procedure that the expression stands in
 */
export function holds(expression: IfExpression, steps: readonly StepOutcome[], call = 0): boolean {
  switch (expression.kind) {
    case 'and':
      return holds(expression.left, steps, call) && holds(expression.right, steps, call);
    case 'or':
      return holds(expression.left, steps, call) || holds(expression.right, steps, call);
    case 'not':
      return !holds(expression.of, steps, call);
    case 'flag':
      return flagOf(expression, steps, call) === expression.wanted;
    case 'compare':
      return comparison(expression, steps, call);
  }
}

function flagOf(
  flag: { flag: 'ABEND' | 'RUN'; of: StepReference | undefined },
  steps: readonly StepOutcome[],
  call: number,
) {
  if (flag.of === undefined) return steps.some((step) => step.abend !== undefined);
  const step = outcomeOf(flag.of, steps, call);
  return flag.flag === 'RUN' ? step?.ran === true : step?.abend !== undefined;
}

function comparison(
  { left, operator, right }: { left: Term; operator: Operator; right: string },
  steps: readonly StepOutcome[],
  call: number,
): boolean {
  if (left.kind === 'RC') {
    const code =
      left.of === undefined
        ? Math.max(0, ...steps.map((step) => step.code ?? 0))
        : outcomeOf(left.of, steps, call)?.code;
    return code !== undefined && /^\d+$/.test(right) && compares(code, operator, Number(right));
  }
  if (left.kind === 'ABENDCC') {
    const code =
      left.of === undefined
        ? steps.findLast((step) => step.abend !== undefined)?.abend
        : outcomeOf(left.of, steps, call)?.abend;
    return code !== undefined && comparesText(code, operator, right);
  }
  return /^\d+$/.test(left.text) && /^\d+$/.test(right)
    ? compares(Number(left.text), operator, Number(right))
    : comparesText(left.text, operator, right);
}

const comparesText = (left: string, operator: Operator, right: string) =>
  compares(left < right ? -1 : left > right ? 1 : 0, operator, 0);
