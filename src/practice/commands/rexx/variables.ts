import { RexxError } from './errors.rules.ts';

/** A value that several pools may share after PROCEDURE EXPOSE. */
export interface Box {
  value: string | undefined;
}

export interface Stem {
  /** Value of every tail that was not set since. */
  all: Box;
  tails: Map<string, Box>;
}

/** Characters that all variables of an exec may hold together. */
const most = 32_000_000;

/** What the pools of one exec hold together. */
export class Room {
  private used = 0;

  /** @throws {RexxError} 5 */
  change(by: number): void {
    this.used += by;
    if (this.used > most) throw new RexxError(5);
  }
}

/** Variables of one routine. Names are upper case; a stem ends with its period. */
export class Variables {
  private readonly simple = new Map<string, Box>();
  private readonly stems = new Map<string, Stem>();

  constructor(private readonly room: Room = new Room()) {}

  /** An empty pool that counts against the same room. */
  fresh(): Variables {
    return new Variables(this.room);
  }

  private box(name: string): Box {
    const found = this.simple.get(name);
    if (found !== undefined) return found;
    const made: Box = { value: undefined };
    this.simple.set(name, made);
    return made;
  }

  private stem(name: string): Stem {
    const found = this.stems.get(name);
    if (found !== undefined) return found;
    const made: Stem = { all: { value: undefined }, tails: new Map() };
    this.stems.set(name, made);
    return made;
  }

  get(name: string): string | undefined {
    const dot = name.indexOf('.');
    if (dot < 0) return this.simple.get(name)?.value;
    const stem = this.stems.get(name.slice(0, dot + 1));
    if (stem === undefined) return undefined;
    if (dot === name.length - 1) return stem.all.value;
    const box = stem.tails.get(name.slice(dot + 1));
    return box === undefined ? stem.all.value : box.value;
  }

  set(name: string, value: string): void {
    const dot = name.indexOf('.');
    if (dot < 0) {
      this.put(this.box(name), value);
      return;
    }
    const stem = this.stem(name.slice(0, dot + 1));
    if (dot < name.length - 1) {
      const tail = name.slice(dot + 1);
      const box = stem.tails.get(tail) ?? { value: undefined };
      stem.tails.set(tail, box);
      this.put(box, value);
      return;
    }
    this.clear(stem);
    this.put(stem.all, value);
  }

  private put(box: Box, value: string): void {
    this.room.change(value.length + (box.value === undefined ? 24 : -box.value.length));
    box.value = value;
  }

  private clear(stem: Stem): void {
    for (const box of stem.tails.values()) if (box.value !== undefined) this.room.change(-box.value.length - 24);
    stem.tails.clear();
  }

  drop(name: string): void {
    const dot = name.indexOf('.');
    if (dot < 0) {
      const box = this.simple.get(name);
      if (box !== undefined) box.value = undefined;
      return;
    }
    const stem = this.stem(name.slice(0, dot + 1));
    if (dot < name.length - 1) stem.tails.set(name.slice(dot + 1), { value: undefined });
    else {
      this.clear(stem);
      stem.all.value = undefined;
    }
  }

  /** Makes a name of this pool mean the same variable in another. */
  expose(name: string, into: Variables): void {
    const dot = name.indexOf('.');
    if (dot < 0) into.simple.set(name, this.box(name));
    else if (dot === name.length - 1) into.stems.set(name, this.stem(name));
    else {
      const tail = name.slice(dot + 1);
      const stem = this.stem(name.slice(0, dot + 1));
      const box = stem.tails.get(tail) ?? { value: stem.all.value };
      stem.tails.set(tail, box);
      into.stem(name.slice(0, dot + 1)).tails.set(tail, box);
    }
  }
}
