import type { Disk } from '../disk/disk.ts';

/** Bytes of files in pieces, so that a long file is never one value of the disk. */
export interface Content {
  read(id: number): Buffer;
  write(id: number, bytes: Buffer): void;
  append(id: number, bytes: Buffer): void;
  drop(id: number): void;
}

const room = 'unix-content';
const pieceBytes = 64 * 1024;
const keyOf = (id: number, piece: number) => `${String(id)}/${String(piece).padStart(8, '0')}`;

/** Content on a disk that reads single values is left there; on another one it is held in memory. */
export function contentOn(disk: Disk & { get?: (room: string, key: string) => unknown }): Content {
  const held = new Map<string, Buffer>();
  const counts = new Map<number, number>();
  for (const [key, value] of disk.entries(room)) {
    const id = Number(key.slice(0, key.indexOf('/')));
    counts.set(id, (counts.get(id) ?? 0) + 1);
    held.set(key, Buffer.from(value as Uint8Array));
  }
  const put = (id: number, piece: number, bytes: Buffer) => {
    const key = keyOf(id, piece);
    held.set(key, bytes);
    disk.put(room, key, bytes);
  };
  const piecesOf = (id: number) =>
    Array.from({ length: counts.get(id) ?? 0 }, (_, piece) => held.get(keyOf(id, piece)) ?? Buffer.alloc(0));
  const drop = (id: number) => {
    for (let piece = 0; piece < (counts.get(id) ?? 0); piece += 1) {
      held.delete(keyOf(id, piece));
      disk.remove(room, keyOf(id, piece));
    }
    counts.delete(id);
  };
  const putFrom = (id: number, first: number, bytes: Buffer) => {
    const pieces = Math.ceil(bytes.length / pieceBytes);
    for (let piece = 0; piece < pieces; piece += 1)
      put(id, first + piece, Buffer.from(bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes)));
    counts.set(id, first + pieces);
  };
  return {
    read: (id) => Buffer.concat(piecesOf(id)),
    write(id, bytes) {
      drop(id);
      putFrom(id, 0, bytes);
    },
    append(id, bytes) {
      const count = counts.get(id) ?? 0;
      const tail = count === 0 ? Buffer.alloc(0) : (held.get(keyOf(id, count - 1)) ?? Buffer.alloc(0));
      putFrom(id, Math.max(0, count - 1), Buffer.concat([tail, bytes]));
    },
    drop,
  };
}
