import { AmsFailure, catalogSays } from './ams.ts';
import type { AmsRun, AmsStep } from './ams.ts';
import { keyOf } from './define-cluster.ts';
import { newName, required } from './define-entries.ts';
import type { Definition } from './definition.ts';
import { entryName } from './names.ts';
import { valuesOf } from './operands.rules.ts';

/** @see z/OS DFSMS Access Method Services Commands, DEFINE ALTERNATEINDEX */
export function defineAlternateIndex(step: AmsStep, { given }: Definition, run: AmsRun): number {
  const related = entryName(required(given, 'RELATE'));
  const key = keyOf(given.keywords.has('KEYS') ? valuesOf(given, 'KEYS') : undefined) ?? { length: 64, offset: 0 };
  const name = newName(step, given);
  const base = step.dataSets.vsam.find(related);
  if (base === undefined || base.type === 'RRDS' || base.type === 'LDS')
    throw new AmsFailure(catalogSays.notFound(related), 12);
  if (key.length + key.offset > base.maximumRecord)
    throw new AmsFailure(['IDC3015I KEY FIELD IS NOT WITHIN THE RECORD'], 12);
  const uniqueKey = given.keywords.has('UNIQUEKEY');
  const upgrade = !given.keywords.has('NOUPGRADE');
  step.dataSets.vsam.defineAlternateIndex({ name, related: base.name, key, uniqueKey, upgrade });
  run.print(`IDC0508I DATA ALLOCATION STATUS FOR VOLUME ${base.volume} IS 0`, '0');
  run.print(`IDC0509I INDEX ALLOCATION STATUS FOR VOLUME ${base.volume} IS 0`, '0');
  run.print(`IDC0512I NAME GENERATED-(D) ${name}.DATA`, '0');
  run.print(`IDC0512I NAME GENERATED-(I) ${name}.INDEX`, '0');
  return 0;
}

/** A path leads to a cluster or to an alternate index with its base. */
export function definePath(step: AmsStep, { given }: Definition): number {
  const entry = entryName(required(given, 'PATHENTRY'));
  const name = newName(step, given);
  if (step.dataSets.vsam.find(entry) === undefined && step.dataSets.vsam.findAlternateIndex(entry) === undefined)
    throw new AmsFailure(catalogSays.notFound(entry), 12);
  step.dataSets.vsam.definePath(name, entry);
  return 0;
}
