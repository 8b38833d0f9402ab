import { sha256Hex } from '../shared/digest.ts';
import { LockstepError } from '../shared/errors.ts';
import type { BlobStore } from '../store/ports.ts';
import type { Blobs } from './ledger.schema.ts';

/** Names content by its digest, and checks on reading that it still is what its name says. */
export function blobsOver(store: BlobStore): Blobs {
  return {
    async put(content) {
      const bytes = Buffer.from(content);
      const digest = sha256Hex(bytes);
      await store.put(digest, bytes);
      return digest;
    },
    async get(digest) {
      const bytes = await store.get(digest);
      if (bytes !== undefined && sha256Hex(bytes) !== digest)
        throw new LockstepError('ledger.damaged', `blob ${digest} is not what its name says`, { blob: digest });
      return bytes;
    },
  };
}
