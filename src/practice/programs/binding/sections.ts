import type { Step } from '../program.ts';
import { type BoundSection, fromRecords, type LoadModule } from './load-module.ts';
import { isObjectRecord, type ObjectModule, readObjects } from './object-module.ts';

/** Something put into a module: an object, or a module that was bound before. */
export interface Part {
  sections: readonly BoundSection[];
  /** Names that others may call: sections and, of a bound module, its aliases. */
  defines: readonly string[];
  references: readonly string[];
  contoken: string | undefined;
  version: string;
  copybooks: ReadonlyMap<string, readonly string[]>;
  programObject: boolean;
  /** Where it came from, for the map. */
  from: string;
}

export function partOfObject(object: ObjectModule, from: string): Part {
  const { name, length, digest, translator, level, compiled } = object;
  const { references, contoken, version, copybooks, programObject } = object;
  const sections = [{ name, length, digest, translator, level, compiled }];
  return { sections, defines: [name], references, contoken, version, copybooks, programObject, from };
}

export function partOfModule(module: LoadModule, size: number, from: string): Part {
  const { program, aliases, sourceDigest, contoken, version, copybooks, bound } = module;
  const own = {
    name: program,
    length: size,
    digest: sourceDigest,
    translator: '5655-EC6',
    level: '0603',
    compiled: '0000000',
  };
  const sections = bound?.sections ?? [own];
  const references = bound?.unresolved ?? [];
  const defines = [...sections.map(({ name }) => name), ...aliases];
  return {
    sections,
    defines,
    references,
    contoken,
    version,
    copybooks,
    programObject: bound?.programObject ?? false,
    from,
  };
}

/** Entry points of the interface modules that CICS, Db2 and Language Environment ship. */
const stubs: readonly { library: RegExp; member: string; defines: readonly string[] }[] = [
  { library: /SDFHLOAD$/, member: 'DFHELII', defines: ['DFHELII', 'DFHEI1', 'DFHEXEC', 'DFHEAI0', 'DFHEPI'] },
  { library: /SDSNLOAD$/, member: 'DSNELI', defines: ['DSNELI', 'DSNHLI', 'DSNWLI'] },
  { library: /SDSNLOAD$/, member: 'DSNALI', defines: ['DSNALI', 'DSNHLI', 'DSNHLI2'] },
  { library: /SDSNLOAD$/, member: 'DSNCLI', defines: ['DSNCLI', 'DSNHLI'] },
  { library: /SDSNLOAD$/, member: 'DSNRLI', defines: ['DSNRLI', 'DSNHLI'] },
  { library: /SDSNLOAD$/, member: 'DSNULI', defines: ['DSNULI', 'DSNHLI'] },
  { library: /SCEELKED$/, member: 'CEESTART', defines: ['CEESTART', 'CEEMAIN', 'CEEENTRY'] },
];

/** Member of a system library that ships with the system and is not on this disk. */
function stub(dsname: string, name: string): Part | undefined {
  const found =
    stubs.find(({ library, member }) => library.test(dsname) && member === name) ??
    stubs.find(({ library, defines }) => library.test(dsname) && defines.includes(name)) ??
    (/SCEELKED$/.test(dsname) && /^(CEE|IGZ|IBM|EDC)/.test(name) ? { member: name, defines: [name] } : undefined);
  if (found === undefined) return undefined;
  const section = {
    name: found.member,
    length: 256,
    digest: '',
    translator: '569623400',
    level: '0106',
    compiled: '2013001',
  };
  return {
    sections: [section],
    defines: found.defines,
    references: [],
    contoken: undefined,
    version: '',
    copybooks: new Map(),
    programObject: false,
    from: dsname,
  };
}

/** Takes a member of a DD's libraries, or without a name what the DD itself holds. */
export function partsOf(step: Step, ddname: string, member: string | undefined): Part[] | undefined {
  const dd = step.dd(ddname);
  if (dd === undefined) return undefined;
  if (member === undefined) {
    const records = dd.kind === 'dummy' ? [] : dd.records();
    return partsIn(records, ddname) ?? [];
  }
  for (const { dsname } of dd.concatenation) {
    if (step.dataSets.find(dsname)?.attributes.dsorg !== 'PO') continue;
    if (step.dataSets.member(dsname, member) !== undefined) return partsIn(step.dataSets.read(dsname, member), dsname);
    const shipped = stub(dsname, member);
    if (shipped !== undefined) return [shipped];
  }
  return undefined;
}

function partsIn(records: readonly Buffer[], from: string): Part[] | undefined {
  const module = fromRecords(records);
  if (module !== undefined)
    return [
      partOfModule(
        module,
        records.reduce((sum, one) => sum + one.length, 0),
        from,
      ),
    ];
  const objects = readObjects(records.filter((one) => isObjectRecord(one))).objects;
  return objects.length === 0 ? undefined : objects.map((object) => partOfObject(object, from));
}
