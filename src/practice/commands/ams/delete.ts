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
    const work = new Deletion(step, given, run);
    const entries = names.flatMap((name) => work.namesOf(entryName(name, true)));
    return Math.max(...entries.map((name) => guarded(run, name, () => work.remove(name))));
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

const notFound = (name: string) => new AmsFailure(catalogSays.notFound(name), 8);

/** One DELETE command at work. */
class Deletion {
  private readonly dataSets: AmsStep['dataSets'];
  private readonly wanted: CatalogEntry['type'] | undefined;

  constructor(
    private readonly step: AmsStep,
    private readonly given: Given,
    private readonly run: AmsRun,
  ) {
    this.dataSets = step.dataSets;
    this.wanted = wantedTypes.find(([keyword]) => this.has(keyword))?.[1];
  }

  private has(keyword: string): boolean {
    return this.given.keywords.has(keyword);
  }

  private deleted(type: string, name: string): void {
    this.run.print(`IDC0550I ENTRY (${type}) ${name} DELETED`, '0');
  }

  /** `*` stands for one qualifier; with MASK it and `**` and `%` are what they are in other masks. */
  namesOf(name: string): string[] {
    const member = memberOf(name);
    if (member !== undefined) return this.membersOf(name, member);
    if (!/[*%]/.test(name)) return [name];
    const fits = matchesMask(name);
    const found = this.dataSets
      .catalogEntries(name)
      .filter((entry) => fits(entry.name) && entry.type !== 'DATA' && entry.type !== 'INDEX')
      .filter((entry) => this.wanted === undefined || entry.type === this.wanted)
      .map((entry) => entry.name);
    return found.length === 0 ? [name] : found;
  }

  private membersOf(name: string, { dsname, member }: { dsname: string; member: string }): string[] {
    if (!/[*%]/.test(member) || this.dataSets.find(dsname)?.attributes.dsorg !== 'PO') return [name];
    const fits = matchesMask(member);
    const found = this.dataSets.members(dsname).filter((one) => fits(one.name));
    return found.length === 0 ? [name] : found.map((one) => `${dsname}(${one.name})`);
  }

  remove(name: string): void {
    const member = memberOf(name);
    const dsname = member?.dsname ?? name;
    const entry = this.dataSets.locate(dsname);
    if (entry === undefined) throw notFound(dsname);
    demandAuthority(this.step, dsname, member === undefined ? 'ALTER' : 'UPDATE', (lines) => new AmsFailure(lines, 8));
    if (member !== undefined) this.removeMember(dsname, member.member);
    else if (this.wanted !== undefined && this.wanted !== entry.type) throw notFound(name);
    else {
      if (!this.has('NOSCRATCH')) demandFree(this.step, dsname, 8);
      this.removeEntry(entry);
    }
  }

  private removeMember(dsname: string, member: string): void {
    const entry = this.dataSets.find(dsname);
    if (entry?.attributes.dsorg !== 'PO' || this.dataSets.member(dsname, member) === undefined)
      throw new AmsFailure([`IDC3302I  ACTION ERROR ON ${dsname}`, `IDC3330I ** ${member.padEnd(8)} NOT FOUND`], 8);
    this.dataSets.removeMember(dsname, member);
    this.run.print(`IDC0549I MEMBER ${member} DELETED`, '0');
  }

  private removeEntry(entry: CatalogEntry): void {
    switch (entry.type) {
      case 'GDG':
        this.removeGroup(entry.name);
        return;
      case 'DATA':
      case 'INDEX':
        throw notFound(entry.name);
      case 'ALIAS':
        this.dataSets.remove(entry.name);
        this.deleted('X', entry.name);
        return;
      case 'PATH':
      case 'AIX':
      case 'CLUSTER':
        this.removeVsam(entry);
        return;
      case 'NONVSAM':
        this.removeNonVsam(entry);
    }
  }

  private removeNonVsam({ name }: CatalogEntry): void {
    const found = this.dataSets.find(name);
    if (found !== undefined) this.demandExpired(found.attributes.expdt);
    const aliases = this.dataSets.aliasesOf(name);
    if (this.has('NOSCRATCH')) this.dataSets.uncatalogue(name);
    else if (found === undefined) throw new AmsFailure(catalogSays.notOnVolume(), 8);
    else this.dataSets.remove(name);
    for (const alias of aliases) this.deleted('X', alias);
    this.deleted(/\.G\d{4}V\d\d$/.test(name) ? 'H' : 'A', name);
  }

  private removeVsam(entry: CatalogEntry): void {
    const cluster = this.dataSets.vsam.find(entry.name);
    if (cluster !== undefined && entry.type === 'CLUSTER') this.demandExpired(cluster.expdt);
    const parts = this.partsOf(entry);
    const aliases = this.dataSets.aliasesOf(entry.name);
    this.dataSets.remove(entry.name);
    for (const part of parts) this.deleted(letters[part.type], part.name);
    for (const alias of aliases) this.deleted('X', alias);
    this.deleted(letters[entry.type], entry.name);
  }

  /** Paths, alternate indexes and components that go with an entry, in the order of their deletion. */
  private partsOf(entry: CatalogEntry): CatalogEntry[] {
    const own = this.dataSets.catalogEntries('**').filter((one) => one.related === entry.name && one.type !== 'ALIAS');
    const outer = own.filter(({ type }) => type === 'AIX' || type === 'PATH');
    const inner = own.filter(({ type }) => type === 'DATA' || type === 'INDEX');
    return [...outer.flatMap((one) => [...this.partsOf(one), one]), ...inner];
  }

  private demandExpired(expdt: string | undefined): void {
    if (expdt === undefined || this.has('PURGE') || this.step.now === undefined) return;
    const [year = 0, day = 0] = expdt.split('/').map(Number);
    if (year === 0) return;
    if (Date.UTC(year, 0, day) > this.step.now()) throw new AmsFailure(catalogSays.notExpired(), 8);
  }

  private removeGroup(name: string): void {
    const group = this.dataSets.findGdg(name);
    if (group === undefined) throw notFound(name);
    const { generations } = group;
    if (this.has('RECOVERY')) for (const one of generations) this.dataSets.uncatalogue(one);
    this.dataSets.removeGdg(name, this.has('FORCE') || (this.has('PURGE') && group.purge === true));
    if (!this.has('RECOVERY')) for (const one of generations) this.deleted('H', one);
    this.deleted('B', name);
  }
}
