import type { BuildItem } from './build.rules.ts';
import type { SortField } from './numbers.rules.ts';

export type Scope = 'report' | 'page' | 'section';

/** Counts and totals of one scope; those of SUBxxx run on over its end. */
export interface Running {
  scope: Scope;
  level: number;
  keeps: boolean;
  add: (record: Uint8Array) => void;
  reset: () => void;
}

export interface Section {
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
