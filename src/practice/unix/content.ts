import type { Disk } from '../disk/disk.ts';

/** Bytes of files in pieces on the disk, so that a long file is never one value, and none of it stays in memory. */
export interface Content {
  read(id: number): Buffer;
  write(id: number, bytes: Buffer): void;
  append(id: number, bytes: Buffer): void;
  drop(id: number): void;
}

const room = 'unix-content';
const pieceBytes = 64 * 1024;
const keyOf = (id: number, piece: number) => `${String(id)}/${String(piece).padStart(8, '0')}`;

export function contentOn(disk: Disk): Content {
  const counts = new Map<number, number>();
  for (const key of disk.keys(room)) {
    const id = Number(key.slice(0, key.indexOf('/')));
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const piece = (id: number, at: number): Uint8Array => {
    const value = disk.get(room, keyOf(id, at));
    return value instanceof Uint8Array ? value : Buffer.alloc(0);
  };
  const putFrom = (id: number, first: number, bytes: Buffer) => {
    const pieces = Math.ceil(bytes.length / pieceBytes);
    for (let at = 0; at < pieces; at += 1)
      disk.put(room, keyOf(id, first + at), Buffer.from(bytes.subarray(at * pieceBytes, (at + 1) * pieceBytes)));
    counts.set(id, first + pieces);
  };
  const drop = (id: number) => {
    for (let at = 0; at < (counts.get(id) ?? 0); at += 1) disk.remove(room, keyOf(id, at));
    counts.delete(id);
  };
  return {
    read: (id) => Buffer.concat(Array.from({ length: counts.get(id) ?? 0 }, (_, at) => piece(id, at))),
    write(id, bytes) {
      drop(id);
      putFrom(id, 0, bytes);
    },
    append(id, bytes) {
      const count = counts.get(id) ?? 0;
      const tail = count === 0 ? Buffer.alloc(0) : piece(id, count - 1);
      putFrom(id, Math.max(0, count - 1), Buffer.concat([tail, bytes]));
    },
    drop,
  };
}
