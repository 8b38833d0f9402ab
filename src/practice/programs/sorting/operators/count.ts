/** ICETOOL operator COUNT. */

import { ebcdic } from '../../../codepages/code-page.ts';
import { writeTo } from '../sort-files.ts';
import { counted, everywhere, first, recordsOf, type ToolRun } from '../tool-run.ts';
import { checkKeywords, quoted, type ToolStatement } from '../tool-statements.rules.ts';

const conditions = ['EMPTY', 'NOTEMPTY', 'HIGHER', 'LOWER', 'EQUAL', 'NOTEQUAL', 'RC4', 'RC8', 'RC12'];
const written = ['WRITE', 'TEXT', 'DIGITS', 'EDCOUNT', 'WIDTH', 'SUB', 'ADD'];
const countKeywords = [...everywhere, 'USING', ...conditions, ...written];

export function count(run: ToolRun, statement: ToolStatement): number {
  const { keywords } = statement;
  checkKeywords(statement, ['FROM'], countKeywords);
  const { records } = recordsOf(run, statement);
  const found = Math.max(
    0,
    records.length - Number(first(statement, 'SUB') || '0') + Number(first(statement, 'ADD') || '0'),
  );
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(found)}`);
  if (keywords.has('WRITE')) writeCount(run, statement, found);
  const of = (key: string) => (keywords.has(key) ? Number(first(statement, key)) : Number.NaN);
  const met =
    (keywords.has('EMPTY') && found === 0) ||
    (keywords.has('NOTEMPTY') && found > 0) ||
    found === of('EQUAL') ||
    (keywords.has('NOTEQUAL') && found !== of('NOTEQUAL')) ||
    found > of('HIGHER') ||
    found < of('LOWER');
  if (!met) return 0;
  return keywords.has('RC4') ? 4 : keywords.has('RC8') ? 8 : 12;
}

function writeCount(run: ToolRun, statement: ToolStatement, found: number): void {
  const digits = Number(first(statement, 'DIGITS') || '15');
  const text = `${quoted(first(statement, 'TEXT'))}${String(found).padStart(digits, '0').slice(-digits)}`;
  const width = Number(first(statement, 'WIDTH') || String(text.length));
  const record = ebcdic.encode(text.padEnd(width));
  writeTo(run.step, {
    ddname: first(statement, 'WRITE'),
    records: [record],
    variable: false,
    lrecl: width,
    recfm: 'FB',
  });
}
