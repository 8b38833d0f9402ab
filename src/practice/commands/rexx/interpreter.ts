/** Runs an exec (z/OS TSO/E REXX Reference). A generator: it yields what must be waited for. */

import { compareEbcdic } from '../../codepages/code-page.ts';
import { RexxError } from './errors.rules.ts';
import { type Exec, type Frame, type Running, waitFor } from './exec.ts';
import { callBuiltin, isBuiltin } from './functions/builtins.ts';
import { decodeHex } from './hexadecimal.ts';
import type { RexxHost } from './host.ts';
import { Exit, Jump, Returned, Signalled } from './jumps.ts';
import { loopTurns } from './looping.ts';
import { numericStatement } from './numeric-statement.ts';
import { formatNumber, negated, numberOf, ordinary, wholeNumber } from './numbers.rules.ts';
import { type Program, readProgram } from './parser.rules.ts';
import { parseStatement } from './parse-statement.ts';
import type { Condition, Expression, Statement, Target } from './syntax.rules.ts';
import { traceStatement } from './trace-statement.ts';
import { checkLength, logical, operate, truth } from './values.rules.ts';
import { variablesStatement } from './variables-statement.ts';
import { Variables } from './variables.ts';

const clausesBetweenBreaths = 2000;
const deepest = 200;

/** A running exec: its clauses, its routines and its conditions. */
export class Interpreter implements Exec {
  frame: Frame;
  /** Line of the running clause. */
  line = 1;
  source = '';
  private clauses = 0;
  private depth = 0;
  /** Milliseconds when the exec began; TIME('E') counts from its first call. */
  elapsedFrom: number | undefined;

  constructor(
    readonly program: Program,
    readonly host: RexxHost,
    readonly name: string,
    args: readonly (string | undefined)[],
    how: Frame['how'],
  ) {
    this.frame = {
      ...{ variables: new Variables(), args, how, precision: ordinary, traps: new Map(), mayHide: false },
      ...{ environment: host.environment, otherEnvironment: host.environment, condition: undefined },
    };
  }

  /** @returns what EXIT or RETURN gave @throws {RexxError} with the line that failed */
  *run(): Running<string | undefined> {
    try {
      return yield* this.routine(0);
    } catch (error) {
      if (error instanceof Exit || error instanceof Returned) return error.value;
      throw error;
    }
  }

  /** Statements from a place on, until RETURN, EXIT or the end; SIGNAL starts again elsewhere. */
  private *routine(from: number): Running<never> {
    for (let start = from; ;) {
      try {
        yield* this.statements(this.program.statements, start);
        throw new Exit(undefined);
      } catch (error) {
        start = this.afterError(error);
      }
    }
  }

  private afterError(given: unknown): number {
    let error = given;
    if (error instanceof RangeError) error = new RexxError(11);
    if (error instanceof Jump) error = new RexxError(28);
    if (error instanceof RexxError) {
      error.line ??= this.line;
      const trap = this.frame.traps.get('SYNTAX');
      if (trap === undefined) throw error;
      this.frame.variables.set('RC', String(error.code));
      this.frame.variables.set('SIGL', String(error.line));
      this.frame.traps.delete('SYNTAX');
      this.frame.condition = { name: 'SYNTAX', how: 'signal', description: '' };
      return this.labelAt(trap.label);
    }
    if (!(error instanceof Signalled)) throw error;
    this.frame.variables.set('SIGL', String(this.line));
    return this.labelAt(error.label);
  }

  private labelAt(label: string): number {
    const at = this.program.labels.get(label);
    if (at !== undefined) return at;
    const error = new RexxError(16);
    error.line = this.line;
    throw error;
  }

  *statements(list: readonly Statement[], from = 0): Running<void> {
    for (let at = from; at < list.length; at += 1) {
      const statement = list[at];
      if (statement !== undefined) yield* this.statement(statement);
    }
  }

  *statement(statement: Statement): Running<void> {
    this.line = statement.line;
    this.source = statement.source;
    this.clauses += 1;
    if (this.clauses % clausesBetweenBreaths === 0) yield this.host.breathe();
    if (statement.kind !== 'label' && statement.kind !== 'procedure') this.frame.mayHide = false;
    switch (statement.kind) {
      case 'assign': {
        this.set(statement.target, yield* this.value(statement.value));
        return;
      }
      case 'say': {
        this.host.say(yield* this.value(statement.value));
        return;
      }
      case 'command':
        return yield* this.command(this.frame.environment, yield* this.evaluate(statement.value));
      case 'if':
        return yield* this.decide(statement);
      case 'do':
        return yield* this.loop(statement);
      case 'select':
        return yield* this.select(statement);
      case 'call':
        return yield* this.callStatement(statement);
      case 'exit':
        throw new Exit(statement.value === undefined ? undefined : yield* this.evaluate(statement.value));
      case 'return':
        throw new Returned(statement.value === undefined ? undefined : yield* this.evaluate(statement.value));
      default:
        return yield* this.other(statement);
    }
  }

  private *other(statement: Statement): Running<void> {
    switch (statement.kind) {
      case 'parse':
        return yield* parseStatement(this, statement);
      case 'push':
      case 'queue': {
        this.stacked(statement.kind, yield* this.value(statement.value));
        return;
      }
      case 'leave':
      case 'iterate':
        throw new Jump(statement.kind, statement.name);
      case 'signal':
        throw new Signalled(statement.name ?? (yield* this.value(statement.value)));
      case 'trap':
        if (statement.on) this.frame.traps.set(statement.condition, { how: statement.how, label: statement.name });
        else this.frame.traps.delete(statement.condition);
        return;
      case 'numeric':
        return yield* numericStatement(this, statement);
      case 'address':
        return yield* this.address(statement);
      case 'drop':
      case 'upper':
      case 'procedure': {
        variablesStatement(this, statement);
        return;
      }
      case 'interpret':
        return yield* this.interpret(yield* this.value(statement.value));
      case 'trace':
        return yield* traceStatement(this, statement);
      case 'bad':
        throw new RexxError(statement.error);
      default:
        return;
    }
  }

  private stacked(kind: 'push' | 'queue', line: string): void {
    if (!this.host.stack.room) throw new RexxError(5);
    this.host.stack[kind](line);
  }

  private *decide(statement: Extract<Statement, { kind: 'if' }>): Running<void> {
    if (logical(yield* this.evaluate(statement.test))) yield* this.statement(statement.then);
    else if (statement.otherwise !== undefined) yield* this.statement(statement.otherwise);
  }

  private *select(statement: Extract<Statement, { kind: 'select' }>): Running<void> {
    for (const { test, then } of statement.whens)
      if (logical(yield* this.evaluate(test))) return yield* this.statement(then);
    if (statement.otherwise === undefined) throw new RexxError(7);
    yield* this.statements(statement.otherwise);
  }

  private *loop(statement: Extract<Statement, { kind: 'do' }>): Running<void> {
    if (statement.loop.simple) return yield* this.statements(statement.body);
    const { target } = statement.loop;
    const name = target === undefined ? undefined : target.kind === 'variable' ? target.name : undefined;
    const turns = loopTurns(this, statement.loop);
    for (let go = yield* turns.first(); go; go = yield* turns.next()) {
      try {
        this.clauses += 1;
        if (this.clauses % clausesBetweenBreaths === 0) yield this.host.breathe();
        yield* this.statements(statement.body);
      } catch (error) {
        if (!(error instanceof Jump) || (error.target !== undefined && error.target !== name)) throw error;
        if (error.kind === 'leave') return;
      }
      this.line = statement.line;
    }
  }

  private *callStatement(statement: Extract<Statement, { kind: 'call' }>): Running<void> {
    const result = yield* this.invoke(statement.name, statement.literal, statement.args, 'SUBROUTINE');
    if (result === undefined) this.frame.variables.drop('RESULT');
    else this.frame.variables.set('RESULT', result);
  }

  private *address(statement: Extract<Statement, { kind: 'address' }>): Running<void> {
    const { frame } = this;
    const named =
      statement.environment ?? (statement.value === undefined ? undefined : yield* this.evaluate(statement.value));
    const environment = named?.trim().toUpperCase();
    if (environment !== undefined && environment.length > 8) throw new RexxError(29);
    if (statement.command !== undefined)
      return yield* this.command(environment ?? '', yield* this.evaluate(statement.command));
    const before = frame.environment;
    frame.environment = environment ?? frame.otherEnvironment;
    frame.otherEnvironment = before;
  }

  private *interpret(text: string): Running<void> {
    const inner = readProgram([text], decodeHex);
    const { line } = this;
    const { depth } = this;
    this.deeper();
    try {
      for (const statement of inner.statements)
        if (statement.kind !== 'label') yield* this.statement({ ...statement, line });
    } finally {
      this.depth = depth;
    }
  }

  /** Runs a host command, sets RC, and shows a failing one as TRACE NORMAL does. */
  *command(environment: string, text: string): Running<void> {
    const { frame, line, source } = this;
    const rc = this.host.knows(environment)
      ? yield* waitFor(this.host.command(environment, text, { variables: frame.variables, name: this.name }))
      : -3;
    frame.variables.set('RC', String(rc));
    if (rc === 0) return;
    const failed = rc < 0 && frame.traps.has('FAILURE') ? 'FAILURE' : 'ERROR';
    if (rc < 0) {
      this.host.say(`${String(line).padStart(6)} *-* ${source}`);
      this.host.say(`       +++ RC(${String(rc)}) +++`);
    }
    yield* this.raise(failed, text);
  }

  /** What a trap that is on does about a condition. */
  private *raise(name: Condition, description: string): Running<void> {
    const { frame } = this;
    const trap = frame.traps.get(name);
    if (trap === undefined) return;
    frame.condition = { name, how: trap.how, description };
    if (trap.how === 'signal') {
      frame.traps.delete(name);
      throw new Signalled(trap.label);
    }
    frame.traps.delete(name);
    yield* this.internal(this.labelAt(trap.label), [], 'SUBROUTINE');
    frame.traps.set(name, trap);
  }

  *value(expression: Expression | undefined): Running<string> {
    return expression === undefined ? '' : yield* this.evaluate(expression);
  }

  *evaluate(expression: Expression): Running<string> {
    switch (expression.kind) {
      case 'text':
        return expression.value;
      case 'variable':
      case 'compound':
        return yield* this.variable(expression);
      case 'call': {
        const result = yield* this.invoke(expression.name, expression.literal, expression.args, 'FUNCTION');
        if (result === undefined) throw new RexxError(44);
        return result;
      }
      case 'unary':
        return this.unary(expression.operator, yield* this.evaluate(expression.of));
      case 'binary': {
        const left = yield* this.evaluate(expression.left);
        const right = yield* this.evaluate(expression.right);
        return operate(expression.operator, left, right, this.frame.precision, compareEbcdic);
      }
    }
  }

  private *variable(target: Target): Running<string> {
    const name = this.nameOf(target);
    const value = this.frame.variables.get(name);
    if (value !== undefined) return value;
    if (this.frame.traps.has('NOVALUE')) yield* this.raise('NOVALUE', name);
    return name;
  }

  private unary(operator: string, text: string): string {
    if (operator === '\\') return truth(!logical(text));
    const number = numberOf(text);
    return formatNumber(operator === '-' ? negated(number) : number, this.frame.precision);
  }

  /** The full name of a variable, values of its tail put in. */
  nameOf(target: Target): string {
    if (target.kind === 'variable') return target.name;
    const { variables } = this.frame;
    return (
      target.stem + target.tail.map((part) => (/^[0-9]|^$/.test(part) ? part : (variables.get(part) ?? part))).join('.')
    );
  }

  set(target: Target, value: string): void {
    checkLength(value.length);
    this.frame.variables.set(this.nameOf(target), value);
  }

  /** @throws {RexxError} 26 */
  whole(text: string): number {
    const number = wholeNumber(numberOf(text), this.frame.precision);
    if (number === undefined) throw new RexxError(26);
    return number;
  }

  private *invoke(
    name: string,
    literal: boolean,
    args: readonly (Expression | undefined)[],
    how: 'FUNCTION' | 'SUBROUTINE',
  ): Running<string | undefined> {
    const values: (string | undefined)[] = [];
    for (const arg of args) values.push(arg === undefined ? undefined : yield* this.evaluate(arg));
    const at = literal ? undefined : this.program.labels.get(name);
    if (at !== undefined) return yield* this.internal(at, values, how);
    const upper = name.toUpperCase();
    if (isBuiltin(upper)) return callBuiltin(this, upper, values);
    const view = { variables: this.frame.variables, name: this.name };
    const found = yield* waitFor(this.host.call(upper, values, view));
    if (found === undefined) throw new RexxError(43);
    return found.value;
  }

  private deeper(): void {
    this.depth += 1;
    if (this.depth > deepest) throw new RexxError(11);
  }

  private *internal(at: number, args: readonly (string | undefined)[], how: Frame['how']): Running<string | undefined> {
    const { frame, line, depth } = this;
    this.deeper();
    frame.variables.set('SIGL', String(line));
    this.frame = { ...frame, args, how, traps: new Map(frame.traps), mayHide: true };
    try {
      return yield* this.routine(at);
    } catch (error) {
      if (!(error instanceof Returned)) throw error;
      return error.value;
    } finally {
      this.frame = frame;
      this.line = line;
      this.depth = depth;
    }
  }
}
