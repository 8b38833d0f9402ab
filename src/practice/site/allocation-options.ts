import type { AllocationOptions } from '../steps/allocation-options.ts';
import type { Site } from './site.schema.ts';

/** What the site file says about allocation. */
export function allocationOptions({ allocation, volumes }: Pick<Site, 'allocation' | 'volumes'>): AllocationOptions {
  const { strict, units, storageClasses, managementClasses, dataClasses, catalogErrorsFail } = allocation;
  return {
    strict,
    units: new Set(units),
    storageClasses: new Set(storageClasses),
    managementClasses: new Set(managementClasses),
    dataClasses: new Set(dataClasses),
    unmanaged: new Set(volumes.filter(({ sms }) => !sms).map(({ serial }) => serial)),
    catalogErrorsFail,
  };
}
