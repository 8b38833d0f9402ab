import type { Detail, UpdateStatement } from './iebupdte-control.rules.ts';

/** Where sequence numbers stand in a record, from 0. */
export interface SequenceField {
  from: number;
  length: number;
}

/** A change that cannot be made. */
export class ChangeFault extends Error {
  override readonly name = 'ChangeFault';
}

export const numberIn = (record: string, { from, length }: SequenceField): number | undefined => {
  const text = record.slice(from, from + length);
  return /^\d+$/.test(text) ? Number(text) : undefined;
};

export const numbered = (record: string, { from, length }: SequenceField, value: number): string =>
  `${record.padEnd(from).slice(0, from)}${String(value).padStart(length, '0').slice(-length)}${record.slice(from + length)}`;

/** `SEQFLD=ddl`: the first column in two digits, then the length. @default 738 */
export function sequenceField(coded: string | undefined): SequenceField {
  const text = (coded ?? '738').split(',')[0] ?? '738';
  const parts = /^(\d{2})(\d)$/.exec(text);
  if (parts === null) throw new ChangeFault(`SEQFLD=${text}`);
  return { from: Number(parts[1]) - 1, length: Number(parts[2]) };
}

const value = (statement: UpdateStatement, key: string): number | undefined => {
  const text = statement.operands.get(key);
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new ChangeFault(`${key}=${text}`);
  return Number(text);
};

/** Data of ADD and REPL, with the numbers that NUMBER gives them. */
export function newRecords(details: readonly Detail[], field: SequenceField): string[] {
  let next: number | undefined;
  let step = 10;
  const records: string[] = [];
  for (const detail of details) {
    if (detail.kind === 'number') {
      next = value(detail.statement, 'NEW1') ?? 10;
      step = value(detail.statement, 'INCR') ?? next;
    } else if (detail.kind === 'data') {
      records.push(next === undefined ? detail.record : numbered(detail.record, field, next));
      if (next !== undefined) next += step;
    } else if (detail.kind === 'delete') throw new ChangeFault('DELETE');
  }
  return records;
}

/**
 * Brings changes into records that have rising sequence numbers: a record with a number that is there replaces that
 * one, any other goes in where its number belongs.
 *
 * @see z/OS DFSMSdfp Utilities, IEBUPDTE: NUMBER, DELETE, Data Statement, COLUMN
 * @throws {ChangeFault} for changes that are out of sequence or name numbers that are not there
 */
export function changedRecords(
  old: readonly string[],
  details: readonly Detail[],
  field: SequenceField,
  how: { column: number; inPlace: boolean },
): string[] {
  return new Change(old, field, how).run(details);
}

class Change {
  private readonly result: string[] = [];
  private at = 0;
  private last = -1;
  private renumber: { from: number; to: number; next: number; step: number } | undefined;
  private inserting: { next: number; step: number } | undefined;

  constructor(
    private readonly old: readonly string[],
    private readonly field: SequenceField,
    private readonly how: { column: number; inPlace: boolean },
  ) {}

  run(details: readonly Detail[]): string[] {
    for (const detail of details) {
      if (detail.kind === 'data') this.data(detail.record);
      else if (detail.kind === 'delete') this.remove(detail.statement);
      else if (detail.kind === 'number') this.number(detail.statement);
    }
    this.passTo(Infinity, true);
    return this.result;
  }

  private numberAt(at: number): number | undefined {
    const record = this.old[at];
    return record === undefined ? undefined : numberIn(record, this.field);
  }

  /** Takes old records over, up to a number or with it. */
  private passTo(number: number, including: boolean): void {
    for (; this.at < this.old.length; this.at += 1) {
      const here = this.numberAt(this.at);
      if (here !== undefined && (including ? here > number : here >= number)) return;
      this.take(this.old[this.at] ?? '', here);
    }
  }

  private take(record: string, number: number | undefined): void {
    const { renumber } = this;
    if (renumber === undefined || number === undefined || number < renumber.from || number > renumber.to)
      this.result.push(record);
    else {
      this.result.push(numbered(record, this.field, renumber.next));
      renumber.next += renumber.step;
    }
  }

  private data(record: string): void {
    if (this.inserting !== undefined) {
      this.result.push(numbered(record, this.field, this.inserting.next));
      this.inserting.next += this.inserting.step;
      return;
    }
    const number = numberIn(record, this.field);
    if (number === undefined || number <= this.last) throw new ChangeFault(record.trim());
    this.last = number;
    this.passTo(number, false);
    if (this.numberAt(this.at) === number) {
      this.take(this.merged(this.old[this.at] ?? '', record), number);
      this.at += 1;
    } else if (this.how.inPlace) throw new ChangeFault(record.trim());
    else this.take(record, number);
  }

  /** COLUMN=n keeps what stands before that column. */
  private merged(old: string, record: string): string {
    const { column } = this.how;
    return column <= 1 ? record : `${old.padEnd(column - 1).slice(0, column - 1)}${record.slice(column - 1)}`;
  }

  private remove(statement: UpdateStatement): void {
    const from = value(statement, 'SEQ1');
    const to = value(statement, 'SEQ2');
    if (this.how.inPlace || from === undefined || to === undefined || from > to || from <= this.last)
      throw new ChangeFault(statement.text);
    this.inserting = undefined;
    this.passTo(from, false);
    if (this.numberAt(this.at) !== from) throw new ChangeFault(statement.text);
    while (this.at < this.old.length && (this.numberAt(this.at) ?? to) <= to) this.at += 1;
    this.last = to;
  }

  private number(statement: UpdateStatement): void {
    const all = statement.operands.get('SEQ1') === 'ALL';
    const from = all ? 0 : (value(statement, 'SEQ1') ?? 0);
    const next = value(statement, 'NEW1') ?? 10;
    const step = value(statement, 'INCR') ?? next;
    if (statement.operands.get('INSERT') === 'YES') {
      if (this.how.inPlace) throw new ChangeFault(statement.text);
      this.passTo(from, true);
      if (numberIn(this.result.at(-1) ?? '', this.field) !== from) throw new ChangeFault(statement.text);
      this.inserting = { next, step };
      return;
    }
    this.inserting = undefined;
    const to = all ? Infinity : (value(statement, 'SEQ2') ?? Infinity);
    this.renumber = { from, to, next, step };
  }
}
