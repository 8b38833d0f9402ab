import { addressSpace } from '../../console/display-activity.ts';
import type { WireParts } from '../parts.ts';
import type { Holder } from './errors.ts';

/** Jobs, regions and users that hold a data set, as `IEFA110I` lists them. */
export function holdersOf({ jes, site }: WireParts, dsname: string): readonly Holder[] {
  const held = jes.control?.enqueues().filter((one) => one.dsname === dsname && !one.waits) ?? [];
  return held.map(({ owner }) => {
    const job = jes.jobs().find(({ jobid }) => jobid === owner);
    return {
      system: job?.system ?? site.system.name,
      jobname: job?.jobname ?? owner,
      asid: addressSpace({ jobid: owner }),
    };
  });
}
