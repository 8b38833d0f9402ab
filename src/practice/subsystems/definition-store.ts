import { z } from 'zod';
import type { Disk } from '../disk/disk.ts';

const Fields = z.record(z.string(), z.string());

/** Definitions of one kind that a scheduler keeps: fields by name under a key. */
export interface DefinitionStore {
  keys(): readonly string[];
  get(key: string): Readonly<Record<string, string>> | undefined;
  put(key: string, fields: Readonly<Record<string, string>>): void;
  /** @returns whether it was there */
  remove(key: string): boolean;
}

/** Opens a store; what was put outlives a restart. */
export function openDefinitions(disk: Disk, name: string): DefinitionStore {
  const room = `definitions-${name}`;
  const all = new Map(disk.entries(room).map(([key, value]) => [key, Fields.parse(value)]));
  return {
    keys: () => [...all.keys()].sort(),
    get: (key) => all.get(key),
    put(key, fields) {
      all.set(key, { ...fields });
      disk.put(room, key, { ...fields });
    },
    remove(key) {
      if (!all.delete(key)) return false;
      disk.remove(room, key);
      return true;
    },
  };
}
