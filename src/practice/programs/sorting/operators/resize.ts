/** ICETOOL operator RESIZE. */

import { constantBytes } from '../constants.rules.ts';
import { writeLists } from '../tool-output.ts';
import { everywhere, first, recordsOf, type ToolRun } from '../tool-run.ts';
import { checkKeywords, type ToolStatement } from '../tool-statements.rules.ts';

export function resize(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'TO', 'TOLEN'], [...everywhere, 'USING']);
  const from = recordsOf(run, statement);
  const length = Number(first(statement, 'TOLEN'));
  const all = Buffer.concat(from.records);
  const records: Buffer[] = [];
  for (let at = 0; at < all.length; at += length) {
    const area = Buffer.alloc(length, constantBytes('X') ?? 0x40);
    all.copy(area, 0, at, at + length);
    records.push(area);
  }
  writeLists(run, { ...from.input, lrecl: length }, [{ to: first(statement, 'TO'), records }]);
  return 0;
}
