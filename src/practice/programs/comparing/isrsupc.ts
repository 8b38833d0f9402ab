import { ebcdic } from '../../codepages/code-page.ts';
import { ddMissing, localTime, openListing } from '../listing.ts';
import type { Listing } from '../listing.ts';
import { ended } from '../program.ts';
import type { Completion, Dd, Program, Step } from '../program.ts';
import { readSuperCOptions } from './superc-options.rules.ts';
import type { SuperCOptions } from './superc-options.rules.ts';
import { matchedLines } from './matched-lines.rules.ts';

const same = 0;
const changed = 1;
const inputFailed = 8;
const outputFailed = 16;

/**
 * SuperC: compares files, lines or words and lists the differences.
 *
 * @see z/OS ISPF User's Guide Vol II, SuperC return codes and Understanding the listings: 0 same, 1 different, 4 options
 *   corrected, 8 input, 16 output
 */
export function isrsupc(timeZone: string): Program {
  return { names: ['ISRSUPC', 'ASMFSUPC'], run: (step) => Promise.resolve(run(step, timeZone)) };
}

function run(step: Step, timeZone: string): Completion {
  const listing = openListing(step, 'OUTDD', { recfm: 'FBA', lrecl: 133 });
  if (listing === undefined) return ended(outputFailed);
  const [newer, older] = [step.dd('NEWDD'), step.dd('OLDDD')];
  const control = step.dd('SYSIN');
  const statements = control === undefined || control.kind === 'dummy' ? [] : control.lines();
  const options = readSuperCOptions(step.parm, statements);
  heading(step, listing, timeZone, options.titles.newer ?? titleOf(newer), options.titles.older ?? titleOf(older));
  if (newer === undefined || older === undefined) {
    ddMissing(step, newer === undefined ? 'NEWDD' : 'OLDDD');
    return ended(inputFailed);
  }
  if (options.kind === 'search') {
    listing.line('ISRS006E SEARCH-FOR IS NOT AVAILABLE IN THIS SUPERC');
    return ended(inputFailed);
  }
  for (const name of options.unknown) listing.line(`ISRS001W PROCESS OPTION OR STATEMENT NOT RECOGNIZED: ${name}`);
  const code = new SuperC(step, listing, options).run(newer, older);
  return ended(options.unknown.length > 0 && code < 4 ? 4 : code);
}

const titleOf = (dd: Dd | undefined) => {
  const member = dd?.concatenation[0]?.member;
  return `${dd?.dsname ?? ''}${member === undefined ? '' : `(${member})`}`;
};

function heading(step: Step, listing: Listing, timeZone: string, newer: string, older: string): void {
  const at = localTime(step, timeZone).toFormat('yyyy/MM/dd  HH.mm');
  listing.line(
    `  ISRSUPC   -   MVS/PDF FILE/LINE/WORD/BYTE/SFOR COMPARE UTILITY- ISPF FOR z/OS         ${at}    PAGE     1`,
    '1',
  );
  listing.line(`NEW: ${newer.padEnd(56)}OLD: ${older}`);
  listing.line('');
}

interface Totals {
  matches: number;
  inserted: number;
  deleted: number;
  paired: number;
  newLines: number;
  oldLines: number;
  newBytes: number;
  oldBytes: number;
}

const none: Totals = {
  ...{ matches: 0, inserted: 0, deleted: 0, paired: 0, newLines: 0, oldLines: 0, newBytes: 0, oldBytes: 0 },
};

interface Run {
  newLines: string[];
  oldLines: string[];
  newAt: number;
  oldAt: number;
}

class SuperC {
  private readonly totals: Totals = { ...none };

  constructor(
    private readonly step: Step,
    private readonly listing: Listing,
    private readonly options: SuperCOptions,
  ) {}

  run(newer: Dd, older: Dd): number {
    const [newMembers, oldMembers] = [this.members(newer), this.members(older)];
    const { unit } = this.options;
    let code: number;
    if (newMembers === undefined || oldMembers === undefined) {
      if (newMembers !== oldMembers) {
        this.listing.line('ISRS004E NEW AND OLD DATA SETS ARE OF DIFFERENT ORGANIZATION');
        return inputFailed;
      }
      code = this.compare(newer.records(), older.records(), undefined) ? same : changed;
    } else code = this.libraries(newer, older, newMembers, oldMembers);
    if (this.options.listing !== 'NONE') this.summary(unit, newMembers !== undefined);
    return code;
  }

  private members(dd: Dd): readonly string[] | undefined {
    const entry = dd.dsname === undefined ? undefined : this.step.dataSets.find(dd.dsname);
    if (entry?.attributes.dsorg !== 'PO' || dd.concatenation[0]?.member !== undefined) return undefined;
    return this.step.dataSets.members(entry.dsname).map(({ name }) => name);
  }

  private libraries(newer: Dd, older: Dd, newNames: readonly string[], oldNames: readonly string[]): number {
    const selected = (name: string) => this.options.select.length === 0 || this.options.select.includes(name);
    const old = new Set(oldNames.filter(selected));
    const paired = newNames.filter((name) => selected(name) && old.has(name));
    const onlyNew = newNames.filter((name) => selected(name) && !old.has(name));
    const onlyOld = [...old].filter((name) => !newNames.includes(name));
    const rows: string[] = [];
    let differing = 0;
    for (const name of paired) {
      const read = (dd: Dd) => this.step.dataSets.read(dd.dsname ?? '', name);
      const equal = this.compare(read(newer), read(older), name);
      if (!equal) differing += 1;
      rows.push(`  ${equal ? '     **' : '**     '}      ${name}`);
    }
    this.listing.line('');
    this.listing.line(`${' '.repeat(23)}MEMBER SUMMARY LISTING (${this.options.unit} COMPARE)`);
    this.listing.line(' DIFF SAME              MEMBERS-COMPARED');
    this.listing.lines(rows);
    const total = (count: number, text: string) => this.listing.line(`${String(count).padStart(6)}   ${text}`);
    total(paired.length, 'TOTAL MEMBER(S) PROCESSED AS A PDS');
    total(differing, 'TOTAL MEMBER(S) PROCESSED HAD CHANGES');
    total(paired.length - differing, 'TOTAL MEMBER(S) PROCESSED HAD NO CHANGES');
    total(onlyNew.length, 'TOTAL NEW FILE MEMBER(S) NOT PAIRED');
    total(onlyOld.length, 'TOTAL OLD FILE MEMBER(S) NOT PAIRED');
    return differing + onlyNew.length + onlyOld.length > 0 ? changed : same;
  }

  /** @returns whether both are the same */
  private compare(newer: readonly Buffer[], older: readonly Buffer[], member: string | undefined): boolean {
    const { totals } = this;
    const bytes = (records: readonly Buffer[]) => records.reduce((sum, record) => sum + record.length, 0);
    totals.newBytes += bytes(newer);
    totals.oldBytes += bytes(older);
    if (this.options.unit === 'FILE') {
      totals.newLines += newer.length;
      totals.oldLines += older.length;
      return newer.length === older.length && newer.every((record, at) => record.equals(older[at] ?? Buffer.alloc(0)));
    }
    return this.compareTexts(this.text(newer), this.text(older), member);
  }

  /** Lines in the columns that are compared, or words. */
  private text(records: readonly Buffer[]): string[] {
    const { columns, ignoreCase, unit, skipBlank, skipComments } = this.options;
    const lines = records
      .map((record) => ebcdic.decode(record))
      .map((line) => (columns === undefined ? line : line.slice(columns.from - 1, columns.to)).trimEnd())
      .map((line) => (ignoreCase ? line.toUpperCase() : line))
      .filter((line) => !(skipBlank && line === '') && !(skipComments && /^.{0,6}\*/.test(line)));
    return unit === 'WORD' ? lines.flatMap((line) => line.split(/\s+/).filter((word) => word !== '')) : lines;
  }

  private compareTexts(newer: readonly string[], older: readonly string[], member: string | undefined): boolean {
    const pairs = matchedLines(newer, older);
    const { totals } = this;
    totals.newLines += newer.length;
    totals.oldLines += older.length;
    totals.matches += pairs.length;
    totals.inserted += newer.length - pairs.length;
    totals.deleted += older.length - pairs.length;
    const equal = pairs.length === newer.length && pairs.length === older.length;
    const { listing } = this.options;
    if (listing === 'NONE' || listing === 'OVSUM' || (equal && listing !== 'LONG')) return equal;
    this.section(member);
    let at = { newer: 0, older: 0 };
    const shown =
      listing === 'LONG'
        ? () => true
        : listing === 'CHNG'
          ? around([...pairs, [newer.length, older.length]], 10)
          : () => false;
    for (const [index, [newAt, oldAt]] of [...pairs, [newer.length, older.length] as const].entries()) {
      this.difference({
        ...{ newLines: newer.slice(at.newer, newAt), oldLines: older.slice(at.older, oldAt) },
        ...{ newAt: at.newer + 1, oldAt: at.older + 1 },
      });
      if (index < pairs.length && shown(index)) this.listing.line(`      ${newer[newAt] ?? ''}`);
      at = { newer: newAt + 1, older: oldAt + 1 };
    }
    return equal;
  }

  private section(member: string | undefined): void {
    const place = member === undefined ? '' : `  MEMBER: ${member}`;
    this.listing.line(`${' '.repeat(27)}LISTING OUTPUT SECTION (${this.options.unit} COMPARE)${place}`);
    this.listing.line('');
    this.listing.line(` ID       SOURCE LINES${' '.repeat(61)}TYPE  LEN N-LN# O-LN#`);
    this.listing.line('');
    this.listing.line(`     ----+----1----+----2----+----3----+----4----+----5----+----6----+----7----+----8`);
  }

  private difference({ newLines, oldLines, newAt, oldAt }: Run): void {
    const type = newLines.length > 0 && oldLines.length > 0 ? 'RPL' : newLines.length > 0 ? 'INS' : 'DEL';
    if (type === 'RPL') this.totals.paired += Math.min(newLines.length, oldLines.length);
    const put = (prefix: string, lines: readonly string[], first: boolean) => {
      lines.forEach((line, at) => {
        const length = String(type === 'DEL' ? oldLines.length : newLines.length).padStart(4);
        const numbers = `${String(newAt).padStart(5, '0')} ${String(oldAt).padStart(5, '0')}`;
        const tail = first && at === 0 ? ` ${type}= ${length} ${numbers}` : '';
        this.listing.line(` ${prefix} - ${line.slice(0, 80).padEnd(80)}${tail}`);
      });
    };
    put('I', newLines, true);
    put('D', oldLines, newLines.length === 0);
  }

  private summary(unit: SuperCOptions['unit'], library: boolean): void {
    if (this.options.noSummary) return;
    const { totals: t, listing } = this;
    listing.line('');
    listing.line(
      library
        ? `${' '.repeat(27)}PDS ${unit} OVERALL TOTALS`
        : `${' '.repeat(44)}${unit} COMPARE SUMMARY AND STATISTICS`,
    );
    listing.line('');
    if (unit === 'FILE') {
      const equal = t.newBytes === t.oldBytes && t.newLines === t.oldLines;
      listing.line(
        `${String(t.newBytes).padStart(8)}  NEW FILE BYTES PROCESSED${' '.repeat(14)}${equal ? '' : 'FILES DIFFER IN LENGTH'}`,
      );
      listing.line(`${String(t.oldBytes).padStart(8)}  OLD FILE BYTES PROCESSED`);
    } else {
      const changes = t.inserted + t.deleted - t.paired;
      const row = (a: number, left: string, b: number, right: string) =>
        listing.line(`${String(a).padStart(8)} ${left.padEnd(32)}${String(b).padStart(6)}  ${right}`);
      row(t.matches, `NUMBER OF ${unit} MATCHES`, changes, 'TOTAL CHANGES (PAIRED+NONPAIRED CHNG)');
      row(0, 'REFORMATTED LINES', t.paired, 'PAIRED CHANGES (REFM+PAIRED INS/DEL)');
      row(t.inserted, `NEW FILE ${unit} INSERTIONS`, t.inserted - t.paired, 'NON-PAIRED INSERTS');
      row(t.deleted, `OLD FILE ${unit} DELETIONS`, t.deleted - t.paired, 'NON-PAIRED DELETES');
      listing.line(`${String(t.newLines).padStart(8)} NEW FILE ${unit}S PROCESSED`);
      listing.line(`${String(t.oldLines).padStart(8)} OLD FILE ${unit}S PROCESSED`);
    }
    listing.line('');
    const { columns } = this.options;
    const range = columns === undefined ? '1:80' : `${String(columns.from)}:${String(columns.to)}`;
    listing.line(`LISTING-TYPE = ${this.options.listing.padEnd(8)}  COMPARE-COLUMNS = ${range.padStart(7)}`);
    listing.line(`PROCESS OPTIONS USED: ${this.options.used.length === 0 ? 'NONE' : this.options.used.join(' ')}`);
  }
}

/** Whether a pair of same lines stands within so many pairs of a difference; the last pair is the end of both texts. */
function around(pairs: readonly (readonly [number, number])[], reach: number): (index: number) => boolean {
  const near = new Set<number>();
  for (let index = 0; index < pairs.length; index += 1) {
    const [newBefore, oldBefore] = pairs[index - 1] ?? [-1, -1];
    const here = pairs[index];
    if (here?.[0] === newBefore + 1 && here[1] === oldBefore + 1) continue;
    for (let at = index - reach; at < index + reach; at += 1) near.add(at);
  }
  return (index) => near.has(index);
}
