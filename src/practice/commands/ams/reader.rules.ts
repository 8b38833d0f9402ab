/** Reads access method services input into a tree (z/OS DFSMS Access Method Services Commands, Coding and modal commands). */

export type Comparison = 'EQ' | 'NE' | 'GT' | 'LT' | 'GE' | 'LE';
export type ConditionCode = 'LASTCC' | 'MAXCC';

export type AmsNode = { /** Records as they stood in the input. */ lines: readonly string[] } & (
  | { kind: 'command'; verb: string; text: string }
  | { kind: 'set'; variable: ConditionCode; value: number }
  | {
      kind: 'if';
      variable: ConditionCode;
      comparison: Comparison;
      value: number;
      then: AmsNode[];
      otherwise: AmsNode[];
    }
  | { kind: 'error'; message: string }
);

export interface Margins {
  left: number;
  right: number;
}

const comparisons: Readonly<Record<string, Comparison>> = {
  ...{ '=': 'EQ', EQ: 'EQ', '<>': 'NE', '¬=': 'NE', '^=': 'NE', '~=': 'NE', NE: 'NE' },
  ...{ '>': 'GT', GT: 'GT', '<': 'LT', LT: 'LT', '>=': 'GE', GE: 'GE', '<=': 'LE', LE: 'LE' },
};

const ifHead = /^IF\s+(LASTCC|MAXCC)\s*(<>|¬=|\^=|~=|>=|<=|=|>|<|EQ|NE|GT|LT|GE|LE)\s*(\d+)\s+THEN\b\s*/i;
const setForm = /^SET\s+(LASTCC|MAXCC)\s*(?:=|EQ\s)?\s*(\d+)$/i;
const mostNested = 10;

interface Statement {
  text: string;
  lines: string[];
}

/** Statements of the whole input in their order. */
export function readCommands(lines: readonly string[], margins: Margins = { left: 2, right: 72 }): AmsNode[] {
  const left = statementsOf(lines, margins);
  const nodes: AmsNode[] = [];
  while (left.length > 0) {
    const node = takeNode(left, 0);
    if (node !== undefined) nodes.push(node);
  }
  return nodes;
}

/**
 * Records joined to statements: a hyphen goes on with the next record, a plus also takes its leading blanks out, `;` or
 * a record without a mark ends a statement, comments stand wherever a blank may.
 */
function statementsOf(lines: readonly string[], { left, right }: Margins): Statement[] {
  const statements: Statement[] = [];
  let open: { text: string; lines: string[]; glue: boolean } | undefined;
  let inComment = false;
  let pending: string[] = [];
  for (const line of lines) {
    const stripped = withoutComments(line.slice(left - 1, right), inComment);
    inComment = stripped.open;
    const body = stripped.text.trimEnd();
    const lines_ = [line.trimEnd()];
    if (body.trim() === '' && (open === undefined || inComment)) {
      (open?.lines ?? pending).push(...lines_);
      continue;
    }
    const mark = inComment ? '' : (/[-+]$/.exec(body)?.[0] ?? '');
    const code = mark === '' ? body : body.slice(0, -1);
    const previous: { text: string; lines: string[]; glue: boolean } = open ?? {
      text: '',
      lines: pending,
      glue: false,
    };
    pending = [];
    const text = previous.glue ? previous.text + code.trimStart() : `${previous.text} ${code}`;
    const joined = { text, lines: [...previous.lines, ...lines_], glue: mark === '+' };
    if (mark !== '') open = joined;
    else {
      open = undefined;
      statements.push(...parted(joined));
    }
  }
  if (open !== undefined) statements.push(...parted(open));
  return statements;
}

/** `;` ends a statement inside a record. */
function parted({ text, lines }: { text: string; lines: string[] }): Statement[] {
  const parts: string[] = [''];
  let quoted = false;
  for (const character of text) {
    if (character === "'") quoted = !quoted;
    if (character === ';' && !quoted) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  const texts = parts.map((part) => part.trim()).filter((part) => part !== '');
  return texts.map((one, at) => ({ text: one, lines: at === 0 ? lines : [] }));
}

function withoutComments(text: string, within: boolean): { text: string; open: boolean } {
  let rest = text;
  let kept = '';
  let open = within;
  while (rest !== '') {
    if (open) {
      const end = rest.indexOf('*/');
      if (end < 0) return { text: kept, open: true };
      rest = rest.slice(end + 2);
      kept += ' ';
      open = false;
    } else {
      const start = rest.indexOf('/*');
      kept += start < 0 ? rest : rest.slice(0, start);
      rest = start < 0 ? '' : rest.slice(start + 2);
      open = start >= 0;
    }
  }
  return { text: kept, open };
}

function takeNode(left: Statement[], depth: number): AmsNode | undefined {
  const statement = left.shift();
  if (statement === undefined) return undefined;
  const { text, lines } = statement;
  const head = ifHead.exec(text);
  if (head !== null)
    return depth >= mostNested
      ? { kind: 'error', lines, message: 'IDC3205I NESTING OF IF COMMANDS EXCEEDS 10 LEVELS' }
      : takeIf({ text: text.slice(head[0].length), lines }, head, left, depth);
  const set = setForm.exec(text);
  if (set !== null) return { kind: 'set', lines, variable: codeOf(set[1]), value: Math.min(16, Number(set[2])) };
  const verb = (/^[^\s(]+/.exec(text)?.[0] ?? '').toUpperCase();
  if (verb === 'DO' || verb === 'END') return { kind: 'error', lines, message: `IDC3225I INCORRECT USE OF '${verb}'` };
  if (/^(IF|SET|ELSE|THEN)$/.test(verb))
    return { kind: 'error', lines, message: 'IDC3226I NULL COMMAND OR MODAL COMMAND OUT OF PLACE' };
  return { kind: 'command', lines, verb, text: text.slice(verb.length).trim() };
}

const codeOf = (name: string | undefined): ConditionCode => (name?.toUpperCase() === 'MAXCC' ? 'MAXCC' : 'LASTCC');

function takeIf(rest: Statement, head: RegExpExecArray, left: Statement[], depth: number): AmsNode {
  const inline = splitElse(rest.text);
  const then = takeClause({ text: inline.then, lines: [] }, left, depth + 1);
  if (inline.otherwise !== undefined) left.unshift({ text: `ELSE ${inline.otherwise}`, lines: [] });
  const next = left[0];
  const hasElse = next !== undefined && /^ELSE\b/i.test(next.text);
  const lines = [...rest.lines];
  let otherwise: AmsNode[] = [];
  if (hasElse) {
    left.shift();
    const clause = takeClause({ text: next.text.replace(/^ELSE\b\s*/i, ''), lines: [] }, left, depth + 1);
    otherwise = [{ kind: 'command', verb: '', text: '', lines: next.lines }, ...clause];
  }
  return {
    ...{ kind: 'if', lines, then, otherwise },
    ...{
      variable: codeOf(head[1]),
      comparison: comparisons[(head[2] ?? '').toUpperCase()] ?? 'EQ',
      value: Number(head[3]),
    },
  };
}

/** `SET MAXCC=0 ELSE SET MAXCC=8` in one record. */
function splitElse(text: string): { then: string; otherwise: string | undefined } {
  const found = /\sELSE\b/i.exec(text);
  if (found === null || /^DO\b/i.test(text) || /^IF\b/i.test(text)) return { then: text, otherwise: undefined };
  return { then: text.slice(0, found.index).trim(), otherwise: text.slice(found.index + found[0].length).trim() };
}

function takeClause(rest: Statement, left: Statement[], depth: number): AmsNode[] {
  if (rest.text === '') return [];
  if (!/^DO\b/i.test(rest.text)) {
    left.unshift(rest);
    const node = takeNode(left, depth);
    return node === undefined ? [] : [node];
  }
  const first = rest.text.replace(/^DO\b\s*/i, '');
  if (first !== '') left.unshift({ text: first, lines: [] });
  const nodes: AmsNode[] = [];
  while (left.length > 0 && !/^END\b/i.test(left[0]?.text ?? '')) {
    const node = takeNode(left, depth);
    if (node !== undefined) nodes.push(node);
  }
  const end = left.shift();
  if (end === undefined) return [{ kind: 'error', lines: [], message: "IDC3225I INCORRECT USE OF 'DO'" }];
  const after = end.text.replace(/^END\b\s*/i, '');
  if (after !== '') left.unshift({ text: after, lines: [] });
  return [...nodes, { kind: 'command', verb: '', text: '', lines: end.lines }];
}
