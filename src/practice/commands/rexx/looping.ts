import { RexxError } from './errors.rules.ts';
import type { Exec, Running } from './exec.ts';
import { add, compareNumbers, formatNumber, numberOf } from './numbers.rules.ts';
import type { Loop } from './syntax.rules.ts';
import { logical } from './values.rules.ts';

interface Turns {
  first(): Running<boolean>;
  next(): Running<boolean>;
}

/** Counts the turns of a repetitive DO: whether there is a first one, and then each next one. */
export function loopTurns(exec: Exec, loop: Loop): Turns {
  const bounds = { to: '', by: '1', left: Infinity };
  const inRange = function* (): Running<boolean> {
    if (bounds.left <= 0) return false;
    bounds.left -= 1;
    if (loop.target !== undefined && loop.to !== undefined) {
      const now = exec.frame.variables.get(exec.nameOf(loop.target)) ?? '';
      const order = compareNumbers(numberOf(now), numberOf(bounds.to), exec.frame.precision);
      if (numberOf(bounds.by).negative ? order < 0 : order > 0) return false;
    }
    return loop.while === undefined || logical(yield* exec.evaluate(loop.while));
  };
  return {
    *first() {
      if (loop.times !== undefined) bounds.left = yield* count(exec, loop.times);
      if (loop.target !== undefined && loop.from !== undefined) {
        const from = numberOf(yield* exec.evaluate(loop.from));
        if (loop.to !== undefined) bounds.to = yield* exec.evaluate(loop.to);
        if (loop.by !== undefined) bounds.by = yield* exec.evaluate(loop.by);
        if (loop.for !== undefined) bounds.left = yield* count(exec, loop.for);
        exec.set(loop.target, formatNumber(from, exec.frame.precision));
      }
      return yield* inRange();
    },
    *next() {
      if (loop.until !== undefined && logical(yield* exec.evaluate(loop.until))) return false;
      if (loop.target !== undefined) {
        const { precision, variables } = exec.frame;
        const sum = add(numberOf(variables.get(exec.nameOf(loop.target)) ?? ''), numberOf(bounds.by), precision);
        exec.set(loop.target, formatNumber(sum, precision));
      }
      return yield* inRange();
    },
  };
}

function* count(exec: Exec, expression: NonNullable<Loop['times']>): Running<number> {
  const number = exec.whole(yield* exec.evaluate(expression));
  if (number < 0) throw new RexxError(26);
  return number;
}
