import { z } from 'zod';
import { sha256Hex } from '../../shared/digest.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import type { Disk } from '../disk/disk.ts';
import { fromRecords, type LoadModule } from '../programs/binding/load-module.ts';
import type { CicsRegion, Db2, RegionProgram } from './subsystems.ts';
import type { CicsSite } from './subsystems.schema.ts';

const room = 'cics-programs';
const Loaded = z.strictObject({
  digest: z.string(),
  contoken: z.string().nullable(),
  version: z.string(),
  length: z.int(),
});
type Loaded = z.infer<typeof Loaded>;

/** What a region answers to a transaction that was entered at the console. */
export type Inquiry =
  | { kind: 'unknown-transaction' }
  | { kind: 'program-missing'; program: string }
  | { kind: 'ran'; program: string; version: string; sqlcode: 0 | -805 | -818 };

/** A region with the module of each program that it has loaded; new copies come in by PHASEIN or NEWCOPY only. */
export interface PracticeRegion extends CicsRegion {
  readonly sysid: string;
  loadedLength(name: string): number;
  inquire(transaction: string): Inquiry;
}

export function createRegion(
  site: CicsSite,
  parts: { disk: Disk; dataSets: DataSets; db2: (ssid: string) => Db2 | undefined },
): PracticeRegion {
  const { disk, dataSets } = parts;
  const loaded = rememberedCopies(disk, site.applid);
  const load = (name: string): Loaded | undefined => {
    const library = site.dfhrpl.find(
      (one) => dataSets.find(one) !== undefined && dataSets.member(one, name) !== undefined,
    );
    if (library === undefined) return undefined;
    const records = dataSets.read(library, name);
    const copy = loadedOf(records, fromRecords(records));
    loaded.set(name, copy);
    disk.put(room, `${site.applid} ${name}`, copy);
    return copy;
  };
  return {
    applid: site.applid,
    sysid: site.sysid,
    dfhrpl: site.dfhrpl,
    program: (name) => (site.programs.includes(name) ? shown(name, loaded.get(name)) : undefined),
    use(name) {
      if (!site.programs.includes(name)) return undefined;
      const copy = loaded.get(name) ?? load(name);
      return copy === undefined ? undefined : shown(name, copy);
    },
    phaseIn: (name) => (site.programs.includes(name) && load(name) !== undefined ? 'NORMAL' : 'NOT FOUND'),
    loadedLength: (name) => loaded.get(name)?.length ?? 0,
    inquire(transaction) {
      const program = site.transactions[transaction];
      if (program === undefined) return { kind: 'unknown-transaction' };
      const copy = loaded.get(program) ?? load(program);
      if (copy === undefined) return { kind: 'program-missing', program };
      const db2 = site.db2 === undefined ? undefined : parts.db2(site.db2.ssid);
      return { kind: 'ran', program, version: copy.version, sqlcode: sqlcodeOf(program, copy, db2, site.db2?.plan) };
    },
  };
}

/** What the program's first SQL call gets; 0 for a program without SQL. */
function sqlcodeOf(program: string, { contoken }: Loaded, db2: Db2 | undefined, plan = ''): 0 | -805 | -818 {
  return contoken === null || db2 === undefined ? 0 : db2.resolve(plan, program, contoken).sqlcode;
}

function rememberedCopies(disk: Disk, applid: string): Map<string, Loaded> {
  const own = disk.entries(room).filter(([key]) => key.startsWith(`${applid} `));
  return new Map(own.map(([key, value]) => [key.slice(applid.length + 1), Loaded.parse(value)]));
}

function loadedOf(records: readonly Buffer[], module: LoadModule | undefined): Loaded {
  return {
    digest: sha256Hex(...records),
    contoken: module?.contoken ?? null,
    version: module?.version ?? '',
    length: records.reduce((sum, record) => sum + record.length, 0),
  };
}

const shown = (name: string, copy: Loaded | undefined): RegionProgram => ({
  name,
  loaded: copy?.digest,
  contoken: copy?.contoken ?? undefined,
});
