/** Conversion of a whole folder of JCL without running any of it, as TYPRUN=SCAN would read each job. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import type { Lookups } from '../jcl/lookups.rules.ts';
import { scanText } from './scanned-text.rules.ts';
import type { FileKind, ScannedFile } from './scanned-text.rules.ts';

export interface ScanSettings {
  /** Folder (searched with all below it) or a single file. */
  readonly folder: string;
  /** Folders of procedures, one file a member, searched in this order. They stand for JCLLIB and PROCLIB alike. */
  readonly procedureFolders: readonly string[];
  /** Folders of INCLUDE groups, searched after those. */
  readonly includeFolders: readonly string[];
  /** System symbols without the ampersand. */
  readonly symbols: ReadonlyMap<string, string>;
}

export interface ScanReport {
  readonly folder: string;
  readonly files: readonly ScannedFile[];
  readonly summary: Readonly<Record<FileKind, number>> & {
    readonly jobs: number;
    readonly steps: number;
    readonly statements: number;
    readonly errors: number;
    readonly filesWithErrors: number;
  };
}

/** Scans a folder. @throws {Error} when a folder cannot be read */
export function scanFolder(settings: ScanSettings): ScanReport {
  const lookups = lookupsOf(settings);
  const files = filesBelow(settings.folder).map((path) =>
    scanText(relative(settings.folder, path) || basename(path), readText(path), lookups),
  );
  return { folder: settings.folder, files, summary: summed(files) };
}

function summed(files: readonly ScannedFile[]): ScanReport['summary'] {
  const count = (kind: FileKind) => files.filter((file) => file.kind === kind).length;
  const errorsOf = ({ messages }: ScannedFile) => messages.filter(({ severity }) => severity === 'error').length;
  const total = (of: (file: ScannedFile) => number) => files.reduce((sum, file) => sum + of(file), 0);
  return {
    job: count('job'),
    procedure: count('procedure'),
    include: count('include'),
    other: count('other'),
    jobs: total(({ jobs }) => jobs),
    steps: total(({ steps }) => steps),
    statements: total(({ statements }) => Object.values(statements).reduce((sum, number) => sum + number, 0)),
    errors: total(errorsOf),
    filesWithErrors: files.filter((file) => errorsOf(file) > 0).length,
  };
}

function lookupsOf({ procedureFolders, includeFolders, symbols }: ScanSettings): Lookups {
  const libraries = [...procedureFolders, ...includeFolders];
  const members = new Map(libraries.map((folder) => [folder, membersOf(folder)]));
  return {
    member: (library, name) => {
      const path = members.get(library)?.get(name);
      return path === undefined ? undefined : readText(path).split(/\r\n|\r|\n/);
    },
    libraryExists: () => true,
    procedureLibraries: libraries,
    systemSymbols: symbols,
  };
}

/** Member names (file names in upper case, without what follows the first dot) to files. */
function membersOf(folder: string): Map<string, string> {
  const members = new Map<string, string>();
  for (const path of filesBelow(folder)) {
    const name = basename(path).replace(/\..*$/, '').toUpperCase();
    if (!members.has(name)) members.set(name, path);
  }
  return members;
}

const skipped: ReadonlySet<string> = new Set(['.git', 'node_modules']);

function filesBelow(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !skipped.has(name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) return filesBelow(inside);
      return entry.isFile() ? [inside] : [];
    });
}

const largest = 4 * 1024 * 1024;
const pictures: ReadonlySet<string> = new Set(['.png', '.jpg', '.jpeg', '.gif', '.zip', '.jar', '.pdf', '.gz']);

/** UTF-8, or Latin-1 where it is none; what is no text reads as empty. */
function readText(path: string): string {
  if (pictures.has(extname(path).toLowerCase()) || statSync(path).size > largest) return '';
  const bytes = readFileSync(path);
  if (bytes.includes(0)) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
