import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishedNotes } from '../ledger/checkpoints.ts';
import { type Ed25519Key, newKeyPair, privateKeyOf, publicPemOf } from '../shared/ed25519.ts';
import type { Chance } from '../shared/ids.ts';

/** What the service keeps in its data folder beside the book: never in the book's database. */
export interface KeptFiles {
  readonly home: string;
  readonly key: {
    readonly privateKey: Ed25519Key;
    readonly origin: 'self-made' | 'site';
    readonly publicKeyFile: string;
  };
  readonly published: PublishedNotes;
}

const selfMade = '# Self-made by Lockstep at first start: it proves that nothing was changed since, not who signed.\n';

/** Reads or makes the home id, the signing key and the list of published checkpoints. */
export function openKeptFiles(dataFolder: string, signingKey: string, chance: Chance): KeptFiles {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const home = kept(join(dataFolder, 'home'), () => chance.bytes(16).toString('hex'));
  const pem = kept(signingKey, () => selfMade + newKeyPair().privateKey);
  chmodSync(signingKey, 0o600);
  const privateKey = privateKeyOf(pem);
  const publicKeyFile = join(dataFolder, 'public-key.pem');
  const origin = pem.startsWith(selfMade) ? 'self-made' : 'site';
  writeFileSync(publicKeyFile, `${origin === 'self-made' ? selfMade : ''}${publicPemOf(privateKey)}`);
  return {
    home,
    key: { privateKey, origin, publicKeyFile },
    published: publishedIn(join(dataFolder, 'checkpoints.txt')),
  };
}

function kept(path: string, make: () => string): string {
  if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trimEnd();
}

const between = '\n---\n';

function publishedIn(path: string): PublishedNotes {
  return {
    async last() {
      const text = existsSync(path) ? await readFile(path, 'utf8') : '';
      return text.split(between).at(-2);
    },
    append: (note) => appendFile(path, `${note}${between}`, { flush: true }),
  };
}
