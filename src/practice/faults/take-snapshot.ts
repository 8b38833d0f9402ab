import type { Disk } from '../disk/disk.ts';
import { snapshotBytes } from '../snapshot/save-snapshot.ts';
import type { WireAnswer } from '../wire/answer.ts';

/** `POST /practice/snapshot`: the running system as bytes that `lockstep practice load` takes. */
export async function takeSnapshot(disk: Disk): Promise<WireAnswer> {
  const parts: Buffer[] = [];
  for await (const part of snapshotBytes(disk)) parts.push(part);
  return { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body: Buffer.concat(parts) };
}
