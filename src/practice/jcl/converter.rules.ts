/** The converter: the text of one job to a job that can be run, its listing, and the messages of conversion. */

import { Branches, deepestNesting } from './branches.rules.ts';
import { effectiveParameters, overridesFor, takeOverrides } from './calls.rules.ts';
import type { Call } from './calls.rules.ts';
import type { CodedDd } from './coded-dds.rules.ts';
import type { Conversion, ConversionRequest } from './conversion.rules.ts';
import { namesOf } from './dd.rules.ts';
import { StepBuilder } from './drafts.rules.ts';
import type { DdGroup, Override, StepDraft } from './drafts.rules.ts';
import { readJobCard } from './job-card.rules.ts';
import type { JobCard } from './job-model.rules.ts';
import { DataSymbols } from './data-symbols.rules.ts';
import { execKeywords, inertOperations } from './keywords.rules.ts';
import { texts } from './messages.rules.ts';
import { label, NumberedListing, overriddenMark } from './numbered-listing.rules.ts';
import { parseOperands, unquote } from './operands.rules.ts';
import type { Operand } from './operands.rules.ts';
import { ProcedureShelf } from './procedure-shelf.rules.ts';
import { readStatements } from './records.rules.ts';
import type { Statement } from './records.rules.ts';
import { StatementQueue } from './statement-queue.rules.ts';
import { SymbolScope } from './symbols.rules.ts';
import { buildSteps } from './understanding.rules.ts';

/** The job's own text, or the text of a procedure that is being called. */
interface Level {
  readonly queue: StatementQueue;
  readonly scope: SymbolScope;
  readonly depth: number;
  readonly call: Call | undefined;
  /** The step that DD statements belong to now. */
  open: StepBuilder | undefined;
}

const mostSteps = 255;
const mostExecs = 2_000;
const mostIncludes = 1_000;

/** Converts one job. Never throws for what the text says: faults become messages. */
export function convertJob(lines: readonly string[], request: ConversionRequest): Conversion {
  return new Converter(request).convert(lines);
}

class Converter {
  private readonly listing: NumberedListing;
  private readonly branches = new Branches();
  private readonly commands: string[] = [];
  private readonly drafts: StepDraft[] = [];
  private readonly joblib: DdGroup = { name: 'JOBLIB', parts: [] };
  private readonly shelf: ProcedureShelf;
  private readonly symbols: DataSymbols;
  private card: JobCard | undefined;
  private calls = 0;
  private execs = 0;
  private includes = 0;

  constructor(private readonly request: ConversionRequest) {
    this.listing = new NumberedListing(request.jobid);
    this.shelf = new ProcedureShelf(request.lookups);
    this.symbols = new DataSymbols(request.jesSymbols);
  }

  convert(lines: readonly string[]): Conversion {
    const { listing } = this;
    const scope = new SymbolScope(undefined, this.request.lookups.systemSymbols);
    this.run({ queue: new StatementQueue(readStatements(lines)), scope, depth: 0, call: undefined, open: undefined });
    const card = this.card ?? readJobCard('', '', this.request.defaults, () => undefined);
    if (this.card === undefined) listing.fault(1, texts.misplaced('JOB'));
    if (this.execs === 0) listing.fault(0, texts.noSteps);
    if (this.drafts.length > mostSteps) listing.fault(listing.last, texts.tooManySteps);
    for (const open of this.branches.path) listing.fault(open.statement, texts.misplaced('IF'));
    const fault = (statement: number, text: string) => listing.fault(statement, text);
    const job = buildSteps(this.drafts, this.joblib, { card, fault });
    const messages = listing.messages();
    const failed = messages.some(({ severity }) => severity === 'error');
    return { job, failed, messages, listing: listing.printed(card.messageLevel.statements), commands: this.commands };
  }

  private run(level: Level): void {
    for (let next = level.queue.take(); next !== undefined; next = level.queue.take()) {
      if (this.execs > mostExecs) break;
      if (next.kind === 'comment') this.listing.comment(next);
      else if (next.kind === 'jecl') this.listing.number(next);
      else if (next.kind === 'jcl') this.one(level, next);
      else if (level.depth === 0) break;
    }
    this.close(level);
  }

  private close(level: Level): void {
    level.open?.close();
    level.open = undefined;
  }

  private one(level: Level, statement: Statement): void {
    switch (statement.operation) {
      case 'EXEC':
        this.exec(level, statement);
        break;
      case 'DD':
        this.dd(level, statement);
        break;
      case 'PROC':
        this.procedure(level, statement);
        break;
      case 'IF':
      case 'ELSE':
      case 'ENDIF':
        this.branch(level, statement, statement.operation);
        break;
      case 'SET':
        this.set(level, statement);
        break;
      default:
        this.other(level, statement);
    }
  }

  private other(level: Level, statement: Statement): void {
    const { number, operands } = this.listing.resolve(statement, level.scope);
    const parameter = (name: string) => parseOperands(operands).find(({ key }) => key === name)?.raw ?? '';
    switch (statement.operation) {
      case 'JOB':
        this.job(level, statement, number, operands);
        break;
      case 'INCLUDE':
        this.include(level, number, parameter('MEMBER'));
        break;
      case 'JCLLIB':
        this.jcllib(number, parameter('ORDER'));
        break;
      case 'EXPORT':
        this.symbols.export(namesOf(parameter('SYMLIST')));
        break;
      case 'COMMAND':
        this.commands.push(unquote(operands));
        break;
      case 'PEND':
        if (level.depth === 0) this.listing.fault(number, texts.misplaced('PEND'));
        break;
      default:
        if (!inertOperations.has(statement.operation)) this.listing.fault(number, texts.operation);
    }
  }

  private job(level: Level, { name }: Statement, number: number, operands: string): void {
    const fault = (text: string) => this.listing.fault(number, text);
    if (this.card !== undefined || level.depth > 0) {
      fault(texts.misplaced('JOB'));
      return;
    }
    if (name === '') fault(texts.label);
    this.card = readJobCard(name, operands, this.request.defaults, fault);
    const { jobClass } = this.card;
    if (this.request.lookups.jobClasses?.has(jobClass) === false) fault(texts.jobClass(jobClass));
  }

  private set(level: Level, statement: Statement): void {
    const { operands } = this.listing.resolve(statement, level.scope, 'everywhere');
    for (const { key, raw } of parseOperands(operands)) if (key !== '') level.scope.set(key, unquote(raw));
  }

  private jcllib(number: number, raw: string): void {
    if (this.execs > 0) {
      this.listing.fault(number, texts.misplaced('JCLLIB'));
      return;
    }
    for (const missing of this.shelf.order(namesOf(raw).filter((name) => name !== '')))
      this.listing.fault(number, texts.libraryMissing(missing));
  }

  private include(level: Level, number: number, member: string): void {
    this.includes += 1;
    const found = this.shelf.member(member);
    if (found === undefined || this.includes > mostIncludes) {
      this.listing.fault(number, found === undefined ? texts.includeMissing(member) : texts.nesting);
      return;
    }
    this.listing.inform(number, texts.expanded('INCLUDE GROUP', member, found.source));
    level.queue.insert(readStatements(found.lines, 'library'));
  }

  private branch(level: Level, statement: Statement, operation: 'IF' | 'ELSE' | 'ENDIF'): void {
    this.close(level);
    const { number, operands } = this.listing.resolve(statement, level.scope, 'everywhere');
    for (const wrong of this.branches.take(operation, operands, number)) this.listing.fault(number, wrong);
  }

  /** Keeps an in-stream procedure: listed here as it is written, and again where it is called. */
  private procedure(level: Level, statement: Statement): void {
    const { listing } = this;
    const number = listing.number(statement);
    if (level.depth > 0) {
      listing.fault(number, texts.procInProc);
      return;
    }
    const body: Statement[] = [{ ...statement, origin: 'in-stream' }];
    for (let next = level.queue.take(); ; next = level.queue.take()) {
      if (next === undefined || next.kind === 'null') {
        listing.fault(number, texts.noPend);
        return;
      }
      body.push({ ...next, origin: 'in-stream' });
      if (next.kind === 'comment') {
        listing.comment(next);
        continue;
      }
      const at = listing.number(next);
      if (next.operation === 'PEND') break;
      if (next.operation === 'PROC') listing.fault(at, texts.procInProc);
      if (next.operation === 'JOB') listing.fault(at, texts.misplaced('JOB'));
    }
    this.shelf.keep(statement.name, body.slice(0, -1));
  }

  private exec(level: Level, statement: Statement): void {
    this.close(level);
    this.execs += 1;
    const reach = statement.operands.startsWith('PGM=') ? 'keywords' : 'everywhere';
    const { number, operands } = this.listing.resolve(statement, level.scope, reach);
    const [first, ...rest] = parseOperands(operands);
    if (first?.key === 'PGM') {
      this.step(level, statement, number, [first, ...rest]);
      return;
    }
    const name = first?.key === 'PROC' || first?.key === '' ? first.raw : '';
    if (label.test(name)) this.call(level, statement, number, name, rest);
    else this.listing.fault(number, texts.positional('EXEC'));
  }

  private step(level: Level, { name }: Statement, number: number, parameters: readonly Operand[]): void {
    for (const { key, raw } of parameters) {
      if (key === '' && raw !== '') this.listing.fault(number, texts.positional('EXEC'));
      if (key !== '' && !execKeywords.has(key)) this.listing.fault(number, texts.keyword(key));
    }
    const { call } = level;
    const draft: StepDraft = {
      step: call?.name ?? name,
      procStep: call === undefined ? undefined : name,
      call: call?.number ?? 0,
      statement: number,
      exec: effectiveParameters(call, name, parameters),
      ifPath: this.branches.path,
      groups: [],
    };
    const overrides = overridesFor(call, name);
    call?.seen.add(name);
    this.drafts.push(draft);
    level.open = new StepBuilder(draft, overrides, (over, at, ddname) => this.codeOverride(level, over, at, ddname));
  }

  private codeOverride(level: Level, over: Override, at: number, ddname: string): CodedDd {
    const given = over.statements[at];
    if (given === undefined) return { name: ddname, statement: this.listing.last, operands: [] };
    const { number, operands } = this.listing.show(given.statement, given.operands);
    return this.coded(level, given.statement, number, operands, ddname);
  }

  private coded(level: Level, { data }: Statement, number: number, operands: string, name: string): CodedDd {
    const read = parseOperands(operands);
    const base = { name, statement: number, operands: read };
    if (data === undefined) return base;
    if (!read.some(({ key }) => key === 'SYMBOLS')) return { ...base, data };
    return { ...base, data: this.symbols.resolve(data, level.scope) };
  }

  private dd(level: Level, statement: Statement): void {
    const builder = level.open;
    if (builder === undefined) {
      this.ddOutsideStep(level, statement);
      return;
    }
    const { name } = statement;
    const over = builder.takeOverride(name);
    const mark = over !== undefined && over.operands.length > 0 ? overriddenMark(statement.origin) : undefined;
    const { number, operands } = this.listing.resolve(statement, level.scope, 'keywords', mark);
    if (name.includes('.')) this.listing.fault(number, texts.overriddenStep);
    else if (!builder.add(this.coded(level, statement, number, operands, name), over))
      this.listing.fault(number, texts.misplacedDd);
  }

  private ddOutsideStep(level: Level, statement: Statement): void {
    const { number, operands } = this.listing.resolve(statement, level.scope);
    const { name } = statement;
    const early = level.depth === 0 && this.execs === 0;
    if (early && (name === 'JOBLIB' || (name === '' && this.joblib.parts.length > 0)))
      this.joblib.parts.push(this.coded(level, statement, number, operands, name));
    else if (!early || !['JOBCAT', 'SYSCHK'].includes(name)) this.listing.fault(number, texts.misplacedDd);
  }

  private call(level: Level, statement: Statement, number: number, name: string, operands: readonly Operand[]): void {
    const { listing } = this;
    const overrides = takeOverrides(level.queue, level.scope, (comment) => listing.comment(comment));
    const found = this.shelf.procedure(name);
    if (found === undefined || level.depth >= deepestNesting) {
      listing.fault(number, found === undefined ? texts.procedureMissing(name) : texts.nesting);
      this.listUnused(overrides);
      return;
    }
    listing.inform(number, texts.expanded('PROCEDURE', name, found.source));
    const scope = new SymbolScope(level.scope);
    const symbols = operands.filter(({ key }) => key !== '' && !execKeywords.has(key.split('.')[0] ?? ''));
    for (const { key, raw } of symbols) scope.define(key, unquote(raw));
    this.calls += 1;
    const keywords = operands.filter((operand) => !symbols.includes(operand));
    const call: Call = {
      name: statement.name,
      number: this.calls,
      parameters: effectiveParameters(level.call, statement.name, keywords),
      overrides,
      first: found.body.find(({ operation }) => operation === 'EXEC')?.name,
      seen: new Set(),
    };
    this.expand({ queue: new StatementQueue(found.body), scope, depth: level.depth + 1, call, open: undefined });
    for (const { key } of symbols) if (!scope.used.has(key)) listing.fault(number, texts.unused(key));
    this.listUnused(overrides.filter(({ applied }) => applied === 0));
  }

  private expand(level: Level): void {
    const head = firstJcl(level.queue);
    if (head?.operation === 'PROC') {
      for (let passed = level.queue.take(); passed !== undefined && passed !== head; passed = level.queue.take())
        if (passed.kind === 'comment') this.listing.comment(passed);
      const { operands } = this.listing.resolve(head, level.scope, 'everywhere');
      for (const { key, raw } of parseOperands(operands)) if (key !== '') level.scope.define(key, unquote(raw));
    }
    this.run(level);
  }

  /** Overrides for which the procedure has no step. */
  private listUnused(overrides: readonly Override[]): void {
    for (const { statements } of overrides)
      for (const { statement, operands } of statements) {
        const { number } = this.listing.show(statement, operands);
        if (statement.name !== '') this.listing.fault(number, texts.overriddenStep);
      }
  }
}

function firstJcl(queue: StatementQueue): Statement | undefined {
  for (const statement of queue.ahead()) if (statement.kind === 'jcl') return statement;
  return undefined;
}
