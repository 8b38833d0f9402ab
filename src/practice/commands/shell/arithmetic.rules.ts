/** Integer arithmetic of `$(( ))`: + - * / % comparisons, && || !, brackets. */

export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';
}

const tokenForm = /\d+|[A-Za-z_]\w*|==|!=|<=|>=|&&|\|\||[-+*/%<>()!]|\S/g;

/** @throws {ArithmeticError} */
export function evaluate(text: string, variable: (name: string) => string): number {
  const tokens = text.match(tokenForm) ?? [];
  let at = 0;
  const fault = () => new ArithmeticError(`FSUM7344 bad number or expression "${text.trim()}"`);
  const primary = (depth: number): number => {
    const token = tokens[at];
    at += 1;
    if (token === undefined || depth > 100) throw fault();
    if (token === '-') return -primary(depth + 1);
    if (token === '+') return primary(depth + 1);
    if (token === '!') return primary(depth + 1) === 0 ? 1 : 0;
    if (token === '(') {
      const value = binary(0, depth + 1);
      if (tokens[at] !== ')') throw fault();
      at += 1;
      return value;
    }
    if (/^\d+$/.test(token)) return Number.parseInt(token, token.startsWith('0') ? 8 : 10) || 0;
    if (!/^[A-Za-z_]/.test(token)) throw fault();
    const value = variable(token).trim();
    if (value === '') return 0;
    if (!/^-?\d+$/.test(value)) throw fault();
    return Number(value);
  };
  const binary = (level: number, depth: number): number => {
    const here = levels[level];
    if (here === undefined) return primary(depth);
    let left = binary(level + 1, depth);
    for (let operator = here[tokens[at] ?? '']; operator !== undefined; operator = here[tokens[at] ?? '']) {
      at += 1;
      const result = operator(left, binary(level + 1, depth));
      if (!Number.isFinite(result)) throw new ArithmeticError('FSUM7343 divide by zero');
      left = result;
    }
    return left;
  };
  const result = tokens.length === 0 ? 0 : binary(0, 0);
  if (at < tokens.length) throw fault();
  return result;
}

type Operators = Record<string, ((left: number, right: number) => number) | undefined>;
const truth = (value: boolean) => (value ? 1 : 0);
const levels: readonly Operators[] = [
  { '||': (a, b) => truth(a !== 0 || b !== 0) },
  { '&&': (a, b) => truth(a !== 0 && b !== 0) },
  { '==': (a, b) => truth(a === b), '!=': (a, b) => truth(a !== b) },
  {
    '<': (a, b) => truth(a < b),
    '>': (a, b) => truth(a > b),
    '<=': (a, b) => truth(a <= b),
    '>=': (a, b) => truth(a >= b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => Math.trunc(a / b), '%': (a, b) => a % b },
];
