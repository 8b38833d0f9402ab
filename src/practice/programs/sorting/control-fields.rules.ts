/** Fields of SORT, MERGE and SUM. */

import { notImitated, SortError } from './control-error.rules.ts';
import type { SortKey } from './keys.rules.ts';
import { fieldAt, isFormat, type SortField } from './numbers.rules.ts';
import { isList, keyword, listOf, splitOperands } from './operands.rules.ts';
import type { SortPlan } from './sort-plan.rules.ts';
import type { ControlStatement } from './statements.rules.ts';

/** SORT, MERGE or COPY with the control fields. */
export function orderOf(statements: readonly ControlStatement[], copy: boolean): Pick<SortPlan, 'mode' | 'keys'> {
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

/** SUM FIELDS=; an empty list drops duplicates. @throws {SortError} ICE012A, ICE110A */
export function sumOf(statement: ControlStatement | undefined): readonly SortField[] | undefined {
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
