import { Lexer } from './lexer.rules.ts';
import type { Token } from './lexer.rules.ts';
import type { AndOr, Command, Compound, List, Pipeline, Redirection, Word } from './syntax.rules.ts';

const reserved = new Set([
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'for',
  'in',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  '{',
  '}',
  '!',
]);
const redirecting = new Set(['<', '>', '>>', '>|', '<<', '<<-', '>&', '<&']);
const mostNested = 200;

/**
 * Reads a script.
 *
 * @throws {ShellSyntaxError}
 */
export function parseScript(text: string): List {
  const parser = new Parser(new Lexer(text));
  return parser.script();
}

class Parser {
  private token: Token;
  private depth = 0;

  constructor(private readonly lexer: Lexer) {
    this.token = lexer.next();
  }

  script(): List {
    const list = this.list([]);
    if (this.token.kind !== 'end') throw this.fault('Newline');
    return list;
  }

  private advance(): void {
    this.token = this.lexer.next();
  }

  private fault(expected: string) {
    const { token } = this;
    const got = token.kind === 'end' ? 'EOF' : token.kind === 'newline' ? 'Newline' : (shown(token) ?? 'Word');
    return this.lexer.fault(got, expected);
  }

  private isOperator(...texts: string[]): boolean {
    return this.token.kind === 'operator' && texts.includes(this.token.text);
  }

  private keyword(): string | undefined {
    const text = this.token.kind === 'word' ? literal(this.token.word) : undefined;
    return text !== undefined && reserved.has(text) ? text : undefined;
  }

  private expect(keyword: string): void {
    if (this.keyword() !== keyword) throw this.fault(keyword);
    this.advance();
  }

  private skipNewlines(): void {
    while (this.token.kind === 'newline') this.advance();
  }

  /** Commands up to one of the words that end them. */
  private list(until: readonly string[]): List {
    const list: AndOr[] = [];
    this.skipNewlines();
    while (this.token.kind !== 'end' && !this.isOperator(')', ';;') && !until.includes(this.keyword() ?? '')) {
      list.push(this.andOr());
      if (this.isOperator(';', '&')) this.advance();
      else if (this.token.kind !== 'newline') break;
      this.skipNewlines();
    }
    return list;
  }

  private body(...until: string[]): List {
    const list = this.list(until);
    if (list.length === 0) throw this.fault('Command');
    return list;
  }

  private andOr(): AndOr {
    const first = this.pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    while (this.token.kind === 'operator' && (this.token.text === '&&' || this.token.text === '||')) {
      const operator = this.token.text;
      this.advance();
      this.skipNewlines();
      rest.push({ operator, pipeline: this.pipeline() });
    }
    return { first, rest };
  }

  private pipeline(): Pipeline {
    const negated = this.keyword() === '!';
    if (negated) this.advance();
    const commands = [this.command()];
    while (this.isOperator('|')) {
      this.advance();
      this.skipNewlines();
      commands.push(this.command());
    }
    return { negated, commands };
  }

  private command(): Command {
    this.depth += 1;
    if (this.depth > mostNested) throw this.fault('less nesting');
    try {
      const of = this.compound();
      return of === undefined ? this.simple() : { kind: 'compound', of, redirections: this.redirections() };
    } finally {
      this.depth -= 1;
    }
  }

  private compound(): Compound | undefined {
    if (this.isOperator('(')) {
      this.advance();
      const body = this.body();
      if (!this.isOperator(')')) throw this.fault(')');
      this.advance();
      return { kind: 'group', subshell: true, body };
    }
    switch (this.keyword()) {
      case '{': {
        this.advance();
        const body = this.body('}');
        this.expect('}');
        return { kind: 'group', subshell: false, body };
      }
      case 'if':
        return this.conditional();
      case 'for':
        return this.forLoop();
      case 'while':
      case 'until':
        return this.loop();
      case 'case':
        return this.choice();
      case undefined:
        return undefined;
      default:
        throw this.fault('Command');
    }
  }

  private conditional(): Compound {
    const arms: { test: List; then: List }[] = [];
    while (this.keyword() === 'if' || this.keyword() === 'elif') {
      this.advance();
      const test = this.body('then');
      this.expect('then');
      arms.push({ test, then: this.body('elif', 'else', 'fi') });
    }
    let otherwise: List | undefined;
    if (this.keyword() === 'else') {
      this.advance();
      otherwise = this.body('fi');
    }
    this.expect('fi');
    return { kind: 'if', arms, otherwise };
  }

  private doBody(): List {
    this.skipNewlines();
    this.expect('do');
    const body = this.body('done');
    this.expect('done');
    return body;
  }

  private forLoop(): Compound {
    this.advance();
    const name = this.token.kind === 'word' ? literal(this.token.word) : undefined;
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) throw this.fault('Word');
    this.advance();
    this.skipNewlines();
    let words: Word[] | undefined;
    if (this.keyword() === 'in') {
      this.advance();
      words = [];
      while (this.token.kind === 'word') {
        words.push(this.token.word);
        this.advance();
      }
    }
    if (this.isOperator(';')) this.advance();
    return { kind: 'for', name, words, body: this.doBody() };
  }

  private loop(): Compound {
    const until = this.keyword() === 'until';
    this.advance();
    const test = this.body('do');
    return { kind: 'loop', until, test, body: this.doBody() };
  }

  private choice(): Compound {
    this.advance();
    if (this.token.kind !== 'word') throw this.fault('Word');
    const { word } = this.token;
    this.advance();
    this.skipNewlines();
    this.expect('in');
    const arms: { patterns: Word[]; body: List }[] = [];
    this.skipNewlines();
    while (this.keyword() !== 'esac') {
      if (this.isOperator('(')) this.advance();
      arms.push({ patterns: this.patterns(), body: this.list(['esac']) });
      if (this.isOperator(';;')) this.advance();
      else if (this.keyword() !== 'esac') throw this.fault('esac');
      this.skipNewlines();
    }
    this.expect('esac');
    return { kind: 'case', word, arms };
  }

  private patterns(): Word[] {
    const patterns: Word[] = [];
    for (;;) {
      if (this.token.kind !== 'word') throw this.fault('Word');
      patterns.push(this.token.word);
      this.advance();
      if (this.isOperator(')')) break;
      if (!this.isOperator('|')) throw this.fault(')');
      this.advance();
    }
    this.advance();
    return patterns;
  }

  private redirections(): Redirection[] {
    const found: Redirection[] = [];
    for (;;) {
      const next = this.redirection();
      if (next === undefined) return found;
      found.push(next);
    }
  }

  private redirection(): Redirection | undefined {
    let descriptor: number | undefined;
    if (this.token.kind === 'descriptor') {
      descriptor = this.token.number;
      this.advance();
    }
    const operator = this.token.kind === 'operator' ? this.token.text : '';
    if (!redirecting.has(operator)) return undefined;
    this.advance();
    if (this.token.kind !== 'word') throw this.fault('Word');
    const { word } = this.token;
    const of = descriptor ?? (operator.startsWith('<') ? 0 : 1);
    if (operator !== '<<' && operator !== '<<-') {
      this.advance();
      return { descriptor: of, operator: operator as Redirection['operator'], target: word };
    }
    const made: { descriptor: number; operator: '<<'; target: Word } = { descriptor: of, operator: '<<', target: [] };
    this.lexer.awaitHereDocument(word, operator === '<<-', (body) => {
      made.target = body;
    });
    this.advance();
    return made;
  }

  private simple(): Command {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      const redirection = this.redirection();
      if (redirection !== undefined) {
        redirections.push(redirection);
        continue;
      }
      if (this.token.kind !== 'word') break;
      const assigned = words.length === 0 ? assignment(this.token.word) : undefined;
      if (assigned === undefined) words.push(this.token.word);
      else assignments.push(assigned);
      this.advance();
      if (words.length === 1 && this.isOperator('(')) return this.functionNamed(literal(words[0] ?? []));
    }
    if (assignments.length + words.length + redirections.length === 0) throw this.fault('Command');
    return { kind: 'simple', assignments, words, redirections };
  }

  private functionNamed(name: string | undefined): Command {
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) throw this.fault('Newline');
    this.advance();
    if (!this.isOperator(')')) throw this.fault(')');
    this.advance();
    this.skipNewlines();
    return { kind: 'function', name, body: this.command() };
  }
}

/** The text of a word without quotes or expansions; undefined for any other. */
function literal(word: Word): string | undefined {
  if (word.some((part) => part.kind !== 'text' || part.quoted)) return undefined;
  return word.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

function assignment(word: Word): { name: string; value: Word } | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const match = /^([A-Za-z_]\w*)=([^]*)$/.exec(first.text);
  if (match === null) return undefined;
  const value: Word = match[2] === '' ? rest : [{ kind: 'text', text: match[2] ?? '', quoted: false }, ...rest];
  return { name: match[1] ?? '', value };
}

const shown = (token: Token): string | undefined =>
  token.kind === 'operator' ? token.text : token.kind === 'word' ? literal(token.word) : undefined;
