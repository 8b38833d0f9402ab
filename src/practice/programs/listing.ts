import { DateTime } from 'luxon';
import type { Dd, Step } from './program.ts';

/** Writes a utility's listing to one DD; opened with the attributes that the utility asks for. */
export class Listing {
  constructor(private readonly dd: Dd) {
    dd.open({ recfm: 'FBA', lrecl: 121 });
  }

  /** Carriage control first: `1` new page, `0` double space, blank single space. */
  line(text: string, control = ' '): void {
    this.dd.writeLine(`${control}${text}`.slice(0, this.dd.attributes.lrecl ?? 121));
  }

  lines(texts: readonly string[]): void {
    for (const text of texts) this.line(text);
  }
}

/** Opens the listing, or tells the operator as OPEN does that the DD is missing (IEC130I) and returns nothing. */
export function openListing(step: Step, ddname: string): Listing | undefined {
  const dd = step.dd(ddname);
  if (dd !== undefined) return new Listing(dd);
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
