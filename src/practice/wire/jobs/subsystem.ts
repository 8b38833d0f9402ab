import type { WireParts } from '../parts.ts';
import { jobsError } from './errors.ts';

/**
 * The secondary JES that a path names as its first segment, such as `/-JESB` (z/OSMF Programming Guide, Submit a job).
 *
 * @throws {Refusal} for one that does not run here; category and wording unconfirmed
 */
export function secondaryJes(
  { site }: Pick<WireParts, 'site'>,
  segments: readonly string[],
): { subsystem: string | undefined; rest: readonly string[] } {
  const [first = ''] = segments;
  if (!first.startsWith('-')) return { subsystem: undefined, rest: segments };
  const name = first.slice(1).toUpperCase();
  const rest = segments.slice(1);
  if (name === 'JES2') return { subsystem: undefined, rest };
  if (site.jes.secondary.includes(name)) return { subsystem: name, rest };
  throw jobsError(500, 8, `Subsystem '${name}' is not available`, 12, 8);
}
