import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareEbcdic, ebcdic } from '../codepages/code-page.ts';
import type { Attributes, DataSets } from '../datasets/data-sets.ts';
import { build } from './build.ts';
import type { Site, SiteLibrary } from './site.schema.ts';
import type { SitePrograms } from '../programs/load-site-programs.ts';
import { makeSystemLibraries } from './system-libraries.ts';
import { writeTable } from './table.ts';

export interface FillParts {
  site: Site;
  dataSets: DataSets;
  programs?: SitePrograms;
  /** z/OS user in the statistics of what is made. */
  user: string;
}

/**
 * Makes what a practice system is born with: data sets with their text, generation groups, load modules and DBRMs
 * compiled from the sources, tables. What is there already is left alone, so it may be called at every start; where it
 * fails it leaves none of the data sets that it began with.
 *
 * @throws {Error} a copybook that is missing, a member name that z/OS would refuse, a record longer than LRECL
 */
export function fill(parts: FillParts): void {
  const { site, dataSets } = parts;
  const born = site.libraries.filter(({ dsname }) => dataSets.find(dsname) === undefined);
  try {
    fillBorn(parts, born);
  } catch (error) {
    for (const { dsname } of born) if (dataSets.find(dsname) !== undefined) dataSets.remove(dsname);
    throw error;
  }
}

function fillBorn({ site, dataSets, programs, user }: FillParts, born: readonly SiteLibrary[]): void {
  for (const group of site.generationGroups) if (dataSets.findGdg(group.name) === undefined) dataSets.defineGdg(group);
  for (const library of born) {
    dataSets.create(library.dsname, attributesOf(library), user, library.volume);
    if (library.from !== undefined) fillOne(dataSets, library, library.from, user);
    const base = /^(.+)\.G\d{4}V\d\d$/.exec(library.dsname)?.[1];
    if (base !== undefined && dataSets.findGdg(base) !== undefined) dataSets.rollIn(base, library.dsname);
  }
  makeSystemLibraries(dataSets, user);
  const names = new Set(born.map(({ dsname }) => dsname));
  for (const table of programs?.file.tables ?? [])
    if (names.has(table.dsname)) writeTable(dataSets, programs?.folder ?? '', table, user);
  for (const one of programs?.file.builds ?? []) if (names.has(one.load)) build(dataSets, one, user);
}

function attributesOf({ dsorg, dsntype, recfm, lrecl, blksize, space }: SiteLibrary): Attributes {
  const { unit, directory } = space;
  const tracks = unit === 'CYLINDERS' ? 15 : 1;
  return {
    dsorg,
    recfm,
    lrecl,
    blksize,
    primary: space.primary * tracks,
    secondary: space.secondary * tracks,
    ...(dsorg === 'PO' ? { dsntype } : {}),
    dirblk: dsorg === 'PO' && dsntype === 'PDS' ? directory : 0,
    spaceUnit: unit,
  };
}

function fillOne(dataSets: DataSets, { dsname, dsorg, lrecl }: SiteLibrary, from: string, user: string): void {
  if (dsorg === 'PS') {
    dataSets.write(dsname, undefined, textRecords(from, lrecl), { user });
    return;
  }
  const files = readdirSync(from).filter((file) => !file.startsWith('.') && statSync(join(from, file)).isFile());
  for (const member of files.sort(compareEbcdic)) {
    if (!/^[A-Z#@$][A-Z0-9#@$]{0,7}$/.test(member)) throw new Error(`${join(from, member)}: no member name`);
    dataSets.write(dsname, member, textRecords(join(from, member), lrecl), { user, statistics: 'update' });
  }
}

/** Lines of a text file as records. */
export function textRecords(path: string, lrecl: number): Buffer[] {
  const lines = readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');
  const long = lines.findIndex((line) => line.length > lrecl);
  if (long >= 0) throw new Error(`${path}, line ${String(long + 1)}: longer than ${String(lrecl)}`);
  return lines.map((line) => ebcdic.encode(line.padEnd(lrecl)));
}
