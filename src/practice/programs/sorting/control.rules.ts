/** The control statements of a run as one plan. */

import { type Condition, readCondition } from './conditions.rules.ts';
import { notImitated, SortError, syntaxError } from './control-error.rules.ts';
import type { RunTime } from './constants.rules.ts';
import type { SortKey } from './keys.rules.ts';
import { fieldAt, isFormat, type SortField } from './numbers.rules.ts';
import { isList, keyword, listOf, numberOf, splitOperands } from './operands.rules.ts';
import { nullReturn, type Outfil, readOutfil } from './outfil.rules.ts';
import { readReformat, type Reformat } from './reformat.rules.ts';
import type { ControlStatement } from './statements.rules.ts';

export interface SortPlan {
  mode: 'SORT' | 'MERGE' | 'COPY';
  keys: readonly SortKey[];
  skip: number;
  stopAfter: number;
  include: Condition | undefined;
  inrec: Reformat | undefined;
  outrec: Reformat | undefined;
  /** Fields to add up; an empty list drops duplicates. */
  sum: readonly SortField[] | undefined;
  outfils: readonly Outfil[];
  /** First year of the century window. */
  centuryStart: number;
  nullReturn: number;
  /** Return codes of OVFLO, PAD and TRUNC. */
  overflow: number;
  pad: number;
  truncate: number;
  input: string;
  output: string;
  abend: boolean;
  list: boolean;
}

export interface PlanSetting {
  now: RunTime;
  /** LRECL of F input. */
  limit?: number | undefined;
  variable: boolean;
  input: string;
  output: string;
}

/** Statements that say how records are joined; read before the rest, in joinkeys. */
export const joinStatements = ['JOINKEYS', 'JOIN', 'REFORMAT'];
const ignored = ['END', 'RECORD', 'DEBUG', ...joinStatements];
const refused = ['ALTSEQ', 'MODS', 'INPFIL', 'ANALYZE', 'OUTFILE'];

/**
 * Reads the statements in the order of their processing, whatever order they stand in.
 *
 * @throws {SortError} the message of the first statement in error
 */
export function readPlan(statements: readonly ControlStatement[], setting: PlanSetting): SortPlan {
  const known = ['SORT', 'MERGE', 'OPTION', 'INCLUDE', 'OMIT', 'INREC', 'OUTREC', 'SUM', 'OUTFIL', ...ignored];
  for (const { verb } of statements) {
    if (refused.includes(verb)) throw notImitated(verb);
    if (!known.includes(verb)) throw new SortError('ICE005A 0 STATEMENT DEFINER ERROR', 16, verb);
  }
  const plan = optionsOf(statements, setting);
  const common = {
    now: setting.now,
    variable: setting.variable,
    centuryStart: plan.centuryStart,
    limit: setting.limit,
  };
  const of = (...verbs: string[]) => statements.filter(({ verb }) => verbs.includes(verb));
  return {
    ...plan,
    ...orderOf(of('SORT', 'MERGE'), plan.mode === 'COPY'),
    include: filterOf(of('INCLUDE', 'OMIT'), common),
    inrec: reformatOf(of('INREC'), { ...common, operand: 'INREC' }),
    outrec: reformatOf(of('OUTREC'), {
      ...common,
      ...(of('INREC').length > 0 ? { limit: undefined } : {}),
      operand: 'OUTREC',
    }),
    sum: sumOf(of('SUM')[0]),
    outfils: of('OUTFIL').map(({ operands }) =>
      readOutfil(splitOperands(operands), {
        ...common,
        ...(of('INREC', 'OUTREC').length > 0 ? { limit: undefined } : {}),
        operand: 'OUTFIL',
      }),
    ),
  };
}

const flags = [
  'COPY',
  'EQUALS',
  'NOEQUALS',
  'DYNALLOC',
  'LIST',
  'NOLIST',
  'LISTX',
  'NOLISTX',
  'VLSHRT',
  'NOVLSHRT',
  'VLSCMP',
  'NOVLSCMP',
  'ZDPRINT',
  'NOZDPRINT',
  'SOLRF',
  'NOSOLRF',
  'CHALT',
  'NOCHALT',
  'CINV',
  'NOCINV',
  'VERIFY',
  'NOVERIFY',
  'RESET',
  'NORESET',
  'SZERO',
  'NOSZERO',
  'WRKREL',
  'NOWRKREL',
  'WRKSEC',
  'NOWRKSEC',
  'OUTREL',
  'NOOUTREL',
  'CHECK',
  'NOCHECK',
  'CKPT',
  'STIMER',
  'NOSTIMER',
  'EXITCK',
  'NOBLKSET',
  'NOOUTSEC',
  'ABEND',
  'NOABEND',
  'ESTAE',
  'VSAMIO',
  'NOVSAMIO',
  'VLLONG',
  'NOVLLONG',
];
const valued = [
  'SKIPREC',
  'STOPAFT',
  'Y2PAST',
  'NULLOUT',
  'OVFLO',
  'PAD',
  'TRUNC',
  'SPANINC',
  'SORTIN',
  'SORTOUT',
  'SORTDD',
  'DYNALLOC',
  'MAINSIZE',
  'SIZE',
  'FILSZ',
  'MSGPRT',
  'MSGDDN',
  'MSGDD',
  'ARESALL',
  'ARESINV',
  'AVGRLEN',
  'DSPSIZE',
  'DSA',
  'HIPRMAX',
  'MOSIZE',
  'MOWRK',
  'RESALL',
  'RESINV',
  'EFS',
  'EXITCK',
  'ODMAXBF',
  'DYNAPCT',
  'DYNSPC',
  'LOCALE',
  'SDB',
  'VSAMEMT',
  'FSZEST',
  'COBEXIT',
  'USEWKDD',
  'TUNE',
  'EXPMAX',
  'EXPOLD',
  'EXPRES',
  'ZSORT',
];

/** OPTION, DEBUG and the options that SORT and MERGE take. */
function optionsOf(statements: readonly ControlStatement[], { now, input, output }: PlanSetting): SortPlan {
  const options = new Map<string, string>();
  for (const { verb, operands } of statements) {
    if (verb !== 'OPTION' && verb !== 'SORT' && verb !== 'MERGE' && verb !== 'DEBUG') continue;
    for (const operand of splitOperands(operands)) {
      const { key, value } = keyword(operand);
      if (verb !== 'OPTION' && verb !== 'DEBUG' && (key === 'FIELDS' || key === 'FORMAT')) continue;
      const known = value === '' ? flags.includes(key) : valued.includes(key);
      if (!known)
        throw verb === 'DEBUG'
          ? notImitated(`DEBUG ${operand}`)
          : new SortError('ICE013A 0 INVALID SORT OR MERGE STATEMENT OPERAND', 16, operand);
      options.set(key, value);
    }
  }
  const sortDd = options.get('SORTDD');
  const renamed = (name: string) => (sortDd === undefined ? name : name.replace('SORT', sortDd));
  const past = Number(options.get('Y2PAST') ?? '80');
  const count = (key: string, otherwise: number) => (options.has(key) ? numberOf(options.get(key)) : otherwise);
  return {
    mode: options.has('COPY') ? 'COPY' : 'SORT',
    keys: [],
    skip: count('SKIPREC', 0),
    stopAfter: count('STOPAFT', Infinity),
    include: undefined,
    inrec: undefined,
    outrec: undefined,
    sum: undefined,
    outfils: [],
    centuryStart: past >= 1000 ? past : now.year - past,
    nullReturn: nullReturn(options.get('NULLOUT')),
    overflow: nullReturn(options.get('OVFLO')),
    pad: nullReturn(options.get('PAD')),
    truncate: nullReturn(options.get('TRUNC')),
    input: options.get('SORTIN') ?? renamed(input),
    output: options.get('SORTOUT') ?? renamed(output),
    abend: options.has('ABEND'),
    list: !options.has('NOLIST'),
  };
}

/** SORT, MERGE or COPY with the control fields. */
function orderOf(statements: readonly ControlStatement[], copy: boolean): Pick<SortPlan, 'mode' | 'keys'> {
  if (statements.length > 1)
    throw new SortError('ICE011A 0 DUPLICATE SORT AND/OR MERGE STATEMENTS', 16, statements[1]?.operands ?? '');
  const [statement] = statements;
  if (statement === undefined) {
    if (copy) return { mode: 'COPY', keys: [] };
    throw new SortError('ICE010A 0 NO SORT OR MERGE CONTROL STATEMENT');
  }
  const options = new Map(splitOperands(statement.operands).map((one) => [keyword(one).key, keyword(one).value]));
  const fields = options.get('FIELDS');
  if (fields === undefined) throw new SortError('ICE012A 0 MISSING FIELDS OPERAND DEFINER', 16, statement.operands);
  if (fields === 'COPY' || fields === '(COPY)' || copy) return { mode: 'COPY', keys: [] };
  return { mode: statement.verb === 'MERGE' ? 'MERGE' : 'SORT', keys: keysOf(fields, options.get('FORMAT')) };
}

/** `(p,m,f,s,…)`, or `(p,m,s,…)` with FORMAT=. @throws {SortError} ICE016A, ICE017A, ICE018A */
export function keysOf(fields: string, format: string | undefined): SortKey[] {
  if (!isList(fields)) throw new SortError('ICE016A 0 INVALID FIELDS OPERAND VALUE', 16, fields);
  const items = listOf(fields);
  const keys: SortKey[] = [];
  for (let at = 0; at < items.length;) {
    const own = isFormat(items[at + 2] ?? '');
    const position = (items[at] ?? '').replace(/\.0$/, '');
    const field = fieldAt([position, items[at + 1] ?? '', items[at + 2] ?? ''], 0, own ? undefined : format);
    const order = items[at + (own ? 3 : 2)];
    if (order !== 'A' && order !== 'D')
      throw new SortError('ICE016A 0 INVALID FIELDS OPERAND VALUE', 16, order ?? fields);
    keys.push({ ...field, descending: order === 'D' });
    at += own ? 4 : 3;
  }
  if (keys.length === 0) throw new SortError('ICE016A 0 INVALID FIELDS OPERAND VALUE', 16, fields);
  return keys;
}

type Common = Pick<PlanSetting, 'now' | 'variable' | 'limit'> & { centuryStart: number };

function filterOf(statements: readonly ControlStatement[], common: Common): Condition | undefined {
  const [statement, second] = statements;
  const duplicate = 'ICE107A 0 DUPLICATE, CONFLICTING, OR MISSING INCLUDE OR OMIT STATEMENT OPERANDS';
  if (second !== undefined) throw new SortError(duplicate, 16, second.operands);
  if (statement === undefined) return undefined;
  const options = new Map(splitOperands(statement.operands).map((one) => [keyword(one).key, keyword(one).value]));
  const condition = options.get('COND');
  if (condition === undefined) throw new SortError(duplicate, 16, statement.operands);
  const test = readCondition(condition, { ...common, format: options.get('FORMAT') });
  return statement.verb === 'OMIT' ? (record) => !test(record) : test;
}

function reformatOf(
  statements: readonly ControlStatement[],
  setting: Common & { operand: string },
): Reformat | undefined {
  const [statement, second] = statements;
  if (second !== undefined) throw syntaxError(second.operands);
  if (statement === undefined) return undefined;
  const operands = splitOperands(statement.operands);
  const other = operands.find(
    (one) => !['BUILD', 'FIELDS', 'OVERLAY', 'FINDREP', 'IFTHEN', 'PARSE'].includes(keyword(one).key),
  );
  const made = other === undefined ? readReformat(operands, setting) : undefined;
  if (made === undefined) throw syntaxError(other ?? statement.operands);
  return made;
}

function sumOf(statement: ControlStatement | undefined): readonly SortField[] | undefined {
  if (statement === undefined) return undefined;
  const options = new Map(splitOperands(statement.operands).map((one) => [keyword(one).key, keyword(one).value]));
  if (options.has('XSUM')) throw notImitated('SUM XSUM');
  const fields = options.get('FIELDS');
  if (fields === undefined) throw new SortError('ICE012A 0 MISSING FIELDS OPERAND DEFINER', 16, statement.operands);
  if (fields === 'NONE' || fields === '(NONE)') return [];
  const items = listOf(fields);
  const sums: SortField[] = [];
  for (let at = 0; at < items.length;) {
    const own = isFormat(items[at + 2] ?? '');
    const field = fieldAt(items, at, own ? undefined : options.get('FORMAT'));
    if (!['BI', 'FI', 'PD', 'ZD'].includes(field.format))
      throw new SortError('ICE110A 0 INVALID SUM FIELD FORMAT', 16, field.format);
    sums.push(field);
    at += own ? 3 : 2;
  }
  return sums;
}
