/** Statements about the job as a whole: JOB, SET, EXPORT, JCLLIB, INCLUDE, OUTPUT, COMMAND and those of no effect here. */

import { namesOf } from './data-set-name.rules.ts';
import { readJobCard } from './job-card.rules.ts';
import { commandVerbs, notifyKeywords, outputKeywords, unsupportedOperations } from './keywords.rules.ts';
import { texts } from './messages.rules.ts';
import { isBlankList, parseOperands, unquote } from './operands.rules.ts';
import { readStatements } from './records.rules.ts';
import type { Statement } from './records.rules.ts';
import { label } from './numbered-listing.rules.ts';
import type { Level, Work } from './work.rules.ts';

const mostIncludes = 1_000;
const mostLibraries = 15;
const longestValue = 255;

/** Statements that may stand between a call of a procedure and the DD statements that override it. */
export const betweenOverrides: ReadonlySet<string> = new Set(['SET', 'EXPORT', 'OUTPUT', 'INCLUDE', 'COMMAND']);

/** JES2 statements that conversion follows: the procedure libraries that JOBPARM names (z/OS MVS JCL Reference: JOBPARM). */
export function applyJecl(work: Work, statements: readonly Statement[]): void {
  for (const { kind, operation, operands } of statements) {
    if (kind !== 'jecl' || operation !== '/*JOBPARM') continue;
    const ddname = /(?:^|,)(?:PROCLIB|P)=([A-Z0-9@#$]+)/.exec(operands)?.[1];
    const libraries = ddname === undefined ? undefined : work.request.lookups.procedureConcatenation?.(ddname);
    if (libraries !== undefined) work.shelf.searchSystem(libraries);
  }
}

/** SET: acts where it stands, also in the branch of an IF that is not taken. */
export function setSymbols(work: Work, level: Level, statement: Statement): void {
  const { number, operands } = work.listing.resolve(statement, level.scope, 'everywhere');
  for (const { key, raw } of parseOperands(operands)) {
    if (key === '') {
      if (raw !== '') work.fault(number, texts.positional('SET'));
      continue;
    }
    const value = unquote(raw);
    if (key.length > 8 || key.includes('.')) work.fault(number, texts.syntax('SET'));
    else if (value.length > longestValue) work.fault(number, texts.length(key));
    else level.scope.set(key, value);
  }
}

/** Every other operation. */
export function otherStatement(work: Work, level: Level, statement: Statement): void {
  const { number, operands } = work.listing.resolve(statement, level.scope);
  const parameter = (name: string) => parseOperands(operands).find(({ key }) => key === name)?.raw ?? '';
  switch (statement.operation) {
    case 'JOB': {
      jobStatement(work, level, statement, number, operands);
      return;
    }
    case 'INCLUDE': {
      include(work, level, number, operands, parameter('MEMBER'));
      return;
    }
    case 'JCLLIB': {
      jcllib(work, level, number, operands, parameter('ORDER'));
      return;
    }
    case 'EXPORT': {
      level.scope.export(namesOf(parameter('SYMLIST')));
      return;
    }
    case 'COMMAND':
      work.commands.push(unquote(operands));
      return;
    case 'OUTPUT': {
      outputStatement(work, statement, number, operands);
      return;
    }
    case 'NOTIFY': {
      notifyStatement(work, number, operands);
      return;
    }
    case 'CNTL': {
      programControl(work, level, number);
      return;
    }
    default:
      if (statement.name === '' && commandVerbs.has(statement.operation))
        work.commands.push(`${statement.operation} ${operands}`.trim());
      else work.fault(number, unsupported(statement.operation));
  }
}

/**
 * Job groups and XMIT need a JES2 that is set up for them; this one knows the words and takes them for no operation. An
 * ENDCNTL without its CNTL is misplaced.
 */
const unsupported = (operation: string): string =>
  operation === 'ENDCNTL'
    ? texts.misplaced('ENDCNTL')
    : unsupportedOperations.has(operation)
      ? texts.unsupported(operation)
      : texts.operation;

function jobStatement(work: Work, level: Level, { name }: Statement, number: number, operands: string): void {
  const fault = (text: string) => work.fault(number, text);
  if (work.card !== undefined || level.depth > 0) {
    fault(texts.misplaced('JOB'));
    return;
  }
  if (name === '') fault(texts.badJob);
  work.card = readJobCard(name, operands, work.request.defaults, fault);
  const { jobClass } = work.card;
  if (work.request.lookups.jobClasses?.has(jobClass) === false) fault(texts.jobClass(jobClass));
}

function jcllib(work: Work, level: Level, number: number, operands: string, raw: string): void {
  if (work.execs > 0 || level.depth > 0 || work.hasJcllib || work.branches.path.length > 0 || work.includes > 0) {
    work.fault(number, texts.misplaced('JCLLIB'));
    return;
  }
  work.hasJcllib = true;
  const wrong = parseOperands(operands).find(({ key }) => key !== 'ORDER');
  if (wrong !== undefined) work.fault(number, wrong.key === '' ? texts.positional('JCLLIB') : texts.keyword(wrong.key));
  const libraries = namesOf(raw).filter((name) => name !== '');
  if (libraries.length === 0 || libraries.length > mostLibraries) work.fault(number, texts.subparameters('ORDER'));
  for (const dsname of libraries) {
    if (dsname.includes('&')) work.fault(number, texts.ampersand('ORDER'));
    else if (dsname.includes('(')) work.fault(number, texts.leftParenthesis('ORDER'));
  }
  for (const missing of work.shelf.order(libraries)) work.fault(number, texts.libraryMissing(missing));
}

function include(work: Work, level: Level, number: number, operands: string, member: string): void {
  const wrong = parseOperands(operands).find(({ key }) => key !== 'MEMBER');
  if (wrong !== undefined || !label.test(member)) {
    const key = wrong?.key ?? '';
    work.fault(number, key === '' ? texts.syntax('MEMBER') : texts.keyword(key));
    return;
  }
  work.includes += 1;
  const found = work.shelf.member(member);
  if (found === undefined || work.includes > mostIncludes || !level.queue.hasRoom) {
    work.fault(number, found === undefined ? texts.includeMissing(member) : texts.nesting);
    return;
  }
  work.inform(number, texts.expanded('INCLUDE GROUP', member, found.source));
  const group = readStatements(found.lines, 'library');
  for (const { kind, operation } of group)
    if (kind === 'jcl' && ['JOB', 'JCLLIB'].includes(operation)) work.fault(number, texts.misplaced(operation));
  level.queue.insert(group.filter(({ operation }) => !['JOB', 'JCLLIB'].includes(operation)));
}

function outputStatement(work: Work, { name }: Statement, number: number, operands: string): void {
  let outputClass = '';
  for (const { key, raw } of parseOperands(operands)) {
    if (key === 'CLASS') outputClass = raw;
    if (key === '' ? raw !== '' : !outputKeywords.has(key))
      work.fault(number, key === '' ? texts.positional('OUTPUT') : texts.keyword(key));
  }
  work.outputs.set(name.split('.').at(-1) ?? '', outputClass);
}

function notifyStatement(work: Work, number: number, operands: string): void {
  const keys = parseOperands(operands);
  for (const { key, raw } of keys)
    if (!notifyKeywords.has(key) && !isBlankList(raw))
      work.fault(number, key === '' ? texts.positional('NOTIFY') : texts.keyword(key));
  if (keys.some(({ key }) => key === 'EMAIL')) work.inform(number, texts.noMail);
}

/** Program control statements up to ENDCNTL belong to the program that prints; they are listed and kept apart. */
function programControl(work: Work, level: Level, number: number): void {
  for (const next of level.queue.ahead()) {
    if (next.kind === 'jcl' && ['EXEC', 'DD', 'JOB', 'PEND'].includes(next.operation)) break;
    if (next.kind === 'null') break;
    level.queue.take();
    if (next.kind === 'comment') work.listing.comment(next);
    else work.listing.number(next);
    if (next.operation === 'ENDCNTL') return;
  }
  work.fault(number, texts.misplaced('CNTL'));
}
