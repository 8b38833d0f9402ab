import type { Step } from '../program.ts';
import type { BinderListing } from './binder-listing.ts';
import type { Part } from './sections.ts';

/** One call of the binder. */
export interface BinderRun {
  step: Step;
  listing: BinderListing;
  timeZone: string;
}

/** What has been put together for the next module. */
export interface Workmod {
  parts: Part[];
  aliases: string[];
  entry: string | undefined;
  ssi: string | undefined;
  ac: number | undefined;
  amode: string | undefined;
  rmode: string | undefined;
  order: string[];
  /** User data of sections, by IDENTIFY. */
  identified: Map<string, string>;
  /** REPLACE and CHANGE, for the next part that comes in: old name, new name or none. */
  changes: Map<string, string | undefined>;
  /** DDs that LIBRARY names for references. */
  libraries: Map<string, string>;
  neverCall: Set<string>;
}

export const emptyWorkmod = (): Workmod => ({
  ...{
    parts: [],
    aliases: [],
    order: [],
    identified: new Map(),
    changes: new Map(),
    libraries: new Map(),
    neverCall: new Set(),
  },
  ...{ entry: undefined, ssi: undefined, ac: undefined, amode: undefined, rmode: undefined },
});
