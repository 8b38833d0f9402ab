import type { Clock } from '../../shared/clock.ts';
import type { Disk } from '../disk/disk.ts';
import type { Allocator } from './allocation.ts';
import { DataSetError } from './data-sets.ts';
import { Directory } from './directory.ts';
import type { Shelf } from './shelf.ts';
import type { StoredDataSet } from './stored.ts';
import type { AlternateIndexDefinition, Cluster, ClusterDefinition, VsamClusters, VsamKey } from './vsam.ts';
import { VsamRecords } from './vsam-records.ts';
import { clusterOf } from './cluster-described.ts';
import { byAlternateKey, demandLength, keyIn, keyText, missing } from './cluster-keys.ts';
import { labelOf, named } from './cluster-label.ts';
import { clusterTracks, emptyCluster } from './vsam-stored.ts';
import type { StoredCluster } from './vsam-stored.ts';

type ClusterDataSet = StoredDataSet & { cluster: StoredCluster };

export interface ClusterParts {
  disk: Disk;
  shelf: Shelf;
  space: Allocator;
  clock: Clock;
  /** Brings a migrated one back and notes the use. */
  used: (dataSet: StoredDataSet) => void;
}

/** Clusters and their records (z/OS DFSMS Access Method Services Commands; z/OS DFSMS Macro Instructions for Data Sets). */
export class Clusters implements VsamClusters {
  private readonly open = new Map<number, VsamRecords>();

  constructor(private readonly parts: ClusterParts) {}

  define(given: ClusterDefinition): Cluster {
    const { shelf, space, clock } = this.parts;
    const definition = named(given);
    const { name, dataName, indexName } = definition;
    for (const one of [name, dataName, indexName]) if (one !== undefined) demandFree(shelf, one);
    const now = clock.now();
    const made: ClusterDataSet = {
      ...{ id: shelf.newId(), dsname: name, attributes: labelOf(definition), created: now, referenced: now },
      ...{ deadTracks: 0, body: undefined, directory: new Directory(), cluster: { definition, ...emptyCluster } },
      ...space.allocate(name, definition, definition.volume),
    };
    shelf.keep(made);
    const volumes = [made.volume];
    shelf.putEntry({ name, type: 'CLUSTER', volumes });
    shelf.putEntry({ name: dataName, type: 'DATA', volumes, related: name });
    if (indexName !== undefined) shelf.putEntry({ name: indexName, type: 'INDEX', volumes, related: name });
    return clusterOf(made, made.cluster);
  }

  find(name: string): Cluster | undefined {
    const found = this.dataSetOf(name);
    return found === undefined ? undefined : clusterOf(found, found.cluster);
  }

  alter(name: string, changes: Parameters<VsamClusters['alter']>[1]): Cluster {
    const dataSet = this.existing(name);
    const definition = { ...dataSet.cluster.definition, ...changes };
    dataSet.attributes = labelOf(definition);
    this.put(dataSet, { definition });
    return clusterOf(dataSet, dataSet.cluster);
  }

  defineAlternateIndex(definition: AlternateIndexDefinition): void {
    const { shelf } = this.parts;
    demandFree(shelf, definition.name);
    const related = this.existing(definition.related).dsname;
    const alternateIndex = { uniqueKey: false, upgrade: true, built: false, ...definition, related };
    shelf.putEntry({ name: definition.name, type: 'AIX', volumes: [], related, alternateIndex });
  }

  buildAlternateIndex(name: string): void {
    const { shelf } = this.parts;
    const entry = shelf.entry(name);
    if (entry?.alternateIndex === undefined) throw new DataSetError({ kind: 'not-catalogued', dsname: name });
    shelf.putEntry({ ...entry, alternateIndex: { ...entry.alternateIndex, built: true } });
  }

  findAlternateIndex(name: string): Required<AlternateIndexDefinition> | undefined {
    const entry = this.parts.shelf.entry(name);
    if (entry?.alternateIndex === undefined) return undefined;
    return { ...entry.alternateIndex, name, related: entry.related ?? entry.alternateIndex.related };
  }

  /** A component goes by another name from now on. */
  nameComponent(cluster: string, part: 'DATA' | 'INDEX', to: string): void {
    const dataSet = this.existing(cluster);
    const { definition } = dataSet.cluster;
    this.put(dataSet, { definition: { ...definition, ...(part === 'DATA' ? { dataName: to } : { indexName: to }) } });
  }

  definePath(name: string, entry: string): void {
    const { shelf } = this.parts;
    demandFree(shelf, name);
    const related = shelf.entry(entry);
    if (related?.type !== 'CLUSTER' && related?.type !== 'AIX')
      throw new DataSetError({ kind: 'not-catalogued', dsname: entry });
    shelf.putEntry({ name, type: 'PATH', volumes: [], related: entry });
  }

  read(name: string, range: Parameters<VsamClusters['read']>[1] = {}) {
    const dataSet = this.existing(name);
    this.parts.used(dataSet);
    const records = this.recordsOf(dataSet);
    const index = this.indexOf(name);
    if (index === undefined) return records.range(range);
    return byAlternateKey(records.range({}), index.key, range);
  }

  get(name: string, key: VsamKey): Buffer | undefined {
    const dataSet = this.existing(name);
    this.parts.used(dataSet);
    return this.recordsOf(dataSet).get(key);
  }

  insert(name: string, data: Buffer, slot?: number): VsamKey {
    const dataSet = this.existing(name);
    this.parts.used(dataSet);
    const key = this.add(dataSet, data, slot);
    this.put(dataSet, {});
    return key;
  }

  replace(name: string, key: VsamKey, data: Buffer): void {
    const dataSet = this.existing(name);
    this.parts.used(dataSet);
    const records = this.recordsOf(dataSet);
    const old = records.get(key);
    if (old === undefined) throw missing(dataSet.dsname, key);
    const { definition, bytes, updated } = dataSet.cluster;
    demandLength(dataSet.dsname, definition, data);
    if (definition.key !== undefined && !keyIn(definition.key, data).equals(keyIn(definition.key, old)))
      throw new DataSetError({ kind: 'duplicate-key', dsname: dataSet.dsname, key: keyText(key) });
    if (definition.type === 'ESDS' && data.length !== old.length)
      throw new DataSetError({ kind: 'record-length', dsname: dataSet.dsname, length: data.length });
    records.set(key, data);
    this.put(dataSet, { bytes: bytes + data.length - old.length, updated: updated + 1 });
  }

  erase(name: string, key: VsamKey): void {
    const dataSet = this.existing(name);
    this.parts.used(dataSet);
    const records = this.recordsOf(dataSet);
    const old = records.get(key);
    if (old === undefined) throw missing(dataSet.dsname, key);
    const { records: count, bytes, deleted, definition } = dataSet.cluster;
    if (definition.type === 'ESDS')
      throw new DataSetError({ kind: 'wrong-organisation', dsname: dataSet.dsname, dsorg: 'VS' });
    records.delete(key);
    this.put(dataSet, { records: count - 1, bytes: bytes - old.length, deleted: deleted + 1 });
  }

  reset(name: string): void {
    const dataSet = this.existing(name);
    this.parts.used(dataSet);
    this.recordsOf(dataSet).clear();
    this.put(dataSet, { ...emptyCluster });
  }

  /** Adds records in any order, as REPRO does. @throws DataSetError of the first that cannot be added */
  extend(dataSet: StoredDataSet, records: readonly Buffer[]): void {
    if (!isCluster(dataSet)) return;
    try {
      for (const data of records) this.add(dataSet, data);
    } finally {
      this.put(dataSet, {});
    }
  }

  /** Forgets what is deleted; its catalog entries are the caller's. */
  discard(dataSet: StoredDataSet): void {
    if (!isCluster(dataSet)) return;
    this.recordsOf(dataSet).clear();
    this.open.delete(dataSet.id);
  }

  private add(dataSet: ClusterDataSet, data: Buffer, slot?: number): VsamKey {
    const { definition, nextAddress, ...state } = dataSet.cluster;
    const records = this.recordsOf(dataSet);
    demandLength(dataSet.dsname, definition, data);
    const key =
      definition.type === 'KSDS' && definition.key !== undefined
        ? keyIn(definition.key, data)
        : definition.type === 'ESDS'
          ? nextAddress
          : (slot ?? records.nextSlot());
    if (records.get(key) !== undefined)
      throw new DataSetError({ kind: 'duplicate-key', dsname: dataSet.dsname, key: keyText(key) });
    const bytes = state.bytes + data.length;
    this.parts.space.grow(dataSet, clusterTracks(bytes));
    records.set(key, data);
    dataSet.cluster = {
      ...{ definition, ...state, bytes, records: state.records + 1, inserted: state.inserted + 1 },
      nextAddress: nextAddress + data.length,
    };
    return key;
  }

  private put(dataSet: ClusterDataSet, changes: Partial<StoredCluster>): void {
    dataSet.cluster = { ...dataSet.cluster, ...changes };
    this.parts.shelf.keep(dataSet);
  }

  private recordsOf(dataSet: ClusterDataSet): VsamRecords {
    const known = this.open.get(dataSet.id);
    if (known !== undefined) return known;
    const records = new VsamRecords(this.parts.disk, dataSet.id, dataSet.cluster.definition.type);
    this.open.set(dataSet.id, records);
    return records;
  }

  private existing(name: string): ClusterDataSet {
    const found = this.dataSetOf(name);
    if (found === undefined) throw new DataSetError({ kind: 'not-catalogued', dsname: name });
    return found;
  }

  private dataSetOf(name: string): ClusterDataSet | undefined {
    const { shelf } = this.parts;
    let entry = shelf.entry(name);
    for (let turn = 0; entry?.related !== undefined && turn < 4; turn += 1) entry = shelf.entry(entry.related);
    const found = entry === undefined ? undefined : shelf.onVolume(entry.volumes[0] ?? '').get(entry.name);
    return found !== undefined && isCluster(found) ? found : undefined;
  }

  private indexOf(name: string): Required<AlternateIndexDefinition> | undefined {
    const { shelf } = this.parts;
    let entry = shelf.entry(name);
    while (entry?.type === 'ALIAS' || entry?.type === 'PATH') entry = shelf.entry(entry.related ?? '');
    return entry?.alternateIndex;
  }
}

const isCluster = (dataSet: StoredDataSet): dataSet is ClusterDataSet => dataSet.cluster !== undefined;

function demandFree(shelf: Shelf, name: string): void {
  if (shelf.entry(name) !== undefined) throw new DataSetError({ kind: 'exists', dsname: name });
}
