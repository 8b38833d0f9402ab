/** Statements get their numbers as they are listed; messages name them. */

import { formFault } from './form.rules.ts';
import { listStatement, listSubstitution } from './listing.rules.ts';
import type { ListingLine, ListingPart } from './listing.rules.ts';
import { texts } from './messages.rules.ts';
import { untilBlank } from './operands.rules.ts';
import type { Message } from './messages.rules.ts';
import type { Origin, Statement } from './records.rules.ts';
import { substitute } from './symbols.rules.ts';
import type { Reach, SymbolScope } from './symbols.rules.ts';

/** Names of jobs, steps, procedures and DDs. */
export const label = /^[A-Z@#$][A-Z0-9@#$]{0,7}$/;

export class NumberedListing {
  private readonly lines: ListingLine[] = [];
  private readonly told: Message[] = [];
  private readonly faults = new Set<string>();
  private count = 0;
  /** Where statements of the job's own text begin: index of the record by statement number. */
  readonly places = new Map<number, number>();

  constructor(private readonly jobid: string) {}

  /** Number of the statement listed last. */
  get last(): number {
    return this.count;
  }

  /** Tells an error, once however often it is found. */
  fault(statement: number, text: string): void {
    const key = `${statement} ${text}`;
    if (this.faults.has(key)) return;
    this.faults.add(key);
    this.told.push({ statement, text, severity: 'error' });
  }

  inform(statement: number, text: string): void {
    this.told.push({ statement, text, severity: 'information' });
  }

  /** In order of statements. */
  messages(): readonly Message[] {
    return [...this.told].sort((left, right) => left.statement - right.statement);
  }

  /** What the first value of MSGLEVEL lets be printed. */
  printed(statements: 0 | 1 | 2): string[] {
    const shown = (part: ListingPart) => statements === 1 || part === 'job' || (statements === 2 && part === 'input');
    return this.lines.filter(({ part }) => shown(part)).map(({ text }) => text);
  }

  /** Lists a comment, which has no number. */
  comment(statement: Statement): void {
    this.list(statement, undefined, undefined);
  }

  private list(statement: Statement, number: number | undefined, mark: string | undefined): void {
    const job = statement.operation === 'JOB' && statement.origin === 'job';
    const how = {
      part: job ? ('job' as const) : partOf(statement.origin),
      mark: mark ?? markOf(statement.origin),
      ...(job ? { jobid: this.jobid } : {}),
    };
    this.lines.push(...listStatement(statement, number, how));
  }

  /** Lists a statement under the next number and tells the faults of its form. */
  number(statement: Statement, mark?: string): number {
    this.count += 1;
    if (statement.origin === 'job') this.places.set(this.count, statement.line);
    this.list(statement, this.count, mark);
    if (statement.kind === 'jcl' && !isNamedWell(statement)) this.fault(this.count, texts.label);
    if (statement.fault !== undefined) this.fault(this.count, statement.fault);
    return this.count;
  }

  /** Lists and numbers a statement, resolves its symbols and shows the result of that. */
  resolve(statement: Statement, scope: SymbolScope, reach: Reach = 'keywords', mark?: string) {
    const operands = substitute(statement.operands, scope, reach);
    return this.show(statement, statement.operation === 'IF' ? operands : untilBlank(operands), mark);
  }

  /** Lists and numbers a statement whose operands were resolved before. */
  show(statement: Statement, operands: string, mark?: string): { number: number; operands: string } {
    const number = this.number(statement, mark);
    if (operands !== statement.operands) this.lines.push(...listSubstitution(operands, partOf(statement.origin)));
    const { operation } = statement;
    const checked = operation !== 'IF' && /^[A-Z]+$/.test(operation);
    const wrong = checked ? formFault(operands, operation) : undefined;
    if (wrong !== undefined && statement.fault === undefined) this.fault(number, wrong);
    return { number, operands };
  }
}

function isNamedWell({ name, operation }: Statement): boolean {
  if (name === '') return true;
  const parts = operation === 'DD' ? name.split('.') : [name];
  return parts.length <= 2 && parts.every((part) => label.test(part));
}

const partOf = (origin: Origin): ListingPart => (origin === 'job' ? 'input' : 'expansion');
const markOf = (origin: Origin) => (origin === 'job' ? '//' : origin === 'library' ? 'XX' : '++');

/** What stands before a procedure's DD that the caller overrides. */
export const overriddenMark = (origin: Origin): string =>
  origin === 'library' ? 'X/' : origin === 'in-stream' ? '+/' : '//';
