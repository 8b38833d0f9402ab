/** JOINKEYS: two files matched by key. */

import { readCondition } from './conditions.rules.ts';
import { constantBytes, type RunTime } from './constants.rules.ts';
import { notImitated, SortError, syntaxError } from './control-error.rules.ts';
import { keyBytes, sortRecords } from './sort-records.rules.ts';
import type { SortKey } from './keys.rules.ts';
import { bytesOf, type SortField } from './numbers.rules.ts';
import { keyword, listOf, numberOf, splitOperands } from './operands.rules.ts';
import type { ControlStatement } from './statements.rules.ts';

export type FileName = 'F1' | 'F2';

/** One side of a join. */
export interface JoinFile {
  ddname: string;
  keys: readonly SortKey[];
  filter: ((record: Uint8Array) => boolean) | undefined;
  stopAfter: number;
}

/** A piece of a joined record: from a file, or the `?` that tells where it was found. */
type Piece = { file: FileName; field: SortField } | { indicator: true };

export interface JoinPlan {
  files: Record<FileName, JoinFile>;
  /** Which unpaired records are kept. */
  unpaired: readonly FileName[];
  paired: boolean;
  reformat: readonly Piece[] | undefined;
  fill: number;
}

const joinError = (at: string) => new SortError('ICE013A 0 INVALID OPERAND', 16, at);

/**
 * Reads JOINKEYS, JOIN and REFORMAT; undefined when the run joins nothing.
 *
 * @throws {SortError} wordings of the join messages are ICE013A and ICE007A here (not looked up)
 * @see z/OS DFSORT Application Programming Guide, JOINKEYS application
 */
export function readJoin(statements: readonly ControlStatement[], now: RunTime): JoinPlan | undefined {
  const joinKeys = statements.filter(({ verb }) => verb === 'JOINKEYS').map((one) => readFile(one, now));
  if (joinKeys.length === 0) return undefined;
  const first = joinKeys.find(({ name }) => name === 'F1')?.file;
  const second = joinKeys.find(({ name }) => name === 'F2')?.file;
  if (first === undefined || second === undefined || joinKeys.length !== 2) throw syntaxError('JOINKEYS');
  const join = statements.find(({ verb }) => verb === 'JOIN');
  const words = join === undefined ? [] : splitOperands(join.operands);
  if (words.length > 0 && words[0] !== 'UNPAIRED') throw joinError(words[0] ?? '');
  const names = words.filter((one) => one === 'F1' || one === 'F2');
  const unpaired: readonly FileName[] = words.length === 0 ? [] : names.length === 0 ? ['F1', 'F2'] : names;
  const paired = !words.includes('ONLY');
  const statement = statements.find(({ verb }) => verb === 'REFORMAT');
  if (statement === undefined && (paired || unpaired.length !== 1)) throw syntaxError('REFORMAT');
  return { files: { F1: first, F2: second }, unpaired, paired, ...readPieces(statement) };
}

function readFile({ operands }: ControlStatement, now: RunTime): { name: FileName; file: JoinFile } {
  const options = new Map(splitOperands(operands).map((one) => [keyword(one).key, keyword(one).value]));
  for (const key of options.keys())
    if (
      !['F1', 'F2', 'FILE', 'FILES', 'FIELDS', 'SORTED', 'NOSEQCK', 'INCLUDE', 'OMIT', 'STOPAFT', 'TASKID'].includes(
        key,
      )
    )
      throw joinError(key);
  const name = options.has('F1') ? 'F1' : options.has('F2') ? 'F2' : (options.get('FILE') ?? options.get('FILES'));
  if (name !== 'F1' && name !== 'F2') throw joinError(operands);
  const condition = options.get('INCLUDE') ?? options.get('OMIT');
  const test = condition === undefined ? undefined : readCondition(condition, { now, centuryStart: now.year - 80 });
  return {
    name,
    file: {
      ddname: options.get(name) ?? (name === 'F1' ? 'SORTJNF1' : 'SORTJNF2'),
      keys: joinKeysOf(options.get('FIELDS') ?? ''),
      filter: test === undefined ? undefined : options.has('OMIT') ? (record) => !test(record) : test,
      stopAfter: options.has('STOPAFT') ? numberOf(options.get('STOPAFT')) : Infinity,
    },
  };
}

function joinKeysOf(fields: string): SortKey[] {
  const items = listOf(fields);
  if (items.length === 0 || items.length % 3 !== 0) throw syntaxError(fields);
  return items.flatMap((_, at) =>
    at % 3 !== 0
      ? []
      : [
          {
            position: numberOf(items[at], 1),
            length: numberOf(items[at + 1], 1),
            format: 'BI',
            descending: items[at + 2] === 'D',
          },
        ],
  );
}

function readPieces(statement: ControlStatement | undefined): Pick<JoinPlan, 'reformat' | 'fill'> {
  if (statement === undefined) return { reformat: undefined, fill: 0x40 };
  const options = new Map(splitOperands(statement.operands).map((one) => [keyword(one).key, keyword(one).value]));
  const items = listOf(options.get('FIELDS') ?? '');
  const pieces: Piece[] = [];
  let file: FileName | undefined;
  for (let at = 0; at < items.length;) {
    const parts = /^(?:(F[12]):)?(.*)$/.exec(items[at] ?? '') ?? [];
    if (parts[1] === 'F1' || parts[1] === 'F2') file = parts[1];
    if (parts[2] === '?') {
      pieces.push({ indicator: true });
      at += 1;
      continue;
    }
    if (file === undefined) throw syntaxError(items[at]);
    if (!/^\d+$/.test(items[at + 1] ?? '')) throw notImitated('REFORMAT OF VARIABLE RECORDS');
    pieces.push({ file, field: { position: numberOf(parts[2], 1), length: numberOf(items[at + 1], 1), format: 'CH' } });
    at += 2;
  }
  return { reformat: pieces, fill: constantBytes(options.get('FILL') ?? "C' '")?.[0] ?? 0x40 };
}

/** All pairs of records with equal keys, and the unpaired ones asked for, in the order of the keys. */
export function joined(plan: JoinPlan, records: Record<FileName, readonly Buffer[]>, centuryStart: number): Buffer[] {
  const side = (name: FileName) =>
    groupsOf(
      sortRecords(records[name], plan.files[name].keys, centuryStart).records,
      plan.files[name].keys,
      centuryStart,
    );
  const [left, right] = [side('F1'), side('F2')];
  const results: Buffer[] = [];
  for (let [i, j] = [0, 0]; i < left.length || j < right.length;) {
    const [a, b] = [left[i], right[j]];
    const order = a === undefined ? 1 : b === undefined ? -1 : Buffer.compare(a.key, b.key);
    if (order === 0) {
      if (plan.paired)
        for (const one of a?.records ?? []) for (const two of b?.records ?? []) results.push(piecesOf(plan, one, two));
      i += 1;
      j += 1;
    } else if (order < 0) {
      if (plan.unpaired.includes('F1'))
        for (const one of a?.records ?? []) results.push(piecesOf(plan, one, undefined));
      i += 1;
    } else {
      if (plan.unpaired.includes('F2'))
        for (const two of b?.records ?? []) results.push(piecesOf(plan, undefined, two));
      j += 1;
    }
  }
  return results;
}

function groupsOf(records: readonly Buffer[], keys: readonly SortKey[], centuryStart: number) {
  const groups: { key: Buffer; records: Buffer[] }[] = [];
  for (const record of records) {
    const key = keyBytes(record, keys, centuryStart);
    const last = groups.at(-1);
    if (last?.key.equals(key) === true) last.records.push(record);
    else groups.push({ key, records: [record] });
  }
  return groups;
}

function piecesOf({ reformat, fill }: JoinPlan, one: Buffer | undefined, two: Buffer | undefined): Buffer {
  if (reformat === undefined) return one ?? two ?? Buffer.alloc(0);
  return Buffer.concat(
    reformat.map((piece) => {
      if ('indicator' in piece) return Buffer.from([one === undefined ? 0xf2 : two === undefined ? 0xf1 : 0xc2]);
      const area = Buffer.alloc(piece.field.length, fill);
      const record = piece.file === 'F1' ? one : two;
      if (record !== undefined) bytesOf(record, piece.field).copy(area);
      return area;
    }),
  );
}
