import type { JobCard } from '../estate/estate.schema.ts';
import type { JobCardValues, Templates } from '../jcl/index.ts';
import type { Blobs } from '../ledger/ledger.schema.ts';
import type { Clock } from '../shared/clock.ts';
import type { Chance } from '../shared/ids.ts';
import type { Zosmf } from '../zosmf/zosmf.schema.ts';

/** What checks against a system need. */
export interface SystemCheckDeps {
  readonly zosmf: Zosmf;
  /** JOB card of the estate for this system, and the values for its texts. */
  readonly jobCard: JobCard;
  readonly values: JobCardValues;
  readonly templates: Templates;
  /** Db2 subsystems of the system: a query needs the library of DSNTEP2. */
  readonly db2: readonly { readonly ssid: string; readonly runLibrary?: string | undefined }[];
  readonly clock: Clock;
  readonly chance: Chance;
  readonly blobs: Pick<Blobs, 'get'>;
}
