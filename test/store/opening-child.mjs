// Opens the book of counters in the folder named, and prints its head, or why it could not be opened.
import { register } from 'tsx/esm/api';

register();
const { openCounters } = await import('../support/book.ts');
try {
  const { ledger, close } = await openCounters(process.argv[2]);
  process.stdout.write(`open at ${ledger.head()}\n`);
  await close();
} catch (error) {
  process.stdout.write(`${error.code}: ${error.message}\n`);
}
process.exit(0);
