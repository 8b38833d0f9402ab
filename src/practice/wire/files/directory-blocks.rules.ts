import { ebcdic } from '../../codepages/code-page.ts';
import type { Member } from '../../datasets/data-sets.ts';

const blockLength = 256;

/** A library read without a member: its directory, one record a block of 256 bytes, ended by an entry of X'FF'. */
export function directoryRecords(members: readonly Member[]): Buffer[] {
  const entries = [...members.map(entryOf), Buffer.concat([Buffer.alloc(8, 0xff), Buffer.alloc(4)])];
  const blocks: Buffer[][] = [[]];
  let used = 2;
  for (const entry of entries) {
    if (used + entry.length > blockLength) {
      blocks.push([]);
      used = 2;
    }
    blocks.at(-1)?.push(entry);
    used += entry.length;
  }
  return blocks.map(blockOf);
}

function blockOf(entries: readonly Buffer[]): Buffer {
  const block = Buffer.alloc(blockLength);
  const content = Buffer.concat(entries);
  block.writeUInt16BE(content.length + 2);
  content.copy(block, 2);
  return block;
}

function entryOf(member: Member): Buffer {
  const halfwords = member.load !== undefined ? 12 : member.statistics !== undefined ? 15 : 0;
  const indicator = halfwords + (member.aliasOf === undefined ? 0 : 0x80);
  const ttr = Buffer.from(member.load?.ttr.padStart(6, '0') ?? '000000', 'hex');
  return Buffer.concat([
    ebcdic.encode(member.name.padEnd(8)),
    ttr,
    Buffer.from([indicator]),
    Buffer.alloc(halfwords * 2),
  ]);
}
