import { OrderedNames } from '../catalog/ordered-names.ts';
import type { CatalogEntry } from '../catalog/catalog.ts';
import type { Disk } from '../disk/disk.ts';
import { Bodies } from './bodies.ts';
import type { Body } from './bodies.ts';
import { DataSetError } from './data-sets.ts';
import { Directory } from './directory.ts';
import type { KeptDataSet, StoredDataSet } from './stored.ts';
import type { KeptMember, StoredMember } from './stored-member.ts';

/** Rooms of the disk: labels by number, members by number and name, catalog by name. */
const rooms = { labels: 'data-sets', members: 'members', catalog: 'catalog' } as const;

/** All labels, directories and catalog entries in memory, each change passed on to the disk. */
export class Shelf {
  readonly bodies: Bodies;
  private readonly byVolume = new Map<string, Map<string, StoredDataSet>>();
  private readonly catalog = new Map<string, CatalogEntry>();
  private readonly names = new OrderedNames();
  private readonly related = new Map<string, Set<string>>();
  private lastId = 0;
  private readonly lastIdAtIpl: number;

  constructor(private readonly disk: Disk) {
    this.bodies = new Bodies(disk);
    const byId = this.readLabels();
    this.lastIdAtIpl = this.lastId;
    this.readMembers(byId);
    for (const [name, value] of disk.entries(rooms.catalog)) this.enter({ ...(value as CatalogEntry), name });
  }

  /** What a volume holds, by name. */
  onVolume(serial: string): ReadonlyMap<string, StoredDataSet> {
    return this.byVolume.get(serial) ?? new Map<string, StoredDataSet>();
  }

  *all(): Generator<StoredDataSet> {
    for (const volume of this.byVolume.values()) yield* volume.values();
  }

  /** Whether it was there when the system started: no job that runs has made it. */
  isOlderThanIpl({ id }: StoredDataSet): boolean {
    return id <= this.lastIdAtIpl;
  }

  newId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  /** Keeps the label as it is now. */
  keep(dataSet: StoredDataSet): void {
    const { id, directory: _, ...label } = dataSet;
    this.place(dataSet);
    this.disk.put(rooms.labels, labelKey(id), label satisfies KeptDataSet);
  }

  /** Takes a data set out of its volume's table, before its name or its volume change. */
  take({ volume, dsname }: StoredDataSet): void {
    this.byVolume.get(volume)?.delete(dsname);
  }

  /** Deletes a label, its members and its content. */
  discard(dataSet: StoredDataSet): void {
    this.take(dataSet);
    this.disk.remove(rooms.labels, labelKey(dataSet.id));
    for (const { name } of dataSet.directory.inOrder()) this.disk.remove(rooms.members, memberKey(dataSet.id, name));
    for (const body of dataSet.directory.bodies()) this.bodies.drop(body);
    if (dataSet.body !== undefined) this.bodies.drop(dataSet.body);
  }

  /** @returns content that nothing points to any more; it is dropped */
  putMember(dataSet: StoredDataSet, member: StoredMember): Body | undefined {
    this.disk.put(rooms.members, memberKey(dataSet.id, member.name), { ...member } satisfies KeptMember);
    return this.dropped(dataSet.directory.set(member));
  }

  /** @returns content that nothing points to any more; it is dropped */
  removeMember(dataSet: StoredDataSet, name: string): Body | undefined {
    this.disk.remove(rooms.members, memberKey(dataSet.id, name));
    return this.dropped(dataSet.directory.delete(name));
  }

  entry(name: string): CatalogEntry | undefined {
    return this.catalog.get(name);
  }

  /** Names of entries in EBCDIC order. */
  entriesStartingWith(prefix: string): readonly string[] {
    return this.names.startingWith(prefix);
  }

  /** Entries that name this one as the one they belong to. */
  relatedTo(name: string): readonly CatalogEntry[] {
    return [...(this.related.get(name) ?? [])].map((one) => this.catalog.get(one)).filter((one) => one !== undefined);
  }

  putEntry(entry: CatalogEntry): void {
    this.leave(entry.name);
    this.enter(entry);
    this.disk.put(rooms.catalog, entry.name, entry);
  }

  removeEntry(name: string): void {
    this.leave(name);
    this.disk.remove(rooms.catalog, name);
  }

  private dropped(body: Body | undefined): Body | undefined {
    if (body !== undefined) this.bodies.drop(body);
    return body;
  }

  private enter(entry: CatalogEntry): void {
    this.catalog.set(entry.name, entry);
    this.names.add(entry.name);
    if (entry.related === undefined) return;
    const known = this.related.get(entry.related) ?? new Set<string>();
    this.related.set(entry.related, known.add(entry.name));
  }

  private leave(name: string): void {
    const entry = this.catalog.get(name);
    if (entry === undefined) return;
    this.catalog.delete(name);
    this.names.delete(name);
    if (entry.related !== undefined) this.related.get(entry.related)?.delete(name);
  }

  private place(dataSet: StoredDataSet): void {
    const volume = this.byVolume.get(dataSet.volume) ?? new Map<string, StoredDataSet>();
    this.byVolume.set(dataSet.volume, volume.set(dataSet.dsname, dataSet));
  }

  private readLabels(): Map<number, StoredDataSet> {
    const byId = new Map<number, StoredDataSet>();
    for (const [key, value] of this.disk.entries(rooms.labels)) {
      const dataSet = { ...(value as KeptDataSet), id: Number(key), directory: new Directory() };
      byId.set(dataSet.id, dataSet);
      this.place(dataSet);
      this.lastId = Math.max(this.lastId, dataSet.id);
      if (dataSet.body !== undefined) this.bodies.seen(dataSet.body.id);
    }
    return byId;
  }

  private readMembers(byId: ReadonlyMap<number, StoredDataSet>): void {
    for (const [key, value] of this.disk.entries(rooms.members)) {
      const member = value as KeptMember;
      byId.get(Number(key.slice(0, key.indexOf('/'))))?.directory.set(member);
      this.bodies.seen(member.body.id);
    }
  }
}

const labelKey = (id: number) => String(id).padStart(10, '0');
const memberKey = (id: number, name: string) => `${labelKey(id)}/${name}`;

/** Where names are looked up: in the catalog, or in the table of contents of one volume. */
export interface View {
  /** @returns undefined for a name that is not there, or whose data set is not on its volume */
  find(dsname: string): StoredDataSet | undefined;
  /** Volume that the view is of. */
  readonly serial: string | undefined;
}

/** @throws DataSetError `not-catalogued` */
export function existing(view: View, dsname: string): StoredDataSet {
  const found = view.find(dsname);
  if (found === undefined) throw new DataSetError({ kind: 'not-catalogued', dsname });
  return found;
}

/** @throws DataSetError `not-catalogued`, `not-partitioned` */
export function library(view: View, dsname: string): StoredDataSet {
  const found = existing(view, dsname);
  if (found.attributes.dsorg !== 'PO') throw new DataSetError({ kind: 'not-partitioned', dsname });
  return found;
}
