import type { CatalogEntry } from '../../catalog/catalog.ts';
import type { Cluster } from '../../datasets/vsam.ts';
import type { AmsStep } from './ams.ts';

export const catalogName = 'CATALOG.PRACTICE';

/** How much LISTCAT says of an entry, each with what stands before it; `ALLOCATION` is everything but statistics here. */
export type Depth = 'NAME' | 'HISTORY' | 'VOLUME' | 'ALLOCATION' | 'ALL';

/** `KEYLEN----------------11`: 24 characters. */
export const cell = (name: string, value: string | number): string => {
  const text = String(value);
  return `${name.padEnd(24 - text.length, '-')}${text}`;
};

export const row = (...cells: readonly string[]): string => `       ${cells.join('     ')}`;

/** The cluster behind a component, an alternate index or its component. */
export function baseOf(step: AmsStep, entry: CatalogEntry): Cluster | undefined {
  const own = step.dataSets.vsam.find(entry.name);
  if (own !== undefined) return own;
  const next = entry.related === undefined ? undefined : step.dataSets.locate(entry.related);
  return next === undefined ? undefined : baseOf(step, next);
}
