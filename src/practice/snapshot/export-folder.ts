import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { LockstepError } from '../../shared/errors.ts';
import type { DataSetEntry, DataSets, Member } from '../datasets/data-sets.ts';
import type { Cluster } from '../datasets/vsam.ts';
import { binaryOf, isText, textOf } from './plain-content.rules.ts';
import type { RecordForm } from './plain-content.rules.ts';
import { attributesFile, PlainCluster } from './plain-folder.schema.ts';
import type { PlainFolder, PlainMember } from './plain-folder.schema.ts';

export interface Exported {
  readonly dataSets: number;
  readonly members: number;
}

/** Records of a VSAM cluster lie as they are, whatever their length. */
const anyLength: RecordForm = { recfm: 'V', lrecl: 0 };

/**
 * Writes catalogued data sets as plain files: a folder a library, a file a member, a file a sequential data set or a
 * cluster. Text is UTF-8; what has control characters, and every load module, is binary and its name ends in `.bin`.
 * What files do not say is in `data-sets.yaml`. What is migrated is recalled.
 *
 * @param mask data sets to write, as in `DataSets.list`
 * @throws {LockstepError} `config.invalid` for a folder that is not empty
 */
export function exportFolder(dataSets: DataSets, folder: string, mask = '**'): Exported {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new LockstepError('config.invalid', `${folder} is not empty`, { folder });
  const about: PlainFolder = { dataSets: {}, members: {}, clusters: {}, aliases: {}, generationGroups: [] };
  const done = { dataSets: 0, members: 0 };
  for (const entry of dataSets.list(mask)) {
    if (entry.vsam !== undefined && entry.vsam.part !== 'CLUSTER') continue;
    done.dataSets += 1;
    done.members += exportOne(dataSets, folder, entry, about);
  }
  for (const { name, type, related } of dataSets.catalogEntries(mask))
    if (type === 'ALIAS' && related !== undefined) about.aliases[name] = related;
  about.generationGroups = dataSets.listGdgs(mask).map((base) => ({ ...base, generations: [...base.generations] }));
  writeFileSync(join(folder, attributesFile), stringify(about, { sortMapEntries: true }));
  return done;
}

/** @returns members written */
function exportOne(dataSets: DataSets, folder: string, entry: DataSetEntry, about: PlainFolder): number {
  const { dsname, attributes } = entry;
  const cluster = entry.vsam === undefined ? undefined : dataSets.vsam.find(dsname);
  if (cluster !== undefined) {
    const records = dataSets.vsam.read(dsname);
    about.clusters[dsname] = clusterWords(
      cluster,
      records.map(({ key }) => key),
    );
    writeFileSync(
      join(folder, `${dsname}.bin`),
      binaryOf(
        records.map(({ data }) => data),
        anyLength,
      ),
    );
    return 0;
  }
  const { dsorg, ...rest } = attributes;
  if (dsorg === 'VS') return 0;
  about.dataSets[dsname] = { dsorg, ...rest };
  if (dsorg !== 'PO') {
    writeContent(join(folder, dsname), dataSets.read(dsname), attributes);
    return 0;
  }
  mkdirSync(join(folder, dsname));
  const said: Record<string, PlainMember> = {};
  const members = dataSets.members(dsname);
  for (const member of members) {
    const words = memberWords(member);
    if (Object.keys(words).length > 0) said[member.name] = words;
    if (member.aliasOf === undefined || isStale(dataSets, dsname, member))
      writeContent(join(folder, dsname, member.name), dataSets.read(dsname, member.name), attributes);
  }
  if (Object.keys(said).length > 0) about.members[dsname] = said;
  return members.length;
}

/** An alias whose member was replaced or deleted in a PDS has content of its own. */
function isStale(dataSets: DataSets, dsname: string, { name, aliasOf = '' }: Member): boolean {
  if (dataSets.member(dsname, aliasOf) === undefined) return true;
  const [own, other] = [dataSets.read(dsname, name), dataSets.read(dsname, aliasOf)];
  return own !== other && !Buffer.concat(own).equals(Buffer.concat(other));
}

function writeContent(path: string, records: readonly Buffer[], form: RecordForm): void {
  if (isText(records, form)) writeFileSync(path, textOf(records, form));
  else writeFileSync(`${path}.bin`, binaryOf(records, form));
}

function memberWords({ name: _, load, ...rest }: Member): PlainMember {
  return { ...rest, ...(load === undefined ? {} : { load: { ...load, attributes: [...load.attributes] } }) };
}

function clusterWords(cluster: Cluster, keys: readonly unknown[]): PlainCluster {
  const { type, key, averageRecord, maximumRecord, dataName, indexName, shareOptions, reuse, spanned } = cluster;
  const { erase, controlInterval, freeSpace, primary, secondary, spaceUnit, volume, expdt, owner } = cluster;
  const { dataclas, storclas, mgmtclas } = cluster;
  const words = {
    ...{ type, key, averageRecord, maximumRecord, dataName, indexName, reuse, spanned, erase, controlInterval },
    ...{ primary, secondary, spaceUnit, volume, expdt, owner, dataclas, storclas, mgmtclas },
    shareOptions: [...shareOptions],
    freeSpace: [...freeSpace],
    ...(type === 'RRDS' ? { slots: keys.filter((one) => typeof one === 'number') } : {}),
  };
  return PlainCluster.parse(words);
}
