import { ebcdic } from '../../codepages/code-page.ts';
import type { Field, Layout } from './copybook.ts';
import { DataException, packed, toPacked, toZoned, zoned } from '../decimal.ts';

/** Storage seen through a record layout, as a compiled program sees it. Occurrences count from 1. */
export class CobolView {
  constructor(
    readonly layout: Layout,
    readonly bytes: Buffer,
    /** Program whose instruction touches the field; named when a field is not numeric. */
    private readonly program: string,
  ) {}

  /** Characters of a field of any usage, trailing blanks kept. */
  text(name: string, occurrence = 1): string {
    return ebcdic.decode(this.slice(this.field(name), occurrence));
  }

  /**
   * The digits of a numeric field as a whole number; the picture's decimal point is left out.
   *
   * @throws {DataException} S0C7 when the bytes are not numeric
   */
  number(name: string, occurrence = 1): bigint {
    const field = this.field(name);
    const bytes = this.slice(field, occurrence);
    try {
      return field.usage === 'PACKED' ? packed(bytes) : zoned(bytes, field.signed);
    } catch (error) {
      if (!(error instanceof DataException)) throw error;
      throw new DataException([
        'CEE3207S The system detected a data exception (System Completion Code=0C7).',
        `         From compile unit ${this.program} at entry point ${this.program} at compile unit offset +${offsetOf(field)}`,
        `         at entry offset +${offsetOf(field)} at address ${addressOf(field)}.`,
      ]);
    }
  }

  setText(name: string, value: string, occurrence = 1): void {
    const field = this.field(name);
    this.slice(field, occurrence).set(ebcdic.encode(value.padEnd(field.length).slice(0, field.length)));
  }

  /** Truncates on the left as MOVE does. */
  setNumber(name: string, value: bigint, occurrence = 1): void {
    const field = this.field(name);
    const write = field.usage === 'PACKED' ? toPacked : toZoned;
    this.slice(field, occurrence).set(write(value, field.length, field.signed));
  }

  has(name: string): boolean {
    return this.layout.fields.has(name);
  }

  occurs(name: string): number {
    return this.field(name).occurs;
  }

  private field(name: string): Field {
    const field = this.layout.fields.get(name);
    if (field === undefined) throw new Error(`${this.program}: ${this.layout.name} has no field ${name}`);
    return field;
  }

  private slice(field: Field, occurrence: number): Buffer {
    const at = field.offset + (occurrence - 1) * field.length;
    if (occurrence < 1 || occurrence > field.occurs)
      throw new Error(`${this.program}: ${field.name} has no occurrence ${String(occurrence)}`);
    return this.bytes.subarray(at, at + field.length);
  }
}

const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, '0');
const offsetOf = (field: Field) => hex(0x5a0 + field.offset * 4, 8);
const addressOf = (field: Field) => hex(0x1f4005a0 + field.offset * 4, 8);
