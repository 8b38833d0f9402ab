/** Lays a report of OUTFIL out on pages. */

import { type BuildItem, built } from './build.rules.ts';
import { bytesOf } from './numbers.rules.ts';
import type { ReportPlan, Section } from './report-plan.rules.ts';

/** One line of a report: its carriage control and its text. */
export interface ReportLine {
  control: '1' | ' ';
  data: Buffer;
  /** A data record, not a line of the report itself. */
  detail: boolean;
}

/**
 * Lays the report out. HEADER1 and TRAILER1 take pages of their own, HEADER2 and TRAILER2 stand on every page.
 *
 * @param details the data records as they came in, each with the records that the statement made of it
 */
export function laidOut(
  plan: ReportPlan,
  details: Iterable<{ record: Buffer; made: readonly Buffer[] }>,
): ReportLine[] {
  const sheet = new Sheet(plan);
  let before: Buffer | undefined;
  for (const { record, made } of details) {
    if (before === undefined) sheet.begin(record);
    sheet.sections(before, record);
    for (const one of plan.running) one.add(record);
    if (plan.detail) for (const line of made) sheet.line(line, true, record);
    before = record;
  }
  sheet.end(before ?? Buffer.alloc(0));
  return sheet.written;
}

class Sheet {
  readonly written: ReportLine[] = [];
  private room = 0;
  private fresh = true;
  private opened = false;

  constructor(private readonly plan: ReportPlan) {}

  /** HEADER1 on a page of its own. */
  begin(record: Buffer): void {
    if (this.opened) return;
    this.opened = true;
    if (this.plan.header1 === undefined) return;
    this.newPage(record, false);
    this.area(this.plan.header1, record);
    this.newPage(record, true);
  }

  line(data: Buffer, detail: boolean, record: Buffer): void {
    if (this.written.length === 0) this.newPage(record, true);
    if (this.room === 0) {
      this.bottom(record);
      this.newPage(record, true);
    }
    this.put(data, detail);
  }

  /** Trailers of the sections that end and headers of those that begin. */
  sections(before: Buffer | undefined, record: Buffer): void {
    const { sections } = this.plan;
    const changed = (section: Section) =>
      before === undefined || !bytesOf(before, section.field).equals(bytesOf(record, section.field));
    const from = sections.findIndex(changed);
    if (from < 0) return;
    if (before !== undefined) this.endSections(before, from, record);
    for (const section of sections.slice(from)) this.area(section.header, record);
  }

  end(last: Buffer): void {
    this.begin(last);
    if (this.plan.sections.length > 0 && last.length > 0) this.endSections(last, 0, undefined);
    if (this.written.length === 0 && this.plan.header2 !== undefined) this.newPage(last, true);
    this.bottom(last);
    if (this.plan.trailer1 === undefined) return;
    this.newPage(last, false);
    this.area(this.plan.trailer1, last);
  }

  private endSections(record: Buffer, from: number, next: Buffer | undefined): void {
    const ending = this.plan.sections.slice(from);
    ending
      .map((section, at) => ({ section, level: from + at }))
      .reverse()
      .forEach(({ section, level }) => {
        this.area(section.trailer, record);
        for (const one of this.plan.running)
          if (one.scope === 'section' && one.level === level && !one.keeps) one.reset();
      });
    if (next === undefined) return;
    if (ending.some(({ skip }) => skip === 'page')) {
      this.bottom(record);
      this.newPage(next, true);
      return;
    }
    const blanks = Math.max(0, ...ending.map(({ skip }) => (skip === 'page' ? 0 : skip)));
    for (let line = 0; line < blanks; line += 1) this.line(Buffer.alloc(0), false, next);
  }

  private newPage(record: Buffer, withHeader: boolean): void {
    this.fresh = true;
    this.plan.page.number += 1;
    this.room = this.plan.lines;
    if (withHeader && this.plan.header2 !== undefined) this.area(this.plan.header2, record);
  }

  private bottom(record: Buffer): void {
    if (this.plan.trailer2 !== undefined)
      for (const line of built(this.plan.trailer2, record, { variable: false })) this.put(line, false);
    for (const one of this.plan.running) if (one.scope === 'page' && !one.keeps) one.reset();
  }

  private area(items: readonly BuildItem[], record: Buffer): void {
    if (items.length === 0) return;
    if (this.written.length === 0 && this.room === 0) this.newPage(record, items !== this.plan.header2);
    for (const line of built(items, record, { variable: false })) this.put(line, false);
  }

  private put(data: Buffer, detail: boolean): void {
    this.written.push({ control: this.fresh ? '1' : ' ', data, detail });
    this.fresh = false;
    this.room = Math.max(0, this.room - 1);
  }
}
