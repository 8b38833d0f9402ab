import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { LockstepError } from '../../shared/errors.ts';

export type SnapshotEntry = readonly [room: string, key: string, value: unknown];

/** First line of every snapshot; the number is that of its form. */
export const magic = 'LOCKSTEP PRACTICE SNAPSHOT 1\n';

const digestBytes = 32;

/**
 * The frames of a snapshot: of each entry a length of four bytes and the entry as Node serialises it; at the end a
 * length of zero and the SHA-256 of everything before.
 */
export function* framesOf(entries: Iterable<SnapshotEntry>): Generator<Buffer> {
  const digest = createHash('sha256');
  for (const entry of entries) {
    const frame = framed(serialize(entry));
    digest.update(frame);
    yield frame;
  }
  yield Buffer.concat([Buffer.alloc(4), digest.digest()]);
}

/**
 * Reads frames back.
 *
 * @throws {LockstepError} `request.invalid` when they end early, go on behind their end, or have another digest
 */
export async function* entriesOf(source: AsyncIterable<Buffer>): AsyncGenerator<SnapshotEntry> {
  const digest = createHash('sha256');
  const input = new Pieces(source);
  for (;;) {
    const head = await input.take(4);
    const length = head.readUInt32BE(0);
    if (length === 0) break;
    const body = await input.take(length);
    digest.update(head).update(body);
    yield entryIn(body);
  }
  const expected = await input.take(digestBytes);
  if (!digest.digest().equals(expected)) throw damaged('its digest does not fit');
  if (await input.isMore()) throw damaged('something stands behind its end');
}

export const damaged = (why: string, cause?: unknown) =>
  new LockstepError('request.invalid', `The snapshot is damaged: ${why}`, {}, { cause });

function framed(body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length, 0);
  return Buffer.concat([head, body]);
}

function entryIn(body: Buffer): SnapshotEntry {
  let entry: unknown;
  try {
    entry = deserialize(body);
  } catch (error) {
    throw damaged('an entry cannot be read', error);
  }
  if (!Array.isArray(entry) || entry.length !== 3 || typeof entry[0] !== 'string' || typeof entry[1] !== 'string')
    throw damaged('an entry has another form');
  return [entry[0], entry[1], entry[2]];
}

/** Bytes of a stream in pieces of the wanted size. */
class Pieces {
  private readonly iterator: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.iterator = source[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = length;
    while (missing > 0) {
      if (this.rest.length === 0 && !(await this.fill())) throw damaged('it ends early');
      const part = this.rest.subarray(0, missing);
      this.rest = this.rest.subarray(part.length);
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  async isMore(): Promise<boolean> {
    return this.rest.length > 0 || (await this.fill());
  }

  private async fill(): Promise<boolean> {
    const next = await this.iterator.next().catch((error: unknown) => {
      throw damaged('it cannot be unpacked', error);
    });
    if (next.done === true) return false;
    this.rest = next.value;
    return next.value.length > 0 || this.fill();
  }
}
