/** Reads the relational expression of IF (z/OS MVS JCL Reference: IF/THEN/ELSE/ENDIF statement construct). */

import { type Operator, operators, type StepReference, stepReference } from './conditions.rules.ts';

export type IfExpression =
  | { kind: 'and' | 'or'; left: IfExpression; right: IfExpression }
  | { kind: 'not'; of: IfExpression }
  | { kind: 'compare'; left: Term; operator: Operator; right: string }
  | { kind: 'flag'; flag: 'ABEND' | 'RUN'; of: StepReference | undefined; wanted: boolean };

export type Term =
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
