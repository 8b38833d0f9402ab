import { z } from 'zod';
import type { Disk } from '../disk/disk.ts';

const Definition = z.strictObject({
  type: z.string(),
  name: z.string(),
  group: z.string(),
  attributes: z.record(z.string(), z.string()),
});
export type Definition = z.infer<typeof Definition>;

const StoredCsd = z.strictObject({
  definitions: z.array(Definition),
  lists: z.record(z.string(), z.array(z.string())),
});

/** A CICS system definition file: definitions in groups, groups in lists. */
export interface Csd {
  readonly dsname: string;
  definitions(group?: string): readonly Definition[];
  find(type: string, name: string, group: string): Definition | undefined;
  put(definition: Definition): void;
  remove(definition: Definition): void;
  lists(): ReadonlyMap<string, readonly string[]>;
  setList(name: string, groups: readonly string[]): void;
  initialize(): void;
}

const room = 'cics-csd';

/** Opens a CSD; a new one is empty. */
export function openCsd(dsname: string, disk: Disk): Csd {
  const kept = disk.entries(room).find(([key]) => key === dsname)?.[1];
  const state = kept === undefined ? { definitions: [], lists: {} } : StoredCsd.parse(kept);
  let definitions = state.definitions;
  let lists = new Map(Object.entries(state.lists));
  const keep = () => disk.put(room, dsname, { definitions, lists: Object.fromEntries(lists) });
  const is = (type: string, name: string, group: string) => (one: Definition) =>
    one.type === type && one.name === name && one.group === group;
  return {
    dsname,
    definitions: (group) => (group === undefined ? definitions : definitions.filter((one) => one.group === group)),
    find: (type, name, group) => definitions.find(is(type, name, group)),
    put(definition) {
      definitions = [
        ...definitions.filter((one) => !is(definition.type, definition.name, definition.group)(one)),
        definition,
      ];
      keep();
    },
    remove(definition) {
      definitions = definitions.filter((one) => one !== definition);
      keep();
    },
    lists: () => lists,
    setList(name, groups) {
      lists = new Map(lists);
      if (groups.length === 0) lists.delete(name);
      else lists.set(name, [...groups]);
      keep();
    },
    initialize() {
      definitions = [];
      lists = new Map();
      keep();
    },
  };
}
