/** A container for data sets with their directories, of the practice system's own: unloads, dumps, packed files. */

import { createHash } from 'node:crypto';
import type { Attributes, LoadAttributes, MemberStatistics } from '../../datasets/data-sets.ts';
import { ebcdic } from '../../codepages/code-page.ts';

export interface BundledMember {
  name: string;
  aliasOf?: string;
  statistics?: MemberStatistics;
  load?: LoadAttributes;
  records: readonly Buffer[];
}

export interface BundledSet {
  dsname: string;
  attributes: Attributes;
  /** Content of a data set that is no library. */
  records: readonly Buffer[];
  members: readonly BundledMember[];
  /** What else the kind of data set needs, as text. */
  more?: Readonly<Record<string, string>>;
}

type Head = (Omit<BundledSet, 'records' | 'members'> & {
  count: number;
  members: (Omit<BundledMember, 'records'> & { count: number })[];
})[];

const eyecatcher = ebcdic.encode('PRACTICE');
const kindLength = 8;
const digestLength = 32;

/** All bytes of a container: eye-catcher, kind, digest, length of the head, head, records with their lengths. */
export function bundled(kind: string, sets: readonly BundledSet[]): Buffer {
  const records: Buffer[] = [];
  const counted = (list: readonly Buffer[]): number => {
    for (const record of list) records.push(length(record.length), record);
    return list.length;
  };
  const head: Head = sets.map(({ records: content, members, ...rest }) => ({
    ...rest,
    count: counted(content),
    members: members.map(({ records: body, ...member }) => ({ ...member, count: counted(body) })),
  }));
  const text = Buffer.from(JSON.stringify(head), 'utf8');
  const inner = Buffer.concat([length(text.length), text, ...records]);
  const digest = createHash('sha256').update(inner).digest();
  return Buffer.concat([eyecatcher, ebcdic.encode(kind.padEnd(kindLength).slice(0, kindLength)), digest, inner]);
}

/** @returns undefined when the bytes are no whole container of this kind */
export function unbundled(kind: string, bytes: Buffer): BundledSet[] | undefined {
  const start = eyecatcher.length + kindLength + digestLength;
  if (bytes.length < start + 4 || !bytes.subarray(0, eyecatcher.length).equals(eyecatcher)) return undefined;
  const named = ebcdic.decode(bytes.subarray(eyecatcher.length, eyecatcher.length + kindLength)).trim();
  const inner = bytes.subarray(start);
  const digest = createHash('sha256').update(inner).digest();
  if (named !== kind || !digest.equals(bytes.subarray(start - digestLength, start))) return undefined;
  const end = 4 + inner.readUInt32BE(0);
  let at = end;
  const take = (count: number): Buffer[] =>
    Array.from({ length: count }, () => {
      const size = inner.readUInt32BE(at);
      at += 4 + size;
      return inner.subarray(at - size, at);
    });
  const head = JSON.parse(inner.subarray(4, end).toString('utf8')) as Head;
  return head.map(({ count, members, ...rest }) => {
    const records = take(count);
    return {
      ...rest,
      records,
      members: members.map(({ count: own, ...member }) => ({ ...member, records: take(own) })),
    };
  });
}

function length(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Cuts bytes into records of a length, the last one padded with zeros; their number of bytes stands first. */
export function cut(bytes: Buffer, recordLength: number): Buffer[] {
  const all = Buffer.concat([length(bytes.length), bytes]);
  const records: Buffer[] = [];
  for (let at = 0; at < all.length; at += recordLength) {
    const record = all.subarray(at, at + recordLength);
    records.push(
      record.length === recordLength ? record : Buffer.concat([record, Buffer.alloc(recordLength - record.length)]),
    );
  }
  return records;
}

/** Puts together what was cut; undefined when there are fewer bytes than were cut. */
export function pasted(records: readonly Buffer[]): Buffer | undefined {
  const all = Buffer.concat(records);
  if (all.length < 4) return undefined;
  const size = all.readUInt32BE(0);
  return size + 4 > all.length ? undefined : all.subarray(4, 4 + size);
}
