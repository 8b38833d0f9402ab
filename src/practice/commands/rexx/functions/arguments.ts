import type { Exec } from '../exec.ts';
import { RexxError } from '../errors.rules.ts';
import { readNumber, wholeNumber } from '../numbers.rules.ts';

/** Arguments of a built-in function. Positions start at 0; what is wrong is error 40. */
export class Arguments {
  constructor(
    readonly exec: Exec,
    private readonly list: readonly (string | undefined)[],
  ) {}

  get count(): number {
    return this.list.length;
  }

  has(at: number): boolean {
    return this.list[at] !== undefined;
  }

  get all(): readonly string[] {
    return this.list.map((one) => one ?? wrong());
  }

  text(at: number, otherwise?: string): string {
    return this.list[at] ?? otherwise ?? wrong();
  }

  /** A whole number of at least `least`. */
  whole(at: number, otherwise?: number, least = 0): number {
    const text = this.list[at];
    if (text === undefined) return otherwise ?? wrong();
    const number = readNumber(text);
    const whole = number === undefined ? undefined : wholeNumber(number, this.exec.frame.precision);
    return whole === undefined || whole < least ? wrong() : whole;
  }

  /** One character. */
  pad(at: number, otherwise = ' '): string {
    const text = this.list[at] ?? otherwise;
    return text.length === 1 ? text : wrong();
  }

  /** First letter of an option, one of the given ones. */
  option(at: number, letters: string, otherwise: string): string {
    const letter = (this.list[at] ?? otherwise).trim().charAt(0).toUpperCase();
    return letter !== '' && letters.includes(letter) ? letter : wrong();
  }
}

export function wrong(): never {
  throw new RexxError(40);
}

/** A function with the least and the highest number of its arguments. */
export interface Builtin {
  least: number;
  most: number;
  run(args: Arguments): string;
}

export const builtin = (least: number, most: number, run: (args: Arguments) => string): Builtin => ({
  least,
  most,
  run,
});
