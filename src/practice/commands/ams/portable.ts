import { DateTime } from 'luxon';
import type { Cluster, ClusterDefinition } from '../../datasets/vsam.ts';
import { bundled, cut, pasted, unbundled } from '../../programs/copying/bundle.ts';
import type { BundledSet } from '../../programs/copying/bundle.ts';
import { AmsFailure, catalogSays, demandAuthority, SyntaxFault } from './ams.ts';
import type { AmsCommand, AmsRun, AmsStep } from './ams.ts';
import { entryName } from './names.ts';
import { entryNames, nameOf, valueOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';
import { cannotOpen, sideOf, sideWords } from './sides.ts';
import type { Side } from './sides.ts';

const kind = 'EXPORT';
const recordLength = 27_990;

/**
 * EXPORT of a cluster into a portable data set, of a form of this system's own. Without TEMPORARY the cluster is
 * deleted afterwards. INHIBITSOURCE and INHIBITTARGET are not imitated and therefore improper.
 *
 * @see z/OS DFSMS Access Method Services Commands, EXPORT
 */
export const exportCommand: AmsCommand = {
  verbs: ['EXPORT', 'EXP'],
  keywords: {
    ...sideWords,
    ...{
      TEMPORARY: ['TEMP'],
      PERMANENT: ['PERM'],
      ERASE: ['ERAS'],
      NOERASE: ['NERAS'],
      PURGE: ['PRG'],
      NOPURGE: ['NPRG'],
    },
    ...{
      NOINHIBITSOURCE: ['NINHS'],
      NOINHIBITTARGET: ['NINHT'],
      CIMODE: [],
      RECORDMODE: [],
    },
  },
  run(step, given, run) {
    const name = entryName(nameOf(given.positional[0]) ?? '');
    const cluster = step.dataSets.vsam.find(name);
    if (cluster === undefined) throw new AmsFailure(catalogSays.notFound(name), 12);
    const permanent = !given.keywords.has('TEMPORARY');
    demandAuthority(step, name, permanent ? 'ALTER' : 'READ', (lines) => new AmsFailure(lines, 12));
    const output = sideOf(step, given, run, { file: 'OUTFILE', dataSet: 'OUTDATASET' });
    const records = step.dataSets.vsam.read(cluster.name).map(({ data }) => data);
    put(step, output, bundled(kind, [packed(step, cluster, records, run)]));
    if (permanent) removeCluster(step, cluster, run);
    run.print(`IDC0594I PORTABLE DATA SET CREATED SUCCESSFULLY ON ${moment(step, run)}`, '0');
    return 0;
  },
};

function moment(step: AmsStep, run: AmsRun): string {
  return DateTime.fromMillis(step.now?.() ?? 0, { zone: run.timeZone }).toFormat("MM/dd/yy 'AT' HH:mm:ss");
}

function packed(step: AmsStep, cluster: Cluster, records: readonly Buffer[], run: AmsRun): BundledSet {
  const label = step.dataSets.find(cluster.name)?.attributes;
  if (label === undefined) throw new AmsFailure(catalogSays.notFound(cluster.name), 12);
  return {
    ...{ dsname: cluster.name, attributes: label, records, members: [] },
    more: { cluster: JSON.stringify(cluster), exported: moment(step, run) },
  };
}

function put(step: AmsStep, output: Side, bytes: Buffer): void {
  const records = cut(bytes, recordLength);
  if (output.kind === 'vsam') throw cannotOpen(output.name);
  if (output.kind === 'data-set') {
    step.dataSets.write(output.dsname, output.member, records, { user: step.user, statistics: 'none' });
    return;
  }
  output.dd.open({ recfm: 'VB', lrecl: recordLength + 4 });
  const own = output.dd.attributes;
  const length =
    own.recfm?.startsWith('F') === true && (own.lrecl ?? 0) > 0 ? (own.lrecl ?? recordLength) : recordLength;
  for (const record of length === recordLength ? records : cut(bytes, length)) output.dd.write(record);
}

function removeCluster(step: AmsStep, cluster: Cluster, run: AmsRun): void {
  step.dataSets.remove(cluster.name);
  run.print(`IDC0550I ENTRY (D) ${cluster.dataName} DELETED`, '0');
  if (cluster.indexName !== undefined) run.print(`IDC0550I ENTRY (I) ${cluster.indexName} DELETED`, '0');
  run.print(`IDC0550I ENTRY (C) ${cluster.name} DELETED`, '0');
}

/**
 * IMPORT of what EXPORT made, under its own or a new name, or into an empty cluster.
 *
 * @see z/OS DFSMS Access Method Services Commands, IMPORT
 */
export const importCommand: AmsCommand = {
  verbs: ['IMPORT', 'IMP'],
  keywords: {
    ...sideWords,
    ...{
      OBJECTS: ['OBJ'],
      INTOEMPTY: ['IEMPTY'],
      ERASE: ['ERAS'],
      NOERASE: ['NERAS'],
      PURGE: ['PRG'],
      NOPURGE: ['NPRG'],
    },
    ...{ CATALOG: ['CAT'], SAVRAC: [], NOSAVRAC: [] },
  },
  run(step, given, run) {
    const input = sideOf(step, given, run, { file: 'INFILE', dataSet: 'INDATASET' });
    const set = taken(step, input);
    run.print(`IDC0604I DATA SET BEING IMPORTED WAS EXPORTED ON ${set.more?.['exported'] ?? ''}`, '0');
    const definition = JSON.parse(set.more?.['cluster'] ?? '{}') as ClusterDefinition;
    const wanted = renamed(given, set.dsname);
    const target = valueOf(given, 'OUTDATASET') ?? (valueOf(given, 'OUTFILE') === undefined ? wanted : undefined);
    const name =
      target === undefined ? (step.dd(valueOf(given, 'OUTFILE') ?? '')?.dsname ?? wanted) : entryName(target);
    demandAuthority(step, name, 'ALTER', (lines) => new AmsFailure(lines, 12));
    place(step, given, name, definition);
    if (set.records.length > 0) step.dataSets.write(name, undefined, set.records, { user: step.user });
    run.print(`IDC0508I DATA ALLOCATION STATUS FOR VOLUME ${step.dataSets.vsam.find(name)?.volume ?? ''} IS 0`, '0');
    return 0;
  },
};

function taken(step: AmsStep, input: Side): BundledSet {
  if (input.kind === 'vsam') throw cannotOpen(input.name);
  const records = input.kind === 'dd' ? input.dd.records() : step.dataSets.read(input.dsname, input.member);
  const bytes = pasted(records);
  const set = bytes === undefined ? undefined : unbundled(kind, bytes)?.[0];
  if (set?.more?.['cluster'] === undefined)
    throw new AmsFailure(
      [`IDC3302I  ACTION ERROR ON ${input.name}`, 'IDC3304I INPUT DATA SET IS NO PORTABLE DATA SET'],
      12,
    );
  return set;
}

/** `OBJECTS((OLD NEWNAME(NEW)))`. @throws {SyntaxFault} for other words: a new place or class is not imitated */
function renamed(given: Given, name: string): string {
  for (const object of given.keywords.get('OBJECTS')?.items ?? []) {
    const parts = object.word === '' ? (object.items ?? []) : [object];
    const other = parts.slice(1).find(({ word }) => word !== 'NEWNAME' && word !== 'NEWNM');
    if (other !== undefined) throw new SyntaxFault(`IDC3211I KEYWORD '${other.word}' IS IMPROPER`);
    const to = parts.find(({ word }) => word === 'NEWNAME' || word === 'NEWNM')?.items?.[0];
    if (entryNames(parts[0])[0] === name && to !== undefined) return entryName(to.word);
  }
  return name;
}

/** An entry that is there is replaced, or filled when it is empty and INTOEMPTY was said. */
function place(step: AmsStep, given: Given, name: string, definition: ClusterDefinition): void {
  const present = step.dataSets.vsam.find(name);
  if (present !== undefined) {
    if (given.keywords.has('INTOEMPTY') && present.records === 0) return;
    if (present.records > 0) throw new AmsFailure(catalogSays.duplicate(name), 12);
    step.dataSets.remove(name);
  } else if (step.dataSets.locate(name) !== undefined) throw new AmsFailure(catalogSays.duplicate(name), 12);
  const { dataName: _, indexName: __, ...rest } = definition;
  step.dataSets.vsam.define({ ...rest, name }, step.user);
}
