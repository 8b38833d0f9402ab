import { Lexer } from './lexer.rules.ts';
import { redirection, redirections } from './redirections.rules.ts';
import { literal, TokenStream } from './token-stream.rules.ts';
import type { AndOr, Command, Compound, List, Pipeline, Redirection, Word } from './syntax.rules.ts';

const mostNested = 200;

/**
 * Reads a script.
 *
 * @throws {ShellSyntaxError}
 */
export function parseScript(text: string): List {
  const parser = new Parser(new TokenStream(new Lexer(text)));
  return parser.script();
}

class Parser {
  private depth = 0;

  constructor(private readonly tokens: TokenStream) {}

  script(): List {
    const list = this.list([]);
    if (this.tokens.token.kind !== 'end') throw this.tokens.fault('Newline');
    return list;
  }

  /** Commands up to one of the words that end them. */
  private list(until: readonly string[]): List {
    const list: AndOr[] = [];
    this.tokens.skipNewlines();
    while (
      this.tokens.token.kind !== 'end' &&
      !this.tokens.isOperator(')', ';;') &&
      !until.includes(this.tokens.keyword() ?? '')
    ) {
      list.push(this.andOr());
      if (this.tokens.isOperator(';', '&')) this.tokens.advance();
      else if (this.tokens.token.kind !== 'newline') break;
      this.tokens.skipNewlines();
    }
    return list;
  }

  private body(...until: string[]): List {
    const list = this.list(until);
    if (list.length === 0) throw this.tokens.fault('Command');
    return list;
  }

  private andOr(): AndOr {
    const first = this.pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    while (
      this.tokens.token.kind === 'operator' &&
      (this.tokens.token.text === '&&' || this.tokens.token.text === '||')
    ) {
      const operator = this.tokens.token.text;
      this.tokens.advance();
      this.tokens.skipNewlines();
      rest.push({ operator, pipeline: this.pipeline() });
    }
    return { first, rest };
  }

  private pipeline(): Pipeline {
    const negated = this.tokens.keyword() === '!';
    if (negated) this.tokens.advance();
    const commands = [this.command()];
    while (this.tokens.isOperator('|')) {
      this.tokens.advance();
      this.tokens.skipNewlines();
      commands.push(this.command());
    }
    return { negated, commands };
  }

  private command(): Command {
    this.depth += 1;
    if (this.depth > mostNested) throw this.tokens.fault('less nesting');
    try {
      const of = this.compound();
      return of === undefined ? this.simple() : { kind: 'compound', of, redirections: redirections(this.tokens) };
    } finally {
      this.depth -= 1;
    }
  }

  private compound(): Compound | undefined {
    if (this.tokens.isOperator('(')) {
      this.tokens.advance();
      const body = this.body();
      if (!this.tokens.isOperator(')')) throw this.tokens.fault(')');
      this.tokens.advance();
      return { kind: 'group', subshell: true, body };
    }
    switch (this.tokens.keyword()) {
      case '{': {
        this.tokens.advance();
        const body = this.body('}');
        this.tokens.expect('}');
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
        throw this.tokens.fault('Command');
    }
  }

  private conditional(): Compound {
    const arms: { test: List; then: List }[] = [];
    while (this.tokens.keyword() === 'if' || this.tokens.keyword() === 'elif') {
      this.tokens.advance();
      const test = this.body('then');
      this.tokens.expect('then');
      arms.push({ test, then: this.body('elif', 'else', 'fi') });
    }
    let otherwise: List | undefined;
    if (this.tokens.keyword() === 'else') {
      this.tokens.advance();
      otherwise = this.body('fi');
    }
    this.tokens.expect('fi');
    return { kind: 'if', arms, otherwise };
  }

  private doBody(): List {
    this.tokens.skipNewlines();
    this.tokens.expect('do');
    const body = this.body('done');
    this.tokens.expect('done');
    return body;
  }

  private forLoop(): Compound {
    this.tokens.advance();
    const name = this.tokens.token.kind === 'word' ? literal(this.tokens.token.word) : undefined;
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) throw this.tokens.fault('Word');
    this.tokens.advance();
    this.tokens.skipNewlines();
    let words: Word[] | undefined;
    if (this.tokens.keyword() === 'in') {
      this.tokens.advance();
      words = [];
      while (this.tokens.token.kind === 'word') {
        words.push(this.tokens.token.word);
        this.tokens.advance();
      }
    }
    if (this.tokens.isOperator(';')) this.tokens.advance();
    return { kind: 'for', name, words, body: this.doBody() };
  }

  private loop(): Compound {
    const until = this.tokens.keyword() === 'until';
    this.tokens.advance();
    const test = this.body('do');
    return { kind: 'loop', until, test, body: this.doBody() };
  }

  private choice(): Compound {
    this.tokens.advance();
    if (this.tokens.token.kind !== 'word') throw this.tokens.fault('Word');
    const { word } = this.tokens.token;
    this.tokens.advance();
    this.tokens.skipNewlines();
    this.tokens.expect('in');
    const arms: { patterns: Word[]; body: List }[] = [];
    this.tokens.skipNewlines();
    while (this.tokens.keyword() !== 'esac') {
      if (this.tokens.isOperator('(')) this.tokens.advance();
      arms.push({ patterns: this.patterns(), body: this.list(['esac']) });
      if (this.tokens.isOperator(';;')) this.tokens.advance();
      else if (this.tokens.keyword() !== 'esac') throw this.tokens.fault('esac');
      this.tokens.skipNewlines();
    }
    this.tokens.expect('esac');
    return { kind: 'case', word, arms };
  }

  private patterns(): Word[] {
    const patterns: Word[] = [];
    for (;;) {
      if (this.tokens.token.kind !== 'word') throw this.tokens.fault('Word');
      patterns.push(this.tokens.token.word);
      this.tokens.advance();
      if (this.tokens.isOperator(')')) break;
      if (!this.tokens.isOperator('|')) throw this.tokens.fault(')');
      this.tokens.advance();
    }
    this.tokens.advance();
    return patterns;
  }

  private simple(): Command {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      const next = redirection(this.tokens);
      if (next !== undefined) {
        redirections.push(next);
        continue;
      }
      if (this.tokens.token.kind !== 'word') break;
      const assigned = words.length === 0 ? assignment(this.tokens.token.word) : undefined;
      if (assigned === undefined) words.push(this.tokens.token.word);
      else assignments.push(assigned);
      this.tokens.advance();
      if (words.length === 1 && this.tokens.isOperator('(')) return this.functionNamed(literal(words[0] ?? []));
    }
    if (assignments.length + words.length + redirections.length === 0) throw this.tokens.fault('Command');
    return { kind: 'simple', assignments, words, redirections };
  }

  private functionNamed(name: string | undefined): Command {
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) throw this.tokens.fault('Newline');
    this.tokens.advance();
    if (!this.tokens.isOperator(')')) throw this.tokens.fault(')');
    this.tokens.advance();
    this.tokens.skipNewlines();
    return { kind: 'function', name, body: this.command() };
  }
}

function assignment(word: Word): { name: string; value: Word } | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const match = /^([A-Za-z_]\w*)=([^]*)$/.exec(first.text);
  if (match === null) return undefined;
  const value: Word = match[2] === '' ? rest : [{ kind: 'text', text: match[2] ?? '', quoted: false }, ...rest];
  return { name: match[1] ?? '', value };
}
