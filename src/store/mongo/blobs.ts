import { Binary, type Collection } from 'mongodb';
import { LockstepError } from '../../shared/errors.ts';
import type { BlobStore } from '../ports.ts';
import { isDuplicate, unavailable } from './answers.ts';
import type { Connection } from './connection.ts';

const chunkBytes = 1024 * 1024;

/** Chunks are `<digest>:<6-digit n>`; the end marker `<digest>:end` alone makes a blob exist. */
type BlobDocument =
  | { readonly _id: string; readonly data: Binary }
  | { readonly _id: string; readonly chunks: number; readonly bytes: number };

/** Blobs as chunk documents of at most 1 MiB. The marker's majority covers the chunks before it. */
export function mongoBlobs({ db, causal }: Connection): BlobStore {
  const blobs: Collection<BlobDocument> = db.collection<BlobDocument>('blobs');
  const insert = async (document: BlobDocument): Promise<void> => {
    try {
      await causal.within((within) => blobs.insertOne(document, within));
    } catch (error) {
      if (!isDuplicate(error)) throw unavailable(error);
    }
  };
  const markerOf = async (digest: string) => {
    const marker = await causal.ask((within) => blobs.findOne({ _id: `${digest}:end` }, within));
    return marker !== null && 'chunks' in marker ? marker : undefined;
  };
  return {
    async put(digest, content) {
      if ((await markerOf(digest)) !== undefined) return;
      const chunks = Math.ceil(content.byteLength / chunkBytes);
      for (let n = 0; n < chunks; n += 1) {
        const data = new Binary(content.subarray(n * chunkBytes, (n + 1) * chunkBytes));
        await insert({ _id: chunkId(digest, n), data });
      }
      await insert({ _id: `${digest}:end`, chunks, bytes: content.byteLength });
      if ((await markerOf(digest)) === undefined)
        throw new LockstepError('ledger.unavailable', `the database has no majority for blob ${digest} yet`);
    },
    async get(digest) {
      const marker = await markerOf(digest);
      if (marker === undefined) return undefined;
      const parts: Uint8Array[] = [];
      for (let n = 0; n < marker.chunks; n += 1) {
        const chunk = await causal.ask((within) => blobs.findOne({ _id: chunkId(digest, n) }, within));
        if (chunk !== null && 'data' in chunk) parts.push(chunk.data.value());
      }
      const content = Buffer.concat(parts);
      if (content.byteLength !== marker.bytes)
        throw new LockstepError('ledger.damaged', `blob ${digest} is not whole`, { blob: digest });
      return content;
    },
  };
}

const chunkId = (digest: string, n: number): string => `${digest}:${String(n).padStart(6, '0')}`;
