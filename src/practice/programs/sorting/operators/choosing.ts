/** ICETOOL operators that choose or join records: SELECT, SPLICE and SUBSET. */

import { fieldOf } from '../icetool-display.ts';
import { chosen, criteria, groupsOf, spliced, subset } from '../tool-groups.rules.ts';
import { deliver, writeLists } from '../tool-output.ts';
import { centuryStart, counted, everywhere, first, keysOn, recordsOf, sizeOf, type ToolRun } from '../tool-run.ts';
import { checkKeywords, toolError, type ToolStatement } from '../tool-statements.rules.ts';

export function select(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'ON'], [...everywhere, 'TO', 'USING', 'DISCARD', ...criteria]);
  const criterion = criteria.find((key) => statement.keywords.has(key));
  if (criterion === undefined) throw toolError('ICE613A 0 REQUIRED KEYWORD MISSING: FIRST');
  const from = recordsOf(run, statement, 'SORT');
  const groups = groupsOf(from.records, keysOn(statement), centuryStart(run));
  const value = first(statement, criterion);
  const wanted = new Set(groups.flatMap((group) => chosen(group, criterion, value)));
  const sorted = groups.flat();
  const code = deliver(
    run,
    statement,
    from,
    sorted.filter((record) => wanted.has(record)),
  );
  const rest = sorted.filter((record) => !wanted.has(record));
  writeLists(run, from.input, [{ to: first(statement, 'DISCARD'), records: rest }]);
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(from.records.length)}`);
  run.listing.line(`ICE638I 0 NUMBER OF RECORDS RESULTING FROM CRITERIA:  ${counted(wanted.size)}`);
  return code;
}

export function splice(run: ToolRun, statement: ToolStatement): number {
  const { keywords } = statement;
  checkKeywords(
    statement,
    ['FROM', 'TO', 'ON', 'WITH'],
    [...everywhere, 'USING', 'WITHALL', 'WITHEACH', 'WITHANY', 'KEEPNODUPS', 'KEEPBASE'],
  );
  const from = recordsOf(run, statement, 'SORT');
  const withFields = (keywords.get('WITH') ?? []).map((value) => fieldOf(`${value},CH`));
  const mode = keywords.has('WITHALL')
    ? 'WITHALL'
    : keywords.has('WITHEACH')
      ? 'WITHEACH'
      : keywords.has('WITHANY')
        ? 'WITHANY'
        : 'WITHLAST';
  const how = { withFields, mode, keepNoDups: keywords.has('KEEPNODUPS'), keepBase: keywords.has('KEEPBASE') } as const;
  const results = groupsOf(from.records, keysOn(statement), centuryStart(run)).flatMap((group) => spliced(group, how));
  const code = deliver(run, statement, from, results);
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(from.records.length)}`);
  run.listing.line(`ICE638I 0 NUMBER OF RECORDS RESULTING FROM CRITERIA:  ${counted(results.length)}`);
  return code;
}

const ends = ['HEADER', 'FIRST', 'TRAILER', 'LAST'];
const lists = ['INPUT', 'OUTPUT', 'KEEP', 'REMOVE', 'RRN'];
const subsetKeywords = [...everywhere, 'TO', 'USING', 'DISCARD', ...lists, ...ends];

export function subsetOperator(run: ToolRun, statement: ToolStatement): number {
  const { keywords } = statement;
  checkKeywords(statement, ['FROM'], subsetKeywords);
  const from = recordsOf(run, statement);
  const numbers = (keywords.get('RRN') ?? []).map((value) => {
    const [start, end = start] = value.split(',');
    return { from: Number(start), to: end === '*' ? Infinity : Number(end) };
  });
  const { inside, outside } = subset(from.records, {
    head: sizeOf(statement, 'HEADER', 'FIRST'),
    tail: sizeOf(statement, 'TRAILER', 'LAST'),
    numbers,
  });
  const [kept, dropped] = keywords.has('REMOVE') ? [outside, inside] : [inside, outside];
  writeLists(run, from.input, [
    { to: first(statement, 'TO'), records: kept },
    { to: first(statement, 'DISCARD'), records: dropped },
  ]);
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(from.records.length)}`);
  return 0;
}
