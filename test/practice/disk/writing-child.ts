import { lmdbDisk } from '../../../src/practice/disk/lmdb-disk.ts';

/** Writes pairs that belong together until it is killed: the first at the start of a turn, the second at its end. */
const disk = lmdbDisk(process.argv[2] ?? '');
let count = Number(disk.get('pairs', 'second') ?? 0);

async function turn(): Promise<void> {
  count += 1;
  disk.put('pairs', 'first', count);
  disk.put('content', String(count), Buffer.alloc(20_000, count));
  for (const until = performance.now() + 3; performance.now() < until;) await Promise.resolve();
  disk.put('pairs', 'second', count);
  disk.remove('content', String(count - 1));
  setImmediate(() => void turn());
}

await turn();
await disk.committed();
process.stdout.write('ready\n');
