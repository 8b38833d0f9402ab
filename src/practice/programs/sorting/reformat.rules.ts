/** INREC, OUTREC and the reformatting of OUTFIL: BUILD, OVERLAY, FINDREP and IFTHEN. */

import { built, type BuildItem, keepsDescriptor, overlaid, readItems } from './build.rules.ts';
import { findReplace } from './change-items.rules.ts';
import { type Condition, type ConditionSetting, readCondition } from './conditions.rules.ts';
import { notImitated, SortError, syntaxError } from './control-error.rules.ts';
import { bytesOf } from './numbers.rules.ts';
import { ebcdic } from '../../codepages/code-page.ts';
import { keyword, listOf, numberOf } from './operands.rules.ts';

/** Makes the records that take the place of one. */
export type Reformat = (record: Buffer) => Buffer[];

export interface ReformatSetting extends ConditionSetting {
  variable: boolean;
  /** INREC, OUTREC or OUTFIL, for messages. */
  operand: string;
}

/**
 * Reads the operands of a reformatting statement. Returns undefined when there is none among them.
 *
 * @throws {SortError} ICE111A, ICE251A for V records whose list leaves out the descriptor word, ICE223A
 */
export function readReformat(operands: readonly string[], setting: ReformatSetting): Reformat | undefined {
  const clauses: Clause[] = [];
  let plain: Reformat | undefined;
  for (const operand of operands) {
    const { key, value } = keyword(operand);
    if (key === 'IFTHEN') clauses.push(readClause(value, { ...setting, limit: undefined }));
    else if (key === 'PARSE') throw notImitated('PARSE');
    else {
      const action = readAction(key, value, setting);
      if (action === undefined) continue;
      if (plain !== undefined)
        throw new SortError('ICE214A 0 DUPLICATE, CONFLICTING, OR MISSING OUTFIL STATEMENT OPERANDS', 16, key);
      plain = action;
    }
  }
  if (clauses.length === 0) return plain;
  return fromClauses(clauses);
}

/** Whether an operand belongs to reformatting. */
export const isReformat = (key: string): boolean =>
  ['BUILD', 'FIELDS', 'OUTREC', 'OVERLAY', 'FINDREP', 'IFTHEN', 'PARSE'].includes(key);

function readAction(key: string, value: string, setting: ReformatSetting): Reformat | undefined {
  switch (key) {
    case 'BUILD':
    case 'FIELDS':
    case 'OUTREC': {
      if (setting.variable && !keepsDescriptor(value))
        throw new SortError(`ICE251A 0 MISSING RDW OR DATA FOR ${setting.operand}`, 16, value);
      const items = readItems(value, setting);
      return (record) => built(items, record, setting).map((made) => withDescriptor(made, setting.variable));
    }
    case 'OVERLAY': {
      const items = readItems(value, setting);
      return (record) => [withDescriptor(overlaid(items, record), setting.variable)];
    }
    case 'FINDREP': {
      const replace = findReplace(value, setting);
      return (record) => [withDescriptor(replace(record), setting.variable)];
    }
    default:
      return undefined;
  }
}

function withDescriptor(record: Buffer, variable: boolean): Buffer {
  if (variable && record.length >= 4) record.writeUInt16BE(record.length, 0);
  return record;
}

interface Clause {
  when: 'INIT' | 'GROUP' | 'CONDITION' | 'ANY' | 'NONE';
  condition: Condition;
  action: Reformat;
  /** HIT=NEXT: later clauses are looked at too. */
  goesOn: boolean;
}

function readClause(value: string, setting: ReformatSetting): Clause {
  const operands = listOf(value).map(keyword);
  const options = new Map(operands.map(({ key, value: one }) => [key, one]));
  const when = options.get('WHEN') ?? '';
  const goesOn = options.get('HIT') === 'NEXT';
  if (when === 'GROUP') return { when: 'GROUP', condition: () => true, action: group(options, setting), goesOn };
  const actions = operands
    .map(({ key, value: one }) => readAction(key, one, setting))
    .filter((one) => one !== undefined);
  if (options.has('PARSE')) throw notImitated('PARSE');
  if (actions.length !== 1 && when !== 'INIT' && !goesOn) throw syntaxError('IFTHEN');
  const action: Reformat = actions[0] ?? ((record) => [record]);
  const kind = when === 'INIT' || when === 'ANY' || when === 'NONE' ? when : 'CONDITION';
  if (kind === 'CONDITION' && !when.startsWith('(')) throw syntaxError(`WHEN=${when}`);
  const condition = kind === 'CONDITION' ? readCondition(when, setting) : () => true;
  return { when: kind, condition, action, goesOn };
}

/**
 * INIT and GROUP clauses act on every record; of the others the first that holds acts and the rest are passed over
 * unless HIT=NEXT. ANY holds when a clause since the last ANY did, NONE when no clause did.
 */
function fromClauses(clauses: readonly Clause[]): Reformat {
  return (record) => {
    let records = [record];
    let current = record;
    let hit = false;
    let hitSinceAny = false;
    for (const { when, condition, action, goesOn } of clauses) {
      const always = when === 'INIT' || when === 'GROUP';
      const holds = always || (when === 'ANY' ? hitSinceAny : when === 'NONE' ? !hit : condition(current));
      if (when === 'ANY') hitSinceAny = false;
      if (!holds) continue;
      records = action(current);
      current = records[0] ?? current;
      if (always) continue;
      hit = true;
      hitSinceAny = true;
      if (!goesOn) break;
    }
    return records;
  };
}

interface Push {
  column: number;
  /** Made anew for every record of the group, not taken over from its first. */
  anew: boolean;
  bytes: (state: GroupState, record: Buffer) => Buffer;
}

interface GroupState {
  id: number;
  sequence: number;
  inside: boolean;
  pushed: readonly Buffer[];
  key: Buffer | undefined;
}

/** WHEN=GROUP: BEGIN, END, RECORDS and KEYBEGIN bound groups of records; PUSH puts parts of the first into all. */
function group(options: ReadonlyMap<string, string>, setting: ReformatSetting): Reformat {
  const begin = options.has('BEGIN') ? readCondition(options.get('BEGIN') ?? '', setting) : undefined;
  const end = options.has('END') ? readCondition(options.get('END') ?? '', setting) : undefined;
  const most = options.has('RECORDS') ? numberOf(options.get('RECORDS'), 1) : Infinity;
  const [position, length] = listOf(options.get('KEYBEGIN') ?? '');
  const key = options.has('KEYBEGIN')
    ? { position: numberOf(position, 1), length: numberOf(length, 1), format: 'CH' }
    : undefined;
  const pushes = readPushes(options.get('PUSH') ?? '');
  const state: GroupState = { id: 0, sequence: 0, inside: false, pushed: [], key: undefined };
  return (record) => {
    const own = key === undefined ? undefined : Buffer.from(bytesOf(record, key));
    const starts =
      key !== undefined
        ? state.key?.equals(own ?? Buffer.alloc(0)) !== true
        : begin !== undefined
          ? begin(record)
          : !state.inside;
    state.key = own;
    if (starts) {
      state.id += 1;
      state.sequence = 0;
      state.inside = true;
      state.pushed = pushes.map(({ bytes }) => bytes(state, record));
    }
    if (!state.inside) return [record];
    state.sequence += 1;
    const items: BuildItem[] = pushes.map(({ column, anew, bytes }, at) => ({
      column,
      bytes: () => (anew ? undefined : state.pushed[at]) ?? bytes(state, record),
    }));
    const made = withDescriptor(overlaid(items, record), setting.variable);
    if (state.sequence >= most || end?.(record) === true) state.inside = false;
    return [made];
  };
}

/** `c:p,m`, `c:ID=n`, `c:SEQ=n`. */
function readPushes(value: string): Push[] {
  const items = listOf(value);
  const pushes: Push[] = [];
  let next = 1;
  for (let at = 0; at < items.length;) {
    const parts = /^(?:(\d{1,5}):)?(.*)$/s.exec(items[at] ?? '') ?? [];
    const column = parts[1] === undefined ? next : numberOf(parts[1], 1);
    const { key, value: width } = keyword(parts[2] ?? '');
    if (key === 'ID' || key === 'SEQ') {
      const length = numberOf(width, 1);
      const digits = (number: number) => ebcdic.encode(String(number).padStart(length, '0').slice(-length));
      const bytes =
        key === 'ID' ? (state: GroupState) => digits(state.id) : (state: GroupState) => digits(state.sequence);
      pushes.push({ column, anew: true, bytes });
      next = column + length;
      at += 1;
      continue;
    }
    const field = { position: numberOf(key, 1), length: numberOf(items[at + 1], 1), format: 'CH' };
    pushes.push({ column, anew: false, bytes: (_, record) => Buffer.from(bytesOf(record, field)) });
    next = column + field.length;
    at += 2;
  }
  return pushes;
}
