import { open } from 'lmdb';

// Reads every key and value of a database. It is a process of its own, because reading behind the end of a file that
// was cut short kills the one that does it.
const root = open({ path: process.argv[2], readOnly: true, maxDbs: 8, encoding: 'string' });
let entries = 0;
for (const name of ['pages', 'streams', 'docs', 'index', 'meta'])
  for (const { value } of root.openDB({ name, encoding: 'string' }).getRange()) entries += value === undefined ? 0 : 1;
process.exit(entries > 0 ? 0 : 1);
