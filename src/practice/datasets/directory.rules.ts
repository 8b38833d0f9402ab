import type { Member } from './data-sets.ts';

const usableBytes = 254;
const endEntry = 12;

const largestEntry = 46;

/** Blocks that entries of so many bytes never exceed, however they fall into blocks. */
export const mostDirectoryBlocks = (bytes: number) =>
  1 + Math.ceil((bytes + endEntry) / (usableBytes - largestEntry + 1));

/**
 * Blocks that a PDS directory takes: entries in order, none crossing a block of 256 bytes. An entry has 12 bytes and its
 * user data: 30 for ISPF statistics, 24 for a load module, 34 for an alias of one.
 *
 * @see z/OS DFSMS Using Data Sets, Structure of a PDS Directory
 */
export function directoryBlocks(members: readonly Member[]): number {
  let blocks = 1;
  let used = 0;
  for (const size of [...members.map(entryBytes), endEntry]) {
    if (used + size > usableBytes) {
      blocks += 1;
      used = 0;
    }
    used += size;
  }
  return blocks;
}

/** Bytes of one entry. */
export function entryBytes(member: Member): number {
  if (member.load !== undefined) return member.aliasOf === undefined ? 36 : 46;
  return member.statistics === undefined ? 12 : 42;
}
