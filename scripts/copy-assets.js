// Copies what the compiler does not: the starter of the writer thread.
import { copyFileSync } from 'node:fs';

const asset = 'store/embedded/writer-thread.mjs';
copyFileSync(new URL(`../src/${asset}`, import.meta.url), new URL(`../dist/${asset}`, import.meta.url));
