import type { Attributes } from './data-sets.ts';
import type { ClusterDefinition } from './vsam.ts';

/** A definition with the names that its components get. */
export function named(given: ClusterDefinition): ClusterDefinition & { dataName: string } {
  const dataName = given.dataName ?? `${given.name}.DATA`;
  const isIndexed = given.type === 'KSDS';
  const { indexName: _, ...rest } = given;
  return { ...rest, dataName, ...(isIndexed ? { indexName: given.indexName ?? `${given.name}.INDEX` } : {}) };
}

/** The label under which a cluster stands among other data sets. */
export function labelOf(definition: ClusterDefinition): Attributes {
  const { maximumRecord, controlInterval = 4096, primary, secondary, spaceUnit, key } = definition;
  const { expdt, dataclas, storclas, mgmtclas } = definition;
  return {
    ...{
      dsorg: 'VS',
      recfm: '?',
      lrecl: maximumRecord,
      blksize: controlInterval,
      primary,
      secondary,
      dirblk: 0,
      spaceUnit,
    },
    ...(key === undefined ? {} : { keylen: key.length }),
    ...(expdt === undefined ? {} : { expdt }),
    ...(dataclas === undefined ? {} : { dataclas }),
    ...(storclas === undefined ? {} : { storclas }),
    ...(mgmtclas === undefined ? {} : { mgmtclas }),
  };
}
