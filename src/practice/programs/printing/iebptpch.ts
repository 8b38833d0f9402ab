import { ebcdic } from '../../codepages/code-page.ts';
import { edited } from '../control/fields.rules.ts';
import type { EditedField } from '../control/fields.rules.ts';
import { ddMissing, openListing } from '../listing.ts';
import { ended } from '../program.ts';
import type { Completion, Dd, Program, Step } from '../program.ts';
import { readPrintControl } from './iebptpch-control.rules.ts';
import type { PrintControl } from './iebptpch-control.rules.ts';

const memberMissing = 8;
const failed = 12;
const printWidth = 120;
const cardWidth = 80;

/**
 * Prints or punches data sets and members to SYSUT2.
 *
 * @see z/OS DFSMSdfp Utilities, IEBPTPCH: 0; 4 no data; 8 a member is not there; 12 error
 */
export const iebptpch: Program = {
  names: ['IEBPTPCH'],
  run: (step) => Promise.resolve(run(step)),
};

function run(step: Step): Completion {
  const listing = openListing(step, 'SYSPRINT');
  if (listing === undefined) return ended(failed);
  listing.line(`PRINT/PUNCH DATA SET UTILITY${' '.repeat(60)}PAGE 0001`, '1');
  const [control, input, output] = ['SYSIN', 'SYSUT1', 'SYSUT2'].map((name) => step.dd(name));
  if (control === undefined || input === undefined || output === undefined) {
    ddMissing(step, control === undefined ? 'SYSIN' : input === undefined ? 'SYSUT1' : 'SYSUT2');
    return ended(failed);
  }
  const lines = control.lines();
  for (const line of lines) listing.line(line.trimEnd());
  const read = readPrintControl(lines);
  if (read === undefined) {
    listing.line('IEB405I INVALID OR INCONSISTENT CONTROL STATEMENT');
    return ended(failed);
  }
  const printing = new Printing(step, output, read);
  const code = printing.run(input);
  for (const name of printing.missing) listing.line(`IEB411I MEMBER ${name} COULD NOT BE FOUND`);
  return ended(code);
}

class Printing {
  readonly missing: string[] = [];
  private seen = 0;
  private written = 0;
  private lines = 0;
  private cards = 0;

  constructor(
    private readonly step: Step,
    private readonly output: Dd,
    private readonly control: PrintControl,
  ) {}

  run(input: Dd): number {
    const { punch, preformed } = this.control;
    const wide = input.attributes.lrecl ?? cardWidth;
    if (punch) this.output.open({ recfm: 'FB', lrecl: cardWidth });
    else this.output.open({ recfm: 'FBA', lrecl: preformed ? wide : printWidth + 1 });
    this.titles();
    const members = this.membersOf(input);
    if (members === undefined) this.records(input.kind === 'dummy' ? [] : input.records());
    else for (const name of members) this.member(input.dsname ?? '', name);
    if (this.missing.length > 0) return memberMissing;
    return this.seen === 0 ? 4 : 0;
  }

  private membersOf(input: Dd): readonly string[] | undefined {
    const entry = input.dsname === undefined ? undefined : this.step.dataSets.find(input.dsname);
    if (!this.control.partitioned || entry?.attributes.dsorg !== 'PO') return undefined;
    if (this.control.members.length > 0) return this.control.members;
    return this.step.dataSets.members(entry.dsname).map(({ name }) => name);
  }

  private member(dsname: string, name: string): void {
    if (this.step.dataSets.member(dsname, name) === undefined) {
      this.missing.push(name);
      return;
    }
    this.put(ebcdic.encode(`MEMBER NAME  ${name}`), '-');
    this.records(this.step.dataSets.read(dsname, name));
  }

  /** At the top of each page. */
  private titles(): void {
    this.lines = 0;
    for (const { text, at } of this.control.titles) this.append(Buffer.concat([Buffer.alloc(at, 0x40), text]), '1');
  }

  private records(records: readonly Buffer[]): void {
    const { start, stop, skip, preformed } = this.control;
    const from = start;
    for (let at = from; at < records.length && this.written < stop; at += 1) {
      const record = records[at] ?? Buffer.alloc(0);
      this.seen += 1;
      if ((at - from + 1) % skip !== 0) continue;
      this.written += 1;
      if (preformed) this.output.write(record);
      else for (const line of this.shaped(record)) this.put(line, this.control.spacing);
    }
    if (!preformed && !this.control.punch) this.put(ebcdic.encode('END OF DATA FOR SDS OR MEMBER'), '-');
  }

  /** User-chosen fields, or groups of eight characters with two blanks between them. */
  private shaped(record: Buffer): Buffer[] {
    const { fields, total, punch } = this.control;
    if (fields.length > 0) return [edited(record, fields)];
    const converted = total === undefined ? record : edited(record, [whole(record.length, total)]);
    if (punch) return pieces(converted, cardWidth);
    return pieces(converted, 96).map((line) =>
      Buffer.concat(pieces(line, 8).flatMap((group) => [group, Buffer.alloc(2, 0x40)])),
    );
  }

  private put(line: Buffer, control: string): void {
    const full = !this.control.punch && this.lines >= this.control.pageLines;
    if (full) this.titles();
    this.append(line, full && this.control.titles.length === 0 ? '1' : control);
  }

  private append(line: Buffer, control: string): void {
    const { punch, sequence } = this.control;
    this.lines += 1;
    const text = punch ? line : Buffer.concat([ebcdic.encode(control), line]);
    const width = punch ? cardWidth : (this.output.attributes.lrecl ?? printWidth + 1);
    const record = text.subarray(0, width);
    const filled = Buffer.concat([record, Buffer.alloc(width - record.length, 0x40)]);
    if (punch && sequence !== undefined) {
      const number = String(sequence.first + this.cards * sequence.step).padStart(8, '0');
      ebcdic.encode(number).copy(filled, width - 8);
      this.cards += 1;
    }
    this.output.write(filled);
  }
}

const whole = (length: number, conversion: 'XE' | 'PZ'): EditedField => ({ length, from: 0, conversion, to: 0 });

const pieces = (bytes: Buffer, width: number): Buffer[] =>
  Array.from({ length: Math.max(1, Math.ceil(bytes.length / width)) }, (_, at) =>
    bytes.subarray(at * width, (at + 1) * width),
  );
