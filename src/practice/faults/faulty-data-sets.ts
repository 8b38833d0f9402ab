import { DataSetError } from '../datasets/data-sets.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import type { SystemFaults } from './system-faults.ts';

/** Lets faults strike what is written: a full directory, no further extent, no volume with room. */
export function faultyDataSets(dataSets: DataSets, faults: SystemFaults): DataSets {
  const full = (dsname: string, extents: number) => new DataSetError({ kind: 'no-space', dsname, extents });
  const writing = (dsname: string, isNew: boolean) => {
    if (isNew && faults.strike('directory-full', { dsname }) !== undefined)
      throw new DataSetError({ kind: 'directory-full', dsname });
    if (faults.strike('no-space', { dsname }) !== undefined)
      throw full(dsname, dataSets.find(dsname) === undefined ? 0 : dataSets.usage(dsname).extents);
  };
  return {
    ...dataSets,
    create(dsname, ...rest) {
      if (faults.strike('volume-full', { dsname }) !== undefined) throw full(dsname, 0);
      return dataSets.create(dsname, ...rest);
    },
    write(dsname, member, ...rest) {
      writing(dsname, member !== undefined && dataSets.member(dsname, member) === undefined);
      dataSets.write(dsname, member, ...rest);
    },
    append(dsname, ...rest) {
      writing(dsname, false);
      dataSets.append(dsname, ...rest);
    },
    addAlias(dsname, ...rest) {
      writing(dsname, true);
      dataSets.addAlias(dsname, ...rest);
    },
  };
}
