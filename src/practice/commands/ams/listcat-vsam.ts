import type { CatalogEntry } from '../../catalog/catalog.ts';
import type { Cluster } from '../../datasets/vsam.ts';
import type { AmsStep } from './ams.ts';
import { baseOf, cell, row } from './listcat-layout.ts';
import type { Depth } from './listcat-layout.ts';

const trackBytes = 56_664;
const tracksPerCylinder = 15;

/** Lines of a cluster or an alternate index as a whole. */
export function clusterLines(step: AmsStep, entry: CatalogEntry): string[] {
  const cluster = baseOf(step, entry);
  if (entry.type === 'AIX')
    return [
      row(cell('SMS MANAGED', '(YES)')),
      ...encryption,
      ...['     ATTRIBUTES', `       ${entry.alternateIndex?.upgrade === false ? 'NOUPGRADE' : 'UPGRADE'}`],
    ];
  const none = '(NULL)';
  const notes = cluster?.notes ?? {};
  return [
    '     SMSDATA',
    row(cell('STORAGECLASS ', cluster?.storclas ?? none), cell('MANAGEMENTCLASS', cluster?.mgmtclas ?? none)),
    row(cell('DATACLASS ', cluster?.dataclas ?? none), cell('LBACKUP ', '0000.000.0000')),
    row(cell('CA-RECLAIM', '(YES)')),
    row(cell('EATTR', notes.eattr ?? none)),
    ...['       BWO STATUS------00000000     BWO TIMESTAMP---00000 00:00:00.0', row(cell('BWO', notes.bwo ?? none))],
    ...(notes.log === undefined ? [] : [row(cell('LOG', notes.log), cell('LOGSTREAMID', notes.logStream ?? none))]),
    ...(notes.account === undefined ? [] : [row(cell('ACCOUNT-INFO', notes.account))]),
    ...encryption,
  ];
}

const encryption = [
  ...['     ENCRYPTIONDATA', '       DATA SET ENCRYPTION-----(NO)'],
  `     PROTECTION-PSWD-----(NULL)     ${cell('RACF', '(NO)')}`,
];

/** Lines of a data or index component. */
export function componentLines(step: AmsStep, entry: CatalogEntry, depth: Depth): string[] {
  const cluster = baseOf(step, entry);
  if (cluster === undefined) return [];
  const parent = entry.related === undefined ? undefined : step.dataSets.locate(entry.related);
  const index = entry.type === 'INDEX';
  const lines: string[] = [];
  if (depth === 'ALL') lines.push('     ATTRIBUTES', ...attributes(cluster, index, parent?.alternateIndex));
  if (depth === 'ALL') lines.push('     STATISTICS', ...statistics(cluster, index));
  if (depth !== 'VOLUME') lines.push('     ALLOCATION', ...allocation(cluster, index));
  return [...lines, '     VOLUME', ...volumes(cluster, index)];
}

type AlternateIndex = CatalogEntry['alternateIndex'];

function attributes(cluster: Cluster, index: boolean, alternate: AlternateIndex): string[] {
  const key = alternate?.key ?? cluster.key ?? { length: 0, offset: 0 };
  const interval = index ? 512 : cluster.controlInterval;
  const average = index ? 0 : cluster.averageRecord;
  const longest = index ? 505 : cluster.maximumRecord;
  const buffers = index ? 0 : (cluster.notes?.bufferSpace ?? cluster.controlInterval * 2 + 512);
  const perArea = Math.floor((tracksPerCylinder * trackBytes) / interval);
  const [region, system] = cluster.shareOptions;
  return [
    row(cell('KEYLEN', key.length), cell('AVGLRECL', average), cell('BUFSPACE', buffers), cell('CISIZE', interval)),
    row(
      cell('RKP', alternate === undefined ? key.offset : 5),
      cell('MAXLRECL', longest),
      cell('EXCPEXIT', cluster.notes?.exceptionExit ?? '(NULL)'),
      cell('CI/CA', perArea),
    ),
    ...(alternate === undefined ? [] : [row(cell('AXRKP', key.offset))]),
    `       SHROPTNS(${String(region)},${String(system)})   ${cluster.notes?.speed === true ? 'SPEED   ' : 'RECOVERY'}     UNIQUE           ${words(cluster, index)}`,
    `       ${cluster.spanned === true || alternate !== undefined ? 'SPANNED' : 'NONSPANNED'}${alternate === undefined ? '' : alternate.uniqueKey ? '          UNIQKEY' : '       NONUNIQKEY'}`,
  ];
}

const forms = { KSDS: 'INDEXED     ', ESDS: 'NONINDEXED  ', RRDS: 'NUMBERED    ', LDS: 'LINEAR      ' };

const words = (cluster: Cluster, index: boolean): string =>
  [
    `${cluster.erase === true ? '  ERASE' : 'NOERASE'}     ${index ? '' : forms[cluster.type]}${cluster.notes?.writeCheck === true ? '  WRITECHK' : 'NOWRITECHK'}`,
    `UNORDERED        ${cluster.reuse === true ? 'REUSE' : 'NOREUSE'}`,
  ].join('     ');

/** Control intervals and areas of this system never split, and no channel programs are counted. */
function statistics(cluster: Cluster, index: boolean): string[] {
  const { records, inserted, updated, deleted, freeSpace } = cluster;
  const free = Math.max(0, cluster.allocatedBytes - cluster.usedBytes);
  const own = (count: number) => (index ? 0 : count);
  const total = index ? Math.min(1, records) : records;
  return [
    row(cell('REC-TOTAL', total), cell('SPLITS-CI', 0), cell('EXCPS', 0), ...(index ? ['INDEX:'] : [])),
    row(
      cell('REC-DELETED', own(deleted)),
      cell('SPLITS-CA', 0),
      cell('EXTENTS', 1),
      ...(index ? [cell('LEVELS', total)] : []),
    ),
    row(cell('REC-INSERTED', own(inserted)), cell('FREESPACE-%CI', own(freeSpace[0])), 'SYSTEM-TIMESTAMP:'),
    row(cell('REC-UPDATED', own(updated)), cell('FREESPACE-%CA', own(freeSpace[1])), "     X'0000000000000000'"),
    row(cell('REC-RETRIEVED', 0), cell('FREESPC', own(free))),
  ];
}

const unitNames = { TRACKS: 'TRACK', CYLINDERS: 'CYLINDER', RECORDS: 'TRACK', KILOBYTES: 'TRACK', MEGABYTES: 'TRACK' };

function allocation(cluster: Cluster, index: boolean): string[] {
  const unit = index ? 'TRACK' : unitNames[cluster.spaceUnit];
  const size = (tracks: number) => (unit === 'CYLINDER' ? Math.ceil(tracks / tracksPerCylinder) : tracks);
  const [allocated, used] = bytesOf(cluster, index);
  return [
    row(cell('SPACE-TYPE', unit), cell('HI-A-RBA', allocated)),
    row(cell('SPACE-PRI', index ? 1 : size(cluster.primary)), cell('HI-U-RBA', used)),
    row(cell('SPACE-SEC', index ? 1 : size(cluster.secondary))),
  ];
}

const bytesOf = (cluster: Cluster, index: boolean): [number, number] =>
  index ? [25_088, cluster.records > 0 ? 512 : 0] : [cluster.allocatedBytes, cluster.usedBytes];

function volumes(cluster: Cluster, index: boolean): string[] {
  const [allocated, used] = bytesOf(cluster, index);
  const physical = index ? 512 : cluster.controlInterval;
  const perTrack = index ? 49 : Math.max(1, Math.floor(trackBytes / physical));
  return [
    row(
      cell('VOLSER', cluster.volume),
      cell('PHYREC-SIZE', physical),
      cell('HI-A-RBA', allocated),
      cell('EXTENT-NUMBER', 1),
    ),
    row(
      cell('DEVTYPE', "X'3010200F'"),
      cell('PHYRECS/TRK', perTrack),
      cell('HI-U-RBA', used),
      cell('EXTENT-TYPE', "X'00'"),
    ),
    row(
      cell('VOLFLAG', 'PRIME'),
      cell('TRACKS/CA', index ? 1 : Math.min(tracksPerCylinder, Math.max(1, cluster.primary))),
    ),
  ];
}
