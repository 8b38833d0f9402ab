import { OrderedNames } from '../catalog/ordered-names.ts';
import type { Body } from './bodies.ts';
import { entryBytes } from './directory.rules.ts';
import type { StoredMember } from './stored-member.ts';

/** The directory of one library, with what must not be counted anew at each change. */
export class Directory {
  private readonly entries = new Map<string, StoredMember>();
  private readonly names = new OrderedNames();
  private readonly aliases = new Map<string, Set<string>>();
  private readonly holders = new Map<number, number>();
  /** Tracks of all content that an entry points to. */
  tracks = 0;
  /** Bytes of all entries. */
  bytes = 0;

  get size(): number {
    return this.entries.size;
  }

  get(name: string): StoredMember | undefined {
    return this.entries.get(name);
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** @returns content that nothing points to any more */
  set(entry: StoredMember): Body | undefined {
    this.hold(entry.body);
    const left = this.delete(entry.name);
    this.entries.set(entry.name, entry);
    this.names.add(entry.name);
    this.bytes += entryBytes(entry);
    if (entry.aliasOf !== undefined) {
      const known = this.aliases.get(entry.aliasOf) ?? new Set<string>();
      this.aliases.set(entry.aliasOf, known.add(entry.name));
    }
    return left;
  }

  /** @returns content that nothing points to any more */
  delete(name: string): Body | undefined {
    const entry = this.entries.get(name);
    if (entry === undefined) return undefined;
    this.entries.delete(name);
    this.names.delete(name);
    this.bytes -= entryBytes(entry);
    if (entry.aliasOf !== undefined) this.aliases.get(entry.aliasOf)?.delete(name);
    return this.letGo(entry.body) ? entry.body : undefined;
  }

  aliasesOf(name: string): StoredMember[] {
    return [...(this.aliases.get(name) ?? [])]
      .map((alias) => this.entries.get(alias))
      .filter((one) => one !== undefined);
  }

  namesInOrder(): readonly string[] {
    return this.names.all();
  }

  inOrder(): StoredMember[] {
    return this.names
      .all()
      .map((name) => this.entries.get(name))
      .filter((one) => one !== undefined);
  }

  bodies(): Set<Body> {
    return new Set(Array.from(this.entries.values(), ({ body }) => body));
  }

  private hold(body: Body): void {
    const holders = this.holders.get(body.id) ?? 0;
    this.holders.set(body.id, holders + 1);
    if (holders === 0) this.tracks += body.tracks;
  }

  private letGo(body: Body): boolean {
    const holders = (this.holders.get(body.id) ?? 1) - 1;
    if (holders > 0) {
      this.holders.set(body.id, holders);
      return false;
    }
    this.holders.delete(body.id);
    this.tracks = this.holders.size === 0 ? 0 : this.tracks - body.tracks;
    return true;
  }
}
