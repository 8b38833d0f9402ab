/** Reports of OUTFIL: headers, trailers and sections. */

import { type BuildItem, readItems } from './build.rules.ts';
import type { RunTime } from './constants.rules.ts';
import { syntaxError } from './control-error.rules.ts';
import { fieldAt } from './numbers.rules.ts';
import { keyword, listOf, numberOf } from './operands.rules.ts';
import { type AreaSetting, reportItem } from './report-items.rules.ts';
import type { ReportPlan, Running, Scope, Section } from './report-plan.rules.ts';

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
