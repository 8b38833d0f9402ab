import type { Disk } from '../disk/disk.ts';

/** Content as one piece on disk: several directory entries may point to it. */
export interface Body {
  readonly id: number;
  /** Tracks, with fractions. */
  readonly tracks: number;
  readonly records: number;
  readonly bytes: number;
  readonly chunks: number;
}

const room = 'content';
/** Bytes of content that one value of the disk holds, about. */
const chunkBytes = 1_048_576;
/** Bytes of content that are kept in memory after they were read. */
const cacheBytes = 33_554_432;

/** Content of data sets and members, read from the disk when it is asked for. */
export class Bodies {
  private lastId = 0;
  private cached = 0;
  private readonly cache = new Map<number, readonly Buffer[]>();

  constructor(private readonly disk: Disk) {}

  /** Later bodies get later numbers. */
  seen(id: number): void {
    this.lastId = Math.max(this.lastId, id);
  }

  make(records: readonly Buffer[], tracks: number): Body {
    this.lastId += 1;
    return this.extend({ id: this.lastId, tracks: 0, records: 0, bytes: 0, chunks: 0 }, records, tracks);
  }

  /** Adds records behind those that are there. */
  extend(body: Body, records: readonly Buffer[], tracks: number): Body {
    let { chunks, bytes } = body;
    for (const chunk of chunked(records)) {
      const packed = pack(chunk);
      this.disk.put(room, chunkKey(body.id, chunks), packed);
      chunks += 1;
      bytes += packed.length - 4 * (chunk.length + 1);
    }
    this.forget(body);
    return { id: body.id, tracks, records: body.records + records.length, bytes, chunks };
  }

  read(body: Body | undefined): readonly Buffer[] {
    if (body === undefined || body.records === 0) return [];
    const known = this.cache.get(body.id);
    if (known !== undefined) {
      this.cache.delete(body.id);
      this.cache.set(body.id, known);
      return known;
    }
    const records = Array.from({ length: body.chunks }, (_, at) => this.chunk(body, at)).flat();
    this.keepInMemory(body, records);
    return records;
  }

  drop(body: Body): void {
    for (let at = 0; at < body.chunks; at += 1) this.disk.remove(room, chunkKey(body.id, at));
    this.forget(body);
  }

  private forget(body: Body): void {
    if (this.cache.delete(body.id)) this.cached -= body.bytes;
  }

  private chunk({ id }: Body, at: number): Buffer[] {
    const packed = this.disk.get(room, chunkKey(id, at));
    if (!(packed instanceof Uint8Array)) throw new Error(`content ${chunkKey(id, at)} is not in the practice folder`);
    return unpack(packed);
  }

  private keepInMemory(body: Body, records: readonly Buffer[]): void {
    if (body.bytes > cacheBytes / 4) return;
    this.cache.set(body.id, records);
    this.cached += body.bytes;
    for (const [id, old] of this.cache) {
      if (this.cached <= cacheBytes) break;
      this.cache.delete(id);
      this.cached -= old.reduce((sum, record) => sum + record.length, 0);
    }
  }
}

const chunkKey = (id: number, at: number) => `${String(id).padStart(12, '0')}/${String(at).padStart(6, '0')}`;

function* chunked(records: readonly Buffer[]): Generator<readonly Buffer[]> {
  let from = 0;
  let bytes = 0;
  for (const [at, record] of records.entries()) {
    if (bytes > 0 && bytes + record.length > chunkBytes) {
      yield records.slice(from, at);
      [from, bytes] = [at, 0];
    }
    bytes += record.length;
  }
  if (from < records.length) yield records.slice(from);
}

/** Count, lengths, bytes: all records of a chunk in one piece. */
function pack(records: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(4 * (records.length + 1));
  header.writeUInt32LE(records.length, 0);
  for (const [at, record] of records.entries()) header.writeUInt32LE(record.length, 4 * (at + 1));
  return Buffer.concat([header, ...records]);
}

function unpack(packed: Uint8Array): Buffer[] {
  const all = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const count = all.readUInt32LE(0);
  let from = 4 * (count + 1);
  return Array.from({ length: count }, (_, at) => {
    const to = from + all.readUInt32LE(4 * (at + 1));
    const record = all.subarray(from, to);
    from = to;
    return record;
  });
}
