import type { DataSets, GdgBase } from '../datasets/data-sets.ts';
import { DataSetError } from '../datasets/data-sets.ts';
import type { Disk } from '../disk/disk.ts';
import { compareEbcdic } from '../codepages/code-page.ts';
import { matchesLevel } from './name-mask.rules.ts';

type GenerationPart = Pick<DataSets, 'defineGdg' | 'findGdg' | 'listGdgs' | 'alterGdg' | 'removeGdg' | 'rollIn'>;

/** Generation data group bases. `scratch` deletes a generation's data set. */
export function generationGroups(disk: Disk, scratch: (dsname: string) => void) {
  const bases = new Map(disk.entries('generation-groups').map(([name, value]) => [name, value as GdgBase]));
  const keep = (base: GdgBase) => {
    bases.set(base.name, base);
    disk.put('generation-groups', base.name, base);
  };
  const existing = (name: string) => {
    const base = bases.get(name);
    if (base === undefined) throw new DataSetError({ kind: 'not-catalogued', dsname: name });
    return base;
  };
  const port: GenerationPart = {
    defineGdg(base) {
      if (bases.has(base.name)) throw new DataSetError({ kind: 'exists', dsname: base.name });
      keep({ ...base, generations: [] });
    },
    findGdg: (name) => bases.get(name),
    listGdgs(mask) {
      const matches = matchesLevel(mask);
      return [...bases.values()].filter(({ name }) => matches(name)).sort((a, b) => compareEbcdic(a.name, b.name));
    },
    alterGdg(name, changes) {
      const { base, rolledOff } = rolledIn({ ...existing(name), ...changes });
      keep(base);
      if (base.scratch) rolledOff.forEach(scratch);
      return { rolledOff };
    },
    removeGdg(name, force) {
      const base = existing(name);
      if (base.generations.length > 0 && !force) throw new DataSetError({ kind: 'generations-exist', dsname: name });
      base.generations.forEach(scratch);
      bases.delete(name);
      disk.remove('generation-groups', name);
    },
    rollIn(name, generation) {
      const { base, rolledOff } = rolledIn(existing(name), generation);
      keep(base);
      if (base.scratch) rolledOff.forEach(scratch);
      return { rolledOff };
    },
  };
  /** Takes a data set that was deleted or renamed out of its group. */
  const forget = (dsname: string) => {
    const base = bases.get(dsname.replace(/\.G\d{4}V\d{2}$/, ''));
    if (base?.generations.includes(dsname) === true)
      keep({ ...base, generations: base.generations.filter((name) => name !== dsname) });
  };
  return { port, forget };
}

/** EMPTY lets all older generations go once the limit is passed, NOEMPTY the oldest alone (IDCAMS DEFINE GENERATIONDATAGROUP). */
function rolledIn(base: GdgBase, generation?: string): { base: GdgBase; rolledOff: readonly string[] } {
  const added = generation === undefined ? [] : [generation];
  const generations = [...base.generations.filter((name) => name !== generation), ...added].sort(compareEbcdic);
  if (generations.length <= base.limit) return { base: { ...base, generations }, rolledOff: [] };
  const cut = base.empty ? generations.length - 1 : generations.length - base.limit;
  return { base: { ...base, generations: generations.slice(cut) }, rolledOff: generations.slice(0, cut) };
}
