// Copies what the compiler does not: the starter of the writer thread, and what reads a database apart.
import { copyFileSync } from 'node:fs';

for (const asset of ['store/embedded/writer-thread.mjs', 'store/embedded/reading-process.mjs'])
  copyFileSync(new URL(`../src/${asset}`, import.meta.url), new URL(`../dist/${asset}`, import.meta.url));
