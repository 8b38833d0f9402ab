import { operandsOf, textOf } from '../control/utility-statements.rules.ts';
import type { Operand } from '../control/utility-statements.rules.ts';

/** A `./` statement with its operands. */
export interface UpdateStatement {
  verb: string;
  operands: ReadonlyMap<string, string>;
  text: string;
  damaged: boolean;
}

/** What follows a function statement up to the next one. */
export type Detail =
  { kind: 'data'; record: string } | { kind: 'number' | 'delete' | 'alias'; statement: UpdateStatement };

export interface UpdateFunction {
  statement: UpdateStatement;
  details: Detail[];
}

export interface UpdateControl {
  functions: readonly UpdateFunction[];
  /** Statements out of place: a detail statement before any function. */
  misplaced: readonly UpdateStatement[];
  ended: boolean;
}

const functions = ['ADD', 'REPL', 'CHANGE', 'REPRO'];
const details: Readonly<Record<string, 'number' | 'delete' | 'alias'>> = {
  NUMBER: 'number',
  DELETE: 'delete',
  ALIAS: 'alias',
};

/**
 * Reads SYSIN. Records that begin with `./` are statements, all others data of the statement before them.
 *
 * @see z/OS DFSMSdfp Utilities, IEBUPDTE Utility Control Statements
 */
export function readUpdateControl(records: readonly string[]): UpdateControl {
  const found: UpdateFunction[] = [];
  const misplaced: UpdateStatement[] = [];
  for (let at = 0; at < records.length; at += 1) {
    const record = records[at] ?? '';
    if (!record.startsWith('./')) {
      const last = found.at(-1);
      if (last !== undefined) last.details.push({ kind: 'data', record });
      else if (record.trim() !== '') misplaced.push({ verb: '', operands: new Map(), text: record, damaged: true });
      continue;
    }
    let text = record.slice(2, 71).trimEnd();
    while (text.endsWith(',') && records[at + 1]?.startsWith('./') === true) {
      at += 1;
      text = `${text}${(records[at] ?? '').slice(2, 71).trim()}`;
    }
    const statement = statementOf(text);
    if (statement.verb === 'ENDUP') return { functions: found, misplaced, ended: true };
    const detail = details[statement.verb];
    if (detail !== undefined) {
      const last = found.at(-1);
      if (last === undefined) misplaced.push(statement);
      else last.details.push({ kind: detail, statement });
    } else if (functions.includes(statement.verb) && !statement.damaged) found.push({ statement, details: [] });
    else {
      misplaced.push(statement);
      found.push({ statement: { ...statement, damaged: true }, details: [] });
    }
  }
  return { functions: found, misplaced, ended: false };
}

function statementOf(text: string): UpdateStatement {
  const parts = /^(\S*)\s+(\S+)(?:\s+(\S*))?/.exec(text);
  const named =
    parts === null
      ? undefined
      : [...functions, ...Object.keys(details), 'ENDUP', 'LABEL'].find((one) => one === parts[2]);
  const verb = (named ?? parts?.[2] ?? text.trim()).toUpperCase();
  const operands = operandsOf(parts?.[3] ?? '');
  return {
    ...{ verb, text: text.trim(), operands: new Map((operands ?? []).map(pair)) },
    damaged: operands === undefined || operands.some(({ key }) => key === ''),
  };
}

const pair = ({ key, value }: Operand): [string, string] => [
  key,
  value.kind === 'list' ? value.items.map((item) => textOf(item) ?? '').join(',') : value.text,
];
