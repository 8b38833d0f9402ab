import { DataSetError } from '../../datasets/data-sets.ts';
import type { CatalogEntry } from '../../catalog/catalog.ts';
import { matchesMask } from '../../catalog/name-mask.rules.ts';
import { AmsFailure, catalogSays, demandAuthority, demandFree, SyntaxFault } from './ams.ts';
import type { AmsCommand, AmsRun, AmsStep } from './ams.ts';
import { entryNames, valueOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';
import { entryName, memberOf } from './names.ts';

const types = {
  CLUSTER: ['CL'],
  NONVSAM: ['NVSAM'],
  GENERATIONDATAGROUP: ['GDG'],
  ALIAS: [],
  ALTERNATEINDEX: ['AIX'],
  PATH: [],
  SPACE: ['SPC'],
  USERCATALOG: ['UCAT'],
  TRUENAME: ['TNAME'],
  VVR: [],
  NVR: [],
  PAGESPACE: ['PGSPC'],
} as const;

/**
 * DELETE of data sets, members, clusters, generations, bases and aliases. A missing entry is 8.
 *
 * @see z/OS DFSMS Access Method Services Commands, DELETE
 */
export const deleteCommand: AmsCommand = {
  verbs: ['DELETE', 'DEL'],
  keywords: {
    ...types,
    ...{ FORCE: ['FRC'], NOFORCE: ['NFRC'], PURGE: ['PRG'], NOPURGE: ['NPRG'], SCRATCH: ['SCR'], NOSCRATCH: ['NSCR'] },
    ...{ ERASE: [], NOERASE: ['NERAS'], MASK: [], NOMASK: [], RECOVERY: ['RCVRY'], NORECOVERY: ['NRCVRY'] },
    ...{ FILE: [], CATALOG: ['CAT'], ENTRYNAME: [] },
  },
  run(step, given, run) {
    const ddname = valueOf(given, 'FILE');
    if (ddname !== undefined && step.dd(ddname) === undefined)
      throw new AmsFailure([`IDC3300I  ERROR OPENING ${ddname}`], 12);
    const names = entryNames(given.positional[0]);
    if (names.length === 0) throw new SyntaxFault("IDC3218I REQUIRED POSITIONAL PARAMETER 'ENTRYNAME' MISSING");
    for (const refused of ['SPACE', 'USERCATALOG', 'TRUENAME', 'VVR', 'NVR', 'PAGESPACE'])
      if (given.keywords.has(refused)) throw new AmsFailure(catalogSays.security(), 12);
    const entries = names.flatMap((name) => deletion(step, given, run).namesOf(entryName(name, true)));
    return Math.max(...entries.map((name) => guarded(run, name, () => deletion(step, given, run).remove(name))));
  },
};

function guarded(run: AmsRun, name: string, work: () => void): number {
  try {
    work();
    return 0;
  } catch (error) {
    const failure = error instanceof DataSetError ? failureOf(name, error) : error;
    if (!(failure instanceof AmsFailure)) throw failure;
    failure.lines.forEach((line, at) => run.print(line, at === 0 ? '0' : ' '));
    const member = memberOf(name);
    run.print(
      member === undefined
        ? `IDC0551I ** ENTRY ${name} NOT DELETED`
        : `IDC0548I ** MEMBER ${member.member} NOT DELETED`,
    );
    return failure.code;
  }
}

function failureOf(name: string, error: DataSetError): unknown {
  if (error.fault.kind === 'not-catalogued') return new AmsFailure(catalogSays.notFound(name), 8);
  if (error.fault.kind === 'generations-exist')
    return new AmsFailure([`IDC3019I GENERATION DATA SETS OF ${name} EXIST AND FORCE WAS NOT SPECIFIED`], 8);
  if (error.fault.kind === 'no-volume') return new AmsFailure(catalogSays.notOnVolume(), 8);
  return error;
}

const letters: Readonly<Record<CatalogEntry['type'], string>> = {
  ...{ NONVSAM: 'A', ALIAS: 'X', GDG: 'B', CLUSTER: 'C', DATA: 'D', INDEX: 'I', AIX: 'G', PATH: 'R' },
};

const wantedTypes: readonly (readonly [string, CatalogEntry['type']])[] = [
  ['CLUSTER', 'CLUSTER'],
  ['NONVSAM', 'NONVSAM'],
  ['GENERATIONDATAGROUP', 'GDG'],
  ['ALIAS', 'ALIAS'],
  ['ALTERNATEINDEX', 'AIX'],
  ['PATH', 'PATH'],
];

function deletion(step: AmsStep, given: Given, run: AmsRun) {
  const { dataSets } = step;
  const has = (keyword: string) => given.keywords.has(keyword);
  const deleted = (type: string, name: string) => run.print(`IDC0550I ENTRY (${type}) ${name} DELETED`, '0');
  const wanted = wantedTypes.find(([keyword]) => has(keyword))?.[1];
  const notFound = (name: string) => new AmsFailure(catalogSays.notFound(name), 8);

  /** `*` stands for one qualifier; with MASK it and `**` and `%` are what they are in other masks. */
  function namesOf(name: string): string[] {
    const member = memberOf(name);
    if (member !== undefined) return membersOf(name, member);
    if (!/[*%]/.test(name)) return [name];
    const fits = matchesMask(name);
    const found = dataSets
      .catalogEntries(name)
      .filter((entry) => fits(entry.name) && entry.type !== 'DATA' && entry.type !== 'INDEX')
      .filter((entry) => wanted === undefined || entry.type === wanted)
      .map((entry) => entry.name);
    return found.length === 0 ? [name] : found;
  }

  function membersOf(name: string, { dsname, member }: { dsname: string; member: string }): string[] {
    if (!/[*%]/.test(member) || dataSets.find(dsname)?.attributes.dsorg !== 'PO') return [name];
    const fits = matchesMask(member);
    const found = dataSets.members(dsname).filter((one) => fits(one.name));
    return found.length === 0 ? [name] : found.map((one) => `${dsname}(${one.name})`);
  }

  function remove(name: string): void {
    const member = memberOf(name);
    const dsname = member?.dsname ?? name;
    const entry = dataSets.locate(dsname);
    if (entry === undefined) throw notFound(dsname);
    demandAuthority(step, dsname, member === undefined ? 'ALTER' : 'UPDATE', (lines) => new AmsFailure(lines, 8));
    if (member !== undefined) removeMember(dsname, member.member);
    else if (wanted !== undefined && wanted !== entry.type) throw notFound(name);
    else {
      if (!has('NOSCRATCH')) demandFree(step, dsname, 8);
      removeEntry(entry);
    }
  }

  function removeMember(dsname: string, member: string): void {
    const entry = dataSets.find(dsname);
    if (entry?.attributes.dsorg !== 'PO' || dataSets.member(dsname, member) === undefined)
      throw new AmsFailure([`IDC3302I  ACTION ERROR ON ${dsname}`, `IDC3330I ** ${member.padEnd(8)} NOT FOUND`], 8);
    dataSets.removeMember(dsname, member);
    run.print(`IDC0549I MEMBER ${member} DELETED`, '0');
  }

  function removeEntry(entry: CatalogEntry): void {
    switch (entry.type) {
      case 'GDG':
        removeGroup(entry.name);
        return;
      case 'DATA':
      case 'INDEX':
        throw notFound(entry.name);
      case 'ALIAS':
        dataSets.remove(entry.name);
        deleted('X', entry.name);
        return;
      case 'PATH':
      case 'AIX':
      case 'CLUSTER':
        removeVsam(entry);
        return;
      case 'NONVSAM':
        removeNonVsam(entry);
    }
  }

  function removeNonVsam({ name }: CatalogEntry): void {
    const found = dataSets.find(name);
    if (found !== undefined) demandExpired(found.attributes.expdt);
    const aliases = dataSets.aliasesOf(name);
    if (has('NOSCRATCH')) dataSets.uncatalogue(name);
    else if (found === undefined) throw new AmsFailure(catalogSays.notOnVolume(), 8);
    else dataSets.remove(name);
    for (const alias of aliases) deleted('X', alias);
    deleted(/\.G\d{4}V\d\d$/.test(name) ? 'H' : 'A', name);
  }

  function removeVsam(entry: CatalogEntry): void {
    const cluster = dataSets.vsam.find(entry.name);
    if (cluster !== undefined && entry.type === 'CLUSTER') demandExpired(cluster.expdt);
    const parts = partsOf(entry);
    const aliases = dataSets.aliasesOf(entry.name);
    dataSets.remove(entry.name);
    for (const part of parts) deleted(letters[part.type], part.name);
    for (const alias of aliases) deleted('X', alias);
    deleted(letters[entry.type], entry.name);
  }

  /** Paths, alternate indexes and components that go with an entry, in the order of their deletion. */
  function partsOf(entry: CatalogEntry): CatalogEntry[] {
    const own = dataSets.catalogEntries('**').filter((one) => one.related === entry.name && one.type !== 'ALIAS');
    const outer = own.filter(({ type }) => type === 'AIX' || type === 'PATH');
    const inner = own.filter(({ type }) => type === 'DATA' || type === 'INDEX');
    return [...outer.flatMap((one) => [...partsOf(one), one]), ...inner];
  }

  function demandExpired(expdt: string | undefined): void {
    if (expdt === undefined || has('PURGE') || step.now === undefined) return;
    const [year = 0, day = 0] = expdt.split('/').map(Number);
    if (year === 0) return;
    if (Date.UTC(year, 0, day) > step.now()) throw new AmsFailure(catalogSays.notExpired(), 8);
  }

  function removeGroup(name: string): void {
    const group = dataSets.findGdg(name);
    if (group === undefined) throw notFound(name);
    const { generations } = group;
    if (has('RECOVERY')) for (const one of generations) dataSets.uncatalogue(one);
    dataSets.removeGdg(name, has('FORCE') || (has('PURGE') && group.purge === true));
    if (!has('RECOVERY')) for (const one of generations) deleted('H', one);
    deleted('B', name);
  }

  return { namesOf, remove };
}
