import { z } from 'zod';
import type { Disk } from '../disk/disk.ts';
import type { DbTable, DbTables, DbUtilities, PendingState } from './subsystems.ts';
import type { Db2Site } from './subsystems.schema.ts';

const Value = z.union([z.string(), z.number(), z.null()]);
const StoredTable = z.strictObject({
  name: z.string(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string(), nullable: z.boolean() })).optional(),
  rows: z.array(z.array(Value)),
  dropped: z.boolean().optional(),
});
const Names = z.array(z.string());

/** Tables of the site file, and what DDL and SQL made of them; kept over a restart. */
export function createTables(site: Db2Site, disk: Disk): DbTables {
  const room = `db2-tables-${site.ssid}`;
  const grants = new Map<string, string[]>(Object.entries(site.privileges ?? {}));
  const objects = new Set<string>();
  const tables = new Map<string, DbTable>(
    site.tables.map((name) => [name, { name, columns: columnsOf(site, name), rows: [] }]),
  );
  for (const [key, value] of disk.entries(room)) {
    if (key === 'objects') for (const name of Names.parse(value)) objects.add(name);
    else if (key.startsWith('grant ')) grants.set(key.slice(6), Names.parse(value));
    else {
      const { dropped, ...table } = StoredTable.parse(value);
      if (dropped === true) tables.delete(key);
      else tables.set(key, { ...table, columns: table.columns });
    }
  }
  const keepGrants = (table: string, ids: string[]) => {
    grants.set(table, ids);
    disk.put(room, `grant ${table}`, ids);
  };
  return {
    table: (name) => tables.get(name),
    names: () => [...tables.keys()],
    put(table) {
      tables.set(table.name, table);
      disk.put(room, table.name, table);
    },
    drop(name) {
      const had = tables.delete(name);
      if (had) disk.put(room, name, { name, rows: [], dropped: true });
      return had;
    },
    mayUse: (id, table) => grants.get(table)?.some((one) => one === id || one === 'PUBLIC') ?? true,
    grant: (table, ids) => keepGrants(table, [...new Set([...(grants.get(table) ?? []), ...ids])]),
    revoke: (table, ids) =>
      keepGrants(
        table,
        (grants.get(table) ?? []).filter((id) => !ids.includes(id)),
      ),
    objects: () => objects,
    addObject(name) {
      objects.add(name);
      disk.put(room, 'objects', [...objects]);
    },
    dropObject(name) {
      const had = objects.delete(name);
      disk.put(room, 'objects', [...objects]);
      return had;
    },
  };
}

function columnsOf(site: Db2Site, table: string) {
  return site.columns?.[table]?.map((name) => ({ name, type: 'CHAR', nullable: true }));
}

/** Pending states and stopped utilities; kept over a restart. */
export function createUtilities(ssid: string, disk: Disk): DbUtilities {
  const room = `db2-utilities-${ssid}`;
  const pending = new Map<string, Set<PendingState>>();
  const stopped = new Map<string, string>();
  for (const [key, value] of disk.entries(room)) {
    if (key.startsWith('pending '))
      pending.set(key.slice(8), new Set(z.array(z.enum(['COPY', 'CHKP', 'REORP'])).parse(value)));
    else stopped.set(key, z.string().parse(value));
  }
  return {
    pending: () => pending,
    setPending(name, state, on) {
      const states = pending.get(name) ?? new Set<PendingState>();
      if (on) states.add(state);
      else states.delete(state);
      if (states.size === 0) {
        pending.delete(name);
        disk.remove(room, `pending ${name}`);
      } else {
        pending.set(name, states);
        disk.put(room, `pending ${name}`, [...states]);
      }
    },
    stopped: () => stopped,
    stop(utilid, utility) {
      stopped.set(utilid, utility);
      disk.put(room, utilid, utility);
    },
    terminate(utilid) {
      disk.remove(room, utilid);
      return stopped.delete(utilid);
    },
  };
}
