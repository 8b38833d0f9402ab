/** Checks of an operand field that do not depend on its keywords. */

import { texts } from './messages.rules.ts';
import { imbalance } from './operands.rules.ts';

/** Text of the first fault of form: balance, and characters that JCL does not have outside apostrophes. */
export function formFault(operands: string, field: string): string | undefined {
  const unbalanced = imbalance(operands, field);
  if (unbalanced !== undefined) return unbalanced;
  const wrong = /[^A-Z0-9@#$_&*()+,\-./=:{}¬<>|\x27 ]/.exec(operands.replaceAll(/'[^']*'/g, ''))?.[0];
  return wrong === undefined ? undefined : texts.character(wrong, field);
}
