/** Built-in functions (z/OS TSO/E REXX Reference, Functions). */

import type { Exec } from '../exec.ts';
import { Arguments, type Builtin, wrong } from './arguments.ts';
import { arithmeticFunctions } from './arithmetic.ts';
import { conversionFunctions } from './conversions.ts';
import { dateFunctions } from './dates.ts';
import { environmentFunctions } from './environment.ts';
import { stringFunctions } from './strings.ts';
import { wordFunctions } from './words.ts';

const all: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({
    ...wordFunctions,
    ...stringFunctions,
    ...conversionFunctions,
    ...arithmeticFunctions,
    ...dateFunctions,
    ...environmentFunctions,
  }),
);

export const isBuiltin = (name: string): boolean => all.has(name);

/** @throws {RexxError} 40 wrong arguments */
export function callBuiltin(exec: Exec, name: string, args: readonly (string | undefined)[]): string {
  const found = all.get(name);
  if (found === undefined || args.length < found.least || args.length > found.most) return wrong();
  return found.run(new Arguments(exec, args));
}
