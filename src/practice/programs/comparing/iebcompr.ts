import { operand, readStatements, textOf } from '../control/utility-statements.rules.ts';
import { ddMissing, openListing } from '../listing.ts';
import type { Listing } from '../listing.ts';
import { ended } from '../program.ts';
import type { Completion, Dd, Program, Step } from '../program.ts';

const different = 8;
const failed = 12;
const mostDifferences = 10;

/** Wordings with the program's numbers, not verified against z/OS MVS System Messages Vol 7 (IEB2xxI). */
const unverified = {
  statement: 'IEB205I INVALID CONTROL STATEMENT',
  unequal: 'IEB221I RECORDS ARE NOT EQUAL',
  extra: (ddname: string) => `IEB225I EXTRA RECORD ON ${ddname}`,
  missing: (name: string, ddname: string) => `IEB212I MEMBER ${name} NOT FOUND ON ${ddname}`,
  many: 'IEB222I TEN SUCCESSIVE RECORDS ARE NOT EQUAL',
  organisation: 'IEB220I DATA SET ORGANIZATION DOES NOT AGREE WITH TYPORG',
} as const;

/**
 * Compares SYSUT1 with SYSUT2, record by record or member by member.
 *
 * @see z/OS DFSMSdfp Utilities, IEBCOMPR: 0 equal, 8 not equal, 12 unrecoverable. User exits and labels are refused.
 */
export const iebcompr: Program = {
  names: ['IEBCOMPR'],
  run: (step) => Promise.resolve(run(step)),
};

function run(step: Step): Completion {
  const listing = openListing(step, 'SYSPRINT');
  if (listing === undefined) return ended(failed);
  listing.line(`${' '.repeat(40)}COMPARE UTILITY${' '.repeat(40)}PAGE 0001`, '1');
  const [control, first, second] = ['SYSIN', 'SYSUT1', 'SYSUT2'].map((name) => step.dd(name));
  if (control === undefined || first === undefined || second === undefined) {
    ddMissing(step, control === undefined ? 'SYSIN' : first === undefined ? 'SYSUT1' : 'SYSUT2');
    return ended(failed);
  }
  const statements = control.kind === 'dummy' ? [] : readStatements(control.lines());
  for (const { verb, text } of statements) listing.line(` ${verb} ${text}`);
  const [compare, ...more] = statements;
  const organisation = compare === undefined ? 'PS' : (textOf(operand(compare, 'TYPORG')) ?? 'PS');
  const odd = statements.some(({ damaged }) => damaged) || more.length > 0 || !['PS', 'PO'].includes(organisation);
  if (odd || (compare !== undefined && compare.verb !== 'COMPARE')) {
    listing.line(unverified.statement);
    return ended(failed);
  }
  return ended(new Comparison(step, listing).run(first, second, organisation === 'PO'));
}

class Comparison {
  private compared = 0;
  private unequal = 0;

  constructor(
    private readonly step: Step,
    private readonly listing: Listing,
  ) {}

  run(first: Dd, second: Dd, members: boolean): number {
    const code = members ? this.libraries(first, second) : this.records(first.records(), second.records());
    this.listing.line(`END OF JOB-TOTAL NUMBER OF RECORDS COMPARED = ${String(this.compared).padStart(8, '0')}`);
    return code;
  }

  /** The smaller directory decides what is compared; each of its members must be in the other. */
  private libraries(first: Dd, second: Dd): number {
    const names = [first, second].map(({ dsname }) => this.members(dsname));
    const [one, two] = names;
    if (one === undefined || two === undefined) {
      this.listing.line(unverified.organisation);
      return failed;
    }
    const [small, large, absent] = one.size <= two.size ? [one, two, 'SYSUT2'] : [two, one, 'SYSUT1'];
    let code = 0;
    for (const name of small) {
      if (!large.has(name)) {
        this.listing.line(unverified.missing(name, absent));
        code = different;
      } else {
        const read = (dd: Dd) => this.step.dataSets.read(dd.dsname ?? '', name);
        code = Math.max(code, this.records(read(first), read(second)));
      }
      if (code >= failed) return code;
    }
    return code;
  }

  private members(dsname: string | undefined): Set<string> | undefined {
    const entry = dsname === undefined ? undefined : this.step.dataSets.find(dsname);
    if (entry?.attributes.dsorg !== 'PO') return undefined;
    return new Set(this.step.dataSets.members(entry.dsname).map(({ name }) => name));
  }

  private records(first: readonly Buffer[], second: readonly Buffer[]): number {
    let code = 0;
    let successive = 0;
    for (let at = 0; at < Math.max(first.length, second.length); at += 1) {
      const [one, two] = [first[at], second[at]];
      if (one === undefined || two === undefined) {
        this.listing.line(unverified.extra(one === undefined ? 'SYSUT2' : 'SYSUT1'));
        return different;
      }
      this.compared += 1;
      if (one.equals(two)) {
        successive = 0;
        continue;
      }
      this.say(one, two);
      code = different;
      successive += 1;
      if (successive === mostDifferences) {
        this.listing.line(unverified.many);
        return failed;
      }
    }
    return code;
  }

  private say(one: Buffer, two: Buffer): void {
    this.unequal += 1;
    this.listing.line(`${unverified.unequal} - RECORD ${String(this.compared)}`);
    for (const [ddname, record] of [
      ['SYSUT1', one],
      ['SYSUT2', two],
    ] as const) {
      this.listing.line(`DDNAME = ${ddname}`);
      for (const part of record
        .toString('hex')
        .toUpperCase()
        .match(/.{1,100}/g) ?? [])
        this.listing.line(` ${part}`);
    }
  }
}
