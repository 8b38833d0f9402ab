import type { Cluster, ClusterDefinition, ClusterType } from '../../datasets/vsam.ts';
import { AmsFailure, catalogSays, SyntaxFault } from './ams.ts';
import type { AmsRun, AmsStep } from './ams.ts';
import { newName } from './define-entries.ts';
import type { Definition } from './definition.ts';
import { clusterNotes, expiryDay } from './cluster-notes.ts';
import type { Settings } from './cluster-notes.ts';
import { entryName, numberOf } from './names.ts';
import { valueOf, valuesOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';

/**
 * Keywords of DEFINE CLUSTER and DEFINE ALTERNATEINDEX. IMBED, REPLICATE, KEYRANGES, ORDERED, UNIQUE and SUBALLOCATION
 * are taken and ignored, as by z/OS. KEYLABEL, RLSQUIESCE, FRLOG and ZFS are not imitated and therefore improper.
 */
export const clusterKeywords = {
  ...{ NAME: [], CYLINDERS: ['CYL', 'CYLINDER'], TRACKS: ['TRK', 'TRACK'], RECORDS: ['REC', 'RECORD'] },
  ...{ KILOBYTES: ['KB', 'KILOBYTE'], MEGABYTES: ['MB', 'MEGABYTE'], VOLUMES: ['VOL', 'VOLUME'], KEYS: [] },
  ...{ RECORDSIZE: ['RECSZ', 'RECSIZE'], INDEXED: ['IXD'], NONINDEXED: ['NIXD'], NUMBERED: ['NUMD'], LINEAR: ['LIN'] },
  ...{ SHAREOPTIONS: ['SHR'], FREESPACE: ['FSPC'], CONTROLINTERVALSIZE: ['CISZ', 'CNVSZ'], REUSE: ['RUS'] },
  ...{ NOREUSE: ['NRUS'], SPANNED: ['SPND'], NONSPANNED: ['NSPND'], ERASE: ['ERAS'], NOERASE: ['NERAS'] },
  ...{ SPEED: [], RECOVERY: ['RCVY'], WRITECHECK: ['WCK'], NOWRITECHECK: ['NWCK'], BUFFERSPACE: ['BUFSP', 'BUFSPC'] },
  ...{ IMBED: ['IMBD'], NOIMBED: ['NIMBD'], REPLICATE: ['REPL'], NOREPLICATE: ['NREPL'], ORDERED: ['ORD'] },
  ...{ UNORDERED: ['UNORD'], UNIQUE: ['UNQ'], SUBALLOCATION: ['SUBAL'], OWNER: [], TO: [], FOR: [], MODEL: [] },
  ...{ DATACLASS: ['DATACLAS'], STORAGECLASS: ['STORCLAS'], MANAGEMENTCLASS: ['MGMTCLAS'], LOG: [], BWO: [] },
  ...{ EATTR: [], ACCOUNT: ['ACCT'], LOGSTREAMID: ['LSID'], RECATALOG: ['RCTLG'], NORECATALOG: ['NRCTLG'] },
  ...{ KEYRANGES: ['KRNG'], EXCEPTIONEXIT: ['EEXT'], FILE: [], RELATE: ['REL'], UNIQUEKEY: ['UNQK'] },
  ...{ NONUNIQUEKEY: ['NUNQK'], UPGRADE: ['UPG'], NOUPGRADE: ['NUPG'], CATALOG: ['CAT'] },
};

type Space = Pick<ClusterDefinition, 'primary' | 'secondary' | 'spaceUnit'>;

const tracksPerCylinder = 15;
const trackBytes = 56_664;

/** @see z/OS DFSMS Access Method Services Commands, DEFINE CLUSTER */
export function defineCluster(step: AmsStep, definition: Definition, run: AmsRun): number {
  const model = modelOf(step, definition);
  if (definition.given.keywords.has('RECATALOG')) throw new AmsFailure(catalogSays.notOnVolume(), 12);
  const settings = settingsOf(definition);
  const type = typeOf(definition.given) ?? model?.type ?? 'KSDS';
  const key = keyOf(settings('KEYS')) ?? model?.key ?? { length: 64, offset: 0 };
  const [average, maximum] = recordSizes(settings('RECORDSIZE'), model, type);
  if (type === 'KSDS' && key.length + key.offset > maximum)
    throw new AmsFailure(
      [
        'IDC3015I KEY FIELD IS NOT WITHIN THE RECORD',
        'IDC3009I ** VSAM CATALOG RETURN CODE IS 104 - REASON CODE IS IGG0CLEK-6',
      ],
      12,
    );
  const space = spaceOf(definition, Math.max(1, average)) ?? model;
  if (space === undefined)
    throw new SyntaxFault('IDC3216I CYLINDERS, TRACKS, RECORDS, KILOBYTES OR MEGABYTES REQUIRED');
  const name = newName(step, definition.given);
  const wanted: ClusterDefinition = {
    ...{ name, type, averageRecord: average, maximumRecord: maximum },
    ...(type === 'KSDS' ? { key } : {}),
    ...{ primary: space.primary, secondary: space.secondary, spaceUnit: space.spaceUnit },
    ...attributesOf(settings, definition, model),
    ...expiryOf(settings, step.now?.() ?? 0),
    notes: clusterNotes(settings, model?.notes),
  };
  free(step, [wanted.dataName, wanted.indexName]);
  const made = step.dataSets.vsam.define(wanted, step.user);
  said(step, made, run);
  return 0;
}

function free(step: AmsStep, names: readonly (string | undefined)[]): void {
  for (const name of names)
    if (name !== undefined && step.dataSets.locate(name) !== undefined)
      throw new AmsFailure(catalogSays.duplicate(name), 12);
}

/** The values of a keyword at the cluster, else at DATA. */
const settingsOf =
  ({ given, data }: Definition): Settings =>
  (keyword) =>
    [given, data].flatMap((one) => (one?.keywords.has(keyword) === true ? [valuesOf(one, keyword)] : []))[0];

function modelOf(step: AmsStep, { given }: Definition): Cluster | undefined {
  const model = valueOf(given, 'MODEL');
  if (model === undefined) return undefined;
  const name = entryName(model);
  const found = step.dataSets.vsam.find(name);
  if (found === undefined) throw new AmsFailure(catalogSays.notFound(name), 12);
  return found;
}

function typeOf(given: Given): ClusterType | undefined {
  const types = { INDEXED: 'KSDS', NONINDEXED: 'ESDS', NUMBERED: 'RRDS', LINEAR: 'LDS' } as const;
  const named = Object.entries(types).filter(([keyword]) => given.keywords.has(keyword));
  if (named.length > 1) throw new SyntaxFault('IDC3213I INCONSISTENT PARAMETERS SPECIFIED');
  return named[0]?.[1];
}

/** KEYS(length offset). */
export function keyOf(values: readonly string[] | undefined): { length: number; offset: number } | undefined {
  if (values === undefined) return undefined;
  return { length: numberOf(values[0], 1, 255) ?? 64, offset: numberOf(values[1]) ?? 0 };
}

function recordSizes(
  values: readonly string[] | undefined,
  model: Cluster | undefined,
  type: ClusterType,
): [number, number] {
  if (values !== undefined) {
    const average = numberOf(values[0], 1) ?? 4089;
    const maximum = numberOf(values[1], 1) ?? average;
    if (average > maximum) throw new SyntaxFault('IDC3213I INCONSISTENT PARAMETERS INCLUDING RECORDSIZE SPECIFIED');
    if (type === 'RRDS') return [maximum, maximum];
    return [average, maximum];
  }
  return model === undefined ? [4089, 4089] : [model.averageRecord, model.maximumRecord];
}

/** Quantities in tracks. */
function spaceOf({ given, data }: Definition, record: number): Space | undefined {
  for (const one of [given, data]) {
    if (one === undefined) continue;
    for (const spaceUnit of ['CYLINDERS', 'TRACKS', 'RECORDS', 'KILOBYTES', 'MEGABYTES'] as const) {
      if (!one.keywords.has(spaceUnit)) continue;
      const [primary, secondary] = valuesOf(one, spaceUnit);
      const tracks = (count: number) => tracksOf(count, spaceUnit, record);
      return { primary: tracks(numberOf(primary, 1) ?? 1), secondary: tracks(numberOf(secondary) ?? 0), spaceUnit };
    }
  }
  return undefined;
}

function tracksOf(count: number, unit: Space['spaceUnit'], record: number): number {
  if (unit === 'TRACKS') return count;
  if (unit === 'CYLINDERS') return count * tracksPerCylinder;
  const bytes = unit === 'RECORDS' ? record : unit === 'KILOBYTES' ? 1024 : 1024 * 1024;
  return Math.ceil((count * bytes) / trackBytes);
}

function attributesOf(settings: Settings, { given, data, index }: Definition, model: Cluster | undefined) {
  const flag = (on: string, off: string, before = false) =>
    settings(on) !== undefined || (settings(off) === undefined && before);
  const share = settings('SHAREOPTIONS');
  const free = settings('FREESPACE');
  const pair = (values: readonly string[], most: number, second: number): readonly [number, number] => [
    numberOf(values[0], 0, most) ?? 0,
    numberOf(values[1], 0, most) ?? second,
  ];
  const interval = numberOf(settings('CONTROLINTERVALSIZE')?.[0], 1, 32_768) ?? model?.controlInterval;
  const volume = valuesOf(given, 'VOLUMES')[0] ?? (data === undefined ? undefined : valuesOf(data, 'VOLUMES')[0]);
  const named = (one: Given | undefined) => (one === undefined ? undefined : valueOf(one, 'NAME'));
  const dataName = named(data);
  const indexName = named(index);
  return {
    shareOptions: share === undefined ? (model?.shareOptions ?? ([1, 3] as const)) : pair(share, 4, 3),
    freeSpace: free === undefined ? (model?.freeSpace ?? ([0, 0] as const)) : pair(free, 100, 0),
    reuse: flag('REUSE', 'NOREUSE', model?.reuse),
    spanned: flag('SPANNED', 'NONSPANNED', model?.spanned),
    erase: flag('ERASE', 'NOERASE', model?.erase),
    ...(interval === undefined ? {} : { controlInterval: roundedInterval(interval) }),
    ...(volume === undefined || volume === '*' ? {} : { volume }),
    ...(dataName === undefined ? {} : { dataName: entryName(dataName) }),
    ...(indexName === undefined ? {} : { indexName: entryName(indexName) }),
    ...classesOf(settings),
  };
}

function classesOf(settings: Settings): Pick<ClusterDefinition, 'dataclas' | 'storclas' | 'mgmtclas' | 'owner'> {
  const one = <K extends string>(key: K, keyword: string): Partial<Record<K, string>> => {
    const value = settings(keyword)?.[0];
    return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, string>>);
  };
  return {
    ...one('dataclas', 'DATACLASS'),
    ...one('storclas', 'STORAGECLASS'),
    ...one('mgmtclas', 'MANAGEMENTCLASS'),
    ...one('owner', 'OWNER'),
  };
}

/** Sizes are multiples of 512 up to 8,192 and of 2,048 above. */
const roundedInterval = (size: number) =>
  size <= 8192 ? Math.ceil(size / 512) * 512 : Math.min(32_768, Math.ceil(size / 2048) * 2048);

/** TO and FOR. */
function expiryOf(settings: Settings, now: number): { expdt?: string } {
  const to = settings('TO')?.[0];
  const expdt = expiryDay(to, settings('FOR')?.[0], now);
  if (to !== undefined && expdt === undefined)
    throw new SyntaxFault(`IDC3203I ITEM '${to}' DOES NOT ADHERE TO RESTRICTIONS`);
  return expdt === undefined ? {} : { expdt };
}

function said(step: AmsStep, cluster: Cluster, run: AmsRun): void {
  const { volume, dataName, indexName } = cluster;
  run.print(`IDC0508I DATA ALLOCATION STATUS FOR VOLUME ${volume} IS 0`, '0');
  if (cluster.type === 'KSDS') run.print(`IDC0509I INDEX ALLOCATION STATUS FOR VOLUME ${volume} IS 0`, '0');
  if (cluster.storclas !== undefined) run.print(`IDC0181I STORAGECLASS USED IS ${cluster.storclas}`);
  if (cluster.mgmtclas !== undefined) run.print(`IDC0181I MANAGEMENTCLASS USED IS ${cluster.mgmtclas}`);
  if (dataName === `${cluster.name}.DATA`) run.print(`IDC0512I NAME GENERATED-(D) ${dataName}`, '0');
  const index = indexName ?? step.dataSets.vsam.find(cluster.name)?.indexName;
  if (index === `${cluster.name}.INDEX`) run.print(`IDC0512I NAME GENERATED-(I) ${index}`, '0');
}
