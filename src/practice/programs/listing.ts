import { DateTime } from 'luxon';
import type { Dd, Step } from './program.ts';

/** What a utility asks for its listing. */
export interface ListingFormat {
  recfm: 'FBA' | 'VBA' | 'FB' | 'VB';
  lrecl: number;
}

/** Writes a utility's listing to one DD; opened with the attributes that the utility asks for. */
export class Listing {
  constructor(
    private readonly dd: Dd,
    private readonly format: ListingFormat = { recfm: 'FBA', lrecl: 121 },
  ) {
    dd.open(format);
  }

  /** Carriage control first: `1` new page, `0` double space, blank single space. */
  line(text: string, control = ' '): void {
    const { recfm = this.format.recfm, lrecl = this.format.lrecl } = this.dd.attributes;
    this.dd.writeLine(`${control}${text}`.slice(0, recfm.startsWith('V') ? lrecl - 4 : lrecl));
  }

  lines(texts: readonly string[]): void {
    for (const text of texts) this.line(text);
  }
}

/** Opens the listing, or tells the operator as OPEN does that the DD is missing (IEC130I) and returns nothing. */
export function openListing(step: Step, ddname: string, format?: ListingFormat): Listing | undefined {
  const dd = step.dd(ddname);
  if (dd !== undefined) return new Listing(dd, format);
  ddMissing(step, ddname);
  return undefined;
}

/** IEC130I of the open routine: the program asked for a DD that the step does not have. */
export function ddMissing(step: Step, ddname: string): void {
  step.wto(`IEC130I ${ddname.padEnd(8)} DD STATEMENT MISSING`, { system: true });
}

/** Local time of the system, for page headings. */
export const localTime = (step: Step, timeZone: string): DateTime =>
  DateTime.fromMillis(step.now(), { zone: timeZone, locale: 'en' });
