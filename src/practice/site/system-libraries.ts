import type { Attributes, DataSets } from '../datasets/data-sets.ts';

const source = { recfm: 'FB', lrecl: 80, blksize: 27_920, dirblk: 100, dsntype: 'PDS' } as const;
const load = { recfm: 'U', lrecl: 0, blksize: 32_760, dirblk: 300, dsntype: 'PDS' } as const;

/** Libraries that every z/OS has (z/OS MVS Initialization and Tuning Reference, system data sets). */
const libraries = {
  'SYS1.CMDLIB': load,
  'SYS1.LINKLIB': load,
  'SYS1.LPALIB': load,
  'SYS1.MACLIB': source,
  'SYS1.MIGLIB': load,
  'SYS1.NUCLEUS': load,
  'SYS1.PARMLIB': source,
  'SYS1.PROCLIB': source,
  'SYS1.SAMPLIB': source,
  'CEE.SCEELKED': load,
  'CEE.SCEERUN': { ...load, dsntype: 'LIBRARY', dirblk: 0 },
  'CEE.SCEERUN2': { ...load, dsntype: 'LIBRARY', dirblk: 0 },
} as const;

/** Makes those that the site file does not describe. They are empty: nobody's programs are copied. */
export function makeSystemLibraries(dataSets: DataSets, user: string): void {
  for (const [dsname, form] of Object.entries(libraries)) {
    if (dataSets.find(dsname) !== undefined) continue;
    const attributes: Attributes = { dsorg: 'PO', ...form, primary: 15, secondary: 15, spaceUnit: 'TRACKS' };
    dataSets.create(dsname, attributes, user);
  }
}
