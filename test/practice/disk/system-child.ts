import { startWhole } from '../support/practice.ts';
import { busySite, speed } from './busy-site.ts';

/** A whole practice system on the given folder, until it is killed. */
const practice = await startWhole({ folder: process.argv[2] ?? '', site: busySite, speed });
process.stdout.write(`port ${String(practice.port)}\n`);
