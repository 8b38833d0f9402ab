/** The control statements of a run as one plan. */

import { type Condition, readCondition } from './conditions.rules.ts';
import { notImitated, SortError, syntaxError } from './control-error.rules.ts';
import { orderOf, sumOf } from './control-fields.rules.ts';
import { keyword, splitOperands } from './operands.rules.ts';
import { optionsOf } from './options.rules.ts';
import { readOutfil } from './outfil.rules.ts';
import { readReformat, type Reformat } from './reformat.rules.ts';
import type { PlanSetting, SortPlan } from './sort-plan.rules.ts';
import type { ControlStatement } from './statements.rules.ts';

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
