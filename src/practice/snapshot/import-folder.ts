import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { LockstepError } from '../../shared/errors.ts';
import { matchesMask } from '../catalog/name-mask.rules.ts';
import { compareEbcdic } from '../codepages/code-page.ts';
import type { Attributes, DataSets } from '../datasets/data-sets.ts';
import { directoryBlocks } from '../datasets/directory.rules.ts';
import { tracksFor } from '../datasets/space.rules.ts';
import { DataSetName, Name8 } from '../site/names.schema.ts';
import { recordsOfBinary, recordsOfText } from './plain-content.rules.ts';
import { attributesFile, PlainFolder } from './plain-folder.schema.ts';
import type { PlainAttributes, PlainCluster, PlainMember } from './plain-folder.schema.ts';

export interface Imported {
  readonly dataSets: number;
  readonly members: number;
}

interface Importing {
  readonly dataSets: DataSets;
  readonly folder: string;
  readonly user: string;
  readonly about: PlainFolder;
}

/**
 * Makes data sets of a folder of plain files: a folder becomes a library and its files members, a file becomes a
 * sequential data set. Names are folded to upper case; what follows a dot in the name of a member's file, and `.txt` or
 * `.bin` of a data set's file, is no part of it. `.bin` is binary, all else text in UTF-8. Without `data-sets.yaml` all is
 * FB 80. A data set that is there keeps its attributes, and members of the same names are replaced.
 *
 * @param user z/OS user in the statistics of new members
 * @throws {LockstepError} `config.invalid` names the file that does not fit
 */
export function importFolder(dataSets: DataSets, folder: string, user: string): Imported {
  if (!existsSync(folder)) throw new LockstepError('config.invalid', `${folder} does not exist`, { folder });
  const importing = { dataSets, folder, user, about: readAbout(folder) };
  const { about } = importing;
  for (const { generations: _, ...group } of about.generationGroups)
    if (dataSets.findGdg(group.name) === undefined) dataSets.defineGdg(defined(group));
  const files = readdirSync(folder).filter((name) => !name.startsWith('.') && name !== attributesFile);
  const done = { dataSets: 0, members: 0 };
  for (const file of files.sort()) {
    done.members += naming(join(folder, file), () => importOne(importing, file));
    done.dataSets += 1;
  }
  for (const { name, generations } of about.generationGroups)
    for (const generation of generations)
      if (dataSets.find(generation) !== undefined) dataSets.rollIn(name, generation);
  for (const [alias, related] of Object.entries(about.aliases))
    if (dataSets.locate(alias) === undefined) dataSets.defineAlias(alias, related);
  return done;
}

function readAbout(folder: string): PlainFolder {
  const path = join(folder, attributesFile);
  if (!existsSync(path)) return PlainFolder.parse({});
  return naming(path, () => PlainFolder.parse(parse(readFileSync(path, 'utf8')) ?? {}));
}

/** @returns members made */
function importOne(importing: Importing, file: string): number {
  const path = join(importing.folder, file);
  const dsname = file.replace(/\.(txt|bin)$/, '').toUpperCase();
  if (!DataSetName.safeParse(dsname).success) throw new Error('its name is no name of a data set');
  if (statSync(path).isDirectory()) return importLibrary(importing, dsname, path);
  const cluster = importing.about.clusters[dsname];
  if (cluster !== undefined) {
    importCluster(importing, dsname, cluster, readFileSync(path));
    return 0;
  }
  const { dataSets, user } = importing;
  const form: Form = labelOf(importing, dsname, 'PS');
  const records = contentOf(path, form);
  if (dataSets.find(dsname) === undefined) {
    const primary = form.primary ?? Math.max(1, Math.ceil(tracksFor(records, { ...form, ...noSpace })));
    dataSets.create(dsname, { ...form, primary, secondary: form.secondary ?? 15 }, user, form.volume);
  }
  dataSets.write(dsname, undefined, records, { user });
  return 0;
}

/** A label; without quantities it gets the space that its content needs. */
interface Form extends Omit<Attributes, 'primary' | 'secondary'> {
  primary?: number;
  secondary?: number;
  volume?: string;
}

function importLibrary(importing: Importing, dsname: string, path: string): number {
  const { dataSets } = importing;
  const form = labelOf(importing, dsname, 'PO');
  const said = importing.about.members[dsname] ?? {};
  const files = new Map<string, Buffer[]>();
  for (const file of readdirSync(path).sort()) {
    if (file.startsWith('.')) continue;
    const name = file.replace(/\..*$/, '').toUpperCase();
    naming(join(path, file), () => {
      if (!Name8.safeParse(name).success) throw new Error('its name is no name of a member');
      if (files.has(name)) throw new Error(`there are two files of member ${name}`);
      files.set(name, contentOf(join(path, file), form));
    });
  }
  if (dataSets.find(dsname) === undefined) createLibrary(importing, dsname, form, files);
  const aliases = Object.entries(said).flatMap(([name, { aliasOf }]) =>
    aliasOf === undefined ? [] : [{ name, aliasOf }],
  );
  for (const alias of aliases) addOldAlias(importing, dsname, alias, files);
  const own = [...files.keys()].filter((name) => !aliases.some((alias) => alias.name === name));
  for (const name of own.sort(compareEbcdic)) writeMember(importing, dsname, name, files.get(name) ?? [], said[name]);
  for (const { name, aliasOf } of aliases)
    if (!files.has(name) && dataSets.member(dsname, name) === undefined) dataSets.addAlias(dsname, aliasOf, name);
  return dataSets.members(dsname).length;
}

function createLibrary(
  { dataSets, user }: Importing,
  dsname: string,
  form: Form,
  files: ReadonlyMap<string, readonly Buffer[]>,
): void {
  let tracks = 0;
  for (const records of files.values()) tracks += tracksFor(records, { ...form, ...noSpace });
  const entries = [...files.keys()].sort(compareEbcdic).map((name) => ({ name, statistics: emptyStatistics }));
  const dirblk = form.dsntype === 'LIBRARY' ? 0 : Math.max(form.dirblk, 1 + directoryBlocks(entries));
  const primary = form.primary ?? Math.max(15, Math.ceil(tracks * 1.2 + dirblk / 45));
  dataSets.create(dsname, { ...form, primary, secondary: form.secondary ?? 15, dirblk }, user, form.volume);
}

const noSpace = { primary: 0, secondary: 0 };

/** An alias with a file of its own stands for what its member was before: the member is made twice. */
function addOldAlias(
  { dataSets, user, about }: Importing,
  dsname: string,
  { name, aliasOf }: { name: string; aliasOf: string },
  files: ReadonlyMap<string, readonly Buffer[]>,
): void {
  const records = files.get(name);
  if (records === undefined) return;
  const load = about.members[dsname]?.[name]?.load;
  dataSets.write(dsname, aliasOf, records, { user, statistics: 'none', ...(load === undefined ? {} : { load }) });
  dataSets.addAlias(dsname, aliasOf, name);
  if (!files.has(aliasOf)) dataSets.removeMember(dsname, aliasOf);
}

const emptyStatistics = {
  ...{ version: 1, modification: 0, created: 0, changed: 0, user: '' },
  ...{ currentRecords: 0, initialRecords: 0, modifiedRecords: 0 },
};

function writeMember(
  { dataSets, user }: Importing,
  dsname: string,
  name: string,
  records: readonly Buffer[],
  said: PlainMember | undefined,
): void {
  const { statistics, load } = said ?? {};
  const kept = load === undefined ? (statistics ?? (said === undefined ? 'update' : 'none')) : 'none';
  dataSets.write(dsname, name, records, { user, statistics: kept, ...(load === undefined ? {} : { load }) });
}

function importCluster({ dataSets, user }: Importing, name: string, plain: PlainCluster, file: Buffer): void {
  const { slots, ...definition } = plain;
  if (dataSets.vsam.find(name) === undefined) dataSets.vsam.define({ name, ...defined(definition) }, user);
  const records = recordsOfBinary(file, { recfm: 'V', lrecl: 0 });
  if (slots === undefined) dataSets.write(name, undefined, records, { user });
  else {
    dataSets.vsam.reset(name);
    for (const [at, record] of records.entries()) dataSets.vsam.insert(name, record, slots[at]);
  }
}

/** Attributes of a data set that is there, else what the folder says of its name, else FB 80. */
function labelOf({ dataSets, about }: Importing, dsname: string, dsorg: 'PS' | 'PO'): Form {
  const present = dataSets.find(dsname)?.attributes;
  if (present !== undefined) {
    if ((present.dsorg === 'PO') !== (dsorg === 'PO'))
      throw new Error('a data set of this name has another organisation');
    return present;
  }
  const said = about.dataSets[dsname] ?? saidByMask(about, dsname) ?? {};
  const recfm = said.recfm ?? 'FB';
  const lrecl = said.lrecl ?? (recfm.startsWith('U') ? 0 : 80);
  const blksize = said.blksize ?? blockSize(recfm, lrecl);
  return {
    ...{ spaceUnit: 'TRACKS', dirblk: 0, ...(dsorg === 'PO' ? { dsntype: 'LIBRARY' } : {}) },
    ...defined(said),
    ...{ dsorg: said.dsorg ?? dsorg, recfm, lrecl, blksize },
  };
}

function saidByMask(about: PlainFolder, dsname: string): PlainAttributes | undefined {
  return Object.entries(about.dataSets).find(([mask]) => /[*%]/.test(mask) && matchesMask(mask)(dsname))?.[1];
}

/** System-determined block size of a 3390 (z/OS DFSMS Using Data Sets). */
function blockSize(recfm: string, lrecl: number): number {
  if (recfm.startsWith('U')) return 32_760;
  if (recfm.startsWith('V')) return Math.max(27_998, lrecl + 4);
  return recfm.includes('B') && lrecl > 0 ? Math.max(lrecl, Math.floor(27_998 / lrecl) * lrecl) : lrecl;
}

function contentOf(path: string, form: Pick<Attributes, 'recfm' | 'lrecl'>): Buffer[] {
  const file = readFileSync(path);
  return path.endsWith('.bin') ? recordsOfBinary(file, form) : recordsOfText(file, form);
}

/** The same without keys that are undefined. */
function defined<T extends object>(given: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}

function naming<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof LockstepError) throw error;
    const text = error instanceof Error ? error.message : String(error);
    throw new LockstepError('config.invalid', `${path}: ${text}`, { file: path }, { cause: error });
  }
}
