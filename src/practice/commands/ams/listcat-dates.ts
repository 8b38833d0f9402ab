import { DateTime } from 'luxon';
import type { CatalogEntry } from '../../catalog/catalog.ts';
import type { AmsStep } from './ams.ts';
import { baseOf } from './listcat-layout.ts';
import { numberOf } from './names.ts';
import { valueOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';

/**
 * CREATION(days): entries that are at least so old. EXPIRATION(days): entries that expire by then; one without a date
 * has expired already. An entry without any date of its own (alias, path, group) is never left out.
 *
 * @see z/OS DFSMS Access Method Services Commands, LISTCAT
 */
export function withinDates(step: AmsStep, given: Given, zone: string): (entry: CatalogEntry) => boolean {
  const age = numberOf(valueOf(given, 'CREATION'), 0, 9999);
  const rest = numberOf(valueOf(given, 'EXPIRATION'), 0, 9999);
  const today = DateTime.fromMillis(step.now?.() ?? 0, { zone }).startOf('day');
  const day = (one: DateTime) => one.toFormat('yyyy/ooo');
  const oldest = age === undefined ? undefined : day(today.minus({ days: age }));
  const latest = rest === undefined ? undefined : day(today.plus({ days: rest }));
  return (entry) => {
    const base = baseOf(step, entry) ?? labelOf(step, entry);
    if (base === undefined) return true;
    const created = day(DateTime.fromMillis(base.created, { zone }));
    return (
      (oldest === undefined || created <= oldest) && (latest === undefined || (base.expdt ?? '0000/000') <= latest)
    );
  };
}

function labelOf(step: AmsStep, entry: CatalogEntry): { created: number; expdt?: string } | undefined {
  if (entry.type !== 'NONVSAM') return undefined;
  const found = step.dataSets.find(entry.name);
  const expdt = found?.attributes.expdt;
  return found === undefined ? undefined : { created: found.created, ...(expdt === undefined ? {} : { expdt }) };
}
