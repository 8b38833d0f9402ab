import { z } from 'zod';
import { sha256Hex } from '../../shared/digest.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import type { Disk } from '../disk/disk.ts';
import { fromRecords, type LoadModule } from '../programs/binding/load-module.ts';
import { type Found, type Lookaside, openLibrary, type OpenLibrary } from './lla.ts';
import type { CicsSite } from './subsystems.schema.ts';

const room = 'cics-programs';

const LoadedProgram = z.strictObject({
  digest: z.string(),
  contoken: z.string().nullable(),
  version: z.string(),
  length: z.int(),
});

export type LoadedProgram = z.infer<typeof LoadedProgram>;

/** The copies of programs that a region has loaded from DFHRPL; the disk remembers them. */
export class ProgramCopies {
  private readonly loaded: Map<string, LoadedProgram>;
  private readonly open: readonly OpenLibrary[];

  constructor(
    private readonly site: CicsSite,
    private readonly parts: { disk: Disk; dataSets: DataSets; lookaside: Lookaside },
  ) {
    this.loaded = rememberedCopies(parts.disk, site.applid);
    this.open = site.dfhrpl.map((dsname) => openLibrary(dsname, parts.dataSets));
  }

  get(name: string): LoadedProgram | undefined {
    return this.loaded.get(name);
  }

  /** LLACOPY=NO takes the entry that the lookaside has kept; NEWCOPY looks past it for NEWCOPY and PHASEIN only. */
  load(name: string, when: 'first' | 'again'): LoadedProgram | 'beyond' | undefined {
    const { llaCopy } = this.site;
    const past = llaCopy === 'YES' || (llaCopy === 'NEWCOPY' && when === 'again');
    for (const library of this.open) {
      const found = this.fetch(library, name, past);
      if (found.kind === 'missing') continue;
      if (found.kind === 'beyond-extents') return 'beyond';
      const copy = loadedOf(found.records, fromRecords(found.records));
      this.loaded.set(name, copy);
      this.parts.disk.put(room, `${this.site.applid} ${name}`, copy);
      return copy;
    }
    return undefined;
  }

  private fetch(library: OpenLibrary, name: string, past: boolean): Found {
    const { lookaside } = this.parts;
    if (past || !lookaside.manages(library.dsname)) return library.fetch(name, 'disk');
    return lookaside.fetch(library.dsname, name);
  }
}

function rememberedCopies(disk: Disk, applid: string): Map<string, LoadedProgram> {
  const own = disk.entries(room).filter(([key]) => key.startsWith(`${applid} `));
  return new Map(own.map(([key, value]) => [key.slice(applid.length + 1), LoadedProgram.parse(value)]));
}

function loadedOf(records: readonly Buffer[], module: LoadModule | undefined): LoadedProgram {
  return {
    digest: sha256Hex(...records),
    contoken: module?.contoken ?? null,
    version: module?.version ?? '',
    length: records.reduce((sum, record) => sum + record.length, 0),
  };
}
