// Appends pages to the store in the folder named, and prints each page's number once it is acknowledged.
import { register } from 'tsx/esm/api';

register();
const { openEmbeddedStore } = await import('../../src/store/embedded/embedded-store.ts');
const { openLedger } = await import('../../src/ledger/open-ledger.ts');
const { counters, counterTypes, raise, someone } = await import('../support/book.ts');

const [folder, pages = 'Infinity'] = process.argv.slice(2);
const ledger = await openLedger({
  ...{ store: openEmbeddedStore(folder), views: [counters], entryTypes: counterTypes },
  ...{ clock: { now: Date.now, sleep: () => Promise.resolve() }, estate: 'test', kind: 'rehearsal', home: 'here' },
});
process.stdout.write('open\n');

async function appendOneAfterAnother(worker) {
  for (let n = 0; n < Number(pages); n += 1) {
    try {
      const filling = Array.from({ length: 20 }, (_, index) => `${worker}-${n}-${index}-${'x'.repeat(500)}`);
      const { page } = await ledger.commit({ actor: someone, decide: () => [raise(`c${worker}-${n}`, 1, filling)] });
      process.stdout.write(`${page}\n`);
    } catch (error) {
      process.stdout.write(`${error.code}\n`);
      return;
    }
  }
}
await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(appendOneAfterAnother));
process.stdout.write('ended\n');
process.exit(0);
