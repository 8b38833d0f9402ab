// Appends pages through the built service's ledger, some of them naming a blob, and says each page's number once it is
// acknowledged. Arguments: folder of the build, folder of the store, pages, commands side by side.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const [build, folder, pages, sideBySide] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(build, 'dist', path)).href);
const { openEmbeddedStore } = await load('store/embedded/embedded-store.js');
const { openLedger } = await load('ledger/open-ledger.js');

const notes = {
  ...{ name: 'notes', version: 1, indexes: {} },
  keys: ({ stream }) => (stream.startsWith('note:') ? [stream] : []),
  evolve: (_doc, { data }) => data,
};
const ledger = await openLedger({
  ...{ store: openEmbeddedStore(folder), views: [notes], estate: 'test', kind: 'rehearsal', home: 'here' },
  entryTypes: { 'note.written/1': z.looseObject({}) },
  clock: { now: Date.now, sleep: () => Promise.resolve() },
});

async function append(worker) {
  for (let n = 0; n < Number(pages); n += 1) {
    const blob = n % 2 === 0 ? await ledger.blobs.put(`text ${worker} ${n} `.repeat(50)) : undefined;
    const data = { text: 'x'.repeat(n % 3 === 0 ? 9000 : 300), ...(blob === undefined ? {} : { blob }) };
    const decide = () => [{ stream: `note:${worker}-${n}`, type: 'note.written/1', data }];
    const { page } = await ledger.commit({ actor: { kind: 'service', id: 'proof' }, decide });
    writeSync(1, `acknowledged ${page}${blob === undefined ? '' : ` with ${blob}`}\n`);
  }
}
await Promise.all(Array.from({ length: Number(sideBySide) }, (_, worker) => append(worker)));
process.exit(0);
