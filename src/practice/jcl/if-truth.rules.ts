/** Truth of the relational expression of IF (z/OS MVS JCL Reference: IF/THEN/ELSE/ENDIF statement construct). */

import { compares, type Operator, outcomeOf, type StepOutcome, type StepReference } from './conditions.rules.ts';
import type { IfExpression, Term } from './if-expression.rules.ts';

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
