/** IF, ELSE and ENDIF as they nest in the text. */

import { parseIf } from './if-expression.rules.ts';
import type { IfBranch } from './job-model.rules.ts';
import { texts } from './messages.rules.ts';

export const deepestNesting = 15;

const longestExpression = 8_192;

const faultOf = (operands: string): string =>
  operands.length > longestExpression
    ? texts.length('IF')
    : /¬\s*$|¬\s*[)&|]/.test(operands)
      ? texts.notSign('IF')
      : texts.syntax('IF');

interface IfPlace {
  operands: string;
  statement: number;
  /** Procedure call by number; 0 is the job itself. */
  call: number;
}

export class Branches {
  private stack: readonly IfBranch[] = [];
  /** Steps there were when each open IF began. */
  private readonly begun: number[] = [];
  private count = 0;

  /** Branches around the place that was reached, outermost first. */
  get path(): readonly IfBranch[] {
    return this.stack;
  }

  /** Takes one of the three statements, of a procedure call, after so many steps. @returns message texts of what is wrong with it */
  take(operation: 'IF' | 'ELSE' | 'ENDIF', { operands, statement, call }: IfPlace, steps: number): string[] {
    if (operation === 'IF') {
      this.begun.push(steps);
      return this.begin({ operands, statement, call });
    }
    const top = this.stack.at(-1);
    if (top === undefined || (operation === 'ELSE' && top.branch === 'else')) return [texts.misplaced(operation)];
    const outer = this.stack.slice(0, -1);
    this.stack = operation === 'ELSE' ? [...outer, { ...top, branch: 'else' }] : outer;
    const without = operation === 'ENDIF' && this.begun.pop() === steps;
    return without ? [texts.misplaced('ENDIF')] : [];
  }

  private begin({ operands, statement, call }: IfPlace): string[] {
    const expression = operands.length > longestExpression ? undefined : parseIf(operands);
    const wrong = expression === undefined ? [faultOf(operands)] : [];
    if (this.stack.length >= deepestNesting) wrong.push(texts.nesting);
    this.count += 1;
    const unreadable = { kind: 'flag' as const, flag: 'ABEND' as const, of: undefined, wanted: true };
    const branch = { id: this.count, statement, branch: 'then' as const, expression: expression ?? unreadable, call };
    this.stack = [...this.stack, branch];
    return wrong;
  }
}
