/** The converter: the text of one job to a job that can be run, its listing, and the messages of conversion. */

import type { CodedDd } from './coded-dds.rules.ts';
import { formFault } from './form.rules.ts';
import { parseIf } from './conditions.rules.ts';
import { namesOf } from './dd.rules.ts';
import { StepBuilder } from './drafts.rules.ts';
import type { DdGroup, Override, StepDraft } from './drafts.rules.ts';
import { readJobCard } from './job-card.rules.ts';
import type { JobDefaults } from './job-card.rules.ts';
import type { IfBranch, JobCard, JobModel } from './job-model.rules.ts';
import { execKeywords, inertOperations } from './keywords.rules.ts';
import { listStatement, listSubstitution } from './listing.rules.ts';
import type { ListingLine, ListingPart } from './listing.rules.ts';
import { findMember, firstStatement } from './lookups.rules.ts';
import type { Lookups } from './lookups.rules.ts';
import { texts } from './messages.rules.ts';
import type { Message } from './messages.rules.ts';
import { parseOperands, unquote } from './operands.rules.ts';
import type { Operand } from './operands.rules.ts';
import { readStatements } from './records.rules.ts';
import type { Origin, Statement } from './records.rules.ts';
import { substitute, SymbolScope } from './symbols.rules.ts';
import type { Reach } from './symbols.rules.ts';
import { buildSteps } from './understanding.rules.ts';

export interface Conversion {
  readonly job: JobModel;
  /** True when a message is an error: the job will not run. */
  readonly failed: boolean;
  readonly messages: readonly Message[];
  /** JESJCL, as MSGLEVEL lets it be printed. */
  readonly listing: readonly string[];
  /** Operator commands of COMMAND statements. */
  readonly commands: readonly string[];
}

export interface ConversionRequest {
  readonly jobid: string;
  readonly defaults: JobDefaults;
  readonly lookups: Lookups;
  /** JES symbols of the submission, seen by data with SYMBOLS= under EXPORT SYMLIST=*. */
  readonly jesSymbols?: ReadonlyMap<string, string>;
}

interface Call {
  readonly name: string;
  readonly number: number;
  readonly parameters: ReadonlyMap<string, string>;
  readonly overrides: readonly Override[];
  first: string | undefined;
  readonly seen: Set<string>;
}

interface Level {
  readonly queue: Statement[];
  readonly scope: SymbolScope;
  readonly depth: number;
  readonly call: Call | undefined;
  open: StepBuilder | undefined;
}

const mostSteps = 255;
const mostExecs = 2_000;
const deepest = 15;
const label = /^[A-Z@#$][A-Z0-9@#$]{0,7}$/;

/** Converts one job. Never throws for what the text says: faults become messages. */
export function convertJob(lines: readonly string[], request: ConversionRequest): Conversion {
  return new Converter(request).convert(lines);
}

class Converter {
  private readonly listing: ListingLine[] = [];
  private readonly messages: Message[] = [];
  private readonly commands: string[] = [];
  private readonly drafts: StepDraft[] = [];
  private readonly inStream = new Map<string, Statement[]>();
  private readonly joblib: DdGroup = { name: 'JOBLIB', parts: [] };
  private readonly exported = new Set<string>();
  private ifStack: IfBranch[] = [];
  private order: string[] = [];
  private card: JobCard | undefined;
  private last = 0;
  private calls = 0;
  private ifs = 0;
  private execs = 0;

  constructor(private readonly request: ConversionRequest) {}

  convert(lines: readonly string[]): Conversion {
    const scope = new SymbolScope(undefined, this.request.lookups.systemSymbols);
    this.run({ queue: readStatements(lines), scope, depth: 0, call: undefined, open: undefined });
    const card = this.card ?? readJobCard('', '', this.request.defaults, () => undefined);
    if (this.card === undefined) this.fault(1, texts.misplaced('JOB'));
    if (this.execs === 0) this.fault(0, texts.noSteps);
    if (this.drafts.length > mostSteps) this.fault(this.last, texts.tooManySteps);
    for (const open of this.ifStack) this.fault(open.statement, texts.misplaced('IF'));
    const context = { card, fault: (statement: number, text: string) => this.fault(statement, text) };
    const job = buildSteps(this.drafts, this.joblib, context);
    return {
      job,
      failed: this.messages.some(({ severity }) => severity === 'error'),
      messages: [...this.messages].sort((left, right) => left.statement - right.statement),
      listing: this.listing.filter(({ part }) => printed(part, card.messageLevel.statements)).map(({ text }) => text),
      commands: this.commands,
    };
  }

  private fault(statement: number, text: string): void {
    this.messages.push({ statement, text, severity: 'error' });
  }

  private run(level: Level): void {
    for (let next = level.queue.shift(); next !== undefined; next = level.queue.shift()) {
      if (this.execs > mostExecs) break;
      this.one(level, next);
    }
    this.close(level);
  }

  private close(level: Level): void {
    level.open?.close();
    level.open = undefined;
  }

  private one(level: Level, statement: Statement): void {
    if (statement.kind === 'comment') {
      this.list(statement, undefined);
      return;
    }
    if (statement.kind === 'null') {
      if (level.depth === 0) level.queue.length = 0;
      return;
    }
    if (statement.kind === 'jecl') return void this.number(statement);
    switch (statement.operation) {
      case 'JOB': {
        this.job(level, statement);
        return;
      }
      case 'EXEC': {
        this.exec(level, statement);
        return;
      }
      case 'DD': {
        this.dd(level, statement);
        return;
      }
      case 'PROC': {
        this.procedure(level, statement);
        return;
      }
      case 'SET': {
        this.set(level, statement);
        return;
      }
      case 'INCLUDE': {
        this.include(level, statement);
        return;
      }
      case 'IF':
      case 'ELSE':
      case 'ENDIF': {
        this.condition(level, statement);
        return;
      }
      default: {
        this.other(level, statement);
        return;
      }
    }
  }

  private other(level: Level, statement: Statement): void {
    const { number, operands } = this.resolved(level, statement);
    const parameters = new Map(parseOperands(operands).map(({ key, raw }) => [key, raw]));
    switch (statement.operation) {
      case 'PEND':
        if (level.depth === 0) this.fault(number, texts.misplaced('PEND'));
        return;
      case 'JCLLIB': {
        this.jcllib(number, parameters.get('ORDER') ?? '');
        return;
      }
      case 'EXPORT':
        for (const name of namesOf(parameters.get('SYMLIST') ?? '')) this.exported.add(name);
        return;
      case 'COMMAND':
        return void this.commands.push(unquote(operands));
      default:
        if (!inertOperations.has(statement.operation)) this.fault(number, texts.operation);
    }
  }

  private list(statement: Statement, number: number | undefined, mark?: string, part?: ListingPart): void {
    const { jobid } = this.request;
    const how = {
      part: part ?? (statement.operation === 'JOB' ? 'job' : statement.origin === 'job' ? 'input' : 'expansion'),
      mark: mark ?? markOf(statement.origin),
      ...(statement.operation === 'JOB' && statement.origin === 'job' ? { jobid } : {}),
    };
    this.listing.push(...listStatement(statement, number, how));
  }

  /** Lists a statement under the next number and tells the faults of its form. */
  private number(statement: Statement, mark?: string): number {
    this.last += 1;
    this.list(statement, this.last, mark);
    const dotted = statement.operation === 'DD' ? statement.name.split('.') : [statement.name];
    if (
      statement.kind === 'jcl' &&
      statement.name !== '' &&
      !(dotted.length <= 2 && dotted.every((name) => label.test(name)))
    )
      this.fault(this.last, texts.label);
    if (statement.fault !== undefined) this.fault(this.last, statement.fault);
    return this.last;
  }

  /** Lists and numbers a statement, resolves its symbols and shows the result of that. */
  private resolved(level: Level, statement: Statement, reach: Reach = 'keywords', mark?: string) {
    const number = this.number(statement, mark);
    const operands = substitute(statement.operands, level.scope, reach);
    this.afterSubstitution(statement, operands, number);
    return { number, operands };
  }

  private afterSubstitution(statement: Statement, operands: string, number: number): void {
    if (operands !== statement.operands)
      this.listing.push(...listSubstitution(operands, statement.origin === 'job' ? 'input' : 'expansion'));
    const wrong = statement.operation === 'IF' ? undefined : formFault(operands, statement.operation);
    if (wrong !== undefined && statement.fault === undefined) this.fault(number, wrong);
  }

  private job(level: Level, statement: Statement): void {
    const { number, operands } = this.resolved(level, statement);
    if (this.card !== undefined || level.depth > 0) {
      this.fault(number, texts.misplaced('JOB'));
      return;
    }
    if (statement.name === '') this.fault(number, texts.label);
    const card = readJobCard(statement.name, operands, this.request.defaults, (text) => this.fault(number, text));
    const { jobClasses } = this.request.lookups;
    if (jobClasses !== undefined && !jobClasses.has(card.jobClass)) this.fault(number, texts.jobClass(card.jobClass));
    this.card = card;
  }

  private set(level: Level, statement: Statement): void {
    const { operands } = this.resolved(level, statement, 'everywhere');
    for (const { key, raw } of parseOperands(operands)) if (key !== '') level.scope.set(key, unquote(raw));
  }

  private jcllib(number: number, raw: string): void {
    if (this.execs > 0) {
      this.fault(number, texts.misplaced('JCLLIB'));
      return;
    }
    this.order = namesOf(raw).filter((name) => name !== '');
    for (const dsname of this.order)
      if (!this.request.lookups.libraryExists(dsname)) this.fault(number, texts.libraryMissing(dsname));
  }

  private include(level: Level, statement: Statement): void {
    const { number, operands } = this.resolved(level, statement);
    const member = parseOperands(operands).find(({ key }) => key === 'MEMBER')?.raw ?? '';
    this.includes += 1;
    if (this.includes > deepest * deepest) {
      this.fault(number, texts.nesting);
      return;
    }
    const found = findMember(member, this.order, this.request.lookups);
    if (found === undefined) {
      this.fault(number, texts.includeMissing(member));
      return;
    }
    const text = texts.expanded('INCLUDE GROUP', member, found.source);
    this.messages.push({ statement: number, text, severity: 'information' });
    level.queue.unshift(...readStatements(found.lines, 'library'));
  }
  private includes = 0;

  private condition(level: Level, statement: Statement): void {
    this.close(level);
    const { number, operands } = this.resolved(level, statement, 'everywhere');
    const top = this.ifStack.at(-1);
    if (statement.operation === 'IF') {
      const expression = parseIf(operands);
      if (expression === undefined) this.fault(number, texts.syntax('IF'));
      if (this.ifStack.length >= deepest) this.fault(number, texts.nesting);
      this.ifs += 1;
      const never = { kind: 'flag' as const, flag: 'ABEND' as const, of: undefined, wanted: true };
      this.ifStack = [
        ...this.ifStack,
        { id: this.ifs, statement: number, branch: 'then', expression: expression ?? never },
      ];
    } else if (top === undefined || (statement.operation === 'ELSE' && top.branch === 'else'))
      this.fault(number, texts.misplaced(statement.operation));
    else if (statement.operation === 'ELSE') this.ifStack = [...this.ifStack.slice(0, -1), { ...top, branch: 'else' }];
    else this.ifStack = this.ifStack.slice(0, -1);
  }

  private procedure(level: Level, statement: Statement): void {
    const number = this.number(statement);
    if (level.depth > 0) {
      this.fault(number, texts.procInProc);
      return;
    }
    const body: Statement[] = [{ ...statement, origin: 'in-stream' }];
    for (let next = level.queue.shift(); ; next = level.queue.shift()) {
      if (next === undefined || next.kind === 'null') {
        this.fault(number, texts.noPend);
        return;
      }
      if (next.kind === 'comment') this.list(next, undefined);
      else {
        const at = this.number(next);
        if (next.operation === 'PEND') break;
        if (next.operation === 'PROC') this.fault(at, texts.procInProc);
        if (next.operation === 'JOB') this.fault(at, texts.misplaced('JOB'));
      }
      body.push({ ...next, origin: 'in-stream' });
    }
    this.inStream.set(statement.name, body);
  }

  private exec(level: Level, statement: Statement): void {
    this.close(level);
    this.execs += 1;
    const runsProgram = /^PGM=/.test(statement.operands);
    const { number, operands } = this.resolved(level, statement, runsProgram ? 'keywords' : 'everywhere');
    const parameters = parseOperands(operands);
    const first = parameters[0];
    if (first?.key === 'PGM') {
      this.step(level, statement, number, parameters);
      return;
    }
    const name = first?.key === 'PROC' || first?.key === '' ? first.raw : '';
    if (!label.test(name)) {
      this.fault(number, texts.positional('EXEC'));
      return;
    }
    this.call(level, statement, number, name, parameters.slice(1));
  }

  private step(level: Level, statement: Statement, number: number, parameters: readonly Operand[]): void {
    for (const { key, raw } of parameters) {
      if (key === '' && raw !== '') this.fault(number, texts.positional('EXEC'));
      if (key !== '' && !execKeywords.has(key)) this.fault(number, texts.keyword(key));
    }
    const { call } = level;
    const draft: StepDraft = {
      step: call?.name ?? statement.name,
      procStep: call === undefined ? undefined : statement.name,
      call: call?.number ?? 0,
      statement: number,
      exec: effective(call, statement.name, parameters),
      ifPath: this.ifStack,
      groups: [],
    };
    const isFirst = call !== undefined && call.first === statement.name && !call.seen.has(statement.name);
    call?.seen.add(statement.name);
    const mine = call?.overrides.filter(({ step }) => (step === '' ? isFirst : step === statement.name)) ?? [];
    this.drafts.push(draft);
    level.open = new StepBuilder(draft, mine, (over, at, name) => this.codeOverride(level, over, at, name));
  }

  private codeOverride(level: Level, over: Override, at: number, name: string): CodedDd {
    const { statement, operands } = over.statements[at] ?? { statement: over.statements[0]?.statement, operands: '' };
    if (statement === undefined) return { name, statement: this.last, operands: [] };
    const number = this.number(statement);
    this.afterSubstitution(statement, operands, number);
    return this.coded(level, statement, number, operands, name);
  }

  private coded(level: Level, statement: Statement, number: number, operands: string, name: string): CodedDd {
    const read = parseOperands(operands);
    const base = { name, statement: number, operands: read };
    if (statement.data === undefined) return base;
    if (!read.some(({ key }) => key === 'SYMBOLS')) return { ...base, data: statement.data };
    const all = this.exported.has('*');
    const find = (symbol: string) => {
      const jes = this.request.jesSymbols?.get(symbol);
      if (!all && !this.exported.has(symbol)) return undefined;
      return level.scope.find(symbol) ?? (jes === undefined ? undefined : { value: jes, system: false });
    };
    return {
      ...base,
      data: statement.data.map((line) => substitute(line.trimEnd(), { find }, 'everywhere').padEnd(80)),
    };
  }

  private dd(level: Level, statement: Statement): void {
    const builder = level.open;
    if (builder === undefined) {
      this.ddOutsideStep(level, statement);
      return;
    }
    const { name } = statement;
    const marked = builder.isOverridden(name);
    const over = builder.takeOverride(name);
    const mark =
      marked && over !== undefined && over.operands.length > 0 ? overriddenMark(statement.origin) : undefined;
    const { number, operands } = this.resolved(level, statement, 'keywords', mark);
    if (name.includes('.')) {
      this.fault(number, texts.overriddenStep);
      return;
    }
    if (!builder.add(this.coded(level, statement, number, operands, name), over)) this.fault(number, texts.misplacedDd);
  }

  private ddOutsideStep(level: Level, statement: Statement): void {
    const { number, operands } = this.resolved(level, statement);
    const job = level.depth === 0 && this.execs === 0;
    const coded = this.coded(level, statement, number, operands, statement.name);
    if (job && (statement.name === 'JOBLIB' || (statement.name === '' && this.joblib.parts.length > 0)))
      this.joblib.parts.push(coded);
    else if (!(job && ['JOBCAT', 'SYSCHK'].includes(statement.name))) this.fault(number, texts.misplacedDd);
  }

  private call(level: Level, statement: Statement, number: number, name: string, operands: readonly Operand[]): void {
    const overrides = this.collectOverrides(level);
    const inStream = this.inStream.get(name);
    const found = inStream === undefined ? findMember(name, this.order, this.request.lookups) : undefined;
    const body = inStream ?? (found === undefined ? undefined : readStatements(found.lines, 'library'));
    if (body === undefined) {
      this.fault(number, texts.procedureMissing(name));
      this.listUnused(overrides);
      return;
    }
    if (level.depth >= deepest) {
      this.fault(number, texts.nesting);
      return;
    }
    const source = found?.source ?? 'INSTREAM PROCEDURE DEFINITION';
    this.messages.push({ statement: number, text: texts.expanded('PROCEDURE', name, source), severity: 'information' });
    const scope = new SymbolScope(level.scope);
    const symbols = operands.filter(({ key }) => key !== '' && !execKeywords.has(key.split('.')[0] ?? ''));
    for (const { key, raw } of symbols) scope.define(key, unquote(raw));
    this.calls += 1;
    const keywords = operands.filter((operand) => !symbols.includes(operand));
    const call: Call = {
      name: statement.name,
      number: this.calls,
      parameters: effective(level.call, statement.name, keywords),
      overrides,
      first: body.find(({ operation }) => operation === 'EXEC')?.name,
      seen: new Set(),
    };
    this.expand({ queue: body, scope, depth: level.depth + 1, call, open: undefined });
    for (const { key } of symbols) if (!scope.used.has(key)) this.fault(number, texts.unused(key));
    this.listUnused(overrides.filter(({ step }) => step !== '' && !call.seen.has(step)));
  }

  private expand(level: Level): void {
    const at = firstStatement(level.queue);
    const head = level.queue[at];
    if (head?.operation === 'PROC') {
      for (const comment of level.queue.splice(0, at + 1))
        if (comment.kind === 'comment') this.list(comment, undefined);
      const number = this.number(head);
      if (head.operands !== '') {
        const operands = substitute(head.operands, level.scope, 'everywhere');
        this.afterSubstitution(head, operands, number);
        for (const { key, raw } of parseOperands(operands)) if (key !== '') level.scope.define(key, unquote(raw));
      }
    }
    this.run(level);
  }

  private listUnused(overrides: readonly Override[]): void {
    for (const { statements } of overrides)
      for (const { statement, operands } of statements) {
        const number = this.number(statement);
        this.afterSubstitution(statement, operands, number);
        if (statement.name !== '') this.fault(number, texts.overriddenStep);
      }
  }

  /** Takes the DD statements that follow a procedure call. */
  private collectOverrides(level: Level): Override[] {
    const overrides: Override[] = [];
    for (;;) {
      const at = level.queue.findIndex(({ kind }) => kind !== 'comment');
      const next = level.queue[at];
      if (next?.kind !== 'jcl' || next.operation !== 'DD') return overrides;
      for (const comment of level.queue.splice(0, at + 1))
        if (comment.kind === 'comment') this.list(comment, undefined);
      const entry = { statement: next, operands: substitute(next.operands, level.scope) };
      const last = overrides.at(-1);
      if (next.name === '' && last !== undefined) last.statements.push(entry);
      else {
        const [before = '', after] = next.name.split('.');
        const step = after === undefined ? (last?.step ?? '') : before;
        overrides.push({ step, ddname: after ?? before, statements: [entry], applied: 0 });
      }
    }
  }
}

/** EXEC parameters of a step as the calls around it change them. */
function effective(call: Call | undefined, name: string, own: readonly Operand[]): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const { key, raw } of own) if (key !== '' && !result.has(key)) result.set(key, raw);
  if (call === undefined) return result;
  const first = call.first === name && !call.seen.has(name);
  for (const [key, raw] of call.parameters) {
    if (key.includes('.')) continue;
    if (key === 'PARM' || key === 'TIME') result.delete(key);
    if (key !== 'PARM' || first) result.set(key, raw);
  }
  for (const [key, raw] of call.parameters) {
    const [word = '', step] = key.split('.');
    if (step !== name) continue;
    if (raw === '') result.delete(word);
    else result.set(word, raw);
  }
  return result;
}

const markOf = (origin: Origin) => (origin === 'job' ? '//' : origin === 'library' ? 'XX' : '++');
const overriddenMark = (origin: Origin) => (origin === 'library' ? 'X/' : origin === 'in-stream' ? '+/' : '//');

const printed = (part: ListingPart, statements: 0 | 1 | 2) =>
  statements === 1 || part === 'job' || (statements === 2 && part === 'input');
