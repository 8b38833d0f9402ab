import type { DataSets } from '../datasets/data-sets.ts';
import type { Disk } from '../disk/disk.ts';
import type { Csd } from './cics-csd.ts';
import type { Inquiry, PracticeRegion, Refreshed, RegionFile, Task } from './cics-region.ts';
import type { Lookaside } from './lla.ts';
import { type LoadedProgram, ProgramCopies } from './program-copies.ts';
import type { NameHolder } from './name-holder.ts';
import type { CicsSite } from './subsystems.schema.ts';
import type { Db2, DbPackage, RegionProgram } from './subsystems.ts';

interface RegionParts {
  disk: Disk;
  dataSets: DataSets;
  db2: (ssid: string) => Db2 | undefined;
  csd: Csd;
  lookaside: Lookaside;
}

/** A region of the site file, with the programs that the disk remembers as loaded. */
export function createRegion(site: CicsSite, parts: RegionParts): PracticeRegion {
  return new Region(site, parts);
}

class Region implements PracticeRegion {
  readonly applid: string;
  readonly sysid: string;
  readonly dfhrpl: readonly string[];
  readonly csd: Csd;
  private readonly copies: ProgramCopies;
  private readonly installed: Set<string>;
  private readonly disabled = new Set<string>();
  private readonly uses = new Map<string, number>();
  private readonly known: Map<string, { program: string; enabled: boolean }>;
  private readonly files_: Map<string, RegionFile>;
  private running: Task[] = [];
  private lastTask = 30;
  private names: NameHolder | undefined;

  constructor(
    private readonly site: CicsSite,
    private readonly parts: RegionParts,
  ) {
    this.applid = site.applid;
    this.sysid = site.sysid;
    this.dfhrpl = site.dfhrpl;
    this.csd = parts.csd;
    this.copies = new ProgramCopies(site, parts);
    this.installed = new Set(site.programs);
    this.known = new Map(
      Object.entries(site.transactions).map(([name, program]) => [name, { program, enabled: true }]),
    );
    this.files_ = new Map(
      Object.entries(site.files).map(([name, dsname]) => [name, { dsname, open: true, enabled: true }]),
    );
    for (const [program, count] of Object.entries(site.conversations))
      for (let one = 0; one < count; one += 1) this.beginTask(program);
  }

  programs(): readonly string[] {
    return [...this.installed].sort();
  }

  program(name: string): RegionProgram | undefined {
    return this.installed.has(name) ? shown(name, this.copies.get(name)) : undefined;
  }

  use(name: string): RegionProgram | undefined {
    if (!this.installed.has(name)) return undefined;
    const copy = this.copies.get(name) ?? this.copies.load(name, 'first');
    if (copy === undefined || typeof copy === 'string') return undefined;
    this.uses.set(name, (this.uses.get(name) ?? 0) + 1);
    return shown(name, copy);
  }

  beginTask(name: string): (() => void) | undefined {
    if (this.use(name) === undefined) return undefined;
    this.lastTask += 1;
    const task = { number: this.lastTask, program: name };
    this.running.push(task);
    return () => void this.purge(task.number);
  }

  phaseIn(name: string): 'NORMAL' | 'NOT FOUND' {
    return this.refresh(name, 'PHASEIN') === 'NORMAL' ? 'NORMAL' : 'NOT FOUND';
  }

  refresh(name: string, how: 'NEWCOPY' | 'PHASEIN'): Refreshed {
    if (!this.installed.has(name)) return 'NOT FOUND';
    if (how === 'NEWCOPY' && this.counts(name).running > 0) return 'IN USE';
    const copy = this.copies.load(name, 'again');
    if (copy === 'beyond') return 'LOAD ERROR';
    return copy === undefined ? 'PGMIDERR' : 'NORMAL';
  }

  loadedLength(name: string): number {
    return this.copies.get(name)?.length ?? 0;
  }

  counts(name: string): { running: number; uses: number } {
    return { running: this.running.filter(({ program }) => program === name).length, uses: this.uses.get(name) ?? 0 };
  }

  enabled(name: string): boolean {
    return !this.disabled.has(name);
  }

  setEnabled(name: string, enabled: boolean): void {
    if (enabled) this.disabled.delete(name);
    else this.disabled.add(name);
  }

  transactions(): ReadonlyMap<string, { program: string; enabled: boolean }> {
    return this.known;
  }

  setTransaction(name: string, enabled: boolean): void {
    const found = this.known.get(name);
    if (found !== undefined) this.known.set(name, { ...found, enabled });
  }

  inquire(transaction: string): Inquiry {
    const known = this.known.get(transaction);
    if (known === undefined) return { kind: 'unknown-transaction' };
    if (!known.enabled || !this.enabled(known.program)) return { kind: 'disabled' };
    const { program } = known;
    const used = this.use(program);
    const copy = this.copies.get(program);
    if (used === undefined || copy === undefined) return { kind: 'program-missing', program };
    return { kind: 'ran', program, version: copy.version, sqlcode: this.sqlcodeOf(program, copy) };
  }

  /** What the program's first SQL call gets; 0 for a program without SQL. */
  private sqlcodeOf(program: string, { contoken }: LoadedProgram): 0 | -805 | -818 {
    const { db2 } = this.site;
    const found = db2 === undefined ? undefined : this.parts.db2(db2.ssid);
    return contoken === null || found === undefined ? 0 : found.resolve(db2?.plan ?? '', program, contoken).sqlcode;
  }

  holdsPackage(ssid: string, pack: DbPackage): boolean {
    const { db2 } = this.site;
    if (db2?.ssid !== ssid) return false;
    return this.running.some(({ program }) => {
      const contoken = this.copies.get(program)?.contoken;
      return program === pack.name && contoken === pack.contoken;
    });
  }

  files(): ReadonlyMap<string, RegionFile> {
    return this.files_;
  }

  setFile(name: string, change: Partial<Pick<RegionFile, 'open' | 'enabled'>>): boolean {
    const file = this.files_.get(name);
    if (file === undefined) return false;
    if (change.open === true && this.names?.holder(this.applid, file.dsname, 'shared') !== undefined) return false;
    const next = { ...file, ...change };
    this.files_.set(name, next);
    const others = [...this.files_.values()].some((one) => one.open && one.dsname === file.dsname);
    if (next.open) this.names?.add(this.applid, file.dsname, 'shared');
    else if (!others) this.names?.release(this.applid, file.dsname);
    return true;
  }

  tasks(): readonly Task[] {
    return this.running;
  }

  purge(task: number): boolean {
    const before = this.running.length;
    this.running = this.running.filter(({ number }) => number !== task);
    return this.running.length < before;
  }

  install(group: string): number | undefined {
    const definitions = this.csd.definitions(group);
    if (definitions.length === 0) return undefined;
    for (const { type, name, attributes } of definitions) {
      if (type === 'PROGRAM' || type === 'MAPSET') this.installed.add(name);
      if (type === 'TRANSACTION')
        this.known.set(name, { program: attributes['PROGRAM'] ?? '', enabled: attributes['STATUS'] !== 'DISABLED' });
      if (type === 'FILE') this.files_.set(name, { dsname: attributes['DSNAME'] ?? '', open: false, enabled: true });
    }
    return definitions.length;
  }

  hold(names: NameHolder): void {
    this.names = names;
    if (this.site.holdsLibraries) for (const dsname of this.dfhrpl) names.add(this.applid, dsname, 'shared');
    for (const file of this.files_.values()) if (file.open) names.add(this.applid, file.dsname, 'shared');
  }
}

const shown = (name: string, copy: LoadedProgram | undefined): RegionProgram => ({
  name,
  loaded: copy?.digest,
  contoken: copy?.contoken ?? undefined,
});
