/** What a site says about allocation; everything is let pass unless it is strict. */
export interface AllocationOptions {
  /** Names that the site does not define fail a job. */
  readonly strict: boolean;
  readonly units: ReadonlySet<string>;
  readonly storageClasses: ReadonlySet<string>;
  readonly managementClasses: ReadonlySet<string>;
  readonly dataClasses: ReadonlySet<string>;
  /** Volumes that SMS does not manage: data sets there are catalogued when a step ends, and need not be. */
  readonly unmanaged: ReadonlySet<string>;
  /** CATLG_ERR FAILJOB(YES): a data set that cannot be catalogued fails the job after its step. */
  readonly catalogErrorsFail: boolean;
}

export const lenientAllocation: AllocationOptions = {
  strict: false,
  units: new Set(),
  storageClasses: new Set(),
  managementClasses: new Set(),
  dataClasses: new Set(),
  unmanaged: new Set(),
  catalogErrorsFail: false,
};

/** Units that every z/OS has. */
export const usualUnits: ReadonlySet<string> = new Set([
  'SYSDA',
  'SYSALLDA',
  'SYSSQ',
  'VIO',
  '3390',
  '3380',
  'DISK',
  'TAPE',
  'CART',
  '3490',
  '3590-1',
]);
