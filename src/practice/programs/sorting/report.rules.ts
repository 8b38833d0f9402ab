/** Reports of OUTFIL: headers, trailers and sections. */

import { ebcdic } from '../../codepages/code-page.ts';
import { type BuildItem, built, readItems } from './build.rules.ts';
import { dateForm, type RunTime } from './constants.rules.ts';
import { SortError, syntaxError } from './control-error.rules.ts';
import { type ItemReader, readShown } from './numeric-items.rules.ts';
import { bytesOf, digitsOf, fieldAt, numberIn, type SortField } from './numbers.rules.ts';
import { keyword, listOf, numberOf } from './operands.rules.ts';

type Scope = 'report' | 'page' | 'section';

/** Counts and totals of one scope; those of SUBxxx run on over its end. */
interface Running {
  scope: Scope;
  level: number;
  keeps: boolean;
  add: (record: Uint8Array) => void;
  reset: () => void;
}

interface Section {
  field: SortField;
  skip: 'page' | number;
  header: readonly BuildItem[];
  trailer: readonly BuildItem[];
}

/** What an OUTFIL statement says about its report. */
export interface ReportPlan {
  header1: readonly BuildItem[] | undefined;
  header2: readonly BuildItem[] | undefined;
  trailer1: readonly BuildItem[] | undefined;
  trailer2: readonly BuildItem[] | undefined;
  sections: readonly Section[];
  detail: boolean;
  /** Lines of a page. */
  lines: number;
  running: readonly Running[];
  page: { number: number };
}

const keys = ['HEADER1', 'HEADER2', 'TRAILER1', 'TRAILER2', 'SECTIONS', 'NODETAIL', 'LINES'];
export const isReport = (key: string): boolean => keys.includes(key);

/** @returns undefined when no operand asks for a report @throws {SortError} ICE111A, ICE007A */
export function readReport(operands: readonly string[], now: RunTime): ReportPlan | undefined {
  const options = new Map(operands.map((one) => [keyword(one).key, keyword(one).value]));
  if (!keys.some((key) => options.has(key))) return undefined;
  const running: Running[] = [];
  const page = { number: 0 };
  const area = (key: string, scope: Scope, level = 0) => {
    const value = options.get(key);
    return value === undefined ? undefined : readArea(value, { now, running, page, scope, level });
  };
  const lines = options.get('LINES') ?? '60';
  return {
    header1: area('HEADER1', 'report'),
    header2: area('HEADER2', 'page'),
    trailer1: area('TRAILER1', 'report'),
    trailer2: area('TRAILER2', 'page'),
    sections: options.has('SECTIONS') ? readSections(options.get('SECTIONS') ?? '', { now, running, page }) : [],
    detail: !options.has('NODETAIL'),
    lines: /^\d+$/.test(lines) ? numberOf(lines, 1) : 60,
    running,
    page,
  };
}

interface AreaSetting {
  now: RunTime;
  running: Running[];
  page: { number: number };
  scope: Scope;
  level: number;
}

const readArea = (value: string, setting: AreaSetting): readonly BuildItem[] =>
  readItems(value, { now: setting.now, variable: false, special: (reader) => reportItem(reader, setting) });

function readSections(value: string, setting: Pick<AreaSetting, 'now' | 'running' | 'page'>): Section[] {
  const items = listOf(value);
  const sections: Section[] = [];
  for (let at = 0; at < items.length;) {
    const field = fieldAt(items, at, 'CH');
    at += 2;
    const section: Section = { field, skip: 0, header: [], trailer: [] };
    for (; at < items.length && !/^\d+$/.test(items[at] ?? ''); at += 1) {
      const { key, value: text } = keyword(items[at] ?? '');
      const area = () => readArea(text, { ...setting, scope: 'section', level: sections.length });
      if (key === 'SKIP') section.skip = text === 'P' ? 'page' : numberOf(text.replace(/L$/, '') || '1');
      else if (key === 'HEADER3') section.header = area();
      else if (key === 'TRAILER3') section.trailer = area();
      else throw syntaxError(key);
    }
    sections.push(section);
  }
  return sections;
}

/** `'text'`, PAGE, DATE=, TIME=, COUNT, SUBCOUNT, TOTAL=, MIN=, MAX=, AVG= and their SUB forms. */
function reportItem(reader: ItemReader, setting: AreaSetting): ((record: Uint8Array) => Buffer) | undefined {
  const text = reader.items[reader.at] ?? '';
  const { key, value } = keyword(text);
  const date = dateForm(key, listOf(value)[0] ?? '', setting.now);
  if (date !== undefined && value !== '') {
    reader.at += 1;
    return () => ebcdic.encode(date);
  }
  if (key === 'PAGE') {
    reader.at += 1;
    const shown = value === '' ? plainCount(6) : readShown({ items: listOf(value), at: 0 }, 15);
    return () => shown(BigInt(setting.page.number));
  }
  const count = /^(SUB)?COUNT(15)?([+-]\d+)?$/.exec(key);
  if (count !== null) {
    reader.at += 1;
    return counted(
      { keeps: count[1] !== undefined, wide: count[2] !== undefined, plus: count[3] ?? '0', value },
      setting,
    );
  }
  const total = /^(SUB)?(TOTAL|TOT|MIN|MAX|AVG)$/.exec(key);
  if (total === null || value === '') return undefined;
  reader.at += 1;
  return totalled(total[1] !== undefined, total[2] ?? '', value, setting);
}

const plainCount = (width: number) => (value: bigint) => ebcdic.encode(value.toString().padStart(width).slice(-width));

function counted(
  form: { keeps: boolean; wide: boolean; plus: string; value: string },
  setting: AreaSetting,
): (record: Uint8Array) => Buffer {
  let seen = 0n;
  setting.running.push({ ...setting, keeps: form.keeps, add: () => (seen += 1n), reset: () => (seen = 0n) });
  const shown =
    form.value === '' ? plainCount(form.wide ? 15 : 8) : readShown({ items: listOf(form.value), at: 0 }, 15);
  return () => shown(seen + BigInt(form.plus));
}

function totalled(keeps: boolean, kind: string, value: string, setting: AreaSetting): (record: Uint8Array) => Buffer {
  const items = listOf(value);
  const field = fieldAt(items, 0, undefined);
  const shown = readShown({ items, at: 3 }, kind.startsWith('TOT') ? Math.max(15, digitsOf(field)) : digitsOf(field));
  let sum = 0n;
  let count = 0n;
  let extreme: bigint | undefined;
  setting.running.push({
    ...setting,
    keeps,
    add(record) {
      const one = numberIn(record, field);
      sum += one;
      count += 1n;
      if (extreme === undefined || (kind === 'MIN' ? one < extreme : one > extreme)) extreme = one;
    },
    reset() {
      sum = 0n;
      count = 0n;
      extreme = undefined;
    },
  });
  return () =>
    shown(kind.startsWith('TOT') ? sum : kind === 'AVG' ? (count === 0n ? 0n : sum / count) : (extreme ?? 0n));
}

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

/** ICE217A of a report that cannot be. */
const reportError = (at: string): SortError => new SortError('ICE217A 0 REPORT PARAMETERS IN ERROR', 16, at);
