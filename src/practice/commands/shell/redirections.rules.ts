import type { Redirection, Word } from './syntax.rules.ts';
import type { TokenStream } from './token-stream.rules.ts';

const redirecting = new Set(['<', '>', '>>', '>|', '<<', '<<-', '>&', '<&']);

/** The redirections that stand one after the other here. */
export function redirections(tokens: TokenStream): Redirection[] {
  const found: Redirection[] = [];
  for (;;) {
    const next = redirection(tokens);
    if (next === undefined) return found;
    found.push(next);
  }
}

/** The redirection that stands here; the body of a here-document comes later. */
export function redirection(tokens: TokenStream): Redirection | undefined {
  let descriptor: number | undefined;
  if (tokens.token.kind === 'descriptor') {
    descriptor = tokens.token.number;
    tokens.advance();
  }
  const operator = tokens.token.kind === 'operator' ? tokens.token.text : '';
  if (!redirecting.has(operator)) return undefined;
  tokens.advance();
  if (tokens.token.kind !== 'word') throw tokens.fault('Word');
  const { word } = tokens.token;
  const of = descriptor ?? (operator.startsWith('<') ? 0 : 1);
  if (operator !== '<<' && operator !== '<<-') {
    tokens.advance();
    return { descriptor: of, operator: operator as Redirection['operator'], target: word };
  }
  const made: { descriptor: number; operator: '<<'; target: Word } = { descriptor: of, operator: '<<', target: [] };
  tokens.lexer.awaitHereDocument(word, operator === '<<-', (body) => {
    made.target = body;
  });
  tokens.advance();
  return made;
}
