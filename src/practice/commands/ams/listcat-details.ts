import { DateTime } from 'luxon';
import type { CatalogEntry } from '../../catalog/catalog.ts';
import type { DataSetEntry, GdgBase } from '../../datasets/data-sets.ts';
import type { AmsStep } from './ams.ts';
import { baseOf, catalogName, cell, row } from './listcat-layout.ts';
import type { Depth } from './listcat-layout.ts';
import { clusterLines, componentLines } from './listcat-vsam.ts';

const headings: Readonly<Record<CatalogEntry['type'], string>> = {
  ...{ NONVSAM: 'NONVSAM -------', ALIAS: 'ALIAS ---------', GDG: 'GDG BASE ------', CLUSTER: 'CLUSTER -------' },
  ...{ DATA: 'DATA ----------', INDEX: 'INDEX ---------', AIX: 'AIX -----------', PATH: 'PATH ----------' },
};

/** The lines of one entry; the layout is that of a listing with 120 columns. */
export function details(
  step: AmsStep,
  entry: CatalogEntry,
  depth: Depth,
  zone: string,
  relatives: Relatives,
): string[] {
  const lines = [`${headings[entry.type]} ${entry.name}`, `     IN-CAT --- ${catalogName}`];
  if (depth === 'NAME') return lines;
  return [...lines, ...body(step, entry, depth, zone, relatives)];
}

function body(step: AmsStep, entry: CatalogEntry, depth: Depth, zone: string, relatives: Relatives): string[] {
  const { dataSets } = step;
  switch (entry.type) {
    case 'NONVSAM':
      return nonVsam(step, entry, dataSets.find(entry.name), depth, zone);
    case 'ALIAS':
      return ['     HISTORY', row(cell('RELEASE', 2)), '     ASSOCIATIONS', `       ${relatedLine(step, entry)}`];
    case 'GDG':
      return group(dataSets.findGdg(entry.name), depth);
    case 'PATH':
      return [
        '     HISTORY',
        ...history(undefined, zone),
        ...associations(step, entry, relatives),
        '     ATTRIBUTES',
        '       UPDATE',
      ];
    case 'CLUSTER':
    case 'AIX': {
      const created = createdOf(step, entry);
      const cluster = baseOf(step, entry);
      const outline = ['     HISTORY', ...history(created, zone, cluster?.expdt, cluster?.owner)];
      if (depth !== 'ALL' && depth !== 'ALLOCATION') return outline;
      return [...outline, ...clusterLines(step, entry), ...associations(step, entry, relatives)];
    }
    case 'DATA':
    case 'INDEX': {
      const outline = ['     HISTORY', ...history(createdOf(step, entry), zone)];
      if (depth === 'HISTORY') return outline;
      return [
        ...outline,
        ...(depth === 'ALL' ? associations(step, entry, relatives) : []),
        ...componentLines(step, entry, depth),
      ];
    }
  }
}

const createdOf = (step: AmsStep, entry: CatalogEntry): number | undefined =>
  baseOf(step, entry)?.created ?? step.dataSets.find(entry.name)?.created;

function history(created: number | undefined, zone: string, expdt?: string, owner = '(NULL)'): string[] {
  const day = created === undefined ? '0000.000' : DateTime.fromMillis(created, { zone }).toFormat('yyyy.ooo');
  return [
    row(cell('DATASET-OWNER', owner), cell('CREATION', day)),
    row(cell('RELEASE', 2), cell('EXPIRATION', expdt?.replace('/', '.') ?? '0000.000')),
  ];
}

const deviceType = (volume: string) => (volume.startsWith('MIGRA') ? "X'00000000'" : "X'3010200F'");

function nonVsam(
  step: AmsStep,
  entry: CatalogEntry,
  found: DataSetEntry | undefined,
  depth: Depth,
  zone: string,
): string[] {
  const label = found?.attributes;
  const lines = ['     HISTORY', ...history(found?.created, zone, label?.expdt)];
  if (depth === 'HISTORY') return lines;
  if (depth === 'ALL') {
    lines.push(row(cell('ACCOUNT-INFO', '(NULL)').padStart(0)));
    if (label?.storclas !== undefined)
      lines.push(
        '     SMSDATA',
        row(cell('STORAGECLASS ', label.storclas), cell('MANAGEMENTCLASS', label.mgmtclas ?? '(NULL)')),
        row(cell('DATACLASS ', label.dataclas ?? '(NULL)'), cell('LBACKUP ', '0000.000.0000')),
      );
    lines.push('     ENCRYPTIONDATA', '       DATA SET ENCRYPTION-----(NO)');
  }
  lines.push('     VOLUMES');
  for (const volume of entry.volumes)
    lines.push(row(cell('VOLSER', volume), cell('DEVTYPE', deviceType(volume)), cell('FSEQN', 0)));
  if (depth !== 'ALL') return lines;
  const aliases = step.dataSets.aliasesOf(entry.name);
  const base = /^(.+)\.G\d{4}V\d\d$/.exec(entry.name)?.[1];
  const related = [...(base === undefined ? [] : [`GDG------${base}`]), ...aliases.map((one) => `ALIAS----${one}`)];
  if (related.length === 0) lines.push('     ASSOCIATIONS--------(NULL)');
  else lines.push('     ASSOCIATIONS', ...related.map((one) => `       ${one}`));
  return [...lines, '     ATTRIBUTES'];
}

function group(base: GdgBase | undefined, depth: Depth): string[] {
  if (base === undefined) return [];
  const words = [
    base.scratch ? 'SCRATCH' : 'NOSCRATCH',
    base.empty ? 'EMPTY' : 'NOEMPTY',
    base.fifo === true ? 'FIFO' : 'LIFO',
    base.purge === true ? 'PURGE' : 'NOPURGE',
    base.extended === true ? 'EXTENDED' : 'NOEXTENDED',
  ];
  const lines = ['     HISTORY', row(cell('DATASET-OWNER', base.owner ?? '(NULL)'), cell('CREATION', '0000.000'))];
  if (depth !== 'ALL') return lines;
  lines.push('     ATTRIBUTES', row(cell('LIMIT', base.limit), ...words));
  if (base.generations.length === 0) lines.push('     ASSOCIATIONS--------(NULL)');
  else lines.push('     ASSOCIATIONS', ...base.generations.map((one) => `       NONVSAM--${one}`));
  return lines;
}

const associationNames: Readonly<Record<CatalogEntry['type'], string>> = {
  ...{ NONVSAM: 'NONVSAM--', ALIAS: 'ALIAS----', GDG: 'GDG------', CLUSTER: 'CLUSTER--' },
  ...{ DATA: 'DATA-----', INDEX: 'INDEX----', AIX: 'AIX------', PATH: 'PATH-----' },
};

function relatedLine(step: AmsStep, entry: CatalogEntry): string {
  const related = entry.related ?? '';
  return `${associationNames[step.dataSets.locate(related)?.type ?? 'NONVSAM']}${related}`;
}

/** What belongs to an entry, and what it belongs to. */
function associations(step: AmsStep, entry: CatalogEntry, relatives: Relatives): string[] {
  const related = entry.related === undefined || entry.type === 'CLUSTER' ? [] : [relatedLine(step, entry)];
  const own = ['CLUSTER', 'AIX', 'PATH'].includes(entry.type) ? relatives(entry.name) : [];
  const lines = [...own.map((one) => `${associationNames[one.type]}${one.name}`), ...related];
  return ['     ASSOCIATIONS', ...lines.map((line) => `       ${line}`)];
}

const order: readonly CatalogEntry['type'][] = ['DATA', 'INDEX', 'AIX', 'PATH', 'ALIAS'];

/** Entries that are related to a name; the catalog is gone through once, when the first one is asked for. */
export type Relatives = (name: string) => readonly CatalogEntry[];

export function relativesIn(step: AmsStep): Relatives {
  let byName: Map<string, CatalogEntry[]> | undefined;
  return (name) => {
    byName ??= grouped(step.dataSets.catalogEntries('**'));
    return (byName.get(name) ?? []).toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  };
}

function grouped(entries: readonly CatalogEntry[]): Map<string, CatalogEntry[]> {
  const byName = new Map<string, CatalogEntry[]>();
  for (const entry of entries) {
    if (entry.related === undefined) continue;
    const others = byName.get(entry.related);
    if (others === undefined) byName.set(entry.related, [entry]);
    else others.push(entry);
  }
  return byName;
}
