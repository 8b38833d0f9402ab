import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
  makeFolder(dataFolder);
  const home = kept(join(dataFolder, 'home'), () => chance.bytes(16).toString('hex'));
  const pem = kept(signingKey, () => selfMade + newKeyPair().privateKey);
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

/** Makes a folder and those above it that are missing, each with its name on the disk. */
function makeFolder(path: string): void {
  const highest = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (highest === undefined) return;
  for (let made = path; made.length >= highest.length; made = dirname(made)) syncFolder(dirname(made));
}

/**
 * A file that is made once, whole and on the disk before anyone relies on it: a book names what stands in it. Of two
 * instances that find it missing at once both have what the first made.
 */
function kept(path: string, make: () => string): string {
  if (!existsSync(path)) {
    const whole = `${path}.${process.pid}.new`;
    writeFileSync(whole, make(), { mode: 0o600, flush: true });
    place(whole, path);
    syncFolder(dirname(path));
  }
  return readFileSync(path, 'utf8').trimEnd();
}

/** Gives a whole file its name unless the name is taken; a file system without links knows no such step. */
function place(whole: string, path: string): void {
  try {
    linkSync(whole, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(whole, path);
  } finally {
    rmSync(whole, { force: true });
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

const between = '\n---\n';

/** Notes one after another. One that a crash cut off is ended by the next append, and stays as it is. */
function publishedIn(path: string): PublishedNotes {
  return {
    async last() {
      const text = existsSync(path) ? await readFile(path, 'utf8') : '';
      return text.split(between).at(-2);
    },
    async append(note) {
      const before = existsSync(path) ? await readFile(path, 'utf8') : '';
      const ended = before === '' || before.endsWith(between);
      await appendFile(path, `${ended ? '' : between}${note}${between}`, { flush: true });
      if (before === '') syncFolder(dirname(path));
    },
  };
}
