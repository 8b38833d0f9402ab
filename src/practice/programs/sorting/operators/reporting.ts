/** ICETOOL operators that print records: DISPLAY and OCCUR. */

import { displayKeywords, displayRows } from '../icetool-display.ts';
import { chosen, groupsOf } from '../tool-groups.rules.ts';
import { centuryStart, counted, everywhere, first, keysOn, recordsOf, type ToolRun } from '../tool-run.ts';
import { checkKeywords, type ToolStatement } from '../tool-statements.rules.ts';

export function display(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'LIST', 'ON'], [...everywhere, 'USING', ...displayKeywords]);
  const { records } = recordsOf(run, statement);
  displayRows(
    run.step,
    statement,
    records.map((record) => ({ record, count: 1 })),
    run.now,
  );
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  return 0;
}

export function occur(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(
    statement,
    ['FROM', 'LIST', 'ON'],
    [...everywhere, 'USING', 'ALLDUPS', 'NODUPS', 'HIGHER', 'LOWER', 'EQUAL', ...displayKeywords],
  );
  const { records } = recordsOf(run, statement, 'SORT');
  const criterion = ['ALLDUPS', 'NODUPS', 'HIGHER', 'LOWER', 'EQUAL'].find((key) => statement.keywords.has(key));
  const groups = groupsOf(records, keysOn(statement), centuryStart(run)).filter(
    (group) => criterion === undefined || chosen(group, criterion, first(statement, criterion)).length > 0,
  );
  displayRows(
    run.step,
    statement,
    groups.flatMap(([record, ...rest]) => (record === undefined ? [] : [{ record, count: rest.length + 1 }])),
    run.now,
  );
  run.listing.line(`ICE628I 0 RECORD COUNT:  ${counted(records.length)}`);
  run.listing.line(`ICE638I 0 NUMBER OF RECORDS RESULTING FROM CRITERIA:  ${counted(groups.length)}`);
  return 0;
}
