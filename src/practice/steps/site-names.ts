/** Names that a strict site must define: units, SMS classes, volumes. */

import type { DdModel } from '../jcl/job-model.rules.ts';
import { AllocationFailure, refused } from './allocation-failure.ts';
import type { Place } from './allocation-failure.ts';
import { usualUnits } from './allocation-options.ts';
import type { AllocationOptions } from './allocation-options.ts';
import type { JobRun } from './job-run.ts';

/** The failure of a DD that names something the site does not have; undefined where names are let pass. */
export function unknownName(run: JobRun, place: Place): AllocationFailure | undefined {
  const options = run.system.allocation;
  if (options?.strict !== true) return undefined;
  const { unit, volume } = place.dd;
  if (unit !== undefined && !usualUnits.has(unit) && !options.units.has(unit) && !/^\/?[0-9A-F]{3,4}$/.test(unit))
    return refused(run, place, 'IEF210I', 'UNIT FIELD SPECIFIES INCORRECT DEVICE NAME');
  if (volume !== undefined && !run.system.dataSets.volumes().some(({ serial }) => serial === volume))
    return refused(run, place, 'IEF245I', 'INCONSISTENT UNIT NAME AND VOLUME SERIAL');
  const unknown = unknownClass(place.dd, options);
  return unknown === undefined ? undefined : new AllocationFailure([unknown]);
}

/** Number and wording unconfirmed. */
function unknownClass(dd: DdModel, options: AllocationOptions): string | undefined {
  const classes = [
    ['STORCLAS', dd.storageClass, options.storageClasses],
    ['MGMTCLAS', dd.managementClass, options.managementClasses],
    ['DATACLAS', dd.dataClass, options.dataClasses],
  ] as const;
  const wrong = classes.find(([, name, known]) => name !== undefined && !known.has(name));
  return wrong === undefined ? undefined : `IGD01007I ${wrong[0]} ${wrong[1] ?? ''} IS NOT DEFINED`;
}
