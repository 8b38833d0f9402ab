/** What allocation gave a step. */

import type { DataSets } from '../datasets/data-sets.ts';
import type { DdModel } from '../jcl/job-model.rules.ts';

/** One data set of a DD, allocated. */
export interface AllocatedDataSet {
  readonly dd: DdModel;
  readonly dsname: string;
  readonly member: string | undefined;
  readonly volume: string;
  readonly temporary: boolean;
  /** Made by this step. */
  readonly created: boolean;
  /** Base whose new generation this is: rolled in when the step ends. */
  readonly base: string | undefined;
  /** On a volume that SMS manages. */
  readonly managed: boolean;
  /** Data sets by the catalog, or by the volume that the DD names. */
  readonly at: DataSets;
}

export interface AllocatedDd {
  readonly dd: DdModel;
  /** Empty unless the DD is for data sets; the first one and those concatenated to it. */
  readonly dataSets: readonly AllocatedDataSet[];
}
